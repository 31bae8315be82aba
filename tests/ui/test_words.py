"""Every state has words, and shapes tell apart what must be told apart without colour."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import pytest

from rag.datatypes import (
    DraftVerdict,
    FigureKind,
    ParagraphKind,
    PremiseStatus,
    ProblemKind,
    RefusalReason,
    Stance,
    Status,
    Verdict,
)
from ui.components import HERE
from ui.words import (
    DRAFT_VERDICTS,
    FIGURES,
    KINDS,
    PREMISES,
    PROBLEMS,
    REFUSALS,
    STANCES,
    STATUSES,
    VERDICTS,
    Sign,
    count,
    listed,
)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (DraftVerdict, DRAFT_VERDICTS),
        (FigureKind, FIGURES),
        (ParagraphKind, KINDS),
        (PremiseStatus, PREMISES),
        (ProblemKind, PROBLEMS),
        (RefusalReason, REFUSALS),
        (Stance, STANCES),
        (Status, STATUSES),
        (Verdict, VERDICTS),
    ],
)
def test_every_member_has_words(kinds: type[StrEnum], words: Mapping[Any, Any]) -> None:
    assert set(kinds) <= set(words)


@pytest.mark.parametrize("signs", [DRAFT_VERDICTS, STANCES, STATUSES, VERDICTS])
def test_no_two_meanings_share_a_shape(signs: Mapping[Any, Sign]) -> None:
    assert len({sign.shape for sign in signs.values()}) == len(signs)


@pytest.mark.parametrize(
    "sign", [*DRAFT_VERDICTS.values(), *FIGURES.values(), *STANCES.values(), *STATUSES.values(), *VERDICTS.values()]
)
def test_every_shape_and_tone_is_drawn(sign: Sign) -> None:
    assert f"  {sign.shape}:" in (HERE / "draw.js").read_text(encoding="utf-8")
    assert f".{sign.tone} " in (HERE / "draw.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_are_listed_in_words(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_counts_agree_with_their_noun() -> None:
    assert [count(n, "outlet") for n in (0, 1, 1200)] == ["0 outlets", "1 outlet", "1,200 outlets"]


@pytest.mark.parametrize("script", ["draw.js", "draft.js", "claims.js", "matrix.js", "source.js"])
def test_no_script_makes_markup_out_of_data(script: str) -> None:
    text = (HERE / script).read_text(encoding="utf-8")
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "createContextualFragment"):
        assert way not in text
