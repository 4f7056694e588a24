"""EI messages of Vektis: read, check, write and answer declarations, from layouts that are data."""

from zorginkoop.adapters.vektis.bericht import Bericht, declaratieregels
from zorginkoop.adapters.vektis.controle import controleer
from zorginkoop.adapters.vektis.layout import Layout, layouts
from zorginkoop.adapters.vektis.lezer import lees, lees_bytes
from zorginkoop.adapters.vektis.retour import schrijf_retour
from zorginkoop.adapters.vektis.retourcodes import Fout, retourcodes
from zorginkoop.adapters.vektis.samenvatting import samenvatting
from zorginkoop.adapters.vektis.schrijver import schrijf
from zorginkoop.adapters.vektis.specificatie import lees_specificatie

__all__ = [
    "Bericht",
    "Fout",
    "Layout",
    "controleer",
    "declaratieregels",
    "layouts",
    "lees",
    "lees_bytes",
    "lees_specificatie",
    "retourcodes",
    "samenvatting",
    "schrijf",
    "schrijf_retour",
]
