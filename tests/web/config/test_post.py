"""Where e-mail goes: nowhere by accident, and with the protection the address asks."""

from pathlib import Path

import pytest

from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.config.post import mail_settings


def test_without_an_address_e_mail_becomes_files():
    uit = mail_settings("", Path("/var"))
    assert (uit["EMAIL_BACKEND"].split(".")[-2], uit["EMAIL_FILE_PATH"]) == ("filebased", Path("/var/post"))


@pytest.mark.parametrize(
    ("adres", "poort", "starttls", "tls"),
    [
        ("smtp+starttls://u:p%40@mail.example.nl", 587, True, False),
        ("smtps://u:p%40@mail.example.nl", 465, False, True),
        ("smtp://u:p%40@mail.example.nl:2525", 2525, False, False),
    ],
)
def test_the_address_says_how_it_is_protected(adres, poort, starttls, tls):
    uit = mail_settings(adres, Path("/var"))
    assert (uit["EMAIL_HOST"], uit["EMAIL_PORT"]) == ("mail.example.nl", poort)
    assert (uit["EMAIL_USE_TLS"], uit["EMAIL_USE_SSL"]) == (starttls, tls)
    assert (uit["EMAIL_HOST_USER"], uit["EMAIL_HOST_PASSWORD"]) == ("u", "p@")


@pytest.mark.parametrize("adres", ["mail.example.nl", "http://mail.example.nl", "smtp://"])
def test_another_address_is_refused(adres):
    with pytest.raises(Gebruikersfout, match="kies een adres"):
        mail_settings(adres, Path("/var"))
