"""The simulation page: sentences that add up, reasons with their passage, and nothing of anybody else."""

import csv
import io
import json
from datetime import date
from types import SimpleNamespace

import pyarrow
import pyarrow.parquet
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.conftest import BELEID, BELEID_VOLGER, someone
from tests.web.redactie.conftest import NU
from tests.web.redactie.veel import apply_all, changed_text
from zorginkoop.beleid import library
from zorginkoop.beleid.simulate import Totaal, simulate
from zorginkoop.web.contractering.models import Aanvraag
from zorginkoop.web.demo import marktregister
from zorginkoop.web.redactie import actions, gevolgen, views_simulatie
from zorginkoop.web.redactie.models import Concept
from zorginkoop.web.redactie.vergelijking import Versies
from zorginkoop.web.register.models import Vestiging
from zorginkoop.web.toegang.models import Organisatie
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.upload import GROOTSTE

pytestmark = pytest.mark.django_db
ZK10, ZK12 = f"{BELEID_VOLGER}@1.0", f"{BELEID_VOLGER}@1.2"
AANTAL = 40


@pytest.fixture
def markt(cast, settings):
    """The follower with a market and an editor with a draft that changes who is admitted and what is paid."""
    redacteur = someone("Ria Redactie", cast.volger, Rol.BELEIDSREDACTEUR)
    apply_all(cast.volger, cast.buitenstaander, aantal=AANTAL, beleid=BELEID_VOLGER, op=NU.replace(month=1))
    concept = actions.start_concept(verzekeraar=cast.volger, basis=library.load(ZK12), by=redacteur, now=NU)
    tekst = changed_text(concept.tekst)
    actions.change_concept(concept=concept, revisie=1, inhoud=tekst, by=redacteur, now=NU)
    return SimpleNamespace(redacteur=redacteur, concept=f"concept-{concept.pk}", inkoper=cast.inkoper_volger)


def ask(client, van, naar, naam="simulatie", **meer):
    return client.get(reverse(f"redactie:{naam}"), {"van": van, "naar": naar, "drempel": "5", **meer})


def test_without_a_question_the_latest_draft_is_proposed(markt, login_as):
    pagina = login_as(markt.redacteur).get(reverse("redactie:simulatie"))

    assert pagina.context["form"]["naar"].value() == markt.concept
    assert pagina.context["form"]["van"].value() == ZK12
    assert 'id="uitkomst"' not in pagina.text


def test_the_page_begins_with_a_sentence_and_its_figures_add_up(markt, login_as):
    pagina = ask(login_as(markt.redacteur), ZK12, markt.concept)
    uit = pagina.context["uit"]

    assert f"{uit.totaal.vooruit} van de {AANTAL} praktijken gaan erop vooruit" in pagina.text
    assert uit.totaal.valt_af and uit.totaal.komt_erbij
    assert sum(m.gevolg.verschil_cent for m in pagina.context["modules"]) == uit.totaal.verschil_cent
    klassen = sum(int(aantal) for _, aantal in pagina.context["grafieken"]["klassen"])
    assert klassen + uit.totaal.gelijk == AANTAL
    assert pagina.text.count('role="img"') == 4  # two plots, each wide and narrow


def test_every_reason_leads_to_its_passage_in_the_draft(markt, login_as):
    client = login_as(markt.redacteur)
    pagina = ask(client, ZK12, markt.concept)

    eisen = {eis["titel"]: eis["url"] for eis in pagina.context["eisen"]}
    pk = markt.concept.removeprefix("concept-")
    assert reverse("redactie:deel", args=[pk, "eis/huisarts"]) in eisen.values()
    for url in eisen.values():
        assert client.get(url).status_code == 200
    kop, lijst, aantal = pagina.context["overgangen"][0]
    assert (kop, aantal) == ("Valt af", pagina.context["uit"].totaal.valt_af)
    assert all(overgang.redenen for _, overgang in lijst)


