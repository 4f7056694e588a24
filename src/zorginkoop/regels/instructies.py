"""What happens to one row of a table, as instructions of LLVM, from rules in whole numbers (see `vast`).

An unknown value is worth 0 and carries that it is unknown; every sum, difference and product is checked.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from llvmlite import ir
from sqlglot import exp

from zorginkoop.regels.vast import NietVast

EEN, ACHT, LANG, ADRES = ir.IntType(1), ir.IntType(8), ir.IntType(64), ir.PointerType()
_MEESTE = 10**18 - 1


@dataclass(frozen=True)
class Kolom:
    """How a fact lies in memory: truth in bytes, numbers of 64 bits, or 128 of which the last `nullen` digits are 0.

    With `leeg` a second row of bytes says of which rows it is known.
    """

    soort: str
    leeg: bool = False
    nullen: int = 0


class Uitkomst(NamedTuple):
    """An outcome: its rule, and the digits after its point (None for truth)."""

    naam: str
    ast: exp.Expr
    schaal: int | None


class _Waarde(NamedTuple):
    """A value, and whether it is known; None when it always is."""

    getal: ir.Value
    bekend: ir.Value | None = None


class Instructies:
    """Writes what happens to one row. `fout` becomes true once something does not fit."""

    def __init__(self, bouw: ir.IRBuilder, rij: ir.Value, fout: ir.Value) -> None:
        self.bouw, self.rij, self.fout = bouw, rij, fout
        self.waarden: dict[str, _Waarde] = {}

    def read(self, naam: str, kolom: Kolom, adres: ir.Value, bekend: ir.Value) -> None:
        """A fact of this row, worth 0 where it is unknown."""
        weet = self._truth(bekend) if kolom.leeg else None
        getal = self._truth(adres) if kolom.soort == "waar" else self._number(kolom, adres)
        if weet is not None:
            getal = self.bouw.select(weet, getal, getal.type(0))
        if kolom.nullen:
            korter = self.bouw.sdiv(getal, LANG(10**kolom.nullen))
            self._mistake(self.bouw.icmp_signed("!=", self.bouw.mul(korter, LANG(10**kolom.nullen)), getal))
            getal = korter
        self.waarden[naam] = _Waarde(getal, weet)

    def _number(self, kolom: Kolom, adres: ir.Value) -> ir.Value:
        plek = self.bouw.mul(self.rij, LANG(2)) if kolom.soort == "breed" else self.rij
        return self._load(adres, plek, LANG)

    def _truth(self, adres: ir.Value) -> ir.Value:
        return self.bouw.icmp_unsigned("!=", self._load(adres, self.rij, ACHT), ACHT(0))

    def _load(self, adres: ir.Value, plek: ir.Value, soort: ir.Type) -> ir.Value:
        return self.bouw.load(self.bouw.gep(adres, [plek], source_etype=soort), typ=soort)

    def keep(self, uitkomst: Uitkomst, adres: ir.Value, bekend: ir.Value) -> bool | None:
        """Write an outcome, where later rules find it too; whether it can be unknown. None: it has no form here."""
        vooraf = self.fout
        try:
            waarde = self.waarden[uitkomst.naam] = self.value(uitkomst.ast)
        except NietVast:
            self.fout = vooraf
            return None
        if uitkomst.schaal is None:
            self._store(self.bouw.zext(waarde.getal, ACHT), adres, self.rij)
        else:
            self._fits(waarde.getal)
            self._store(waarde.getal, adres, self.rij)
        if waarde.bekend is not None:
            self._store(self.bouw.zext(waarde.bekend, ACHT), bekend, self.rij)
        return waarde.bekend is not None

    def _fits(self, getal: ir.Value) -> None:
        """A decimal of 64 bits has at most 18 digits."""
        self._mistake(self.bouw.icmp_signed(">", getal, LANG(_MEESTE)))
        self._mistake(self.bouw.icmp_signed("<", getal, LANG(-_MEESTE)))

    def _store(self, waarde: ir.Value, adres: ir.Value, plek: ir.Value) -> None:
        self.bouw.store(waarde, self.bouw.gep(adres, [plek], source_etype=waarde.type))

    def value(self, ast: exp.Expr) -> _Waarde:
        """The value of a rule, or of a part of one; NietVast for what has no form here."""
        vertaal = _VERTALING.get(type(ast))
        if vertaal is None:
            raise NietVast(ast.sql("duckdb"))
        return vertaal(self, ast)

    def _mistake(self, gebeurd: ir.Value) -> None:
        self.fout = self.bouw.or_(self.fout, gebeurd)

    def _checked(self, bewerking: Callable[..., ir.Value], links: ir.Value, rechts: ir.Value) -> ir.Value:
        paar = bewerking(links, rechts)
        self._mistake(self.bouw.extract_value(paar, 1))
        return self.bouw.extract_value(paar, 0)

    def _all(self, delen: Sequence[_Waarde]) -> ir.Value | None:
        """Whether all of these are known."""
        samen = None
        for _, bekend in delen:
            samen = bekend if samen is None else samen if bekend is None else self.bouw.and_(samen, bekend)
        return samen

    def _chosen(self, keuze: ir.Value, ja: _Waarde, nee: _Waarde) -> _Waarde:
        if ja.getal.type != nee.getal.type:
            raise NietVast("een getal naast waar of onwaar")
        getal = self.bouw.select(keuze, ja.getal, nee.getal)
        if ja.bekend is None and nee.bekend is None:
            return _Waarde(getal)
        return _Waarde(getal, self.bouw.select(keuze, _sure(ja), _sure(nee)))

    def column(self, ast: exp.Expr) -> _Waarde:
        if ast.name not in self.waarden:
            raise NietVast(ast.name)
        return self.waarden[ast.name]

    def literal(self, ast: exp.Expr) -> _Waarde:
        if ast.is_string or not -(2**63) <= int(ast.name) < 2**63:
            raise NietVast(ast.name)
        return _Waarde(LANG(int(ast.name)))

    def boolean(self, ast: exp.Expr) -> _Waarde:
        return _Waarde(EEN(bool(ast.this)))

    def paren(self, ast: exp.Expr) -> _Waarde:
        return self.value(ast.this)

    def negative(self, ast: exp.Expr) -> _Waarde:
        deel = self.value(ast.this)
        return _Waarde(self._minus(deel.getal), deel.bekend)

    def absolute(self, ast: exp.Expr) -> _Waarde:
        deel = self.value(ast.this)
        return _Waarde(self._magnitude(deel.getal), deel.bekend)

    def _minus(self, getal: ir.Value) -> ir.Value:
        return self._checked(self.bouw.ssub_with_overflow, LANG(0), getal)

    def _magnitude(self, getal: ir.Value) -> ir.Value:
        return self.bouw.select(self._negative(getal), self._minus(getal), getal)

    def _negative(self, getal: ir.Value) -> ir.Value:
        return self.bouw.icmp_signed("<", getal, LANG(0))

    def sum(self, ast: exp.Expr) -> _Waarde:
        links, rechts = self.value(ast.this), self.value(ast.expression)
        bewerking = getattr(self.bouw, _BEWERKING[type(ast)])
        return _Waarde(self._checked(bewerking, links.getal, rechts.getal), self._all([links, rechts]))

    def compared(self, ast: exp.Expr) -> _Waarde:
        links, rechts = self.value(ast.this), self.value(ast.expression)
        if links.getal.type != rechts.getal.type:
            raise NietVast(ast.sql("duckdb"))
        vergelijk = self.bouw.icmp_unsigned if links.getal.type == EEN else self.bouw.icmp_signed
        getal = vergelijk(_VERGELIJKING[type(ast)], links.getal, rechts.getal)
        return _Waarde(getal, self._all([links, rechts]))

    def not_(self, ast: exp.Expr) -> _Waarde:
        deel = self.value(ast.this)
        return _Waarde(self.bouw.not_(deel.getal), deel.bekend)

    def is_(self, ast: exp.Expr) -> _Waarde:
        """IS NULL, or IS TRUE and IS FALSE, which are never unknown."""
        deel = self.value(ast.this)
        if isinstance(ast.expression, exp.Null):
            return _Waarde(self.bouw.not_(_sure(deel)))
        zo = self.bouw.icmp_unsigned("==", deel.getal, self.value(ast.expression).getal)
        return _Waarde(self.bouw.and_(zo, _sure(deel)))

    def both(self, ast: exp.Expr) -> _Waarde:
        """AND is untrue as soon as one part is, OR true as soon as one is, whatever is unknown beside it."""
        beslist = isinstance(ast, exp.Or)
        delen = [self.value(ast.this), self.value(ast.expression)]
        zeker = [self._decides(deel, beslist) for deel in delen]
        een = self.bouw.or_(*zeker)
        samen = self._all(delen)
        return _Waarde(een if beslist else self.bouw.not_(een), None if samen is None else self.bouw.or_(een, samen))

    def _decides(self, deel: _Waarde, beslist: bool) -> ir.Value:
        zo = deel.getal if beslist else self.bouw.not_(deel.getal)
        return zo if deel.bekend is None else self.bouw.and_(zo, deel.bekend)

    def case(self, ast: exp.Expr) -> _Waarde:
        """The first branch whose condition holds; unknown once a condition is, as everywhere in rules."""
        voorwaarden = [self.value(tak.this) for tak in ast.args["ifs"]]
        takken = [self._branch(tak.args["true"]) for tak in ast.args["ifs"]]
        uit = self._branch(ast.args.get("default"))
        soort = next((deel.getal.type for deel in (*takken, uit) if deel is not None), EEN)
        for voorwaarde, tak in zip(reversed(voorwaarden), reversed(takken), strict=True):
            gekozen = self._chosen(voorwaarde.getal, tak or _nothing(soort), uit or _nothing(soort))
            uit = gekozen if voorwaarde.bekend is None else self._chosen(voorwaarde.bekend, gekozen, _nothing(soort))
        assert uit is not None
        return uit

    def _branch(self, deel: exp.Expr | None) -> _Waarde | None:
        return None if deel is None or isinstance(deel, exp.Null) else self.value(deel)

    def extreme(self, ast: exp.Expr) -> _Waarde:
        """LEAST or GREATEST: unknown as soon as one value is."""
        kleiner = "<" if isinstance(ast, exp.Least) else ">"
        delen = [self.value(deel) for deel in (ast.this, *ast.expressions)]
        uit = delen[0].getal
        for deel in delen[1:]:
            uit = self.bouw.select(self.bouw.icmp_signed(kleiner, deel.getal, uit), deel.getal, uit)
        return _Waarde(uit, self._all(delen))

    def first_known(self, ast: exp.Expr) -> _Waarde:
        delen = [self.value(deel) for deel in (ast.this, *ast.expressions)]
        uit = delen[-1]
        for deel in reversed(delen[:-1]):
            uit = deel if deel.bekend is None else self._chosen(deel.bekend, deel, uit)
        return uit

    def own(self, ast: exp.Expr) -> _Waarde:
        """DEEL: half away from zero, unknown when divided by zero. BEKEND: true or unknown."""
        if str(ast.this).upper() == "BEKEND":
            return _Waarde(EEN(1), self.value(ast.expressions[0]).bekend)
        teller, noemer = (self.value(deel) for deel in ast.expressions)
        nul = self.bouw.icmp_signed("==", noemer.getal, LANG(0))
        door = self.bouw.select(nul, LANG(1), noemer.getal)
        negatief = self.bouw.xor(self._negative(teller.getal), self._negative(door))
        boven, onder = self._magnitude(teller.getal), self._magnitude(door)
        dubbel = self._checked(self.bouw.smul_with_overflow, boven, LANG(2))
        helft = self._checked(self.bouw.sadd_with_overflow, dubbel, onder)
        noemer2 = self._checked(self.bouw.smul_with_overflow, onder, LANG(2))
        uit = self.bouw.sdiv(helft, noemer2)
        uit = self.bouw.select(negatief, self.bouw.sub(LANG(0), uit), uit)
        vast = isinstance(noemer.getal, ir.Constant) and noemer.getal.constant != 0
        samen = self._all([teller, noemer] if vast else [teller, noemer, _Waarde(nul, self.bouw.not_(nul))])
        return _Waarde(uit, samen)


def _sure(waarde: _Waarde) -> ir.Value:
    return EEN(1) if waarde.bekend is None else waarde.bekend


def _nothing(soort: ir.Type) -> _Waarde:
    return _Waarde(soort(0), EEN(0))


_BEWERKING: dict[type[exp.Expr], str] = {
    exp.Add: "sadd_with_overflow",
    exp.Sub: "ssub_with_overflow",
    exp.Mul: "smul_with_overflow",
}
_VERGELIJKING: dict[type[exp.Expr], str] = {
    exp.EQ: "==",
    exp.NEQ: "!=",
    exp.GT: ">",
    exp.GTE: ">=",
    exp.LT: "<",
    exp.LTE: "<=",
}
_VERTALING: dict[type[exp.Expr], Callable[[Instructies, exp.Expr], _Waarde]] = {
    exp.Column: Instructies.column,
    exp.Literal: Instructies.literal,
    exp.Boolean: Instructies.boolean,
    exp.Paren: Instructies.paren,
    exp.Neg: Instructies.negative,
    exp.Abs: Instructies.absolute,
    exp.Not: Instructies.not_,
    exp.Is: Instructies.is_,
    exp.Case: Instructies.case,
    exp.Coalesce: Instructies.first_known,
    exp.Anonymous: Instructies.own,
    **dict.fromkeys(_BEWERKING, Instructies.sum),
    **dict.fromkeys(_VERGELIJKING, Instructies.compared),
    **dict.fromkeys((exp.And, exp.Or), Instructies.both),
    **dict.fromkeys((exp.Least, exp.Greatest), Instructies.extreme),
}
