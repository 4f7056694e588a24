"""Who has a ready login in the demonstration has a certificate that works, again after a second demonstration."""

from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from django.utils import timezone

from zorginkoop.web.config.inlogwegen import login_settings
from zorginkoop.web.demo import inlogcertificaten
from zorginkoop.web.demo.rolverdeling import WACHTWOORD, Bezetting
from zorginkoop.web.inlogmiddelen import verbinding
from zorginkoop.web.inlogmiddelen.models import Certificaat


def test_everybody_with_a_login_gets_a_certificate(cast, settings, tmp_path):
    settings.VAR = tmp_path
    for naam, waarde in login_settings({}, tmp_path, demo=True, adres="http://127.0.0.1:8000").items():
        setattr(settings, naam, waarde)
    mensen = (cast.tekenbevoegde, cast.inkoper)
    bezetting = Bezetting(logins=[(persoon.email, "rol", "voor") for persoon in mensen])
    for _ in range(2):
        inlogcertificaten.make(bezetting, now=timezone.now())
    map_ = tmp_path / "demo/certificaten"
    for persoon in mensen:
        inhoud = (map_ / f"{persoon.email}.p12").read_bytes()
        _, certificaat, _ = pkcs12.load_key_and_certificates(inhoud, WACHTWOORD.encode())
        der = certificaat.public_bytes(Encoding.DER)
        kaart = verbinding.card(der, timezone.now())
        assert Certificaat.objects.get(vingerafdruk=kaart.vingerafdruk).user == persoon
    verbinding.forget()