def test_reasons_of_a_published_version_lead_to_its_public_page(markt, login_as):
    client = login_as(markt.redacteur)
    pagina = ask(client, ZK10, ZK12)

    redenen = [r for m in pagina.context["modules"] for r in m.redenen if r.url]
    assert any("hoogstens 12 uur per week" in reden.tekst for reden in redenen)
    adres, _, anker = redenen[0].url.partition("#")
    assert f'id="{anker}"' in client.get(adres).text


def test_a_version_against_itself_changes_nothing_at_all(markt, login_as):
    pagina = ask(login_as(markt.redacteur), ZK12, ZK12)
    uit = pagina.context["uit"]

    assert f"Voor geen van de {AANTAL} praktijken verandert het bedrag." in pagina.text
    assert uit.totaal.verschil_cent == 0
    assert set(uit.praktijken.column("verschil_cent").to_pylist()) == {0}
    assert '<svg class="grafiek' not in pagina.text


def test_the_way_back_is_the_negative(markt, login_as):
    client = login_as(markt.redacteur)
    heen, terug = ask(client, ZK12, markt.concept), ask(client, markt.concept, ZK12)

    a, b = heen.context["uit"].totaal, terug.context["uit"].totaal
    assert a.verschil_cent == -b.verschil_cent != 0
    assert (a.vooruit, a.valt_af) == (b.achteruit, b.komt_erbij)
    assert [n for _, n in heen.context["grafieken"]["klassen"]] == [
        n for _, n in reversed(terug.context["grafieken"]["klassen"])
    ]


def test_demonstration_values_say_so(markt, login_as):
    pagina = ask(login_as(markt.redacteur), ZK12, markt.concept)

    assert "Demonstratiebedragen." in pagina.text
    per = {m.naam: m.demonstratie for m in pagina.context["modules"]}
    assert per["Vergoeding POH-GGZ"] is True
    assert per["Inschrijving, jonger dan 65 jaar"] is False


def test_every_practice_as_a_file(markt, login_as):
    Organisatie.objects.filter(agb="01500001").update(naam="=HYPERLINK(1)")
    client = login_as(markt.redacteur)
    uit = ask(client, ZK12, markt.concept).context["uit"]

    rijen = list(csv.DictReader(io.StringIO(ask(client, ZK12, markt.concept, "simulatie_csv").text), delimiter=";"))
    inhoud = json.loads(ask(client, ZK12, markt.concept, "simulatie_json").content)

    assert len(rijen) == len(inhoud["praktijken"]) == AANTAL
    assert rijen[0]["naam"] == "'=HYPERLINK(1)"
    for bron in (rijen, inhoud["praktijken"]):
        assert sum(int(rij["verschil_cent"]) for rij in bron) == uit.totaal.verschil_cent
    assert inhoud["totaal"]["verschil_cent"] == uit.totaal.verschil_cent
    assert ask(client, "", ZK12, "simulatie_csv").status_code == 302


def test_a_purchaser_reaches_the_register_and_an_editor_does_not(markt, login_as):
    agb = ask(login_as(markt.redacteur), ZK12, markt.concept).context["overgangen"][0][1][0][0]["agb"]
    Vestiging.objects.create(
        agb=agb, naam="Praktijk in het register", zorgsoort="01", geldig_van=date(2020, 1, 1), bekend_van=NU
    )
    adres = reverse("register:detail", args=[agb])

    assert adres not in ask(login_as(markt.redacteur), ZK12, markt.concept).text
    pagina = ask(login_as(markt.inkoper), ZK12, markt.concept)
    assert f'<a href="{adres}">{agb}</a> Praktijk in het register' in pagina.text


def test_versions_of_another_insurer_cannot_be_chosen(markt, cast, login_as, ed):
    client = login_as(ed)
    for van, naar in ((f"{BELEID}@1.0", markt.concept), (f"{BELEID}@1.0", ZK12), ("concept-x", "niets")):
        for naam in ("simulatie", "simulatie_csv", "simulatie_bestand"):
            pagina = ask(client, van, naar, naam)
            assert "Kies een versie uit de lijst" in (
                pagina.text if naam == "simulatie" else client.get(pagina.url).text
            )
    assert "nog geen praktijk" in ask(client, f"{BELEID}@1.0", f"{BELEID}@1.0").text


