"""A fault in a rule is noticed by the examples that show it, or reported."""

from pathlib import Path

import pytest

from tests.spec import test_zz_oefentherapie_2024 as spec
from zorginkoop.beleid import library, mutation
from zorginkoop.beleid.mutation_examples import Geval, examples
from zorginkoop.kern.fouten import Gebruikersfout
from zorginkoop.regels.mutate import Mutant, mutants

BELEID = library.load("zz-oefentherapie-2024")
SPEC = Path(__file__).parents[1] / "spec"


def mutanten(regel: str) -> list[Mutant]:
    programma = BELEID.programma
    kent = {**programma.feiten, **{n: r.soort for n, r in programma.afleidingen.items()}}
    return list(mutants(programma.regels[regel], kent))


def test_every_mutant_of_a_well_shown_rule_is_noticed() -> None:
    regel = "eis.looptijd"
    gevallen = [g for g in examples(BELEID, SPEC) if regel in g.regels]

    assert [m.tekst for m in mutanten(regel) if mutation.survives(BELEID, m, gevallen)] == []


def test_without_an_example_of_the_rule_its_mutants_survive() -> None:
    gevallen = [g for g in examples(BELEID, SPEC) if "gevolg" in g.regels]
    alle = mutanten("eis.kwaliteitsregister")

    assert [m for m in alle if mutation.survives(BELEID, m, gevallen)] == alle


def test_every_case_of_an_example_is_run_with_its_own_arguments() -> None:
    namen = [g.naam for g in examples(BELEID, SPEC)]

    assert len(set(namen)) == len(namen) > sum(n.startswith("test_") for n in vars(spec))
    assert not any(geval.fails() for geval in examples(BELEID, SPEC))


def test_an_example_that_breaks_in_any_way_fails() -> None:
    def kapot() -> None:
        raise KeyError("weg")

    assert Geval("kapot", frozenset(), kapot).fails()


def test_the_policy_is_back_in_its_place_afterwards() -> None:
    [mutant, *_] = mutanten("eis.looptijd")
    kapot = mutation.mutated(BELEID, mutant.regel)
    with pytest.raises(RuntimeError), mutation.replaced(BELEID, kapot):
        assert library.load("zz-oefentherapie-2024") is kapot
        assert library.load("zz-wsv-ro-2021").naam == "zz-wsv-ro-2021@1.0"
        raise RuntimeError

    assert library.load("zz-oefentherapie-2024") is not kapot


def test_the_example_in_which_a_mutant_says_something_else_goes_first() -> None:
    regel = BELEID.programma.regels["eis.looptijd"]
    gevallen = sorted(examples(BELEID, SPEC), key=lambda geval: "eis.looptijd" in geval.regels)
    alle, gezien = mutanten("eis.looptijd"), mutation.watched(BELEID, gevallen)

    for mutant, [eerste, *_] in zip(alle, mutation.likeliest_first(BELEID, regel, alle, gezien), strict=True):
        with mutation.replaced(BELEID, mutation.mutated(BELEID, mutant.regel)):
            assert eerste.fails(), mutant.tekst


def test_an_example_that_fails_without_a_mutant_is_named(tmp_path: Path) -> None:
    def mis() -> None:
        raise AssertionError

    with pytest.raises(Gebruikersfout, match="kloppen al niet: mis"):
        mutation.watched(BELEID, [Geval("mis", frozenset(), mis)])


def test_a_policy_without_examples_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Gebruikersfout, match="geen voorbeelden"):
        mutation.report(BELEID, folder=tmp_path)


def test_an_explanation_counts_for_the_policies_it_names(tmp_path: Path) -> None:
    rij = 'beleid = ["zz-oefentherapie-2024@1.0"]\nregel = "eis.x"\nwordt = ["TRUE", "a"]\nreden = "gelijk"\n'
    (tmp_path / mutation.OVERLEVERS).write_text(f"[[overlever]]\n{rij}")

    uitleg = mutation.explained(BELEID, tmp_path)

    assert uitleg == {("eis.x", "TRUE"): "gelijk", ("eis.x", "a"): "gelijk"}
    assert mutation.explained(library.load("zz-wsv-ro-2021"), tmp_path) == {}
