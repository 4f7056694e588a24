"""What editors do: start a draft, change it, put it before a colleague, release it, withdraw it; each call atomic."""

from datetime import datetime

from django.db import IntegrityError
from django.db.models import F

from zorginkoop.beleid import library
from zorginkoop.beleid.lint import lint
from zorginkoop.beleid.versie import Beleid
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.web.contractering.gezag import require_rol
from zorginkoop.web.contractering.states import Toestandsfout
from zorginkoop.web.redactie import kast, tekst
from zorginkoop.web.redactie.models import Concept, Intrekking, Meewerker, Publicatie
from zorginkoop.web.redactie.states import move
from zorginkoop.web.toegang.audit import acting
from zorginkoop.web.toegang.models import Organisatie, Persoon
from zorginkoop.web.toegang.rollen import Rol
from zorginkoop.web.toegang.taal import Zin


def draft_of(concept: Concept) -> Beleid:
    """The draft as a policy that runs; Beleidsfout when the text is not in order."""
    return library.load_text(concept.tekst, f"concept-{concept.pk}.toml")


def start_concept(
    *, verzekeraar: Organisatie, basis: Beleid, by: Persoon, now: datetime, beleid: str = "", versie: str = ""
) -> Concept:
    """A draft that begins as a copy of a published version of this insurer, under a new version number or name."""
    naam = beleid or basis.document.beleid
    if naam == basis.document.beleid:
        eigen = {"versie": versie or _next_version(naam), "corrigeert": basis.document.versie, "vervangt": None}
    else:
        eigen = {"versie": versie or "1.0", "corrigeert": None, "vervangt": basis.document.beleid}
    inhoud = tekst.changed(basis.tekst, ["document"], {"beleid": naam, **eigen})
    with acting(by):
        require_rol(by, verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
        _check_owner(library.load_text(inhoud, "concept.toml"), verzekeraar)
        concept = Concept.objects.create(
            verzekeraar=verzekeraar,
            basis=basis.naam,
            tekst=inhoud,
            gemaakt_door=by,
            gemaakt_op=now,
            gewijzigd_door=by,
            gewijzigd_op=now,
        )
        Meewerker.objects.create(concept=concept, persoon=by)
    return concept


def _next_version(naam: str) -> str:
    """The second number one higher than any version published or waiting to be."""
    in_huis = [b.document.versie for b in library.all_policies() if b.document.beleid == naam]
    gepland = Publicatie.objects.filter(beleid=naam).values_list("versie", flat=True)
    hoofd, klein = max(tuple(int(deel) for deel in versie.split(".")) for versie in (*in_huis, *gepland))
    return f"{hoofd}.{klein + 1}"


def _check_owner(beleid: Beleid, verzekeraar: Organisatie) -> None:
    """An insurer publishes for itself only, and never under the name of another's policy."""
    if beleid.verzekeraar.uzovi != verzekeraar.uzovi:
        raise Gebruikersfout(
            Zin(
                "Dit beleid is van UZOVI %(ander)s; u werkt voor %(eigen)s",
                ander=beleid.verzekeraar.uzovi,
                eigen=verzekeraar,
            ),
            plaats="verzekeraar",
        )
    for ander in library.all_policies():
        namen = (beleid.document.beleid, beleid.document.vervangt)
        if ander.document.beleid in namen and ander.verzekeraar.uzovi != verzekeraar.uzovi:
            raise Gebruikersfout(
                Zin(
                    "'%(beleid)s' is van %(naam)s; kies een andere naam",
                    beleid=ander.document.beleid,
                    naam=ander.verzekeraar.naam,
                ),
                plaats="beleid",
            )


def change_concept(*, concept: Concept, revisie: int, inhoud: str, by: Persoon, now: datetime) -> Beleid:
    """Keep a new text. Refused when it is not in order, or when somebody else changed the draft in the meantime."""
    beleid = library.load_text(inhoud, f"concept-{concept.pk}.toml")
    with acting(by):
        require_rol(by, concept.verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
        _check_owner(beleid, concept.verzekeraar)
        rijen = Concept.objects.filter(pk=concept.pk, status="CONCEPT", revisie=revisie).update(
            tekst=inhoud, revisie=F("revisie") + 1, gewijzigd_door=by, gewijzigd_op=now
        )
        if not rijen:
            raise Toestandsfout(
                "Een ander heeft dit concept intussen gewijzigd of voorgelegd; uw wijziging is niet bewaard"
            )
        Meewerker.objects.get_or_create(concept=concept, persoon=by)
    concept.refresh_from_db()
    return beleid


def submit_concept(
    *, concept: Concept, toelichting: str, publiceren_op: datetime | None, by: Persoon, now: datetime
) -> None:
    """Put the draft before a colleague; refused while it has faults, or when its version was published before."""
    beleid = draft_of(concept)
    fouten = [b for b in lint(beleid) if b.ernst == "fout"]
    if fouten:
        raise Gebruikersfout(f"Dit klopt nog niet: {fouten[0].melding}", plaats=fouten[0].plaats)
    if publiceren_op is not None and publiceren_op <= now:
        raise Gebruikersfout("Publiceren kan vanaf morgen of meteen, niet in het verleden", plaats="publiceren_op")
    _check_new(beleid)
    with acting(by):
        require_rol(by, concept.verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
        Meewerker.objects.get_or_create(concept=concept, persoon=by)
        move(
            concept,
            "VOORGELEGD",
            van="CONCEPT",
            toelichting=toelichting,
            publiceren_op=publiceren_op or now,
            voorgelegd_door=by,
            voorgelegd_op=now,
            terugwijzing="",
        )


def _check_new(beleid: Beleid) -> None:
    versie = beleid.document.versie
    bestaat = any(b.naam == beleid.naam for b in library.all_policies())
    if bestaat or Publicatie.objects.filter(beleid=beleid.document.beleid, versie=versie).exists():
        raise Gebruikersfout(
            Zin(
                "Versie %(versie)s van %(beleid)s is er al; kies een nieuw nummer",
                versie=versie,
                beleid=beleid.document.beleid,
            ),
            plaats="versie",
        )
    library.check_layers(beleid)


def release_concept(*, concept: Concept, by: Persoon, now: datetime) -> Publicatie:
    """Publish, by somebody who did not work on the draft. From `publiceren_op` on everybody works with it."""
    op = max(concept.publiceren_op or now, now)
    inhoud = tekst.changed(concept.tekst, ["document"], {"gepubliceerd": op.astimezone(now.tzinfo).date()})
    beleid = library.load_text(inhoud, f"concept-{concept.pk}.toml")
    with acting(by):
        require_rol(by, concept.verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
        if concept.meewerkers.filter(persoon__in=by.accounts()).exists():
            raise Gebruikersfout("Wie aan een concept werkte, geeft het niet vrij: vraag een collega", plaats=by.naam)
        _check_owner(beleid, concept.verzekeraar)
        _check_new(beleid)
        move(concept, "VRIJGEGEVEN", van="VOORGELEGD")
        publicatie = _insert(concept, beleid, op, by, now)
    kast.refresh()
    return publicatie


def _insert(concept: Concept, beleid: Beleid, op: datetime, by: Persoon, now: datetime) -> Publicatie:
    try:
        return Publicatie.objects.create(
            concept=concept,
            verzekeraar=concept.verzekeraar,
            beleid=beleid.document.beleid,
            versie=beleid.document.versie,
            tekst=beleid.tekst,
            controlesom=library.checksum(beleid.tekst.encode()),
            publiceren_op=op,
            voorgesteld_door=concept.voorgelegd_door,
            vrijgegeven_door=by,
            vrijgegeven_op=now,
        )
    except IntegrityError as fout:
        raise Toestandsfout("Deze versie is intussen al vrijgegeven") from fout


def return_concept(*, concept: Concept, reden: str, by: Persoon, now: datetime) -> None:
    """Give the draft back to its editors, with the reason."""
    _step(concept, "CONCEPT", "VOORGELEGD", by, now, terugwijzing=reden)


def drop_concept(*, concept: Concept, by: Persoon, now: datetime) -> None:
    """The draft goes no further; it stays to be read."""
    _step(concept, "INGETROKKEN", "CONCEPT", by, now)


def _step(concept: Concept, naar: str, van: str, by: Persoon, now: datetime, **velden: str) -> None:
    with acting(by):
        require_rol(by, concept.verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
        move(concept, naar, van=van, **velden)


def withdraw_publicatie(*, publicatie: Publicatie, reden: str, by: Persoon, now: datetime) -> Intrekking:
    """Take back a version that does not count yet; of one that counts, a correction is a new version."""
    if publicatie.publiceren_op <= now:
        raise Gebruikersfout("Deze versie geldt al: een verbetering is een nieuwe versie", plaats=str(publicatie))
    try:
        with acting(by):
            require_rol(by, publicatie.verzekeraar, Rol.BELEIDSREDACTEUR, now=now)
            return Intrekking.objects.create(publicatie=publicatie, door=by, op=now, reden=reden)
    except IntegrityError as fout:
        raise Toestandsfout("Deze versie is intussen al ingetrokken of gaan gelden", plaats=str(publicatie)) from fout