def test_policies_for_different_care_are_not_compared(markt, login_as):
    pagina = ask(login_as(markt.redacteur), ZK12, "zk-so-verzorgingshuis-2024@1.0")
    assert "dezelfde zorg" in pagina.text


@pytest.mark.parametrize("drempel", ["-1", "51", "veel", "NaN"])
def test_a_percentage_that_makes_no_sense_is_said(markt, login_as, drempel):
    pagina = ask(login_as(markt.redacteur), ZK12, ZK12, drempel=drempel)
    assert pagina.status_code == 200
    assert pagina.context["form"].errors["drempel"]


def test_a_draft_that_was_dropped_is_no_choice(markt, login_as):
    Concept.objects.filter(pk=markt.concept.removeprefix("concept-")).update(status="INGETROKKEN")
    assert "Kies een versie uit de lijst" in ask(login_as(markt.redacteur), ZK12, markt.concept).text


def test_the_number_of_queries_does_not_grow(markt, login_as, django_assert_max_num_queries):
    client = login_as(markt.redacteur)
    ask(client, ZK12, markt.concept)
    with django_assert_max_num_queries(16):
        ask(client, ZK12, markt.concept)


def upload(client, inhoud, naam="praktijken.csv", soort=""):
    vraag = f"{reverse('redactie:simulatie_bestand')}?van={ZK10}&naar={ZK12}&drempel=5"
    return client.post(vraag, {"bestand": SimpleUploadedFile(naam, inhoud), "soort": soort})


def register(aantal=30):
    return marktregister.make(aantal, [library.load(ZK10), library.load(ZK12)], seed=5)


def as_parquet(tabel):
    uit = io.BytesIO()
    pyarrow.parquet.write_table(tabel, uit)
    return uit.getvalue()


def test_an_own_register_gives_what_the_library_gives_and_is_not_kept(markt, login_as):
    client = login_as(markt.redacteur)
    verwacht = simulate(library.load(ZK10), library.load(ZK12), register())

    pagina = upload(client, as_parquet(register()), "praktijken.parquet")

    assert pagina.context["uit"].totaal == verwacht.totaal
    assert "dat is niet bewaard" in pagina.text
    lijst = upload(client, as_parquet(register()), "praktijken.parquet", soort="csv").text
    assert len(lijst.splitlines()) == 31
    assert Aanvraag.objects.count() == AANTAL


def test_practices_near_a_threshold_and_unknown_facts_are_shown(markt, login_as):
    """Sixteen hours for 2,350 patients is the threshold itself."""
    waarden = {"ingeschreven_patienten": [2350] * 30, "kernregio": pyarrow.nulls(30, pyarrow.bool_())}
    waarden["uren_poh_ggz"] = pyarrow.array([16] * 30)
    tabel = register().drop(list(waarden))
    for naam, kolom in waarden.items():
        tabel = tabel.append_column(naam, pyarrow.array(kolom))

    pagina = upload(login_as(markt.redacteur), as_parquet(tabel))

    [drempel] = [d for d, _ in pagina.context["drempels"] if "16 * ingeschreven_patienten" in d["drempel"]]
    assert (drempel["aantal"], len(drempel["agbs"])) == ("30", 30)
    feit = library.load(ZK12).feiten["kernregio"]
    assert (feit.vraag, "30") in pagina.context["onbekend"]


def test_what_a_register_needs_is_said_before_and_after(markt, login_as):
    client = login_as(markt.redacteur)
    uitleg = ask(client, ZK10, ZK12, "simulatie_bestand").text
    assert "<code>kernregio</code>" in uitleg

    for inhoud, melding in (
        (b"agb_code,kernregio\n01000001,true\n", "mist de kolommen"),
        (b"\x00\x01", "niet te lezen"),
        (b"", "leeg"),
        (as_parquet(register().append_column("uren_x", pa_ones(30)).drop(["kernregio"])), "mist de kolommen kernregio"),
    ):
        assert melding in upload(client, inhoud).text


