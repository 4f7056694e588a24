"""The reason codes of a judged line in the words of a reader."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REDEN: Mapping[str, str | Promise] = {
    "GEEN_OVEREENKOMST": _("Geen overeenkomst"),
    "PRESTATIE_NIET_AFGESPROKEN": _("Prestatie niet afgesproken"),
    "LEEFTIJD": _("Leeftijd"),
    "ONBEKENDE_VERZEKERDE": _("Onbekende verzekerde"),
    "NIET_VERZEKERD": _("Niet verzekerd"),
    "NIET_INGESCHREVEN": _("Niet ingeschreven"),
    "DUBBEL_IN_BESTAND": _("Dubbel in bestand"),
    "DUBBEL_EERDER": _("Dubbel eerder"),
    "FREQUENTIE": _("Frequentie"),
    "BEDRAG_KLOPT_NIET": _("Bedrag klopt niet"),
    "AANTAL_ONJUIST": _("Aantal onjuist"),
    "TARIEF_VERLAAGD": _("Tarief verlaagd"),
    "CREDIT_ZONDER_DEBET": _("Credit zonder debet"),
    "CREDIT_AL_GECREDITEERD": _("Credit al gecrediteerd"),
    "CREDIT_BEDRAG_WIJKT_AF": _("Credit bedrag wijkt af"),
    "TECHNISCH": _("Technisch"),
}
