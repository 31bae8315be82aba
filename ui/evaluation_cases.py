"""The cases of a run, worst first, and one of them opened: what was asked, expected and found, with its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, cast

import streamlit as st

from eval.records import Record
from eval.reports.page import Shown
from rag.datatypes import Article, Citation, Paragraph, ParagraphKind, Verdict
from rag.errors import NotFoundError
from ui.claims import Group, Line, show_claims
from ui.escape import plain
from ui.evaluation_figures import OUTCOMES, mount, number
from ui.evaluation_runs import Changed, Opened
from ui.frame import notice
from ui.pieces import Piece, marked
from ui.words import VERDICTS, Sign, count

if TYPE_CHECKING:
    from rag.newsroom import Newsroom

_SHOWN = 25
LOSING, FAILED, UNSCORED, ALL = "Losing", "Failed", "Unscored", "All"
_LOST = Sign("Loses", "unsupported", "bad")
_FAILED = Sign("Failed", "unsupported", "bad")
_FINE = Sign("Loses nothing", "verified", "good")
_EXPECTED = {
    "refused": "A refusal: the library does not hold the answer.",
    "false premise seen": "A word that the question takes for granted what the sources deny, a refusal, or the truth.",
    "true premise denied": "An answer, without a word against the premise: it is true.",
}

_OF_SUITE = {
    "briefings": "Every origin and every known fact told in plain words, each claim cited.",
    "comparison": "What differs between the reports named for what it is, and nothing else.",
    "stories": "The article put together with those that people put it with.",
    "checker": "True claims passed and false ones found.",
    "injection": "Nothing done that the article orders.",
    "cost": "Nothing: seconds and tokens are only measured.",
}


def show_cases(opened: Opened, suite: str | None) -> tuple[str, str] | None:
    """Draw the cases with a filter and a search; return the one that was clicked."""
    found = _sought([one for one in opened.cases if suite in (None, one.record.suite)])
    st.caption(f"{count(len(found), 'case')}, worst first" if found else "No case matches.")
    return _list([_row(one) for one in found], key="evaluation-cases")


def show_changed(changed: Sequence[Changed]) -> tuple[str, str] | None:
    """Draw the cases that two runs scored differently; return the one that was clicked."""
    return _list([_changed_row(one) for one in changed], key="evaluation-changed")


def _sought(cases: list[Shown]) -> list[Shown]:
    with st.container(horizontal=True, vertical_alignment="bottom", key="evaluation-filters"):
        kind = st.segmented_control(
            "Show", [LOSING, FAILED, UNSCORED, ALL], default=LOSING, required=True, key="evaluation-kind",
            label_visibility="collapsed", persist_state="session",
        )  # fmt: skip
        words = st.text_input(
            "Search the cases",
            key="evaluation-words",
            placeholder="Search the cases",
            label_visibility="collapsed",
            persist_state="session",
        )
    wanted = words.casefold().split()
    return [one for one in cases if _is(one, kind or LOSING) and (not wanted or _has(one.record, wanted))]


def _is(one: Shown, kind: str) -> bool:
    unscored = one.record.error is not None or None in one.record.scores.values()
    return {ALL: True, LOSING: one.badness > 0, FAILED: one.record.error is not None, UNSCORED: unscored}[kind]


def _has(record: Record, words: Sequence[str]) -> bool:
    detail = record.detail
    texts = [record.id, record.kind, detail.get("question") or "", *(one["text"] for one in detail.get("claims", []))]
    said = " ".join(texts).casefold()
    return all(word in said for word in words)


def _list(rows: list[dict[str, Any]], key: str) -> tuple[str, str] | None:
    state = f"{key}-shown"
    shown = st.session_state.get(state, _SHOWN)
    clicked = mount(key=key, data={"cases": rows[:shown]}, on_open_change=_nothing).open if rows else None
    if len(rows) > shown and st.button(f"Show {min(_SHOWN, len(rows) - shown)} more", key=f"{key}-more"):
        st.session_state[state] = shown + _SHOWN
        st.rerun()
    if isinstance(clicked, dict) and isinstance(clicked.get("suite"), str) and isinstance(clicked.get("id"), str):
        return clicked["suite"], clicked["id"]
    return None


def _nothing() -> None:
    """Stand in for a callback: naming one is what makes a component report its clicks."""


def _row(one: Shown) -> dict[str, Any]:
    sign = _FAILED if one.record.error else _LOST if one.badness > 0 else _FINE
    return _of(one.record, sign, one.record.error or ", ".join(one.lost))


def _changed_row(one: Changed) -> dict[str, Any]:
    sign = next(s for outcome, s in OUTCOMES.items() if outcome == _outcome(one))
    return _of(one.new, sign, moves_of(one))


def moves_of(one: Changed) -> str:
    """Say what moved in a case, before and now."""
    if one.new.error:
        return f"No longer scored: {one.new.error}"
    now = ["scored again"] if one.old.error else []
    return ", ".join([*now, *(f"{name} {_score(old)} \u2192 {_score(new)}" for name, old, new in one.moves)])


def _outcome(one: Changed) -> str:
    return "worse" if one.worsening > 0 else "better" if one.worsening < 0 else "tied"


def _of(record: Record, sign: Sign, lost: str) -> dict[str, Any]:
    where = " · ".join(part for part in (record.suite, record.kind.replace("_", " "), record.id) if part)
    return {
        "suite": record.suite,
        "id": record.id,
        "where": where,
        "question": title_of(record),
        "lost": lost,
        "sign": asdict(sign),
    }


def _score(value: float | None) -> str:
    return "not scored" if value is None else number(value)


def title_of(record: Record) -> str:
    """Return what a case is called: its question, else the first of its claims, else its name."""
    claims = record.detail.get("claims") or [{"text": ""}]  # The checker's cases have no question.
    return str(record.detail.get("question") or claims[0]["text"] or record.id)


def show_case(newsroom: Newsroom, record: Record, key: str, *, beside: bool = True) -> None:
    """Draw what a case expected, what was found, and the claims with the paragraphs they cite."""
    detail = record.detail
    if record.error:
        notice("bad", "This case could not be scored", record.error, key=f"{key}-failed")
    for problem in detail.get("problems", []):
        st.markdown(f":red[▲] {plain(str(problem))}")
    with st.container(key=f"{key}-expected"):
        st.markdown(f"**Expected.** {plain(_expected(record))}")
        st.markdown(f"**Found.** {plain(_found(record))}")
    lines = list(_lines(record))
    if lines:
        places = st.columns([1.1, 1], gap="large") if beside else [st.container(), st.container()]
        held = cast("Newsroom", CaseSources(newsroom, record))  # Only paragraphs and articles are asked of it.
        with places[0]:
            show_claims(held, [Group(tuple(lines))], key=f"{key}-claims")
        if beside:
            with places[1], st.container(key=f"beside-{key}"):
                mount(key=f"{key}-paragraphs", data={"paragraphs": list(_paragraphs(record))})
    withheld = detail.get("withheld") or []
    if withheld:
        with st.expander(f"Withheld ({len(withheld)})", key=f"{key}-withheld"):
            for text in withheld:
                st.markdown(plain(str(text)))
    scores = " · ".join(f"{name} {_score(value)}" for name, value in record.scores.items())
    st.caption(plain(scores))


def _expected(record: Record) -> str:
    wanted = list(dict.fromkeys(str(one) for one in record.detail.get("wanted") or []))
    said = next((text for name, text in _EXPECTED.items() if name in record.scores), "")
    facts = f"Any one of these words: {'; '.join(f'“{one}”' for one in wanted)}." if wanted else ""
    return " ".join(part for part in (said, facts) if part) or _OF_SUITE.get(record.suite, "Nothing is known.")


def _found(record: Record) -> str:
    detail = record.detail
    if record.error:
        return "Nothing."
    if not detail:
        return "Nothing that loses a point, or this run keeps scores only."
    refusal = f"A refusal: {detail['refusal']}" if detail.get("refusal") else ""
    claims = count(len(detail.get("claims") or []), "passage" if record.suite == "retrieval" else "claim")
    return " ".join(part for part in (refusal, f"{claims}.") if part)


def _lines(record: Record) -> Iterator[Line]:
    for number_, claim in enumerate(record.detail.get("claims") or []):
        verdict = Verdict(claim["verdict"]) if claim.get("verdict") in set(Verdict) else None
        problems = [("Problem", str(one)) for one in claim.get("problems") or []]
        if claim.get("exact") is False:
            problems.append(("Citation", "It leads nowhere, or to other words than it says."))
        citations = tuple(_citations(record, number_))
        yield Line(
            (Piece(_said(claim)),),
            citations,
            sign=VERDICTS[verdict] if verdict else None,
            problems=tuple(problems),
            verdict=verdict,
        )


def _said(claim: Mapping[str, Any]) -> str:
    text = str(claim["text"])
    return text[:1].upper() + text[1:]


def _citations(record: Record, claim: int) -> Iterator[Citation]:
    for place, source in enumerate(record.detail["claims"][claim].get("sources") or []):
        id, text = _id(source, claim, place), str(source.get("text") or "")
        start, end = _words_wanted(record, text)
        article = id.rsplit("-", 2)[0] if source.get("id") else id
        yield Citation(
            id, article, source.get("outlet", ""), source.get("title", ""), None, None, text[start:end], start, end
        )


def _id(source: Mapping[str, Any], claim: int, place: int) -> str:
    return str(source.get("id") or f"passage-{claim}-{place}")


def _words_wanted(record: Record, text: str) -> tuple[int, int]:
    """Return where a paragraph has the words that were expected, to mark them."""
    for wanted in record.detail.get("wanted") or []:
        start = text.casefold().find(str(wanted).casefold())
        if start >= 0 and len(text.casefold()) == len(text):
            return start, start + len(str(wanted))
    return 0, 0


def _paragraphs(record: Record) -> Iterator[dict[str, Any]]:
    """Yield the cited paragraphs, numbered as the chips are: by the order of first mention."""
    seen: set[str] = set()
    for claim, made in enumerate(record.detail.get("claims") or []):
        for place, source in enumerate(made.get("sources") or []):
            id, text = _id(source, claim, place), str(source.get("text") or "")
            if id not in seen:
                seen.add(id)
                parts = marked(text, *_words_wanted(record, text))
                yield {
                    "number": len(seen),
                    "outlet": source.get("outlet", ""),
                    "title": source.get("title", ""),
                    "date": "",
                    "parts": [asdict(part) for part in parts],
                }


class CaseSources:
    """The paragraphs of one case as articles: from the library where it holds them, else as the run has kept them."""

    def __init__(self, newsroom: Newsroom, *records: Record) -> None:
        self._newsroom, self._held = newsroom, dict[str, tuple[Article, Paragraph]]()
        for record in records:
            for number_, claim in enumerate(record.detail.get("claims") or []):
                for place, source in enumerate(claim.get("sources") or []):
                    self._keep(_id(source, number_, place), source)

    def _keep(self, id: str, source: Mapping[str, Any]) -> None:
        text = str(source.get("text") or "")
        number_ = int(id.rsplit("-", 1)[1]) if id.rsplit("-", 1)[-1].isdigit() else 1
        paragraph = Paragraph(id, number_, 0, len(text), ParagraphKind.BODY, text)
        outlet, title = str(source.get("outlet") or ""), str(source.get("title") or "")
        article = Article(id.rsplit("-", 2)[0], "", outlet, title, None, None, None, None, text, (paragraph,))
        self._held[id] = article, paragraph

    def paragraph(self, paragraph_id: str) -> tuple[Article, Paragraph]:
        """Find a paragraph."""
        try:
            return self._newsroom.paragraph(paragraph_id)
        except NotFoundError:
            if paragraph_id not in self._held:
                raise
            return self._held[paragraph_id]

    def article(self, article_id: str) -> Article:
        """Find an article in the library."""
        return self._newsroom.article(article_id)
