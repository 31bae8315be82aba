"""Mutation testing of the harness: each planted defect is noticed where it should be, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from eval.defects import DEFECTS
from eval.judges import Program
from eval.library import Libraries
from eval.sensitivity import Noticed, plant_defects
from eval.suites import SUITES
from rag.settings import Settings, WriterChoice

pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def noticed(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Iterator[dict[str, Noticed]]:
    settings = Settings(data=tmp_path_factory.mktemp("none"), writer=WriterChoice.EMBEDDED)
    with Libraries(settings) as libraries:
        yield {one.defect.name: one for one in plant_defects(libraries, Program(), limit=30)}


@pytest.mark.parametrize("name", [defect.name for defect in DEFECTS])
def test_a_planted_defect_is_noticed_and_moves_nothing_else(name: str, noticed: dict[str, Noticed]) -> None:
    one = noticed[name]
    assert one.missed == ()
    assert one.astray == ()


def test_every_suite_but_the_clock_has_a_defect_of_its_own() -> None:
    assert {defect.suite for defect in DEFECTS} == set(SUITES) - {"cost"}
    assert len(DEFECTS) >= 12


def test_defects_name_figures_that_exist() -> None:
    for defect in DEFECTS:
        known = {measure.name for measure in SUITES[defect.suite].measures}
        assert defect.notices | defect.may_move <= known
