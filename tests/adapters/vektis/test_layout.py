import copy
import json
from importlib.resources import files

import pytest

from zorginkoop.adapters.vektis.layout import layouts, maak_layout, met_naam, voor_code
from zorginkoop.adapters.vektis.retourcodes import retourcodes
from zorginkoop.kern.fouten import Gebruikersfout

DATA = json.loads(files("zorginkoop.adapters.vektis").joinpath("layouts.json").read_text(encoding="utf-8"))


def test_vektis_is_named_as_the_source():
    assert "Vektis C.V." in DATA["bron"]


def test_every_layout_names_its_records_and_has_roles_for_what_is_checked():
    for layout in layouts().values():
        assert {"01", "02", "04", "98", "99"} <= set(layout.records)
        for kenmerk, rol in (("01", "factuurnummer"), ("02", "bsn"), ("04", "bsn"), ("99", "totaal_cent")):
            assert layout.veld(kenmerk, rol) is not None, (layout.naam, rol)


def test_only_what_is_not_official_is_provisional():
    voorlopig = {naam for naam, layout in layouts().items() if layout.provisional}
    assert voorlopig == {"HA304-provisional", "HA305-provisional", "PM304v3.2"}
    assert met_naam("ha304-PROVISIONAL").provisional


def test_the_return_is_the_declaration_with_a_suffix():
    for layout in layouts().values():
        if layout.retourlayout is None:
            continue
        retour = layouts()[layout.retourlayout]
        assert retour.retour
        assert (layout.lengte, retour.lengte) == (310, 370)
        heen = layout.records["04"].velden
        assert [(v.rubriek, v.begin) for v in retour.records["04"].velden[: len(heen)]] == [
            (v.rubriek, v.begin) for v in heen
        ]


def test_a_message_is_known_by_code_and_version():
    for layout in layouts().values():
        for code in layout.codes:
            assert voor_code(code, layout.versiedelen) is layout
    assert voor_code(112, (9, 9)) is None


def test_an_unknown_name_lists_what_exists():
    with pytest.raises(Gebruikersfout, match="HA304-provisional"):
        met_naam("XX999")


@pytest.mark.parametrize(
    ("plek", "waarde", "melding"),
    [(3, 100, "begint op"), (4, 0, "minstens één"), (2, "X", "N of AN")],
    ids=["gap", "no length", "type"],
)
def test_fields_that_do_not_join_up_are_refused(plek, waarde, melding):
    gegevens = copy.deepcopy(DATA["layouts"]["EP301v1.2"])
    gegevens["records"]["02"]["velden"][3][plek] = waarde
    with pytest.raises(Gebruikersfout, match=melding):
        maak_layout("proef", gegevens)


def test_a_record_of_another_length_is_refused():
    gegevens = copy.deepcopy(DATA["layouts"]["EP301v1.2"])
    gegevens["records"]["98"]["velden"].pop()
    with pytest.raises(Gebruikersfout, match="158 posities en geen 310"):
        maak_layout("proef", gegevens)


def test_return_codes_have_a_class_and_a_text():
    assert len(retourcodes()) > 130
    for code in retourcodes().values():
        assert len(code.retourcode) == 4
        assert code.klasse in "XTDO"
        assert code.melding
