"""Every page in English: nothing Dutch that does not say it is, and little that does where no policy speaks."""

import json
import re
from datetime import date
from html.parser import HTMLParser

from django.conf import settings
from django.utils import translation

from tests.web import toegangstabel as tabel
from tests.web.contractering.conftest import markt  # noqa: F401 - fixture
from tests.web.contractering.reizigers import VANDAAG, client_of, get, post
from tests.web.declaraties.conftest import _var, wereld  # noqa: F401 - fixtures
from tests.web.test_matrix import _address, toneel  # noqa: F401 - fixture
from tests.web.test_urls import ALLE
from zorginkoop.web.berichten import soorten
from zorginkoop.web.toegang.taal import Zin, say, to_keep

NEDERLANDS = re.compile(
    r"\b(?:aan|als|bij|dat|deze|die|dit|door|een|geen|heeft|het|hoe|kunt|maar|met|naar|niet|nog|ook|op|te|tot|uit|uw|"
    r"van|voor|waar|wat|werd|wij|wordt|zijn|zonder)\b"
)
LEEG = {"area", "br", "col", "hr", "img", "input", "link", "meta"}
ATTRIBUTEN = {"alt", "title", "aria-label", "placeholder"}


class Lezer(HTMLParser):
    """The words of a page by their language; code, scripts and what one typed are in none."""

    def __init__(self, pagina: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.woorden: dict[str, list[str]] = {"en": [], "nl": [], "": []}
        self.feed(pagina)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        kenmerken = dict(attrs)
        boven = self.open[-1][1] if self.open else ""
        taal = "" if tag in ("code", "pre", "script", "style", "textarea") else kenmerken.get("lang") or boven
        self.woorden[taal] += [waarde for naam, waarde in attrs if naam in ATTRIBUTEN and waarde]
        if tag not in LEEG:
            self.open.append((tag, taal))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and (tekst := " ".join(data.split())):
            self.woorden[self.open[-1][1]].append(tekst)

    @property
    def dutch(self) -> list[str]:
        return sorted({tekst for tekst in self.woorden["en"] if NEDERLANDS.search(tekst)})

    @property
    def share(self) -> float:
        """How much of the page is Dutch."""
        nl, en = (sum(map(len, self.woorden[taal])) for taal in ("nl", "en"))
        return nl / (nl + en or 1)


VAN_BELEID = {
    "begroting:begroting", "begroting:vernieuwing_nieuw", "contractering:aanbod", "contractering:aanvraag",
    "contractering:dossier", "contractering:overeenkomst", "contractering:portefeuille_detail", "contractering:volging",
    "contractering:wijzigen", "declaraties:regel", "declaraties:waarom", "gebeurtenissen:clausule",
    "gebeurtenissen:toestemming", "gebeurtenissen:vergelijking", "publiek:beleid", "publiek:check",
    "publiek:rekentools", "publiek:resultaat", "redactie:concept",
}  # fmt: skip
"""Pages that show what a policy or an agreement says: its text, questions and modules, and reasons with evidence."""
AANDEEL = 0.2
"""So much of any other page may be Dutch: titles of policies, sources, and what people wrote."""


def _pages(dingen, bezoekers):
    """Every page once, in English, as somebody who may see it."""
    for naam in sorted(set(ALLE) & set(tabel.TOEGANG)):
        wie = tabel.TOEGANG[naam]
        rollen = wie if isinstance(wie, frozenset) else frozenset()
        if not isinstance(wie, frozenset) and ALLE[naam].pattern.converters:
            continue
        adres, van = _address(naam, dingen)
        eigenaren = van if van is not None else dingen["aanvraag"][1]
        mag = (b for b in bezoekers if b.organisatie.pk in eigenaren and (not rollen or b.rol in rollen))
        if bezoek := next(mag, None):
            bezoek.client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
            antwoord = bezoek.client.get(adres)
            if antwoord.status_code == 200 and "text/html" in antwoord.headers["Content-Type"]:
                yield naam, Lezer(antwoord.text)


def test_every_page_in_english(toneel):
    gezien = dict(_pages(*toneel))
    assert len(gezien) > 80, f"only {len(gezien)} pages could be shown"
    assert not {naam: lezer.dutch for naam, lezer in gezien.items() if lezer.dutch}
    veel = {naam for naam, lezer in gezien.items() if lezer.share > AANDEEL}
    assert veel <= VAN_BELEID, {naam: gezien[naam].woorden["nl"] for naam in veel - VAN_BELEID}


def test_a_questionnaire_and_its_check_in_english(markt, settings):
    """The questions are those of the policy; what stands around them is ours."""
    settings.DEMO_DATUM = VANDAAG
    aanvraag, wie = markt.started(), client_of(markt.tekenbevoegde)
    wie.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    paginas = [get(wie, "stap", aanvraag.kenmerk, nummer) for nummer in (1, 2, 3)]
    paginas += [
        post(wie, "stap", aanvraag.kenmerk, 2, gewenste_ingangsdatum="31-2-2025"),
        get(wie, "controleren", aanvraag.kenmerk),
    ]
    assert not [Lezer(pagina.text).dutch for pagina in paginas if Lezer(pagina.text).dutch]


def test_what_is_kept_is_dutch_whoever_writes_it():
    """A sentence is Dutch wherever it goes, and English only on a page of who reads English."""
    zin = Zin("Bezwaar maken kon tot en met %(dag)s", dag=date(2026, 3, 1))
    with translation.override("en"):
        assert zin == "Bezwaar maken kon tot en met 1 maart 2026"
        assert json.dumps({"melding": zin}) == '{"melding": "Bezwaar maken kon tot en met 1 maart 2026"}'
        assert say(zin) == "You could object up to and including 1 March 2026."
        assert say("Zo stond het in het beleid") == '<span lang="nl">Zo stond het in het beleid.</span>'
        assert to_keep(soorten.SOORTEN["aanbod_ontvangen"].titel) == "Er ligt een aanbod"
    assert say(zin) == f"{zin}."
