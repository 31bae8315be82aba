"""An answer on the page: what it rests on, its claims or its refusal, and folded under it how it came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from rag.datatypes import Answer, Claim, GivenAnswer, Judging, Passage, Refusal, Relating, Usage
from rag.render import answers_title, coverage_line, readable_date
from rag.render.compose import judged_line, related_line
from rag.render.document import outlet_name
from ui.claims import Group, groups_of, line_of, line_of_answer, show_claims
from ui.desk import Desk
from ui.escape import plain
from ui.frame import notice
from ui.words import PREMISES, REFUSALS, count

_WRITER_NAMES = {"embedded": "Embedded writer", "model": "Language model"}


def show_answer(desk: Desk, answer: Answer, key: str) -> None:
    """Draw a finished answer."""
    coverage = coverage_line(answer)
    if coverage:
        st.caption(plain(coverage))
    if answer.premise is not None:
        notice("wait", PREMISES[answer.premise.status], answer.premise.message, key=f"premise-{key}")
    if answer.refusal is not None:
        show_refusal(answer.refusal, key=key)
    if answer.claims:
        origins = {passage.article_id: passage.origin for passage in answer.passages}
        show_claims(desk.newsroom, groups_of(answer.claims, origins), key=f"claims-{key}")
    with st.container(key=f"folded-{key}"):
        _who_answers(desk, answer.answers, key=key)
        show_withheld(desk, answer.withheld, key=key)
        _passages(answer.passages)
        made(answer.writer, answer.prompts, answer.usage, answer.judge)


def show_refusal(refusal: Refusal, *, key: str) -> None:
    """Draw a refusal: what it is called, why, and what the reader can do."""
    notice("calm", REFUSALS[refusal.reason], refusal.message, key=f"refusal-{key}")


def show_withheld(desk: Desk, claims: Sequence[Claim], *, key: str) -> None:
    """Draw, folded, the sentences that failed a check, each with its reason."""
    if not claims:
        return
    with st.expander(f"Left out, and why ({len(claims)})", type="compact"):
        lines = tuple(line_of(claim) for claim in claims)
        show_claims(desk.newsroom, (Group(lines),), key=f"withheld-{key}", quiet=True)


def _who_answers(desk: Desk, answers: Sequence[GivenAnswer], *, key: str) -> None:
    """Draw, folded, which outlets give the same answer."""
    if not answers:
        return
    with st.expander(answers_title(answers), type="compact"):
        show_claims(desk.newsroom, (Group(tuple(map(line_of_answer, answers))),), key=f"answers-{key}", quiet=True)


def _passages(passages: Sequence[Passage]) -> None:
    if not passages:
        return
    with st.expander(f"Passages read ({len(passages)})", type="compact"):
        for passage in passages:
            numbers = ", ".join(str(paragraph.number) for paragraph in passage.paragraphs)
            st.caption(
                f"**{plain(outlet_name(passage.outlet))}**, {plain(readable_date(passage.published))}. "
                f"{plain(passage.title)}, {'paragraph' if len(passage.paragraphs) == 1 else 'paragraphs'} {numbers}"
            )
            for paragraph in passage.paragraphs:
                st.markdown(plain(paragraph.text))


def made(
    writer: str, prompts: Mapping[str, str], usage: Usage, judging: Judging | None, relating: Relating | None = None
) -> None:
    """Draw, folded, how a piece was made: writer, model, prompts, time and tokens."""
    facts = [("Writer", _WRITER_NAMES.get(writer, writer))]
    if usage.model:
        facts.append(("Model", usage.model))
    facts += [(f"Prompt “{name}”", f"version {version}") for name, version in prompts.items()]
    facts.append(("Time", f"{usage.seconds:.1f} s"))
    if usage.prompt_tokens is not None or usage.completion_tokens is not None:
        facts.append(("Read", count(usage.prompt_tokens or 0, "token")))
        facts.append(("Written", count(usage.completion_tokens or 0, "token")))
    if judging:
        facts.append(("Judge", judged_line(judging)))
    if relating:
        facts.append(("Comparison", related_line(relating)))
    with st.expander("How this was made", type="compact"):
        st.markdown("  \n".join(f"{plain(name)}: {plain(value)}" for name, value in facts))
