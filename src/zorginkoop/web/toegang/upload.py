"""Receiving a file that must not be kept: it stays in memory, and only up to a size."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

GROOTSTE = 5_000_000
"""Bytes. An agreement is some hundreds of kilobytes, a register of all practices in the country some megabytes."""


class InMemory(MemoryFileUploadHandler):
    """Keeps the file in memory whatever its size, and stops reading at the largest that is allowed."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        self.activated, self.gelezen = True, 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.gelezen += len(raw_data)
        if self.gelezen > GROOTSTE:
            self.request.te_groot = True
            raise StopUpload(connection_reset=False)
        super().receive_data_chunk(raw_data, start)


def in_memory(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view's uploads never touch the disk. `request.te_groot` says that one was too large to be read.

    The handler must be in place before the check on forgery reads the form, so that check comes second.
    """
    protected = csrf_protect(view)

    @wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.te_groot = False
        request.upload_handlers = [InMemory(request)]
        return protected(request, *args, **kwargs)

    return csrf_exempt(receiving)
