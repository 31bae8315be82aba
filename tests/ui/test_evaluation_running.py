"""Running suites from the app: what is asked and kept, stopped and skipped, and what a model would cost beforehand."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eval.budget import Prices
from eval.cases import Case, CaseSet
from eval.judges import Judge
from eval.measures import Measure
from eval.suites import SUITES
from eval.suites.suite import Outcome, Subject, Suite
from rag import Newsroom
from rag.adding import Progress
from rag.datatypes import Draft
from rag.errors import ModelBusyError, PlumblineError, UsageError
from rag.settings import JudgeChoice, Settings, WriterChoice
from tests.generate.provider import scripted_provider
from tests.ui.drive import labels, open_app, words
from tests.ui.fake import ScriptedNewsroom
from ui import evaluation_running
from ui.desk import Desk
from ui.evaluation_form import usual_order
from ui.evaluation_running import Order, cases_at, preview, run_order, start, under_way
from ui.evaluation_runs import list_runs, open_run, read_about, runs_folder
from ui.work import Work

CASES = tuple(Case(f"c{n}", f"g{n}", question=f"Question {n}?") for n in range(6))
SET = CaseSet("set", CASES[:2])


class Asked:
    """A suite of six cases that notes what it is asked; `fails` is the case that a model is too busy for."""

    def __init__(self) -> None:
        self.cases: list[str] = []
        self.fails = ""

    def ask(self, _subject: Subject, case: Case) -> dict[str, int]:
        self.cases.append(case.id)
        if case.id == self.fails:
            raise ModelBusyError("The model is busy.")
        return {"value": int(case.id[1:])}

    def suite(self, name: str = "answers") -> Suite[Any]:
        def load(folder: Path | None, limit: int | None) -> CaseSet:
            if folder is not None:
                raise UsageError(f"The folder {folder.name!r} has no cases for the suite {name!r}.")
            return CaseSet("invented", CASES).limited(limit)

        def score(_case: Case, made: dict[str, int], _judge: Judge) -> Outcome:
            return Outcome({"even": float(made["value"] % 2 == 0)}, {"question": "?"})

        return Suite(
            name, "", (Measure("even", "even ones"),), dict[str, int], load, self.ask, score,
            needs_library=False, calls_model=True,
        )  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    """The suite of answers, replaced by one that needs no library."""
    made = Asked()
    monkeypatch.setitem(SUITES, "answers", made.suite())
    return made


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[ScriptedNewsroom]:
    settings = Settings(data=tmp_path, writer=WriterChoice.EMBEDDED)
    yield ScriptedNewsroom(settings)
    evaluation_running.forget(tmp_path)


def order(newsroom: Any, *suites: str, **more: Any) -> Order:
    return Order(suites or ("answers",), newsroom.settings, **more)


def run(newsroom: Any, wanted: Order, told: list[Progress] | None = None) -> str:
    name = run_order(newsroom, wanted, (told if told is not None else []).append, lambda: False)
    assert name is not None
    return name


def test_a_run_is_kept_with_its_cases_and_told_step_by_step(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    told: list[Progress] = []
    name = run(newsroom, order(newsroom, name="before the move"), told)
    opened = open_run(runs_folder(newsroom.settings.data), name)
    assert name == "before-the-move"
    assert [one.record.id for one in opened.cases if one.badness] == ["c1", "c3", "c5"]
    assert opened.figures[0].value == 0.5
    assert [(step.done, step.total, step.stage) for step in told] == [(n, 6, "answers") for n in range(6)]


def test_a_repeated_run_asks_nothing_and_says_how_much_was_held(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    first, second = run(newsroom, order(newsroom)), run(newsroom, order(newsroom))
    assert asked.cases == [case.id for case in CASES]
    folder = runs_folder(newsroom.settings.data)
    assert open_run(folder, first).run.records == open_run(folder, second).run.records
    assert [read_about(folder / name).held for name in (first, second)] == [0, 6]
    at = open_app(newsroom, "evaluation", run=second)
    assert "6 answered from earlier runs, for nothing" in words(at)


def test_a_stopped_run_is_not_written_and_goes_on_where_it_was(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    stopped = run_order(newsroom, order(newsroom), lambda _: None, lambda: len(asked.cases) == 2)  # type: ignore[arg-type]
    assert stopped is None and not list_runs(runs_folder(newsroom.settings.data))
    run(newsroom, order(newsroom))
    assert asked.cases == [case.id for case in CASES]


def test_a_case_that_fails_is_counted_and_the_run_goes_on(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    asked.fails = "c2"
    told: list[Progress] = []
    name = run(newsroom, order(newsroom), told)
    opened = open_run(runs_folder(newsroom.settings.data), name)
    assert opened.cases[0].record.error == "The model is busy."
    assert (opened.figures[0].scored, opened.figures[0].unscored) == (5, 1)
    assert told[-1].stage == "answers, 1 failed so far"


def test_a_suite_without_cases_in_the_folder_is_left_out_and_named(
    newsroom: ScriptedNewsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Asked().suite("stories")
    monkeypatch.setitem(SUITES, "answers", Asked().suite())
    monkeypatch.setitem(SUITES, "stories", dataclasses.replace(other, load=lambda _folder, _limit: SET))
    name = run(newsroom, order(newsroom, "answers", "stories", folder=tmp_path / "sets"))
    opened = open_run(runs_folder(newsroom.settings.data), name)
    assert [entry.name for entry in opened.run.suites] == ["stories"]
    assert "Not run: answers. The folder 'sets' has no cases" in words(open_app(newsroom, "evaluation", run=name))


def test_a_folder_without_any_case_is_an_error(newsroom: ScriptedNewsroom, asked: Asked, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="has no cases"):
        run(newsroom, order(newsroom, folder=tmp_path))
    with pytest.raises(UsageError, match="No suite"):
        run_order(newsroom, Order((), newsroom.settings), lambda _: None, lambda: False)  # type: ignore[arg-type]


def test_a_preview_counts_what_is_held_and_asks_nothing(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    model = newsroom.settings.model_copy(update={"writer": WriterChoice.MODEL})
    wanted = Order(("answers",), model, prices=Prices(1.0, 10.0))
    before = preview(newsroom, wanted)  # type: ignore[arg-type]
    assert asked.cases == []
    assert (before.cases, before.held, before.cost.calls) == (6, 0, 6)
    assert before.cost.money is not None and before.cost.money > 0
    run(newsroom, wanted)
    after = preview(newsroom, wanted)  # type: ignore[arg-type]
    assert (after.held, after.cost.calls, after.cost.money) == (6, 0, 0.0)


def test_a_model_as_judge_is_paid_for_too_and_the_first_run_uses_none(tmp_path: Path, asked: Asked) -> None:
    settings = Settings(data=tmp_path, writer=WriterChoice.EMBEDDED, judge=JudgeChoice.MODEL)
    at = open_app(ScriptedNewsroom(settings), "evaluation")
    assert at.button(key="evaluation-go").label == "Estimate the cost"
    assert preview(ScriptedNewsroom(settings), Order(("answers",), settings)).cost.calls > 6  # type: ignore[arg-type]
    assert not usual_order(Desk(ScriptedNewsroom(settings))).paid  # type: ignore[arg-type]


def test_a_model_judges_the_figures_where_that_is_chosen(tmp_path: Path) -> None:
    with scripted_provider(["reason: P1 has it.\nverdict: supported"]) as provider:
        settings = provider.settings(data=tmp_path, writer=WriterChoice.EMBEDDED)
        at = open_app(ScriptedNewsroom(settings), "evaluation")
        at.toggle(key="evaluation-judges").set_value(True).run()
        assert at.button(key="evaluation-go").label == "Estimate the cost"
        name = run(ScriptedNewsroom(settings), Order(("answers",), settings, limit=2, model_judges=True))
    assert provider.requests and all("You judge whether" in request.system for request in provider.requests)
    assert open_run(runs_folder(tmp_path), name).run.records


def test_a_limit_of_tokens_stops_the_asking(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    name = run(newsroom, order(newsroom, most_tokens=0))
    opened = open_run(runs_folder(newsroom.settings.data), name)
    assert asked.cases == [] and opened.cases[0].record.error == "The limit of 0 tokens is reached."


def test_own_cases_ask_the_library_that_is_open(newsroom: Any, tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "library", writer=WriterChoice.EMBEDDED)
    (tmp_path / "cases.jsonl").write_text(
        json.dumps({"id": "tram", "question": "What stopped the Pell tram?", "facts": ["swan"]}) + "\n"
    )
    with Newsroom.open(settings) as opened:
        opened.add_drafts([Draft("A swan stopped the Pell tram for an hour on Monday.", "Swan stops tram", "Mail")])
        name = run(opened, Order(("retrieval", "answers"), settings, cases_at(str(tmp_path / "cases.jsonl"))))
        made = open_run(runs_folder(settings.data), name)
        assert {one.record.suite: one.record.scores.get("Hits@4") for one in made.cases}["retrieval"] == 1.0
        assert len(opened.articles()) == 1


@pytest.mark.parametrize("path", ["", "  ", "/nowhere/at/all"])
def test_a_path_that_is_no_folder_is_refused(path: str) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        cases_at(path)


def test_a_file_of_another_name_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "mine.jsonl").write_text("{}")
    with pytest.raises(UsageError, match=r"is called cases\.jsonl"):
        cases_at(str(tmp_path / "mine.jsonl"))


def test_the_page_runs_what_is_chosen_and_opens_it(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    at = open_app(newsroom, "evaluation")
    at.button_group(key="evaluation-suites").set_value(["answers"])
    at.number_input(key="evaluation-limit").set_value(4)
    at.text_input(key="evaluation-name").set_value("short")
    at.button(key="evaluation-go").click().run()
    assert not at.exception
    assert at.query_params["run"] == "short"
    assert asked.cases == ["c0", "c1", "c2", "c3"]
    assert "4 cases · invented · embedded writer" in words(at)


def test_a_wrong_folder_is_said_beside_the_choices(newsroom: ScriptedNewsroom, asked: Asked) -> None:
    at = open_app(newsroom, "evaluation")
    at.segmented_control(key="evaluation-where").set_value("My own cases").run()
    at.text_input(key="evaluation-path").set_value("/nowhere/at/all")
    at.button(key="evaluation-go").click().run()
    assert "There is no folder '/nowhere/at/all' on this machine." in words(at)


def test_a_model_is_estimated_before_it_is_asked(tmp_path: Path, asked: Asked) -> None:
    settings = Settings(data=tmp_path, openai_base_url="http://localhost:9/v1")
    newsroom = ScriptedNewsroom(settings)
    at = open_app(newsroom, "evaluation")
    at.button_group(key="evaluation-suites").set_value(["answers"])
    at.number_input(key="evaluation-price-in").set_value(1.0)
    at.number_input(key="evaluation-price-out").set_value(4.0)
    at.number_input(key="evaluation-most-money").set_value(2.0)
    at.button(key="evaluation-go").click().run()
    assert asked.cases == []
    said = words(at)
    assert "About 6 calls of the model" in said and "tokens read" in said
    assert "in all. It stops at 2.00 of money." in said
    at.button(key="evaluation-run-it").click().run()
    assert asked.cases == [case.id for case in CASES]
    assert "model gpt-4.1-mini" in words(at)


def test_a_limit_of_money_needs_prices(tmp_path: Path, asked: Asked) -> None:
    newsroom = ScriptedNewsroom(Settings(data=tmp_path, openai_base_url="http://localhost:9/v1"))
    at = open_app(newsroom, "evaluation")
    at.number_input(key="evaluation-most-money").set_value(2.0)
    at.button(key="evaluation-go").click().run()
    assert "A limit of money needs both prices." in words(at)


def test_a_run_that_was_stopped_says_so_once(newsroom: ScriptedNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    work: Work[str] = Work(list)
    work.stop()
    monkeypatch.setitem(evaluation_running._UNDER_WAY, newsroom.settings.data, work.start())
    at = open_app(newsroom, "evaluation")
    assert "Stopped" in words(at) and "goes on from there" in words(at)
    assert under_way(newsroom.settings.data) is None
    assert "goes on from there" not in words(at.run())


def test_a_run_that_failed_says_why_and_can_be_started_again(
    newsroom: ScriptedNewsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> list[str]:
        raise PlumblineError("The suites could not be read.")

    work = Work(fails).start()
    work.news(0, 10)
    monkeypatch.setitem(evaluation_running._UNDER_WAY, newsroom.settings.data, work)
    at = open_app(newsroom, "evaluation")
    assert "The suites could not be read." in words(at)
    assert "Run all suites on the sample stories" in labels(at)


def test_only_one_run_goes_on_at_a_time(newsroom: ScriptedNewsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    going: Work[str] = Work(list)
    monkeypatch.setitem(evaluation_running._UNDER_WAY, newsroom.settings.data, going)
    assert start(newsroom, order(newsroom)) is going  # type: ignore[arg-type]
