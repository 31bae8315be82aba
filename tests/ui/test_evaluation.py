"""The page of the evaluation: empty, a run, its figures and cases, two runs compared, broken rules, odd addresses."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from eval.measures import Better, Measure
from eval.records import Record, Run, SuiteEntry
from rag.errors import UsageError
from rag.settings import Settings, WriterChoice
from tests.conftest import ROOT
from tests.ui.drive import claims, drawn, labels, open_app, words
from tests.ui.fake import ScriptedNewsroom
from ui.evaluation_runs import About, changed_cases, delete_run, keep_run, list_runs, new_name, open_run, runs_folder

RIGHT = Measure("correct", "questions whose answer shows a known fact")
LOST = Measure("dangling citations", "citations a case that lead nowhere", Better.LOWER, absolute=True)
AMOUNT = Measure("words", "words a reply", Better.NEITHER, share=False)
EVIL = "The bridge <img src=x> cost $3 million and $5 million."


def record(number: int, right: float | None = 1.0, *, lost: float = 0.0, error: str | None = None) -> Record:
    """Make a case of an invented suite, with a claim that cites one paragraph."""
    source = {
        "id": f"quay-v1-{number}",
        "outlet": "Ottery Post",
        "title": "Bridge",
        "text": f"{EVIL} In {number}.",
    }
    claim = {"text": EVIL, "verdict": "verified", "problems": [], "sources": [source], "exact": not lost}
    detail: dict[str, Any] = {
        "question": f"What did bridge {number} cost?",
        "wanted": ["$3 million"],
        "claims": [claim],
        "withheld": ["It fell down."],
        "problems": [] if right else ["No claim shows a fact."],
    }
    scores: dict[str, float | None] = {} if error else {"correct": right, "dangling citations": lost, "words": 12.0}
    return Record("answers", f"case-{number}", f"g{number}", "fact", scores, {} if error else detail, error=error)


def run(*records: Record, writer: str = "embedded") -> Run:
    entry = SuiteEntry("answers", "invented cases", (RIGHT, LOST, AMOUNT))
    return Run((entry,), writer, "c0de", records)


@pytest.fixture
def newsroom(tmp_path: Path) -> ScriptedNewsroom:
    """A scripted newsroom with a data folder of its own."""
    return ScriptedNewsroom(Settings(data=tmp_path, writer=WriterChoice.EMBEDDED))


def keep(newsroom: ScriptedNewsroom, name: str, made: Run, **about: Any) -> None:
    about = {"started": "2026-05-04T07:10:00+00:00", "seconds": 3.0, **about}
    keep_run(made, About(**about), runs_folder(newsroom.settings.data) / name)


def figures_of(at: AppTest) -> dict[str, Mapping[str, Any]]:
    (data,) = [one for one in drawn(at, "evaluation") if one.get("kind") == "figures"]
    return {row["name"]: row for section in data["sections"] for row in section["rows"]}


def cases_of(at: AppTest) -> list[str]:
    return [one["id"] for data in drawn(at, "evaluation") for one in data.get("cases", [])]


GOOD = [record(n) for n in range(20)]
BAD = [record(n, 0.0 if n < 9 else 1.0) for n in range(20)]


def test_without_runs_the_page_says_what_it_is_for_and_offers_the_first(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "evaluation")
    assert "How good are the answers" in words(at)
    assert "Run all suites on the sample stories" in labels(at)


def test_an_empty_library_needs_no_articles_to_be_evaluated(tmp_path: Path) -> None:
    at = open_app(ScriptedNewsroom(Settings(data=tmp_path), empty=True), "evaluation")
    assert "Run all suites on the sample stories" in labels(at)


def test_runs_are_listed_latest_first(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "first", run(*GOOD))
    keep(newsroom, "second", run(*BAD, writer="gpt-x"), started="2026-05-06T09:00:00+00:00")
    at = open_app(newsroom, "evaluation")
    opened = [label for label in labels(at) if "May 2026" in label]
    assert opened == ["second, 6 May 2026, 09:00", "first, 4 May 2026, 07:10"]
    assert "20 cases · invented cases · model gpt-x" in words(at)


def test_a_run_shows_its_figures_with_interval_counts_and_meaning(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "bad", run(*BAD))
    rows = figures_of(open_app(newsroom, "evaluation", run="bad"))
    right = rows["correct"]
    assert (right["value"], right["scored"], right["unscored"]) == ("0.550", "20 scored", None)
    assert right["means"] == "Questions whose answer shows a known fact. Higher is better."
    low, high = map(float, right["interval"].split(" to "))
    assert low < 0.55 < high and right["band"]["low"] == pytest.approx(low * 100, abs=0.1)
    assert rows["dangling citations"]["sign"]["label"] == "Never happened"
    assert rows["words"]["band"] is None


def test_what_could_not_be_scored_is_counted_in_words(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "busy", run(record(1), record(2, None), record(3, error="The model is busy.")))
    at = open_app(newsroom, "evaluation", run="busy")
    assert figures_of(at)["correct"]["unscored"]["label"] == "2 could not be scored"
    assert cases_of(at) == ["case-3", "case-2"]


def test_a_broken_rule_stands_on_top_in_words_with_its_cases(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "broken", run(*GOOD[:5], record(7, lost=2.0)))
    at = open_app(newsroom, "evaluation", run="broken")
    assert "1 rule that must never be broken is broken" in words(at)
    assert "In 1 case: case-7." in words(at)
    assert figures_of(at)["dangling citations"]["sign"]["label"] == "Broken, and must never be"
    at.button(key="broken-answers: dangling citations").click().run()
    assert at.query_params["case"] == "answers:case-7"


def test_cases_stand_worst_first_and_are_filtered_and_searched(newsroom: ScriptedNewsroom) -> None:
    kept = run(*GOOD[:3], record(5, 0.0), record(6, error="The model is busy."), record(7, lost=1.0))
    keep(newsroom, "mixed", kept)
    at = open_app(newsroom, "evaluation", run="mixed")
    assert cases_of(at) == ["case-6", "case-7", "case-5"]
    at.segmented_control(key="evaluation-kind").set_value("Failed").run()
    assert cases_of(at) == ["case-6"]
    at.segmented_control(key="evaluation-kind").set_value("All").run()
    assert len(cases_of(at)) == 6
    at.text_input(key="evaluation-words").set_value("bridge 2").run()
    assert cases_of(at) == ["case-2"]
    at.text_input(key="evaluation-words").set_value("a swan").run()
    assert "No case matches." in words(at)


def test_a_case_shows_what_was_expected_found_and_cited(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "bad", run(*BAD))
    at = open_app(newsroom, "evaluation", run="bad", case="answers:case-3")
    said = words(at)
    assert "What did bridge 3 cost?" in said and "No claim shows a fact." in said
    assert "Any one of these words: “$3 million”." in said and "1 claim." in said
    assert claims(at) == [EVIL]
    (line,) = drawn(at, "claims")[0]["groups"][0]["claims"]
    assert line["verdict"]["label"] == "Checked against this paragraph" and line["refs"]
    (beside,) = [one for one in drawn(at, "evaluation") if "paragraphs" in one]
    assert [part["text"] for part in beside["paragraphs"][0]["parts"] if part["mark"]] == ["$3 million"]
    at.button(key="evaluation-next").click().run()
    assert at.query_params["case"] == "answers:case-4"


def test_texts_of_articles_are_data_and_never_markdown(newsroom: ScriptedNewsroom) -> None:
    odd = dataclasses.replace(record(1, 0.0), detail={**record(1, 0.0).detail, "question": EVIL, "problems": [EVIL]})
    keep(newsroom, "odd", run(odd))
    at = open_app(newsroom, "evaluation", run="odd", case="answers:case-1")
    for element in at.markdown:
        assert "<img" not in element.value.replace("\\<", "") and "$3" not in element.value.replace("\\$", "")


def test_two_runs_are_compared_figure_by_figure_and_case_by_case(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(*GOOD))
    keep(newsroom, "new", run(*BAD))
    at = open_app(newsroom, "evaluation", run="new", **{"with": "old"})
    (data,) = [one for one in drawn(at, "evaluation") if one.get("kind") == "compared"]
    moved, same = data["sections"]
    (row,) = moved["rows"]
    assert (row["old"], row["new"], row["difference"]) == ("1.000", "0.550", "-0.450")
    assert row["verdict"] == {"label": "Worse", "shape": "worse", "tone": "bad"}
    assert row["p"].startswith("p ") and row["detectable"].startswith("could show ")
    assert [one["verdict"]["label"] for one in same["rows"]] == ["Tied", "Tied"]
    assert "3 figures: 1 worse and 2 tied" in words(at)
    assert cases_of(at) == [f"case-{n}" for n in range(9)]
    at.button(key="evaluation-swap").click().run()
    assert (at.query_params["run"], at.query_params["with"]) == ("old", "new")
    assert "3 figures: 1 better and 2 tied" in words(at)


def test_one_case_stands_side_by_side_in_two_runs(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(*GOOD))
    keep(newsroom, "new", run(*BAD))
    at = open_app(newsroom, "evaluation", run="new", case="answers:case-3", **{"with": "old"})
    assert len(drawn(at, "claims")) == 2
    assert "correct 1.000 → 0.000" in words(at)
    assert "Before" in words(at) and "Now" in words(at)


def test_a_run_is_chosen_to_be_held_against(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(*GOOD))
    keep(newsroom, "new", run(*BAD))
    at = open_app(newsroom, "evaluation", run="new")
    assert list(at.selectbox(key="evaluation-other").options) == ["old, 4 May 2026, 07:10", "The accepted baseline"]
    at.button(key="evaluation-compare-go").click().run()
    assert at.query_params["with"] == "old"


def test_runs_without_a_common_case_say_so(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(record(1)))
    keep(newsroom, "new", run(record(2)))
    at = open_app(newsroom, "evaluation", run="new", **{"with": "old"})
    assert "These runs have no case in common" in words(at)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ({"run": "gone"}, "There is no run 'gone'."),
        ({"run": "../secrets"}, "There is no run '../secrets'."),
        ({"run": "here", "with": ".."}, "There is no run '..'."),
        ({"run": "here", "case": "answers:zz"}, "There is no case 'zz'"),
        ({"run": "torn"}, "cannot be read"),
    ],
)
def test_an_odd_address_is_answered_in_words(newsroom: ScriptedNewsroom, address: dict[str, str], said: str) -> None:
    keep(newsroom, "here", run(*GOOD))
    keep(newsroom, "torn", run(*GOOD))
    (runs_folder(newsroom.settings.data) / "torn" / "run.json").write_text('{"format": 1, "suites": ')
    assert said in words(open_app(newsroom, "evaluation", **address))


def test_a_run_that_cannot_be_read_does_not_hide_the_others(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "here", run(*GOOD))
    keep(newsroom, "torn", run(*GOOD))
    (runs_folder(newsroom.settings.data) / "torn" / "run.json").write_text("[]")
    found = {entry.name: entry.error for entry in list_runs(runs_folder(newsroom.settings.data))}
    assert found == {"here": "", "torn": "This run cannot be read."}
    assert "This run cannot be read." in words(open_app(newsroom, "evaluation"))


def test_the_accepted_baseline_can_be_opened_though_it_holds_no_texts(newsroom: ScriptedNewsroom) -> None:
    at = open_app(newsroom, "evaluation", run="baseline")
    assert figures_of(at)
    assert "The accepted baseline" in words(at)


def test_a_case_that_failed_counts_as_changed(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(*GOOD[:3]))
    keep(newsroom, "new", run(GOOD[0], record(1, error="The model is busy."), GOOD[2]))
    folder = runs_folder(newsroom.settings.data)
    (changed,) = changed_cases(open_run(folder, "old"), open_run(folder, "new"))
    assert (changed.new.id, changed.worsening > 0) == ("case-1", True)
    at = open_app(newsroom, "evaluation", run="new", **{"with": "old"})
    (data,) = [one for one in drawn(at, "evaluation") if "cases" in one]
    assert data["cases"][0]["lost"] == "No longer scored: The model is busy."


@pytest.mark.parametrize(
    ("wanted", "name"), [("", "2026-05-04-071000"), ("my run/../x", "my-run-..-x"), ("baseline", "baseline-2")]
)
def test_a_run_gets_a_name_that_is_a_folder_and_is_free(tmp_path: Path, wanted: str, name: str) -> None:
    import datetime

    now = datetime.datetime(2026, 5, 4, 7, 10)
    found = new_name(tmp_path, wanted, now)
    assert found == name
    (tmp_path / found).mkdir()
    assert new_name(tmp_path, wanted, now) not in {found, "baseline"}


def test_a_name_that_is_a_path_opens_nothing(tmp_path: Path) -> None:
    keep_run(run(*GOOD[:2]), About("2026-05-04"), tmp_path / "outside")
    (tmp_path / "runs").mkdir()
    with pytest.raises(UsageError):
        open_run(tmp_path / "runs", "../outside")


def test_the_other_pages_do_not_wait_for_the_harness() -> None:
    pages = ", ".join(f"ui.{name}" for name in ("chat", "briefing", "compare", "draft", "stories_page", "library"))
    script = f"import sys, {pages}; print([name for name in sys.modules if name.split('.')[0] == 'eval'])"
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_filter_is_kept_while_a_case_is_open(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "bad", run(*BAD))
    at = open_app(newsroom, "evaluation", run="bad")
    at.segmented_control(key="evaluation-kind").set_value("All").run()
    at.query_params["case"] = "answers:case-3"
    at.run()
    assert len(drawn(at, "claims")) == 1
    at.button(key="evaluation-back").click().run()
    assert at.segmented_control(key="evaluation-kind").value == "All"
    assert len(cases_of(at)) == 20


def test_a_run_is_deleted_after_a_second_press_and_the_baseline_cannot_be(newsroom: ScriptedNewsroom) -> None:
    keep(newsroom, "old", run(*GOOD))
    keep(newsroom, "new", run(*BAD))
    folder = runs_folder(newsroom.settings.data)
    at = open_app(newsroom, "evaluation", run="new")
    at.button(key="evaluation-delete-it").click().run()
    assert [entry.name for entry in list_runs(folder)] == ["old"]
    assert "run" not in at.query_params and not at.exception
    assert "Delete this run" not in labels(open_app(newsroom, "evaluation", run="baseline"))


@pytest.mark.parametrize("name", ["baseline", "../library", "gone", "", ".."])
def test_only_a_run_of_the_library_can_be_deleted(newsroom: ScriptedNewsroom, name: str) -> None:
    keep(newsroom, "old", run(*GOOD))
    folder = runs_folder(newsroom.settings.data)
    with pytest.raises(UsageError, match="There is no run"):
        delete_run(folder, name)
    assert [entry.name for entry in list_runs(folder)] == ["old"]
