"""Agreement with people: known tables, and the labelled sets where they are."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eval.judges import Program
from eval.meta import agreement, measure_scorers
from eval.sets.labelled import SETS, Labelled, load_labelled
from tests.conftest import ROOT

SHARED = Path(os.environ.get("PLUMBLINE_SHARED_DATA") or ROOT.parent / "shared" / "data")


def items(*faulty: bool) -> list[Labelled]:
    return [Labelled(str(n), f"g{n // 2}", "text", (), one) for n, one in enumerate(faulty)]


def test_agreement_of_a_known_table() -> None:
    labels = [True] * 40 + [False] * 60
    found = [True] * 30 + [False] * 10 + [True] * 10 + [False] * 50
    one = agreement("invented", "program", items(*labels), found)
    assert (one.cases, one.faults, one.unscored) == (100, 40, 0)
    assert one.agreement.value == 0.8
    assert one.kappa.value == pytest.approx((0.8 - 0.52) / 0.48)
    assert one.precision.value == one.recall.value == one.f1.value == 0.75
    for figure in (one.agreement, one.kappa, one.f1):
        assert figure.low is not None and figure.high is not None and figure.value is not None
        assert figure.low < figure.value < figure.high


def test_unscored_is_counted_and_left_out() -> None:
    one = agreement("invented", "judge", items(True, False, True), [True, None, True])
    assert (one.cases, one.unscored, one.agreement.value) == (2, 1, 1.0)


def test_what_is_not_defined_has_no_figure() -> None:
    one = agreement("invented", "judge", items(False, False), [False, False])
    assert one.precision.value is None and one.kappa.value is None


def test_sets_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    assert list(measure_scorers(tmp_path, Program())) == []


def test_a_set_is_measured_task_by_task(tmp_path: Path) -> None:
    (tmp_path / "ragtruth").mkdir()
    for task, field in (("summary", "source"), ("qa", "context")):
        told = [("The clock of Ebbing stopped.", "[]"), ("Ninety whales sang in Sorrel.", "[{'start': 0, 'end': 6}]")]
        lines = [
            {
                "source_id": str(n),
                field: "The clock of Ebbing was stopped by frost.",
                "response": text,
                "labels": labels,
            }
            for n, (text, labels) in enumerate(told)
        ]
        (tmp_path / "ragtruth" / f"{task}.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = list(measure_scorers(tmp_path, Program()))
    assert [(one.set, one.cases, one.faults) for one in found] == [("ragtruth summary", 2, 1), ("ragtruth qa", 2, 1)]
    assert all(one.recall.value == 1.0 for one in found)


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the research data sets are not here")
@pytest.mark.parametrize("name", SETS)
def test_a_labelled_set_has_both_labels_and_texts(name: str) -> None:
    held = load_labelled(SHARED, name)
    assert held and len({item.id for item in held}) == len(held)
    assert {item.faulty for item in held} == {True, False}
    assert all(item.text.strip() and all(p.text.strip() for p in item.evidence) for item in held)
