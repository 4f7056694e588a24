"""A version comes to count by two people, from its day on, and never changes afterwards."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import BELEID
from tests.web.redactie.conftest import NU
from zorginkoop.beleid import library
from zorginkoop.beleid.bestand import Beleidsfout
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.redactie import actions, kast, tekst
from zorginkoop.web.redactie.models import Publicatie
from zorginkoop.web.toegang.models import Wijziging

pytestmark = pytest.mark.django_db


def change(concept, by, inhoud=None, revisie=None):
    nieuw = inhoud or tekst.changed(concept.tekst, ["eis", "gegeven_iban"], {"titel": "Het rekeningnummer is er"})
    return actions.change_concept(concept=concept, revisie=revisie or concept.revisie, inhoud=nieuw, by=by, now=NU)


def submit(concept, by, op=None):
    actions.submit_concept(concept=concept, toelichting="Omdat het beter is.", publiceren_op=op, by=by, now=NU)


def test_a_draft_begins_as_a_copy_with_the_next_number(concept):
    beleid = actions.draft_of(concept)

    assert (beleid.document.versie, beleid.document.corrigeert) == ("1.1", "1.0")
    oud, nieuw = library.load(BELEID).tekst.splitlines(), concept.tekst.splitlines()
    assert len(set(nieuw) - set(oud)) == 2  # the version and what it corrects; every other line stays


def test_a_released_version_is_what_everybody_loads_from_that_moment(concept, ed, eva):
    change(concept, ed)
    submit(concept, ed)
    publicatie = actions.release_concept(concept=concept, by=eva, now=NU)

    beleid = library.load(BELEID)
    assert beleid.document.versie == "1.1"
    assert beleid.eisen["gegeven_iban"].titel == "Het rekeningnummer is er"
    assert beleid.document.gepubliceerd == NU.date()
    assert publicatie.controlesom == library.checksum(publicatie.tekst.encode())
    assert library.load(f"{BELEID}@1.0").eisen["gegeven_iban"].titel != "Het rekeningnummer is er"


def test_who_worked_on_it_never_releases_it(concept, ed, eva):
    change(concept, eva)
    submit(concept, ed)
    for iemand in (ed, eva):
        with pytest.raises(Gebruikersfout, match="vraag een collega"):
            actions.release_concept(concept=concept, by=iemand, now=NU)
    assert not Publicatie.objects.exists()


def test_the_database_itself_asks_for_four_eyes(concept, ed, eva):
    submit(concept, ed)
    velden = {
        "concept": concept, "verzekeraar": concept.verzekeraar, "beleid": "x", "versie": "9.9", "tekst": "",
        "controlesom": "", "publiceren_op": NU, "vrijgegeven_op": NU,
    }  # fmt: skip
    with pytest.raises(IntegrityError, match="does not release"), transaction.atomic():
        Publicatie.objects.create(**velden, voorgesteld_door=eva, vrijgegeven_door=ed)
    with pytest.raises(IntegrityError, match="publicatie_vier_ogen"), transaction.atomic():
        Publicatie.objects.create(**velden, voorgesteld_door=eva, vrijgegeven_door=eva)


def test_a_planned_version_waits_for_its_day_and_can_be_withdrawn_until_then(concept, ed, eva, settings):
    dag = NU + timedelta(days=30)
    submit(concept, ed, op=dag)
    publicatie = actions.release_concept(concept=concept, by=eva, now=NU)
    assert library.load(BELEID).document.versie == "1.0"

    settings.DEMO_DATUM = dag.date()
    kast.refresh()
    assert library.load(BELEID).document.versie == "1.1"
    with pytest.raises(Gebruikersfout, match="geldt al"):
        actions.withdraw_publicatie(publicatie=publicatie, reden="toch niet", by=ed, now=dag)

    settings.DEMO_DATUM = NU.date()
    actions.withdraw_publicatie(publicatie=publicatie, reden="toch niet", by=ed, now=NU)
    settings.DEMO_DATUM = dag.date()
    kast.refresh()
    assert library.load(BELEID).document.versie == "1.0"
    with pytest.raises(Toestandsfout, match="al ingetrokken"):
        actions.withdraw_publicatie(publicatie=publicatie, reden="nog eens", by=ed, now=NU)


def test_a_policy_for_a_new_year_closes_its_predecessor(cast, ed, eva):
    basis = library.load(BELEID)
    concept = actions.start_concept(
        verzekeraar=cast.verzekeraar, basis=basis, beleid="zz-huisartsenzorg-2026", by=ed, now=NU
    )
    van = basis.document.geldig_tot - timedelta(days=90)
    jaar = {"geldig_van": van, "geldig_tot": van.replace(year=van.year + 2)}
    change(concept, ed, tekst.changed(concept.tekst, ["document"], jaar))
    submit(concept, ed)
    actions.release_concept(concept=concept, by=eva, now=NU)

    assert library.load("zz-huisartsenzorg-2026").document.vervangt == BELEID
    assert library.load(BELEID).document.geldig_tot == van
    assert library.load(BELEID).tekst == basis.tekst


def test_two_editors_never_undo_each_others_work(concept, ed, eva):
    eerste = concept.revisie
    change(concept, ed)
    with pytest.raises(Toestandsfout, match="niet bewaard"):
        change(concept, eva, revisie=eerste)


def test_a_text_that_is_not_in_order_is_not_kept(concept, ed):
    ervoor = concept.tekst
    with pytest.raises(Beleidsfout, match="regel"):
        change(concept, ed, ervoor.replace("BEKEND(iban)", "BEKEND(ibann)"))
    concept.refresh_from_db()
    assert (concept.tekst, concept.revisie) == (ervoor, 1)


def test_an_insurer_publishes_only_for_itself(cast, concept, ed, vreemd):
    with pytest.raises(Gebruikersfout, match="u werkt voor"):
        actions.start_concept(verzekeraar=cast.volger, basis=library.load(BELEID), by=vreemd, now=NU)
    with pytest.raises(Gebruikersfout, match="Dit mag alleen een beleidsredacteur"):
        change(concept, vreemd)
    with pytest.raises(Gebruikersfout, match="kies een andere naam"):
        naam = {"beleid": "zk-huisartsenzorg-2024-2025", "versie": "9.0"}
        change(concept, ed, tekst.changed(concept.tekst, ["document"], naam))


def test_a_draft_with_faults_is_not_put_before_anybody(concept, ed):
    dubbel, _ = tekst.copied(concept.tekst, ["prestatie", "poh_s", "tarief", "0"])
    change(concept, ed, dubbel)
    with pytest.raises(Gebruikersfout, match="gelden twee tarieven"):
        submit(concept, ed)
    change(concept, ed, library.load(BELEID).tekst.replace('versie = "1.0"', 'versie = "1.1"', 1))
    with pytest.raises(Gebruikersfout, match="verleden"):
        submit(concept, ed, op=NU - timedelta(days=1))


def test_a_version_number_is_used_once(cast, concept, ed, eva):
    tweede = actions.start_concept(
        verzekeraar=cast.verzekeraar, basis=library.load(BELEID), versie="1.1", by=ed, now=NU
    )
    submit(concept, ed)
    submit(tweede, ed)
    actions.release_concept(concept=concept, by=eva, now=NU)
    with pytest.raises(Gebruikersfout, match="is er al"):
        actions.release_concept(concept=tweede, by=eva, now=NU)
    derde = actions.start_concept(verzekeraar=cast.verzekeraar, basis=library.load(BELEID), by=ed, now=NU)
    assert actions.draft_of(derde).document.versie == "1.2"


def test_a_draft_that_is_given_back_can_be_mended(concept, ed, eva):
    submit(concept, ed)
    actions.return_concept(concept=concept, reden="Het bedrag klopt niet.", by=eva, now=NU)
    assert (concept.status, concept.terugwijzing) == ("CONCEPT", "Het bedrag klopt niet.")
    change(concept, ed)
    submit(concept, ed)
    with pytest.raises(Toestandsfout):
        actions.drop_concept(concept=concept, by=ed, now=NU)


def test_what_is_published_here_loads_from_files_just_the_same(concept, ed, eva, tmp_path, monkeypatch):
    submit(concept, ed)
    publicatie = actions.release_concept(concept=concept, by=eva, now=NU)
    for _ in range(2):  # a second time changes nothing
        [pad] = kast.export(tmp_path)
    library.shelve(())
    monkeypatch.setenv("ZORGINKOOP_BELEID", str(tmp_path))

    assert pad.read_text() == publicatie.tekst
    assert list(library.verified(tmp_path)) == [pad]
    assert library.load(BELEID).document.versie == "1.1"


def test_what_was_published_never_changes_and_everything_is_logged(concept, ed, eva):
    submit(concept, ed)
    publicatie = actions.release_concept(concept=concept, by=eva, now=NU)
    for stap in (lambda: Publicatie.objects.update(versie="3.0"), publicatie.delete):
        with pytest.raises(IntegrityError, match="only added"), transaction.atomic():
            stap()
    with pytest.raises(IntegrityError, match="finished"), transaction.atomic():
        type(concept).objects.update(toelichting="anders")
    spoor = Wijziging.objects.filter(tabel="redactie_publicatie", rij_id=str(publicatie.pk))
    assert spoor.get().door == eva.email
