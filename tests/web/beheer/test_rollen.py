"""Who gets which role, when a second person must agree, and that a role ends at once."""

from contextlib import nullcontext

import pytest
from django.db import Error, IntegrityError, transaction
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import someone
from tests.web.beheer.conftest import client_of
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.beheer import rollen, states
from zorginkoop.web.beheer.gezag import VERTROUWD
from zorginkoop.web.beheer.models import Voorstel
from zorginkoop.web.berichten.models import Bericht
from zorginkoop.web.contractering.states import allowed
from zorginkoop.web.toegang import actions
from zorginkoop.web.toegang.afscherming import EIGENAAR, act_for, become
from zorginkoop.web.toegang.klok import now
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import ROLLEN_VAN, Rol, Soort


def give(beheer, persoon, rol):
    """What two administrators do together."""
    rollen.confirm(voorstel=rollen.assign(persoon=persoon, rol=rol, **beheer.bij(beheer.bea)), by=beheer.ben, now=now())


def held(persoon, organisatie):
    return set(
        Bevoegdheid.objects.lopend(localdate())
        .filter(persoon=persoon, organisatie=organisatie)
        .values_list("rol", flat=True)
    )


@pytest.mark.parametrize("rol", ROLLEN_VAN[Soort.VERZEKERAAR])
def test_a_trusted_role_waits_for_the_second_administrator(beheer, rol):
    """Every role by which somebody decides, alone or as one of two; who only reads needs one administrator."""
    c = beheer.cast
    wie = someone("Nora Nieuw", c.volger, Rol.INKOPER)
    assert (rol in VERTROUWD) == (rol != Rol.COMPLIANCE)
    voorstel = rollen.assign(persoon=wie, rol=rol, **beheer.bij(beheer.bea))
    if rol not in VERTROUWD:
        assert voorstel is None and rol in held(wie, c.verzekeraar)
        return
    assert voorstel.status == "OPEN" and rol not in held(wie, c.verzekeraar)
    with pytest.raises(Gebruikersfout, match="Een ander dan de voorsteller"):
        rollen.confirm(voorstel=voorstel, by=beheer.bea, now=now())
    rollen.confirm(voorstel=voorstel, by=beheer.ben, now=now())
    assert rol in held(wie, c.verzekeraar)
    with pytest.raises(Gebruikersfout, match="al besloten"):
        rollen.confirm(voorstel=voorstel, by=beheer.ben, now=now())


def test_with_one_administrator_it_waits_for_who_runs_the_portal(beheer):
    c = beheer.cast
    voorstel = rollen.assign(persoon=c.assistent, rol=Rol.TEKENBEVOEGDE, **beheer.linde())
    assert voorstel.status == "OPEN" and held(c.assistent, c.linde) == {Rol.INVULLER}
    with pytest.raises(Gebruikersfout, match="Een ander dan de voorsteller"):
        rollen.confirm(voorstel=voorstel, by=c.tekenbevoegde, now=now())
    assert "Vraag dat aan wie dit portaal beheert" in client_of(c.tekenbevoegde).get("/beheer/mensen/").text
    rollen.confirm(voorstel=voorstel, by="opdrachtregel", now=now())
    assert (voorstel.status, voorstel.besloten_door) == ("PORTAAL", None)
    assert held(c.assistent, c.linde) == {Rol.INVULLER, Rol.TEKENBEVOEGDE}


def test_who_sends_the_other_administrator_away_gains_nothing(beheer):
    """A made-up colleague with an account of one's own stays without a role that decides, however long one waits."""
    c = beheer.cast
    rollen.end_all(persoon=beheer.ben, **beheer.bij(beheer.bea))
    verzonnen = someone("Bea Thuis", c.volger, Rol.INKOPER)
    for rol in VERTROUWD & set(ROLLEN_VAN[Soort.VERZEKERAAR]):
        rollen.assign(persoon=verzonnen, rol=rol, **beheer.bij(beheer.bea))
    assert held(verzonnen, c.verzekeraar) == set()
    nieuw = someone("Bo Beheer", c.verzekeraar, Rol.BEHEER)  # through the portal, like the first one
    pagina = client_of(nieuw).get("/beheer/mensen/").text
    assert "Bevestigen" in pagina and "Vraag dat aan" not in pagina
    rollen.confirm(voorstel=Voorstel.objects.get(rol=Rol.VOLGER), by=nieuw, now=now())
    assert held(verzonnen, c.verzekeraar) == {Rol.VOLGER}


