"""Changing a running agreement: choose, see what it does and when, and ask for it."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zorginkoop.beleid.assess import Vraag
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering import actions, tonen, vinden, voorproef
from zorginkoop.web.contractering.feiten import policy_of
from zorginkoop.web.contractering.forms import AkkoordForm, WijzigForm
from zorginkoop.web.contractering.models import Overeenkomst
from zorginkoop.web.contractering.uitvoeren import accepted, attempt, done
from zorginkoop.web.contractering.werklijst import next_change, why_not
from zorginkoop.web.toegang.klok import now, today
from zorginkoop.web.toegang.rechten import Verzoek, vereist
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import in_dutch, say
from zorginkoop.web.toegang.vragenlijst import Vragenlijst, answers, form_for

INVULLEN = (Rol.TEKENBEVOEGDE, Rol.INVULLER)


@vereist(*INVULLEN)
@require_safe
def wijzigen(request: Verzoek, kenmerk: str) -> HttpResponse:
    """Choose what to add and end, and from when."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    form = _choice(record, request.GET if "kies" in request.GET else None)
    if form.is_bound and form.is_valid():
        vraag = request.GET.copy()
        del vraag["kies"]
        pagina = redirect("contractering:wijziging_controleren", kenmerk)
        pagina["Location"] += f"?{vraag.urlencode()}"
        return pagina
    kans = next_change(record, today())
    context = {"overeenkomst": record, "form": form, "kans": kans, "waarom_niet": "" if kans else why_not(record)}
    return render(request, "contractering/wijzigen.html", context)


def _choice(record: Overeenkomst, data: QueryDict | None) -> WijzigForm:
    prestaties = policy_of(record).prestaties
    heeft = {rij.prestatie for rij in record.current_rows() if rij.tot > today()}
    modules = [(naam, p.naam) for naam, p in prestaties.items() if not p.basis]
    kans = next_change(record, today())
    return WijzigForm(
        data,
        nieuw=[(naam, titel) for naam, titel in modules if naam not in heeft],
        lopend=[(naam, titel) for naam, titel in modules if naam in heeft],
        initial={"datum": kans[0] if kans else None},
    )


@vereist(*INVULLEN)
@require_http_methods(["GET", "HEAD", "POST"])
def controleren(request: Verzoek, kenmerk: str) -> HttpResponse:
    """The start date and the rows before and after, with the reasons; the signatory then asks for it."""
    record = vinden.agreement(kenmerk, praktijk=request.organisatie)
    keuze = _choice(record, request.GET)
    if not keuze.is_valid():
        return redirect("contractering:wijzigen", kenmerk)
    wens = {
        "overeenkomst": record,
        "toevoegen": keuze.cleaned_data.get("toevoegen", []),
        "beeindigen": keuze.cleaned_data.get("beeindigen", []),
        "gewenste_ingangsdatum": keuze.cleaned_data["datum"],
    }
    vragen = voorproef.questions(**wens, by=request.user, now=now())
    lijst = _asked(request.GET, vragen)
    antwoorden = answers(lijst) if lijst is not None and lijst.is_valid() else {}
    wens["antwoorden"] = antwoorden
    form = AkkoordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _asks(request, form, wens):
        return redirect("contractering:overeenkomst", kenmerk)
    context = {"overeenkomst": record, "keuze": wens, "lijst": lijst, "form": form, "query": request.GET.urlencode()}
    return render(request, "contractering/wijziging_controleren.html", {**context, **_preview(request, wens)})


def _asked(query: QueryDict, vragen: list[Vraag]) -> Vragenlijst | None:
    """The questions this change raises, with the answers that are in the address."""
    soort = form_for(vragen, required=True)
    beantwoord = any(vraag.gegeven in query for vraag in vragen)
    return (soort(query) if beantwoord else soort()) if vragen else None


def _preview(request: Verzoek, wens: dict[str, Any]) -> dict[str, Any]:
    beleid = policy_of(wens["overeenkomst"])
    try:
        mutatie, verandering = voorproef.preview(**wens, by=request.user, now=now())
    except Gebruikersfout as fout:
        naam = fout.plaats if fout.plaats in beleid.prestaties else ""
        voor = in_dutch(f"{beleid.prestaties[naam].naam}: ") if naam else ""
        return {"bezwaar": format_html("{}{}", voor, say(fout.melding))}
    return {
        "ingangsdatum": mutatie.ingangsdatum,
        "later": mutatie.ingangsdatum != mutatie.gewenste_ingangsdatum,
        "uitleg": beleid.inhoud.wijziging.uitleg,
        "uitleg_url": tonen.policy_url(beleid, "ingangsdatum"),
        "sluiten": tonen.rows(beleid, (rij.as_afspraak() for rij in verandering.sluiten)),
        "toevoegen": tonen.rows(beleid, verandering.toevoegen),
    }


def _asks(request: Verzoek, form: AkkoordForm, wens: dict[str, Any]) -> bool:
    gelukt = accepted(form, lambda: actions.request_mutatie(**wens, by=request.user, now=now()))
    if gelukt:
        done(
            request,
            gettext("Uw wijziging is aangevraagd. De verzekeraar verwerkt haar en stuurt bericht."),
        )
    return gelukt


@vereist(Rol.TEKENBEVOEGDE)
@require_POST
def intrekken(request: Verzoek, kenmerk: str, pk: int) -> HttpResponse:
    """Take a requested change back."""
    record = vinden.change(pk, praktijk=request.organisatie)
    attempt(
        request,
        lambda: actions.withdraw_mutatie(mutatie=record, by=request.user, now=now()),
        gettext("Uw wijziging is ingetrokken."),
    )
    return redirect("contractering:overeenkomst", record.overeenkomst.kenmerk)
