"""A list sorts only by what it shows, and its files hold every row in that order, without a formula."""

import io

import pytest
from django.http import Http404
from django.test import RequestFactory
from python_calamine import CalamineWorkbook

from zorginkoop.web.toegang.lijst import Kolom, Lijst
from zorginkoop.web.toegang.models import Organisatie

KOLOMMEN = (
    Kolom("Naam", lambda o: o.naam, "naam"),
    Kolom("AGB-code", lambda o: o.agb, "agb"),
    Kolom("Soort", lambda o: o.soort),
)


def lijst_of(vraag: str = "", per: int = 2) -> Lijst:
    return Lijst(RequestFactory().get(f"/?{vraag}"), Organisatie.objects.order_by("agb"), KOLOMMEN, naam="wie", per=per)


@pytest.fixture(autouse=True)
def three(db) -> None:
    for nummer, naam in enumerate(["De Linde", "=Aarde()", "Boom"]):
        Organisatie.objects.create(soort="PRAKTIJK", naam=naam, agb=f"0100000{nummer}")


def names(lijst: Lijst) -> list[str]:
    return [o.naam for o in lijst.pagina]


def test_its_own_order_holds_until_a_heading_is_chosen():
    assert names(lijst_of()) == ["De Linde", "=Aarde()"]
    assert names(lijst_of("sorteer=-agb")) == ["Boom", "=Aarde()"]


@pytest.mark.parametrize(
    "vreemd", ["sorteer=soort", "sorteer=bevoegdheden__persoon__email", "sorteer=--naam", "sorteer=?"]
)
def test_nobody_sorts_by_what_is_not_shown(vreemd):
    assert names(lijst_of(vreemd)) == ["De Linde", "=Aarde()"]


def test_a_heading_turns_the_order_and_says_which_it_is():
    kop = lijst_of("q=x&sorteer=naam&pagina=2").koppen[0]
    assert (kop.url, kop.richting) == ("?q=x&sorteer=-naam", "ascending")
    assert [k.richting for k in lijst_of("sorteer=-agb").koppen] == ["", "descending", ""]
    assert lijst_of().koppen[2].url == ""


def test_the_links_to_other_pages_keep_the_question():
    assert lijst_of("q=a b&sorteer=naam&pagina=2").vraag == "q=a+b&sorteer=naam"


def test_csv_has_every_row_and_no_formula():
    antwoord = lijst_of("sorteer=agb&als=csv").bestand
    assert antwoord["Content-Disposition"] == 'attachment; filename="wie.csv"'
    assert antwoord.content.decode("utf-8-sig").splitlines() == [
        "Naam;AGB-code;Soort",
        "De Linde;01000000;PRAKTIJK",
        "'=Aarde();01000001;PRAKTIJK",
        "Boom;01000002;PRAKTIJK",
    ]


def test_excel_keeps_codes_as_text():
    boek = CalamineWorkbook.from_filelike(io.BytesIO(lijst_of("als=xlsx").bestand.content))
    rijen = boek.get_sheet_by_index(0).to_python()
    assert [rij[1] for rij in rijen] == ["AGB-code", "01000000", "01000001", "01000002"]


def test_no_other_kind_of_file_exists():
    with pytest.raises(Http404):
        _ = lijst_of("als=exe").bestand
