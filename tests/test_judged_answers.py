"""With a judge set, an answer and a briefing say what it did, count its cost, and withhold what it finds wanting."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rag import Newsroom
from rag.datatypes import Judging, ProblemKind
from rag.errors import UsageError
from rag.render import Format, render_answer, render_briefing
from rag.settings import JudgeChoice, Settings, WriterChoice
from tests.conftest import SAMPLES
from tests.generate.provider import Provider, Recorded, scripted_provider

QUESTION = "What did Halvard shares do the day after the vote?"
CLAIM = {"claim": "The bridge at Fennick was shut on Wednesday, after engineers had found cracks.", "speaker": None}
TEXT = "The bridge at Fennick was shut on Wednesday after engineers found cracks, the mayor's office said."


def model(verdict: str) -> Callable[[Recorded], str]:
    """A model that writes one claim, repairs nothing, and judges as told."""

    def reply(request: Recorded) -> str:
        if "You judge whether" in request.system:
            return f"reason: P1 has it so.\nverdict: {verdict}"
        if "You correct one sentence" in request.system:
            return '{"refusal": "no"}'
        return json.dumps(CLAIM | {"cite": [{"p": "P1", "quote": "engineers found cracks"}], "topic": "headline"})

    return reply


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "fennick.txt").write_text(f"Bridge shut\n\n{TEXT}\n\nIt carries the road to Sorrel.")
    return tmp_path


def opened(library: Path, provider: Provider, **settings: object) -> Newsroom:
    newsroom = Newsroom.open(provider.settings(data=library / "data", judge=JudgeChoice.MODEL, **settings))
    newsroom.add([library / "fennick.txt"], outlet="Harbour Post")
    return newsroom


def test_an_answer_says_who_judged_and_what_it_cost(library: Path) -> None:
    with scripted_provider([model("supported")]) as provider, opened(library, provider) as newsroom:
        answer = newsroom.ask("Why was the bridge at Fennick shut?")
    assert [claim.text for claim in answer.claims] == [CLAIM["claim"]]
    assert answer.judge == Judging("scripted-1", 1, 0)
    assert set(answer.prompts) >= {"answer", "judge"}
    assert answer.usage.prompt_tokens == 240, "the writer's and the judge's"
    assert "1 judged by scripted-1" in " ".join(render_answer(answer, Format.TEXT).decode().split())


def test_what_the_judge_finds_wanting_is_left_out_of_an_answer_with_its_reason(library: Path) -> None:
    with scripted_provider([model("contradicted")]) as provider, opened(library, provider) as newsroom:
        answer = newsroom.ask("Why was the bridge at Fennick shut?")
    assert answer.claims == ()
    (left,) = answer.withheld
    assert [problem.kind for problem in left.problems] == [ProblemKind.SUPPORT]
    assert "P1 has it so." in left.problems[0].detail


def test_an_unreachable_judge_is_said_and_the_claim_is_shown(library: Path) -> None:
    with scripted_provider([model("what?")]) as provider, opened(library, provider) as newsroom:
        answer = newsroom.ask("Why was the bridge at Fennick shut?")
    assert len(answer.claims) == 1
    assert answer.judge == Judging("scripted-1", 1, 1)
    assert "1 of them without a verdict" in " ".join(render_answer(answer, Format.TEXT).decode().split())


def test_a_briefing_is_judged_as_well(library: Path) -> None:
    with scripted_provider([model("supported")]) as provider, opened(library, provider) as newsroom:
        briefing = newsroom.brief("Fennick bridge")
    assert briefing.judge == Judging("scripted-1", 1, 0)
    assert "1 judged by scripted-1" in render_briefing(briefing, Format.MD).decode()


def test_the_embedded_writers_own_sentences_are_proven_and_cost_nothing(library: Path) -> None:
    with scripted_provider([model("contradicted")]) as provider, opened(library, provider) as newsroom:
        answer = newsroom.ask("Why was the bridge at Fennick shut?", writer=WriterChoice.EMBEDDED)
    assert provider.requests == []
    assert answer.claims
    assert answer.judge == Judging("scripted-1", 0, 0)
    assert answer.usage.prompt_tokens is None


def test_without_a_judge_nothing_is_said_of_one(library: Path) -> None:
    with Newsroom.open(Settings(data=library / "data")) as newsroom:
        newsroom.add([SAMPLES])
        answer = newsroom.ask(QUESTION)
    assert answer.judge is None
    assert "judge" not in answer.prompts
    assert "judged" not in render_answer(answer, Format.TEXT).decode()


def test_a_judge_without_a_model_is_an_error_and_adding_still_works(library: Path) -> None:
    with Newsroom.open(Settings(data=library / "data", judge=JudgeChoice.MODEL)) as newsroom:
        assert newsroom.add([library / "fennick.txt"]).added == 1
        with pytest.raises(UsageError, match="no language model is configured"):
            newsroom.ask(QUESTION)
