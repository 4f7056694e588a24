"""One truth at a time: exclusion constraints over a key and a period, without the btree_gist extension.

A GiST index of plain PostgreSQL compares ranges only, so a key is written as the range that holds just that key.
"""

from importlib.resources import files

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import migrations, models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast


def _as_range(getal: Func) -> Func:
    return Func(getal, getal, Value("[]"), function="int8range")


def _number(veld: str) -> Func:
    """Codes of digits only (AGB, BSN) as a number."""
    return Cast(F(veld), models.BigIntegerField())


def _hash(veld: str) -> Func:
    """Free text as a 64-bit number; two texts that collide would refuse a row, never admit one."""
    return Func(F(veld), Value(0), function="hashtextextended")


def one_at_a_time(
    naam: str,
    *,
    codes: tuple[str, ...],
    teksten: tuple[str, ...] = (),
    van: str = "geldig_van",
    tot: str = "geldig_tot",
) -> ExclusionConstraint:
    """Among the rows now known, no two with the same key hold on the same day."""
    sleutel = [(_as_range(_number(veld)), RangeOperators.OVERLAPS) for veld in codes]
    sleutel += [(_as_range(_hash(veld)), RangeOperators.OVERLAPS) for veld in teksten]
    periode = (Func(F(van), F(tot), function="daterange"), RangeOperators.OVERLAPS)
    return ExclusionConstraint(name=naam, expressions=[*sleutel, periode], condition=Q(bekend_tot__isnull=True))


def ends_after_begin(naam: str, van: str, tot: str) -> models.CheckConstraint:
    """A period has at least one day, or one instant of knowledge."""
    return models.CheckConstraint(name=naam, condition=Q(**{f"{tot}__isnull": True}) | Q(**{f"{tot}__gt": F(van)}))


def digits(naam: str, veld: str, aantal: int) -> models.CheckConstraint:
    """A code of exactly that many digits."""
    return models.CheckConstraint(name=naam, condition=Q(**{f"{veld}__regex": f"^[0-9]{{{aantal}}}$"}))


def starts_once(naam: str) -> models.UniqueConstraint:
    """The first half of `one_per_person`, and the index it looks in."""
    return models.UniqueConstraint(name=naam, fields=["bsn", "geldig_van"], condition=Q(bekend_tot__isnull=True))


ONE_PER_PERSON = (files(__package__) / "een_per_persoon.sql").read_text()


def one_per_person(tabel: str) -> migrations.RunSQL:
    """The migration operation by which the database refuses overlapping known periods of one BSN in `tabel`.

    Says the same as `one_at_a_time`, but checks a whole statement at once: an exclusion constraint costs 0.1 ms a row,
    which is minutes for the millions of rows that arrive here by COPY.
    """
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER aa_op_de_beurt BEFORE INSERT OR UPDATE ON {tabel}
            FOR EACH STATEMENT EXECUTE FUNCTION register_op_de_beurt();
        CREATE TRIGGER een_tegelijk_nieuw AFTER INSERT ON {tabel} REFERENCING NEW TABLE AS nieuw
            FOR EACH STATEMENT EXECUTE FUNCTION register_een_per_persoon();
        CREATE TRIGGER een_tegelijk_anders AFTER UPDATE ON {tabel} REFERENCING NEW TABLE AS nieuw
            FOR EACH STATEMENT EXECUTE FUNCTION register_een_per_persoon();
        """,
        f"""
        DROP TRIGGER aa_op_de_beurt ON {tabel};
        DROP TRIGGER een_tegelijk_nieuw ON {tabel};
        DROP TRIGGER een_tegelijk_anders ON {tabel};
        """,
    )
