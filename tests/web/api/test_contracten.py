"""A system reads the same as its people in the portal, page by page, and never signs."""

from zorginkoop.adapters.signature import verify
from zorginkoop.web.contractering.documenten import trust
from zorginkoop.web.contractering.models import Aanbod


def test_an_agreement_has_its_rows_and_its_sealed_document(systemen):
    o = systemen.markt.signed()

    uit = systemen.praktijk.get(f"/overeenkomsten/{o.kenmerk}").json()
    papier = systemen.praktijk.get(f"/overeenkomsten/{o.kenmerk}/document")

    assert [r["tariefCent"] for r in uit["afspraken"]] == [r.tarief_cent for r in o.current_rows()]
    assert (uit["versie"], uit["sha256"]) == (1, o.last_document().sha256)
    assert papier["Content-Type"] == "application/pdf"
    assert verify(papier.content, vertrouwd=trust(), verwacht=o.last_document().canoniek).geldig


def test_an_offer_has_its_rows_and_only_a_person_signs_it(systemen):
    aanbod = systemen.markt.offered()

    uit = systemen.praktijk.get(f"/aanbiedingen/{aanbod.pk}").json()
    poging = systemen.praktijk.post(f"/aanbiedingen/{aanbod.pk}/ondertekening")

    assert len(uit["afspraken"]) == len(aanbod.rows())
    assert (poging.status_code, poging.json()["type"]) == (403, "urn:zorginkoop:probleem:alleen-een-mens-ondertekent")
    assert "tekenbevoegde" in poging.json()["detail"]
    assert Aanbod.objects.get().status == "AANGEBODEN"


def test_a_list_comes_in_pages_without_gaps_or_repeats(systemen):
    markt = systemen.markt
    for nummer in range(2, 7):
        praktijk, by = markt.new_practice(nummer)
        markt.submitted(praktijk=praktijk, by=by)

    gezien, na = [], {}
    while True:
        uit = systemen.verzekeraar.get("/aanvragen", aantal=2, **na).json()
        gezien += [a["praktijk"]["agb"] for a in uit["items"]]
        if uit["volgende"] is None:
            break
        na = {"na": uit["volgende"]}

    assert gezien == ["01000006", "01000005", "01000004", "01000003", "01000002"]


def test_a_cursor_we_did_not_give_is_refused(systemen):
    for na in ("x", "MQ==", "LTE", "é", "MS0y", "A" * 80):
        assert systemen.praktijk.get("/aanvragen", na=na).status_code == 400, na
    for aantal in (0, 201, "veel"):
        assert systemen.praktijk.get("/aanvragen", aantal=aantal).status_code == 400


def test_a_list_costs_the_same_number_of_queries_whatever_its_length(systemen, django_assert_num_queries):
    markt = systemen.markt
    markt.signed()
    systemen.verzekeraar.bearer()
    praktijk, by = markt.new_practice(2)
    markt.signed(praktijk=praktijk, by=by)
    with django_assert_num_queries(9):  # published policies, token, roles, agreements; five times for whom they are
        assert len(systemen.verzekeraar.get("/overeenkomsten").json()["items"]) == 2
