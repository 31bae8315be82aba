"""What changed, on the briefing page: the choice of the time, and what is new, revised and withdrawn."""

from __future__ import annotations

from datetime import date

from streamlit.testing.v1 import AppTest

from rag.errors import NotFoundError
from tests.ui.drive import drawn, open_app, words
from tests.ui.fake import CLOSED, COST, ESTIMATE, ScriptedNewsroom

MORNING = "2026-05-05T08:30:00.000000+00:00"


def changed(newsroom: ScriptedNewsroom, **params: str) -> AppTest:
    newsroom.briefed = newsroom.briefed or MORNING
    return open_app(newsroom, "briefing", story="s1", read="What changed", **params)


def test_what_changed_since_the_last_briefing_is_read_without_making_another() -> None:
    newsroom = ScriptedNewsroom()
    at = changed(newsroom)
    assert [name for name, _ in newsroom.calls] == ["changes"]
    assert newsroom.calls[0][1] == {"topic": None, "story": "s1", "since": MORNING}
    assert "What changed since 5 May 2026, 08:30 UTC" in words(at)
    assert "1 new article, 1 updated article" in words(at)
    assert "1 sentence new, 1 revised, 1 taken out" in words(at)


def test_new_revised_and_withdrawn_claims_stand_under_their_words() -> None:
    groups = drawn(changed(ScriptedNewsroom()), "claims")[0]["groups"]
    assert [group["heading"] for group in groups] == ["Revised", "Withdrawn", "New"]
    assert [group["sign"] and group["sign"]["label"] for group in groups] == [
        "Revised over time", "No article held states this any more", None,
    ]  # fmt: skip
    told = ["".join(part["text"] for part in line["parts"]) for group in groups for line in group["claims"]]
    assert told == [COST.text, ESTIMATE.text, "Nobody was ever in danger.", CLOSED.text]


def test_a_revision_shows_both_sides_with_values_and_days() -> None:
    before, after = drawn(changed(ScriptedNewsroom()), "claims")[0]["groups"][0]["claims"]
    assert before["lead"] == "Before: Ottery Post"
    assert after["lead"] == "Now: Sedge Herald"
    assert before["notes"][0] == "$3 million, as of 4 May 2026 (Ottery Post)"
    assert after["notes"][0] == "$5 million, as of 6 May 2026 (Sedge Herald)"


def test_a_withdrawn_claim_is_struck_and_says_so_in_words() -> None:
    groups = drawn(changed(ScriptedNewsroom()), "claims")[0]["groups"]
    (line,) = groups[1]["claims"]
    assert line["struck"]
    assert line["lead"] == "Taken out by Ottery Post"
    assert not any(line["struck"] for group in groups[::2] for line in group["claims"])


def test_nothing_changed_is_said_as_such() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.differs = False
    at = changed(newsroom)
    assert "No article was added or updated since 5 May 2026" in words(at)
    assert len(drawn(at, "claims")) == 1
    assert "Left out, and why (1)" in words(at)


def test_without_an_earlier_briefing_another_time_is_asked_for() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "briefing", story="s1", read="What changed")
    assert "There is no earlier briefing" in words(at)
    assert newsroom.calls == []
    at.session_state["since"] = "A date"
    at.run()
    at.date_input(key="day").set_value(date(2026, 5, 4)).run()
    assert newsroom.calls[0][1]["since"] == "2026-05-04"


def test_a_first_visit_is_said_to_be_one() -> None:
    at = changed(ScriptedNewsroom(), since="Last visit")
    assert "This is your first visit" in words(at)


def test_the_whole_briefing_does_not_move_the_time_that_is_compared_with() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.briefed = MORNING
    at = open_app(newsroom, "briefing", story="s1")
    newsroom.briefed = "2026-05-07T07:00:00.000000+00:00"
    at.session_state["read"] = "What changed"
    at.run()
    assert newsroom.calls[-1][1]["since"] == MORNING


def test_a_failure_says_what_can_be_done() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = NotFoundError("There is no story 's1'.", hint="It was removed.")
    assert "There is no story 's1'." in words(changed(newsroom))
