"""Following: consent and its day, the ledger with its three weeks, and a follow policy of the far insurer."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tests.web.contractering.conftest import EXPLICIET, NOW, person
from tests.web.contractering.reizigers import client_of, text
from zorginkoop.beleid import library
from zorginkoop.beleid.deadlines import shared_from, working_day
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.berichten import herinneren, soorten, termijnlog, verzamelen
from zorginkoop.web.berichten.models import Bericht, Termijnregel
from zorginkoop.web.contractering import actions
from zorginkoop.web.contractering.models import Overeenkomst, Volging
from zorginkoop.web.gebeurtenissen import grootboek, termijnen, toestemming, volgbeleid
from zorginkoop.web.gebeurtenissen.verschillen import compare
from zorginkoop.web.toegang.models import Bevoegdheid
from zorginkoop.web.toegang.rollen import Rol

LATER = NOW + timedelta(days=10)


def share(markt, overeenkomst, now=NOW):
    return actions.follow_overeenkomst(overeenkomst=overeenkomst, volger=markt.volger, by=markt.contractbeheer, now=now)


def _asked(markt) -> list[str]:
    return [t.soort for t in verzamelen.to_do(markt.praktijk) if t.soort == "volgkeuze"]


class TestTerm:
    """Available the next working day, then three weeks."""

    @pytest.mark.parametrize(
        ("klaargezet", "vanaf", "uiterlijk"),
        [
            (date(2025, 2, 10), date(2025, 2, 11), date(2025, 3, 4)),
            (date(2025, 2, 14), date(2025, 2, 17), date(2025, 3, 10)),  # Friday: Monday
            (date(2025, 4, 17), date(2025, 4, 22), date(2025, 5, 13)),  # Good Friday to Easter Monday are not
        ],
    )
    def test_by_hand(self, klaargezet, vanaf, uiterlijk):
        moment = timezone.make_aware(datetime.combine(klaargezet, time(12)))
        assert (termijnen.available_from(klaargezet), termijnen.due(moment)) == (vanaf, uiterlijk)

    @given(st.dates(date(2024, 1, 1), date(2027, 1, 1)))
    def test_overdue_in_the_database_is_overdue_by_the_calendar(self, vandaag):
        grens = termijnen.overdue_before(vandaag)
        laatste = [termijnen.available_from(dag) + termijnen.OPHALEN for dag in (grens, grens + timedelta(1))]
        assert laatste[0] < vandaag <= laatste[1]
        assert working_day(termijnen.available_from(vandaag))


class TestConsent:
    def test_it_can_be_given_and_taken_back_until_its_day_and_every_choice_is_kept(self, markt):
        overeenkomst = markt.signed(beleid=EXPLICIET)
        keuze = toestemming.choice(overeenkomst, op=NOW.date())
        assert (keuze.gevraagd, keuze.gegeven, keuze.uiterlijk) == (True, False, date(2025, 3, 31))
        assert keuze.herinneringen == [date(2025, 3, 3), date(2025, 3, 17)]
        wie = {"overeenkomst": overeenkomst, "by": markt.tekenbevoegde}
        toestemming.set_consent(toegestaan=True, now=NOW, **wie)
        share(markt, overeenkomst)
        toestemming.set_consent(toegestaan=False, now=LATER, **wie)
        assert not Volging.objects.exists()
        with pytest.raises(Gebruikersfout, match="nog geen toestemming"):
            share(markt, overeenkomst)
        assert [wat for _, wat, _ in toestemming.history(overeenkomst)] == ["ingetrokken", "toegestaan"]
        assert toestemming.history(overeenkomst)[0][2] == markt.tekenbevoegde.email

    def test_once_collected_or_too_late_it_stays(self, markt):
        overeenkomst = markt.signed(beleid=EXPLICIET)
        wie = {"overeenkomst": overeenkomst, "by": markt.tekenbevoegde}
        toestemming.set_consent(toegestaan=True, now=NOW, **wie)
        with pytest.raises(Gebruikersfout, match="tot en met 31 maart 2025"):
            toestemming.set_consent(toegestaan=False, now=datetime(2025, 4, 1, 9, tzinfo=UTC), **wie)
        volging = share(markt, overeenkomst)
        actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=NOW)
        with pytest.raises(Gebruikersfout, match="al opgehaald"):
            toestemming.set_consent(toegestaan=False, now=LATER, **wie)

    def test_who_says_no_is_asked_no_more_and_may_still_say_yes(self, markt):
        """Signed 10 February: without a choice the question returns on 1, 3 and 17 March; after a no it does not."""
        overeenkomst = markt.signed(beleid=EXPLICIET)
        wie = {"overeenkomst": overeenkomst, "by": markt.tekenbevoegde}
        assert set(_asked(markt)) == {"volgkeuze"}
        toestemming.set_consent(toegestaan=False, now=NOW, **wie)
        keuze = toestemming.choice(overeenkomst, op=NOW.date())
        assert (keuze.gegeven, keuze.geweigerd, keuze.herinneringen) == (False, True, [])
        assert _asked(markt) == []
        assert not any(herinneren.remind(now=datetime(2025, 3, dag, 8, tzinfo=UTC)) for dag in (1, 3, 17))
        with pytest.raises(Gebruikersfout, match="al gekozen"):
            toestemming.set_consent(toegestaan=False, now=NOW, **wie)
        with pytest.raises(Gebruikersfout, match="nog geen toestemming"):
            share(markt, overeenkomst)
        termijnlog.record()
        regel = Termijnregel.objects.get(soort="volgkeuze")
        assert regel.outcome(NOW.date())[0] == "Vervallen: gekozen: niemand volgt"
        toestemming.set_consent(toegestaan=True, now=LATER, **wie)
        assert [wat for _, wat, _ in toestemming.history(overeenkomst)] == ["toegestaan", "niemand volgt"]
        assert share(markt, overeenkomst, LATER).toestemming == "EXPLICIET"

    def test_the_page_says_when_it_is_asked_again_and_takes_a_no(self, markt, settings):
        settings.DEMO_DATUM = NOW.date()
        overeenkomst = markt.signed(beleid=EXPLICIET)
        wie, adres = client_of(markt.tekenbevoegde), f"/gebeurtenissen/toestemming/{overeenkomst.kenmerk}/"
        pagina = text(wie.get(adres))
        assert "3 maart 2025, 17 maart 2025" in pagina
        assert "VECOZO" in pagina
        assert "demonstratiewaarde" in pagina
        pagina = text(wie.post(adres, {"keuze": "nee"}, follow=True))
        assert "U koos dat niemand volgt" in pagina
        assert "17 maart 2025" not in pagina
        assert "Nee, niemand volgt" not in pagina
        assert "Andere zorgverzekeraars mogen volgen" in text(wie.post(adres, {"keuze": "ja"}, follow=True))

    def test_only_a_signatory_of_the_practice_says_no(self, markt):
        overeenkomst = markt.signed(beleid=EXPLICIET)
        for wie in (markt.invuller, markt.inkoper):
            with pytest.raises(Gebruikersfout):
                toestemming.set_consent(overeenkomst=overeenkomst, toegestaan=False, by=wie, now=NOW)

    def test_where_the_policy_does_not_ask_there_is_nothing_to_choose(self, markt):
        with pytest.raises(Gebruikersfout, match="vraagt geen toestemming"):
            toestemming.set_consent(overeenkomst=markt.signed(), toegestaan=False, by=markt.tekenbevoegde, now=NOW)


class TestLedger:
    def test_both_sides_and_the_practice_see_what_is_late(self, markt):
        volging = share(markt, markt.signed())
        op = date(2025, 3, 5)  # available 11 February, three weeks: 4 March is the last day
        for kant in ({"praktijk": markt.praktijk}, {"verzekeraar": markt.verzekeraar}, {"volger": markt.volger}):
            gevonden = grootboek.ledger(**kant)
            assert grootboek.totals(gevonden, op=op)["te_laat"] == 1
            assert grootboek.totals(gevonden, op=op - timedelta(1))["te_laat"] == 0
            assert list(gevonden.filter(grootboek.late(op))) == [volging]
        assert grootboek.line(volging, op=op).te_laat
        assert not grootboek.ledger(volger=markt.verzekeraar).exists()

    def test_who_follows_is_reminded_a_week_ahead_also_who_only_follows(self, markt):
        """Available 11 February, three weeks: 4 March is the last day and 25 February a week before."""
        share(markt, markt.signed())
        assert not herinneren.remind(now=datetime(2025, 2, 24, 8, tzinfo=UTC))
        herinneren.remind(now=datetime(2025, 2, 25, 8, tzinfo=UTC))
        bericht = Bericht.objects.get(soort="herinnering_volger")
        assert bericht.organisatie == markt.volger
        assert "herinnering_volger" in soorten.kinds_of(Rol.VOLGER)
        assert not {"herinnering_verzekeraar", "aanvraag_ontvangen"} & set(soorten.kinds_of(Rol.VOLGER))

    def test_nothing_is_shared_before_the_day_the_policy_names(self, markt, monkeypatch):
        """Document 004: other insurers hear "vanaf december" of what starts on 1 January; here that is 1 December 2024,
        and of a start in 2026 1 December 2025."""
        beleid = library.load("zz-wsv-ro-2021")
        assert shared_from(beleid, date(2021, 4, 1)) == date(2020, 12, 1)
        dag = next(t for t in beleid.inhoud.termijn if "andere verzekeraars" in t.titel)
        eigen = library.load(EXPLICIET).inhoud
        rij = dag.model_copy(update={"datum": date(2024, 12, 1)})
        monkeypatch.setitem(eigen.__dict__, "termijn", (*eigen.termijn, rij))
        overeenkomst = markt.signed(beleid=EXPLICIET)
        toestemming.set_consent(overeenkomst=overeenkomst, toegestaan=True, by=markt.tekenbevoegde, now=NOW)
        Overeenkomst.objects.update(van=date(2026, 1, 1), tot=date(2027, 1, 1))
        for op, aantal in ((date(2025, 11, 30), 0), (date(2025, 12, 1), 1)):
            assert grootboek.shareable(markt.verzekeraar, op=op).count() == aantal
        with pytest.raises(Gebruikersfout, match="vanaf 1 december 2025"):
            share(markt, overeenkomst, datetime(2025, 11, 30, 22, tzinfo=UTC))
        assert share(markt, overeenkomst, datetime(2025, 11, 30, 23, 30, tzinfo=UTC))

    def test_what_no_policy_says_is_called_a_working_rule(self, markt, settings):
        """On the page of a following, and among the tasks: three weeks to collect are VECOZO's, to decide are ours."""
        settings.DEMO_DATUM = NOW.date()
        volging = share(markt, markt.signed())
        wie = client_of(markt.ophaler)
        werkregel = "ook in die weken beslist, is een werkregel van dit platform"
        assert werkregel in text(wie.get(f"/gebeurtenissen/volging/{volging.pk}/"))
        assert werkregel not in text(wie.get("/berichten/taken/"))
        actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=NOW)
        pagina = text(wie.get("/berichten/taken/"))
        assert werkregel in pagina
        assert "(streefdag)" in pagina

    def test_the_trail_keeps_every_step_with_when_and_what(self, markt):
        volging = share(markt, markt.signed())
        actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=LATER)
        actions.process_volging(
            volging=volging, naar="WIJKT_AF", afwijking="Eigen tarief", zonder=["12011"], by=markt.ophaler, now=LATER
        )
        stappen = [(wat, door, wat_anders) for _, wat, door, wat_anders in grootboek.trail(volging)]
        assert stappen == [
            ("Klaar om op te halen (versie 1)", "", ""),
            ("Opgehaald (versie 1)", "", ""),
            ("Overgenomen, met afwijking (versie 1)", "", "Eigen tarief"),
        ]
        (regel,) = (grootboek.line(v, op=LATER.date()) for v in grootboek.ledger(praktijk=markt.praktijk))
        assert regel.afwijking == "12011: Eigen tarief"

    def test_the_practice_reads_which_codes_are_not_followed(self, markt, settings):
        settings.DEMO_DATUM = LATER.date()
        volging = share(markt, markt.signed())
        actions.process_volging(volging=volging, naar="OPGEHAALD", by=markt.ophaler, now=LATER)
        besluit = {"afwijking": "Eigen beleid", "zonder": ["12011", "11000"]}
        actions.process_volging(volging=volging, naar="WIJKT_AF", by=markt.ophaler, now=LATER, **besluit)
        for wie in (markt.tekenbevoegde, markt.contractbeheer, markt.ophaler):
            pagina = text(client_of(wie).get(f"/gebeurtenissen/volging/{volging.pk}/"))
            assert "11000, 12011: Eigen beleid" in pagina
        bestand = b"".join(client_of(markt.tekenbevoegde).get("/gebeurtenissen/volgers/", {"als": "csv"})).decode()
        assert "11000, 12011: Eigen beleid" in bestand
        assert "<html" not in bestand

    def test_sharing_all_takes_what_may_be_followed_and_nothing_else(self, markt):
        vrij = markt.signed()
        praktijk, by = markt.new_practice(2)
        markt.signed(beleid=EXPLICIET, praktijk=praktijk, by=by)
        assert list(grootboek.shareable(markt.verzekeraar, op=NOW.date())) == [vrij]
        assert grootboek.share_all(verzekeraar=markt.verzekeraar, by=markt.contractbeheer, now=NOW) == 1
        assert grootboek.share_all(verzekeraar=markt.verzekeraar, by=markt.contractbeheer, now=NOW) == 0


