import zipfile
from xml.sax.saxutils import escape

import pytest

from zorginkoop.adapters.vektis import layouts, lees, lees_specificatie
from zorginkoop.kern.fouten import Gebruikersfout

KOPPEN = [
    "",
    "Record",
    "Kenmerk record",
    "Rubrieknummer",
    "Naam gegevenselement",
    "Type",
    "Lengte",
    "Patroon",
    "Eindpositie",
]
KOPPEN += ["Verplichting", "Vulinstructie"]


def blad_rijen(layout, *, koppen=True):
    boven = [["Berichtspecificatie"], [], KOPPEN] if koppen else [["Berichtspecificatie"]]
    rijen = []
    for record in layout.records.values():
        for veld in record.velden:
            eind = veld.begin + veld.lengte - 1
            uitleg = "Waarde '176' vullen." if veld.rol == "code" else ""
            rijen.append(
                [
                    "",
                    record.naam,
                    record.kenmerk,
                    veld.rubriek,
                    veld.naam,
                    veld.soort,
                    veld.lengte,
                    "",
                    eind,
                    veld.verplichting,
                    uitleg,
                ]
            )
        rijen.append([])
    return boven + rijen


def schrijf_xlsx(pad, rijen, *, blad="GIS027-028"):
    """The smallest workbook a spreadsheet program opens."""

    def cel(waarde):
        if isinstance(waarde, int):
            return f"<c><v>{waarde}</v></c>"
        return f'<c t="inlineStr"><is><t>{escape(waarde)}</t></is></c>'

    inhoud = "".join("<row>" + "".join(cel(waarde) for waarde in rij) + "</row>" for rij in rijen)
    main, rel = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org"
    soort = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    delen = {
        "[Content_Types].xml": f'<Types xmlns="{rel}/package/2006/content-types"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType='
        f'"{soort}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{soort}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rel}/package/2006/relationships"><Relationship Id="rId1" Type='
        f'"{rel}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{rel}/officeDocument/2006/relationships"><sheets>'
        f'<sheet name="{blad}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rel}/package/2006/relationships">'
        '<Relationship Id="rId1" Type='
        f'"{rel}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{inhoud}</sheetData></worksheet>',
    }
    with zipfile.ZipFile(pad, "w") as boek:
        for naam, tekst in delen.items():
            boek.writestr(naam, tekst)
    return pad


@pytest.mark.parametrize("koppen", [True, False], ids=["by heading", "by order"])
def test_a_specification_becomes_a_layout(tmp_path, koppen):
    origineel = layouts()["MZ301v1.3"]
    layout = lees_specificatie(schrijf_xlsx(tmp_path / "MZ301v1.3_BERu4.xlsx", blad_rijen(origineel, koppen=koppen)))
    assert (layout.naam, layout.standaard, layout.versie, layout.codes) == ("MZ301v1.3", "MZ301", "1.3", (176,))
    assert layout.records == origineel.records
    assert not layout.provisional


def test_the_headings_may_stand_in_any_order(tmp_path):
    origineel = layouts()["EP302v1.2"]
    rijen = [rij[:3] + rij[:2:-1] for rij in blad_rijen(origineel)]
    layout = lees_specificatie(schrijf_xlsx(tmp_path / "EP302v1.2.xlsx", rijen))
    assert layout.records == origineel.records
    assert layout.retour


def test_a_file_is_read_with_a_loaded_specification(tmp_path, declaratie):
    spec = schrijf_xlsx(tmp_path / "HA304v1.0_BER.xlsx", blad_rijen(layouts()["HA304-provisional"]))
    bestand = tmp_path / "declaratie.asc"
    bestand.write_bytes(declaratie())
    bericht = lees(bestand, layout=str(spec))
    assert (bericht.layout.standaard, bericht.layout.provisional) == ("HA304", False)
    assert bericht.prestaties.num_rows == 5


def test_what_is_wrong_with_a_specification_is_said(tmp_path):
    rijen = blad_rijen(layouts()["MZ301v1.3"])
    with pytest.raises(Gebruikersfout, match="geen blad GIS027-028; wel: Blad1"):
        lees_specificatie(schrijf_xlsx(tmp_path / "MZ301v1.3.xlsx", rijen, blad="Blad1"))
    with pytest.raises(Gebruikersfout, match="Naam en versie"):
        lees_specificatie(schrijf_xlsx(tmp_path / "spec.xlsx", rijen))
    with pytest.raises(Gebruikersfout, match="niet te herkennen"):
        lees_specificatie(schrijf_xlsx(tmp_path / "MZ301v1.4.xlsx", [["iets", "anders"]]))
    with pytest.raises(Gebruikersfout, match="begint op"):
        lees_specificatie(schrijf_xlsx(tmp_path / "MZ301v1.5.xlsx", [rij for n, rij in enumerate(rijen) if n != 5]))
    (tmp_path / "MZ301v1.6.xlsx").write_bytes(b"geen rekenblad")
    for naam in ("MZ301v1.6.xlsx", "weg_v1.0.xlsx"):
        with pytest.raises(Gebruikersfout, match="geen leesbaar rekenblad"):
            lees_specificatie(tmp_path / naam)
