"""The number in the header is the number of messages that wait in the inbox, whatever a person chose or read."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.web.contractering.conftest import NOW
from zorginkoop.web.berichten import postvak, soorten
from zorginkoop.web.berichten.models import Bericht, Gelezen, Voorkeur
from zorginkoop.web.toegang.models import Bevoegdheid, Organisatie, Persoon

ROLLEN = ("TEKENBEVOEGDE", "LEZER", "INKOPER")
SOORTEN = (
    "aanbod_ontvangen",
    "volging_besloten",
    "herinnering_praktijk",
    "aanvraag_ontvangen",
    "wijziging_ingetrokken",
)
BERICHTEN = st.lists(
    st.tuples(st.sampled_from(SOORTEN), st.integers(-3, 3), st.booleans(), st.booleans()), min_size=1, max_size=12
)


def _organisation(rol: str) -> Organisatie:
    if rol == "INKOPER":
        return Organisatie.objects.create(soort="VERZEKERAAR", naam="Eigen", uzovi="9991")
    return Organisatie.objects.create(soort="PRAKTIJK", naam="Eigen", agb="11111111")


class TestTheNumberInTheHeader(TestCase):
    @settings(max_examples=60, deadline=None)
    @given(BERICHTEN, st.sampled_from(ROLLEN), st.sets(st.sampled_from(SOORTEN)))
    def test_it_counts_what_the_inbox_shows_as_new(self, berichten, rol, stil):
        ander = Organisatie.objects.create(soort="PRAKTIJK", naam="Ander", agb="22222222")
        eigen = _organisation(rol)
        persoon = Persoon.objects.create(email="postvak@voorbeeld.nl", naam="Postvak")
        bevoegdheid = Bevoegdheid.objects.create(persoon=persoon, organisatie=eigen, rol=rol, van=NOW.date())
        Voorkeur.objects.bulk_create(Voorkeur(persoon=persoon, soort=s, wijze=soorten.NIET) for s in stil)
        for nummer, (soort, dagen, van_ander, gelezen) in enumerate(berichten):
            bericht = Bericht.objects.create(
                organisatie=ander if van_ander else eigen, soort=soort, doel=nummer, verwijzing=f"ZK-{nummer}",
                sleutel=f"postvak:{nummer}", tijdstip=NOW + timedelta(dagen),
            )  # fmt: skip
            if gelezen:
                Gelezen.objects.create(bericht=bericht, persoon=persoon, op=NOW)

        assert postvak.unread(bevoegdheid) == postvak.inbox(bevoegdheid).filter(is_gelezen=False).count()

    def test_no_more_than_a_hundred_are_counted(self):
        eigen = Organisatie.objects.create(soort="PRAKTIJK", naam="Vol", agb="33333333")
        persoon = Persoon.objects.create(email="vol@voorbeeld.nl", naam="Vol")
        bevoegdheid = Bevoegdheid.objects.create(persoon=persoon, organisatie=eigen, rol="LEZER", van=date(2020, 1, 1))
        Bericht.objects.bulk_create(
            Bericht(organisatie=eigen, soort="aanbod_ontvangen", doel=n, sleutel=f"vol:{n}", tijdstip=NOW)
            for n in range(150)
        )

        assert postvak.unread(bevoegdheid) == postvak.HOOGSTENS + 1
        assert postvak.unread_words(bevoegdheid) == "meer dan 99"
