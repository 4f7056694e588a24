"""A time stamp as it may stand in our documents: of a trusted authority, over what we asked, in one canonical form."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import cms, x509
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathError, ValidationError

from zorginkoop.adapters import cms_strict
from zorginkoop.adapters.bewijs import Bewijsmiddelen
from zorginkoop.adapters.pdf_veld import wait
from zorginkoop.adapters.tijdstempel import EigenStempelaar, GeenTijdstempel, Stempelaar

_SPELING = 128
"""Bytes kept free: a token differs a little in size from the one before it."""


@dataclass(frozen=True)
class Autoriteit:
    """An authority as its tokens show it: the certificates up to the root, and the size a token takes in bytes."""

    stempelaar: Stempelaar
    vertrouwd: tuple[x509.Certificate, ...]
    pad: tuple[x509.Certificate, ...]
    ruimte: int

    def stamp(self, digest: bytes, *, moment: datetime) -> bytes:
        """The token over a SHA-256 digest; GeenTijdstempel when there is none that fits."""
        token = self.stempelaar.token(digest, moment=moment)["content"]
        # What our own authority makes needs no second look: its certificate was looked at when it was first asked.
        eigen = isinstance(self.stempelaar, EigenStempelaar)
        pad = self.pad if eigen else _trusted(token, digest, self.vertrouwd)
        rauw = cms_strict.zonder_ballast(token, pad)
        if [c.dump() for c in pad] != [c.dump() for c in self.pad] or len(rauw) > self.ruimte:
            _BEKEND.pop(id(self.stempelaar), None)
            raise GeenTijdstempel("the authority took another certificate into use; the next document will know it")
        return rauw


_BEKEND: dict[int, Autoriteit] = {}


def authority(middelen: Bewijsmiddelen, *, moment: datetime) -> Autoriteit:
    """The authority to use, asked for one token to know it, once per process; GeenTijdstempel when there is none."""
    stempelaar = middelen.stempelaar
    if stempelaar is None:
        raise GeenTijdstempel("no time is stamped here")
    if id(stempelaar) not in _BEKEND:
        digest = hashlib.sha256(b"").digest()
        token = stempelaar.token(digest, moment=moment)["content"]
        pad = _trusted(token, digest, middelen.vertrouwd)
        ruimte = len(cms_strict.zonder_ballast(token, pad)) + _SPELING
        _BEKEND[id(stempelaar)] = Autoriteit(stempelaar, middelen.vertrouwd, pad, ruimte)
    return _BEKEND[id(stempelaar)]


def _trusted(
    token: cms.SignedData, digest: bytes, vertrouwd: Sequence[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    try:
        return check_token(token, digest, vertrouwd)[1]
    except (ValueError, TypeError, KeyError, PathError, ValidationError, SignatureValidationError) as fout:
        raise GeenTijdstempel(str(fout)) from fout


def check_token(
    token: cms.SignedData, digest: bytes, vertrouwd: Sequence[x509.Certificate]
) -> tuple[datetime, tuple[x509.Certificate, ...]]:
    """The moment a token states about this digest, and the certificates up to the trusted root; ValueError if not."""
    info = token["encap_content_info"]["content"].parsed
    moment = info["gen_time"].native
    if info["message_imprint"]["hash_algorithm"]["algorithm"].native != "sha256":
        raise ValueError("The time stamp is over another kind of digest")
    context = ValidationContext(
        trust_roots=list(vertrouwd), allow_fetching=False, revocation_mode="soft-fail", moment=moment
    )
    gevonden = wait(lambda: validate_tst_signed_data(token, context, lambda _: digest))
    if not (gevonden["intact"] and gevonden["valid"] and gevonden.get("validation_path")):
        raise ValueError("The time stamp is not of an authority that is trusted here")
    return moment, tuple(gevonden["validation_path"])


def check_own(token: cms.SignedData, digest: bytes, vertrouwd: Sequence[x509.Certificate]) -> datetime:
    """The moment a token in one of our documents states; ValueError when it carries anything that nothing checks."""
    moment, pad = check_token(token, digest, vertrouwd)
    if not cms_strict.alleen_van_pad(token, pad):
        raise ValueError("The time stamp carries certificates nothing checked")
    return moment