def test_who_runs_the_portal_gives_a_role_that_waits(beheer):
    c = beheer.cast
    voorstel = rollen.assign(persoon=c.assistent, rol=Rol.TEKENBEVOEGDE, **beheer.linde())
    bij = beheer.linde() | {"by": "opdrachtregel"}
    assert rollen.assign(persoon=c.assistent, rol=Rol.TEKENBEVOEGDE, **bij) is None
    assert Rol.TEKENBEVOEGDE in held(c.assistent, c.linde)
    rollen.reject(voorstel=voorstel, by=c.tekenbevoegde, now=now())


def test_who_can_confirm_hears_of_it_without_a_name(beheer):
    c = beheer.cast
    rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, **beheer.bij(beheer.bea))
    bericht = Bericht.objects.get()
    assert (bericht.organisatie, bericht.soort) == (c.verzekeraar, "rol_bevestigen")
    assert c.inkoper.naam not in bericht.verwijzing
    antwoord = client_of(beheer.ben).post(f"/berichten/postvak/{bericht.pk}/")
    assert antwoord.headers.get("Location") == "/beheer/mensen/"


def test_instead_of_ends_the_other_role_when_it_goes_in(beheer):
    c = beheer.cast
    oud = c.inkoper.bevoegdheden.get()
    voorstel = rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, vervangt=oud, **beheer.bij(beheer.bea))
    assert held(c.inkoper, c.verzekeraar) == {Rol.INKOPER}
    rollen.confirm(voorstel=voorstel, by=beheer.ben, now=now())
    assert held(c.inkoper, c.verzekeraar) == {Rol.DECLARATIES}


def test_nobody_changes_their_own_role_with_whatever_account(beheer):
    c = beheer.cast
    tweede = someone("Bea Thuis", c.verzekeraar, Rol.INKOPER)
    actions.link_accounts(een=beheer.bea, ander=tweede, by="x")
    for wie in (beheer.bea, tweede):
        with pytest.raises(Gebruikersfout, match="wijzigt een ander"):
            rollen.assign(persoon=wie, rol=Rol.DECLARATIES, **beheer.bij(beheer.bea))
        with pytest.raises(Gebruikersfout, match="wijzigt een ander"):
            rollen.end_all(persoon=wie, **beheer.bij(beheer.bea))
    voorstel = rollen.assign(persoon=tweede, rol=Rol.DECLARATIES, **beheer.bij(beheer.ben))
    with pytest.raises(Gebruikersfout, match="wijzigt een ander"):
        rollen.confirm(voorstel=voorstel, by=beheer.bea, now=now())
    assert "Vraag dat aan wie" in client_of(beheer.ben).get("/beheer/mensen/").text, "it is about the only other one"


def test_the_database_says_so_too(beheer):
    c = beheer.cast
    tweede = someone("Bea Thuis", c.verzekeraar, Rol.INKOPER)
    actions.link_accounts(een=beheer.bea, ander=tweede, by="x")
    vast = {"organisatie": c.verzekeraar, "rol": "DECLARATIES", "voorgesteld_op": now()}
    mis = [
        {"persoon": tweede, "voorgesteld_door": beheer.bea},
        {"persoon": c.inkoper, "voorgesteld_door": beheer.bea, "besloten_door": tweede, "status": "BEVESTIGD"},
        {"persoon": tweede, "voorgesteld_door": beheer.ben, "besloten_door": beheer.bea, "status": "BEVESTIGD"},
        {"persoon": c.inkoper, "voorgesteld_door": beheer.bea, "status": "BEVESTIGD"},
        {"persoon": beheer.bea, "voorgesteld_door": beheer.bea},
        {"persoon": c.inkoper, "voorgesteld_door": beheer.bea, "besloten_door": beheer.ben, "status": "PORTAAL"},
    ]
    for velden in mis:
        with pytest.raises(IntegrityError), transaction.atomic():
            Voorstel.objects.create(**vast, **velden)


