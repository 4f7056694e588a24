"""What this app adds to apps it may not be imported by."""

from django.apps import AppConfig


class Gebeurtenissen(AppConfig):
    """Tells contracting which account numbers were approved, and follows of itself where an insurer asked that."""

    name = "zorginkoop.web.gebeurtenissen"

    def ready(self) -> None:
        from zorginkoop.web.contractering import rekening, volgen
        from zorginkoop.web.gebeurtenissen.rekeningen import approved, note_other
        from zorginkoop.web.gebeurtenissen.volgbeleid import follow_of_itself

        rekening.add_source(approved)
        rekening.on_other(note_other)
        volgen.on_available(follow_of_itself)