class TestFollowPolicy:
    def policy(self, markt, wijze="AUTOMATISCH", now=NOW):
        tweede = person("Valentijn", markt.volger, Rol.INKOPER)
        beleid = volgbeleid.propose_policy(
            verzekeraar=markt.volger, wijze=wijze, toelichting="", by=markt.ophaler, now=now
        )
        with pytest.raises(Gebruikersfout, match="Een ander dan de voorsteller"):
            volgbeleid.approve_policy(beleid=beleid, by=markt.ophaler, now=now)
        volgbeleid.approve_policy(beleid=beleid, by=tweede, now=now)
        return tweede

    def test_automatic_takes_over_at_once_what_waits_and_what_comes(self, markt):
        overeenkomst = markt.signed()
        volging = share(markt, overeenkomst)
        self.policy(markt)
        volging.refresh_from_db()
        assert volging.status == "VERWERKT"
        assert {r.bron_id for r in volging.rijen.all()} == {r.pk for r in overeenkomst.current_rows()}
        mutatie = actions.request_mutatie(
            overeenkomst=overeenkomst, gewenste_ingangsdatum=date(2025, 7, 1), toevoegen=["spleetlamp"],
            by=markt.tekenbevoegde, now=LATER,
        )  # fmt: skip
        actions.apply_mutatie(mutatie=mutatie, by=markt.contractbeheer, now=LATER)
        volging.refresh_from_db()
        assert (volging.status, volging.versie) == ("VERWERKT", 2)
        gevolgd = [r.bron.as_afspraak() for r in volging.rijen.filter(bekend_tot=None).select_related("bron")]
        assert {a.model_dump_json() for a in gevolgd} == {
            r.as_afspraak().model_dump_json() for r in overeenkomst.current_rows()
        }
        assert [(wat, hoe) for _, wat, hoe, _ in grootboek.trail(volging)] == [
            ("Klaar om op te halen (versie 1)", ""),
            ("Opgehaald (versie 1)", "vanzelf, volgens het volgbeleid"),
            ("Overgenomen (versie 1)", "vanzelf, volgens het volgbeleid"),
            ("Klaar om op te halen (versie 2)", ""),
            ("Opgehaald (versie 2)", "vanzelf, volgens het volgbeleid"),
            ("Overgenomen (versie 2)", "vanzelf, volgens het volgbeleid"),
        ]
        assert "iban" not in json.dumps(json.loads(volging.pakket)).lower()

    def test_when_the_approver_may_no_longer_act_it_waits_for_a_person(self, markt):
        tweede = self.policy(markt)
        Bevoegdheid.objects.filter(persoon=tweede).update(tot=date(2025, 1, 1))
        assert share(markt, markt.signed()).status == "BESCHIKBAAR"
        assert volgbeleid.follow_for_all(now=NOW) == 0
        Bevoegdheid.objects.filter(persoon=tweede).update(tot=None)
        assert volgbeleid.follow_for_all(now=NOW) == 1

    @pytest.mark.parametrize("wijze", ["GETOETST", "HANDMATIG"])
    def test_otherwise_a_person_decides(self, markt, wijze):
        self.policy(markt, wijze)
        assert volgbeleid.in_force(markt.volger).wijze == wijze
        assert volgbeleid.follow_waiting(verzekeraar=markt.volger, now=NOW) == 0


def test_the_differences_with_the_own_policy_row_by_row(markt):
    """Zilveren Kruis 2025: a consult costs € 12,43 there too; POH-S is not a code of its list."""
    markt.volger.uzovi = library.load("zk-huisartsenzorg-2024-2025").verzekeraar.uzovi
    markt.volger.save()
    volging = share(markt, markt.signed())
    uit = compare(volging, op=date(2025, 4, 1))
    soorten = {v.afspraak.prestatie: (v.soort, v.hun, v.ons) for v in uit.verschillen}
    assert soorten["consult"] == ("GELIJK", "€ 12,43", "€ 12,43")
    assert soorten["poh_s"][0] == "ONBEKEND"
    assert uit.toets is not None
    assert uit.toets.beleid == "zk-huisartsenzorg-2024-2025"