def test_only_an_administrator_of_the_organisation_itself(beheer):
    c = beheer.cast
    for by in (c.inkoper, c.inkoper_volger, c.tekenbevoegde, c.buitenstaander):
        with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
            rollen.assign(persoon=c.declaraties, rol=Rol.INKOPER, **beheer.bij(by))
        with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
            rollen.end(bevoegdheid=c.declaraties.bevoegdheden.get(), by=by, now=now())


def test_a_role_of_the_other_side_and_one_there_is_are_refused(beheer):
    c = beheer.cast
    with pytest.raises(Gebruikersfout, match="bestaat niet"):
        rollen.assign(persoon=c.declaraties, rol=Rol.LEZER, **beheer.bij(beheer.bea))
    with pytest.raises(Gebruikersfout, match="heeft deze rol al"):
        rollen.assign(persoon=c.inkoper, rol=Rol.INKOPER, **beheer.bij(beheer.bea))
    rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, **beheer.bij(beheer.bea))
    with pytest.raises(Gebruikersfout, match="wacht op een tweede"):
        rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, **beheer.bij(beheer.ben))


def test_the_last_one_who_decides_stays(beheer):
    """Also from the command line, where there is no person who would remain."""
    with pytest.raises(Gebruikersfout, match="laatste"):
        rollen.end_all(persoon=beheer.cast.tekenbevoegde, organisatie=beheer.cast.linde, by="opdrachtregel", now=now())
    rollen.end_all(persoon=beheer.ben, **beheer.bij(beheer.bea))
    with pytest.raises(Gebruikersfout, match="Dit mag alleen"):
        rollen.end_all(persoon=beheer.bea, **beheer.bij(beheer.ben))


def test_who_leaves_is_out_at_the_next_request_for_this_organisation_only(beheer):
    c = beheer.cast
    actions.grant(persoon=c.declaraties, organisatie=c.volger, rol=Rol.INKOPER, van=localdate())
    client = client_of(c.declaraties)
    keuze = c.declaraties.bevoegdheden.get(organisatie=c.verzekeraar)
    client.post("/toegang/kiezen/", {"bevoegdheid": keuze.pk})
    assert client.get("/declaraties/bestanden/").status_code == 200
    rollen.end_all(persoon=c.declaraties, **beheer.bij(beheer.bea))
    assert client.get("/declaraties/bestanden/").status_code != 200
    assert held(c.declaraties, c.verzekeraar) == set() and held(c.declaraties, c.volger) == {Rol.INKOPER}


def test_a_role_of_today_can_end_today(beheer):
    c = beheer.cast
    give(beheer, c.inkoper, Rol.VOLGER)
    rollen.end(bevoegdheid=c.inkoper.bevoegdheden.get(rol=Rol.VOLGER), by=beheer.bea, now=now())
    assert held(c.inkoper, c.verzekeraar) == {Rol.INKOPER}
    give(beheer, c.inkoper, Rol.VOLGER)
    assert held(c.inkoper, c.verzekeraar) == {Rol.INKOPER, Rol.VOLGER}, "and begin again"


def test_what_waits_falls_when_its_proposer_or_its_person_leaves(beheer):
    c = beheer.cast
    van = rollen.assign(persoon=c.inkoper, rol=Rol.DECLARATIES, **beheer.bij(beheer.ben))
    over = rollen.assign(persoon=c.declaraties, rol=Rol.CONTRACTBEHEER, **beheer.bij(beheer.bea))
    rollen.end_all(persoon=c.declaraties, **beheer.bij(beheer.bea))
    rollen.end_all(persoon=beheer.ben, **beheer.bij(beheer.bea))
    for voorstel in (van, over):
        voorstel.refresh_from_db()
        assert voorstel.status == "INGETROKKEN"


