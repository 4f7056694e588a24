"""A bound on what a browser may send: reading stops at the limit, whatever the sender says about its size."""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest


class BoundedUpload(FileUploadHandler):
    """First in the row of upload handlers; sets `upload_te_groot` on the request when it stopped the upload."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.gelezen = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass on what is within the limit for all files of the request together."""
        self.gelezen += len(raw_data)
        if self.gelezen > settings.UPLOAD_MAX_BYTES:
            self.request.upload_te_groot = True
            raise StopUpload(connection_reset=False)
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave keeping the file to the next handler."""
