"""What views share: try a step and say what came of it, and send a file."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.toegang.taal import say


def attempt(request: HttpRequest, step: Callable[[], object], gelukt: str) -> bool:
    """Take the step and say so on the next page; when it may not be, or was done already, say that instead."""
    try:
        step()
    except Gebruikersfout as fout:
        messages.error(request, say(fout.melding), extra_tags="fout")
        return False
    return done(request, gelukt)


def done(request: HttpRequest, gelukt: str) -> bool:
    """Say on the next page that it worked."""
    messages.success(request, gelukt, extra_tags="ok")
    return True


def accepted(form: Form, step: Callable[[], object]) -> bool:
    """Take the step with a valid form; what is wrong with it is said above the form."""
    try:
        step()
    except Gebruikersfout as fout:
        form.add_error(None, say(fout.melding))
    return not form.errors


def sentence(fout: Gebruikersfout) -> str:
    """The message as a sentence of its own, in Dutch: to keep."""
    return fout.melding if fout.melding.endswith((".", "?", "!")) else f"{fout.melding}."


def download(inhoud: bytes | str, naam: str, soort: str) -> HttpResponse:
    """A file to keep, never shown inside the page."""
    return HttpResponse(inhoud, content_type=soort, headers={"Content-Disposition": f'attachment; filename="{naam}"'})


def pdf(inhoud: bytes, naam: str) -> HttpResponse:
    """A document as a file to keep."""
    return download(inhoud, f"{naam}.pdf", "application/pdf")