@given(st.sampled_from(sorted(states.VOORSTEL)), st.sampled_from(sorted(states.VOORSTEL)))
def test_only_an_open_proposal_goes_anywhere(van, naar):
    assert allowed(states.VOORSTEL, van, naar) == (van == "OPEN" and naar != "OPEN")


@pytest.mark.parametrize(("taak", "waar", "mag"), [("INKOPER", 0, False), ("BEHEER", 1, False), ("BEHEER", 0, True)])
def test_the_database_lets_only_an_administrator_write_roles(beheer, taak, waar, mag):
    c = beheer.cast
    act_for((c.verzekeraar, c.volger)[waar], beheer.bea, taak=taak)
    verwacht = nullcontext() if mag else pytest.raises(Error, match="row-level security")
    try:
        with verwacht, transaction.atomic():
            Bevoegdheid.objects.create(persoon=beheer.ben, organisatie=c.verzekeraar, rol="COMPLIANCE", van=localdate())
    finally:
        become(EIGENAAR)


@pytest.fixture
def as_bea(beheer):
    """The database answers for one administrator of the insurer."""
    act_for(beheer.cast.verzekeraar, beheer.bea, taak="BEHEER")
    yield beheer
    become(EIGENAAR)


@pytest.mark.parametrize("rol", ROLLEN_VAN[Soort.VERZEKERAAR])
def test_the_database_gives_nobody_a_trusted_role_without_two_people(as_bea, rol):
    c, verwacht = as_bea.cast, nullcontext()
    if rol in VERTROUWD:
        verwacht = pytest.raises(IntegrityError, match="bevoegdheid_vier_ogen")
    with verwacht, transaction.atomic():
        Bevoegdheid.objects.create(persoon=c.assistent, organisatie=c.verzekeraar, rol=rol, van=localdate())


def test_the_database_gives_one_role_for_one_confirmation(as_bea):
    """Nor is a role that ended taken up again, or another made of it."""
    c = as_bea.cast
    vast = {"persoon": c.assistent, "organisatie": c.verzekeraar, "rol": Rol.VOLGER}
    Voorstel.objects.create(
        **vast, status="BEVESTIGD", voorgesteld_door=as_bea.bea, voorgesteld_op=now(), besloten_door=as_bea.ben,
        besloten_op=now(),
    )  # fmt: skip
    gegeven = Bevoegdheid.objects.create(**vast, van=localdate())
    Bevoegdheid.objects.filter(pk=gegeven.pk).update(tot=localdate())
    for step in (
        lambda: Bevoegdheid.objects.create(**vast, van=localdate()),
        lambda: Bevoegdheid.objects.filter(pk=gegeven.pk).update(tot=None),
        lambda: c.inkoper.bevoegdheden.update(rol=Rol.BEHEER),
        lambda: c.inkoper.bevoegdheden.update(persoon=as_bea.ben),
    ):
        with pytest.raises(IntegrityError, match="bevoegdheid_vier_ogen"), transaction.atomic():
            step()


def test_no_person_confirms_in_the_name_of_the_portal(as_bea):
    c = as_bea.cast
    voorstel = rollen.assign(persoon=c.assistent, rol=Rol.VOLGER, **as_bea.bij(as_bea.bea))
    with pytest.raises(IntegrityError, match="door_portaal"), transaction.atomic():
        Voorstel.objects.filter(pk=voorstel.pk).update(status="PORTAAL", besloten_op=now())
    with pytest.raises(IntegrityError, match="bevoegdheid_vier_ogen"), transaction.atomic():
        actions.grant(persoon=c.assistent, organisatie=c.verzekeraar, rol=Rol.VOLGER, van=localdate(), by=as_bea.bea)