def pa_ones(aantal):
    return pyarrow.array([1] * aantal)


def test_columns_of_a_wrong_kind_are_refused_in_words(markt, login_as):
    tabel = register()
    for vorm in ([["x"]] * 30, [{"a": 1}] * 30, ["misschien"] * 30):
        raar = tabel.set_column(tabel.column_names.index("kernregio"), "kernregio", pyarrow.array(vorm))
        pagina = upload(login_as(markt.redacteur), as_parquet(raar))
        assert pagina.context["form"].errors, vorm


def test_a_file_that_is_too_large_is_not_read(markt, login_as):
    assert "te groot" in upload(login_as(markt.redacteur), b"x" * (GROOTSTE + 1)).text


def test_a_register_is_not_taken_from_another_site(markt, login_as):
    client = login_as(markt.redacteur)
    streng = Client(enforce_csrf_checks=True)
    streng.cookies = client.cookies
    assert upload(streng, b"agb_code\n").status_code == 403


@pytest.mark.parametrize(
    ("waarden", "zin"),
    [
        ({"gelijk": 3}, "Voor geen van de 3 praktijken verandert het bedrag."),
        ({"vooruit": 1, "gelijk": 2}, "1 van de 3 praktijken gaat erop vooruit en voor 2 blijft het bedrag gelijk."),
        ({"vooruit": 2, "achteruit": 1}, "2 van de 3 praktijken gaan erop vooruit en 1 gaat erop achteruit."),
    ],
)
def test_the_first_sentence(waarden, zin):
    assert gevolgen.sentence(SimpleNamespace(aantal=3, totaal=Totaal(**waarden))) == zin


def test_the_sentences_in_english():
    t = Totaal(vooruit=1, gelijk=2, waarde_van_cent=100_00, waarde_naar_cent=97_50, verschil_cent=-2_50, valt_af=2)
    with translation.override("en"):
        zin = gevolgen.sentence(SimpleNamespace(aantal=3, totaal=t))
        assert zin == "1 of the 3 practices gains and for 2 the amount stays the same."
        assert gevolgen.money_sentence(t).endswith(": €\xa02,50 less (−2,5%).")
        assert gevolgen.admission_sentence(t) == "2 practices fall out and nobody comes in."


def test_the_other_sentences():
    t = Totaal(waarde_van_cent=100_00, waarde_naar_cent=97_50, verschil_cent=-2_50, valt_af=1, komt_erbij=2)
    assert gevolgen.money_sentence(t).endswith("€\xa02,50 minder (−2,5%).")
    assert gevolgen.admission_sentence(t) == "1 praktijk valt af en 2 komen erbij."
    assert gevolgen.admission_sentence(Totaal(komt_erbij=1)) == "Er valt niemand af en 1 komt erbij."
    assert views_simulatie.simulatie.rollen == (Rol.BELEIDSREDACTEUR, Rol.INKOPER)


def test_a_draft_that_supplements_a_general_policy_runs_with_it(cast, ed):
    """The manual for a new practice refines the policy for GP care of the same insurer."""
    basis = library.load("zz-nieuwe-praktijk")
    concept = actions.start_concept(verzekeraar=cast.verzekeraar, basis=basis, by=ed, now=NU)

    zijde = Versies(cast.verzekeraar).side(f"concept-{concept.pk}")

    assert set(zijde.beleid.eisen) == set(basis.eisen) > set(zijde.eigen.eisen)
    geleend = next(naam for naam in zijde.beleid.eisen if naam not in zijde.eigen.eisen)
    assert zijde.url(zijde.beleid.eisen[geleend].bron, f"eis/{geleend}") == ""
    eigen = next(iter(zijde.eigen.eisen))
    assert zijde.url(zijde.beleid.eisen[eigen].bron, f"eis/{eigen}").endswith(f"/deel/eis/{eigen}/")
