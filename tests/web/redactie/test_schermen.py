"""The pages of the editor: a change, its effect, and what others may not see."""

import pytest
from django.urls import reverse

from tests.conftest import BELEID
from zorginkoop.beleid import library
from zorginkoop.beleid.parts import parts
from zorginkoop.web.redactie import actions
from zorginkoop.web.redactie.delen import find_part
from zorginkoop.web.redactie.forms import DeelForm
from zorginkoop.web.redactie.models import Concept

pytestmark = pytest.mark.django_db


def deel(concept, plek):
    return reverse("redactie:deel", args=[concept.pk, plek])


def filled(form):
    """The form as a browser sends it when nobody touched it."""
    return {naam: veld.value() if veld.value() is not None else "" for naam, veld in ((v.name, v) for v in form)}


@pytest.mark.parametrize("beleid", library.all_policies(), ids=lambda b: b.naam)
def test_a_form_nobody_touched_changes_nothing(beleid):
    for d in parts(beleid):
        if d.pad[0] in ("afleiding", "feit") and d.pad[1] not in {**beleid.inhoud.afleiding, **beleid.inhoud.feit}:
            continue
        gevonden = find_part(beleid, "/".join(d.pad))
        form = DeelForm(gevonden.waarde, filled(DeelForm(gevonden.waarde)))
        assert form.is_valid(), (d.pad, form.errors)
        assert form.verschil == {}, d.pad


def test_a_changed_tariff_is_kept_and_its_effect_shown(concept, ed, login_as):
    client, plek = login_as(ed), "prestatie/poh_s/tarief/0"
    pagina = client.get(deel(concept, plek))
    gegevens = filled(pagina.context["form"]) | {"bedrag": "4,25", "revisie": "1"}

    volgende = client.post(deel(concept, plek), gegevens, follow=True)

    assert "Bewaard" in volgende.text
    assert str(actions.draft_of(Concept.objects.get()).prestaties["poh_s"].tarief[0].bedrag) == "4.25"
    assert "4,25" in client.get(reverse("redactie:concept", args=[concept.pk])).text


def test_a_rule_with_a_mistake_is_said_in_place_and_not_kept(concept, ed, login_as):
    client, plek = login_as(ed), "eis/gegeven_iban"
    gegevens = filled(client.get(deel(concept, plek)).context["form"])

    pagina = client.post(deel(concept, plek), gegevens | {"regel": "BEKEND(ibann)", "revisie": "1"})

    assert "bedoelt u" in pagina.text.lower()
    assert "BEKEND(ibann)" in pagina.text
    assert Concept.objects.get().revisie == 1


def test_a_colleague_who_was_first_is_not_overwritten(concept, ed, login_as):
    client, plek = login_as(ed), "eis/gegeven_iban"
    gegevens = filled(client.get(deel(concept, plek)).context["form"]) | {"titel": "Anders", "revisie": "1"}
    client.post(deel(concept, plek), gegevens)

    pagina = client.post(deel(concept, plek), gegevens | {"titel": "Nog anders"})

    assert "niet bewaard" in pagina.text
    assert actions.draft_of(Concept.objects.get()).eisen["gegeven_iban"].titel == "Anders"


def test_a_part_is_copied_and_taken_away(concept, ed, login_as):
    client = login_as(ed)
    client.post(
        reverse("redactie:kopie", args=[concept.pk, "eis/gegeven_iban"]), {"naam": "gegeven_bic", "revisie": "1"}
    )
    assert "gegeven_bic" in actions.draft_of(Concept.objects.get()).eisen
    client.post(reverse("redactie:weg", args=[concept.pk, "eis/gegeven_bic"]), {"revisie": "2"})
    assert "gegeven_bic" not in actions.draft_of(Concept.objects.get()).eisen


def test_from_draft_to_public_page_and_back_as_a_file(concept, ed, eva, login_as, client):
    def adres(naam):
        return reverse(f"redactie:{naam}", args=[concept.pk])

    login_as(ed).post(adres("voorleggen"), {"toelichting": "Nieuwe tekst", "publiceren_op": ""})
    assert "Een collega moet het vrijgeven" in client.get(adres("concept")).text
    login_as(eva).post(adres("vrijgeven"))

    publicatie = Concept.objects.get().publicatie
    assert client.get(reverse("publiek:beleid_detail", args=[BELEID, "1.1"])).status_code == 200
    toml = client.get(reverse("redactie:publicatie_toml", args=[publicatie.pk]))
    assert library.checksum(toml.content) == publicatie.controlesom
    assert publicatie.controlesom in client.get(reverse("redactie:publicatie", args=[publicatie.pk])).text


@pytest.mark.parametrize("naam", ["concept", "bestand", "geheel", "voorleggen", "terug"])
def test_a_draft_of_another_insurer_does_not_exist(concept, vreemd, login_as, naam):
    assert login_as(vreemd).get(reverse(f"redactie:{naam}", args=[concept.pk])).status_code == 404


def test_a_purchaser_reads_and_changes_nothing(cast, concept, login_as):
    client = login_as(cast.inkoper)
    pagina = client.get(deel(concept, "eis/gegeven_iban"))
    assert "Bewaren" not in pagina.text
    client.post(deel(concept, "eis/gegeven_iban"), filled(pagina.context["form"]) | {"titel": "Anders", "revisie": "1"})
    assert Concept.objects.get().revisie == 1


def test_a_text_with_mistakes_comes_back_with_every_line(concept, ed, login_as):
    kapot = concept.tekst.replace("BEKEND(iban)", "BEKEND(ibann)").replace(
        'gevolg = "opschorten"', 'gevolg = "wachten"', 1
    )
    pagina = login_as(ed).post(reverse("redactie:geheel", args=[concept.pk]), {"tekst": kapot, "revisie": "1"})
    assert "regel" in pagina.text
    assert "wachten" in pagina.text
    assert Concept.objects.get().revisie == 1
