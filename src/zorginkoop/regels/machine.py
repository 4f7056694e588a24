"""A set of rules as machine code: one pass over the table, in which nothing overflows without being told."""

import ctypes
import threading
from collections.abc import Mapping, Sequence

import llvmlite.binding as llvm
from llvmlite import ir

from zorginkoop.regels.instructies import ADRES, EEN, LANG, Instructies, Kolom, Uitkomst

_slot = threading.Lock()


class Machinecode:
    """Those of the rules that can be a function over columns. `leeg` names the outcomes that can be unknown."""

    def __init__(self, kolommen: Mapping[str, Kolom], regels: Sequence[Uitkomst]) -> None:
        self.uitkomsten = list[Uitkomst]()
        self.leeg = set[str]()
        module = ir.Module()
        self._write(module, kolommen, regels)
        # LLVM keeps state of its own while it compiles.
        with _slot:
            self._motor = _compiled(str(module))
        adres = self._motor.get_function_address("regels")
        self._functie = ctypes.CFUNCTYPE(ctypes.c_bool, *[ctypes.c_int64] * 2, *[ctypes.c_void_p] * 2)(adres)

    def run(self, begin: int, einde: int, invoer: Sequence[int], uitvoer: Sequence[int]) -> bool:
        """Fill these rows: addresses of values and of what is known, in turns. False when something did not fit."""
        adressen = [(ctypes.c_void_p * len(rij))(*rij) for rij in (invoer, uitvoer)]
        return not self._functie(begin, einde, *adressen)

    def _write(self, module: ir.Module, kolommen: Mapping[str, Kolom], regels: Sequence[Uitkomst]) -> None:
        soort = ir.FunctionType(EEN, [LANG, LANG, ADRES, ADRES])
        functie = ir.Function(module, soort, "regels")
        begin, lus, klaar = (functie.append_basic_block(naam) for naam in ("begin", "lus", "klaar"))
        eerste, einde, invoer, uitvoer = functie.args
        bouw = ir.IRBuilder(begin)
        bronnen = _addresses(bouw, invoer, 2 * len(kolommen))
        doelen = _addresses(bouw, uitvoer, 2 * len(regels))
        bouw.cbranch(bouw.icmp_signed("<", eerste, einde), lus, klaar)
        bouw.position_at_end(lus)
        rij, fout = bouw.phi(LANG), bouw.phi(EEN)
        rijwerk = Instructies(bouw, rij, fout)
        for n, (naam, kolom) in enumerate(kolommen.items()):
            rijwerk.read(naam, kolom, bronnen[2 * n], bronnen[2 * n + 1])
        for regel in regels:
            plek = 2 * len(self.uitkomsten)
            if (leeg := rijwerk.keep(regel, doelen[plek], doelen[plek + 1])) is not None:
                self.uitkomsten.append(regel)
                self.leeg |= {regel.naam} if leeg else set()
        volgende = bouw.add(rij, LANG(1))
        bouw.cbranch(bouw.icmp_signed("<", volgende, einde), lus, klaar)
        for phi, vooraf, erna in ((rij, eerste, volgende), (fout, EEN(0), rijwerk.fout)):
            phi.add_incoming(vooraf, begin)
            phi.add_incoming(erna, lus)
        bouw.position_at_end(klaar)
        eind = bouw.phi(EEN)
        eind.add_incoming(EEN(0), begin)
        eind.add_incoming(rijwerk.fout, lus)
        bouw.ret(eind)


def _addresses(bouw: ir.IRBuilder, rij: ir.Value, aantal: int) -> list[ir.Value]:
    return [bouw.load(bouw.gep(rij, [LANG(n)], source_etype=ADRES), typ=ADRES) for n in range(aantal)]


def _compiled(tekst: str) -> llvm.ExecutionEngine:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    doel = llvm.Target.from_default_triple().create_target_machine(cpu=llvm.get_host_cpu_name(), opt=2)
    module = llvm.parse_assembly(tekst)
    passen = llvm.create_pass_builder(doel, llvm.create_pipeline_tuning_options(speed_level=2))
    passen.getModulePassManager().run(module, passen)
    motor = llvm.create_mcjit_compiler(module, doel)
    motor.finalize_object()
    return motor
