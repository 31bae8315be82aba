"""Refusals that leave claims standing, and those that say why there is nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from rag import Newsroom
from rag.datatypes import Answer, Filters, RefusalReason
from rag.refusals import asks_for_one_answer, days_meant
from rag.render import render_answer
from tests.builders import draft


def reason(answer: Answer) -> RefusalReason | None:
    return answer.refusal.reason if answer.refusal else None


def message(answer: Answer) -> str:
    assert answer.refusal is not None
    return answer.refusal.message


def outlets(answer: Answer) -> set[str]:
    return {cited.outlet for claim in answer.claims for cited in claim.citations}


@pytest.mark.parametrize(
    ("question", "named", "others"),
    [
        ("Is it confirmed that the harbour radar was out of service?", "Saltmarsh Courier", ()),
        ("Do several outlets independently report that the radar was out?", "Saltmarsh Courier", ()),
        ("Who else reports that Quennell & Rowe refused to sign the accounts?", "Exchange Ledger", ()),
        ("Is there independent confirmation that an alarm sounded at Oldbeck?", "Varholt Standard", ()),
        (
            "Has it been confirmed that 41 people were taken to hospital?",
            "Meridian Wire",
            ("Exchange Ledger", "Hallow Valley Gazette"),
        ),
    ],
)
def test_what_one_origin_reports_is_given_and_said_to_be_uncorroborated(
    samples: Newsroom, question: str, named: str, others: tuple[str, ...]
) -> None:
    answer = samples.ask(question)
    assert reason(answer) is RefusalReason.ONE_ORIGIN
    assert all(outlet in message(answer) for outlet in (named, *others))
    assert "202" in message(answer)
    assert answer.claims
    assert outlets(answer) <= {named, *others}
    assert message(answer) in render_answer(answer, "text").decode().replace("\n", " ")


@pytest.mark.parametrize(
    "question",
    [
        "Is it confirmed that Hallow County Council approved the mine?",
        "Do several outlets report that people were killed when the ferry and the dredger collided?",
        "Who else reports that the dredger had been told to hold at the fairway buoy?",
        "Is it confirmed that all six filters were running?",
        "How many outlets report that Tarnwick was told to boil water?",
    ],
)
def test_what_several_origins_report_is_answered(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question)
    assert reason(answer) is None
    assert answer.claims


def test_a_misspelt_question_is_refused_with_the_one_that_the_articles_answer(samples: Newsroom) -> None:
    answer = samples.ask("who comanded teh fery Mash Hiron?")
    assert reason(answer) is RefusalReason.NO_SOURCE
    assert answer.refusal is not None
    assert "“who commanded the ferry Marsh Heron?”" in answer.refusal.message


def test_what_nobody_reports_has_no_source_rather_than_one_origin(samples: Newsroom) -> None:
    assert reason(samples.ask("Is it confirmed that a comet hit the observatory?")) is RefusalReason.NO_SOURCE


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("What is the exact number of people on board the Marsh Heron?", {"208", "221"}),
        ("Which figure for the jobs at the mine is right?", {"640", "410"}),
        ("How many jobs will the Corrow mine create? Who is right?", {"640", "410"}),
    ],
)
def test_one_answer_is_refused_where_the_figures_conflict_and_each_is_given(
    samples: Newsroom, question: str, values: set[str]
) -> None:
    answer = samples.ask(question)
    assert reason(answer) is RefusalReason.SOURCES_CONFLICT
    assert all(value in message(answer) for value in values)
    assert "2026" in message(answer) or "2025" in message(answer)
    cited = " ".join(c.quote for claim in answer.claims for c in claim.citations)
    assert all(value in cited for value in values)
    assert outlets(answer) <= {word for word in outlets(answer) if word in message(answer)}


@pytest.mark.parametrize(
    "question",
    [
        "How many people were on board the Marsh Heron?",
        "What is the exact death toll of the ferry collision?",
        "Exactly how many people signed the petition against the mine?",
    ],
)
def test_what_was_revised_or_rounded_or_not_asked_to_be_one_is_answered(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question)
    assert reason(answer) is None
    assert answer.claims


@pytest.mark.parametrize("question", ["What happened to the ferry yesterday?", "Who was arrested last week?"])
def test_days_counted_from_today_are_outside_an_old_library(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question)
    assert (reason(answer), answer.claims) == (RefusalReason.OUT_OF_DATES, ())


def test_days_counted_from_today_are_answered_from_articles_of_those_days(newsroom: Newsroom) -> None:
    yesterday = (date.today() - timedelta(days=1)).isoformat()
    newsroom.add_drafts([draft("The lock at Ebbing was shut for 14 hours on Tuesday.", published=yesterday)])
    assert newsroom.ask("How long was the lock at Ebbing shut yesterday?").claims


def test_an_outlet_that_is_not_held_is_named_also_beside_dates(samples: Newsroom) -> None:
    answer = samples.ask("What happened?", filters=Filters(outlets=("No Such Post",), since="2026-01-01"))
    assert reason(answer) is RefusalReason.NO_SOURCE
    assert "No Such Post" in message(answer)


def test_one_held_outlet_among_the_limits_is_searched(samples: Newsroom) -> None:
    filters = Filters(outlets=("No Such Post", "Meridian Wire"))
    assert outlets(samples.ask("How many people were on board the Marsh Heron?", filters=filters)) == {"Meridian Wire"}


def test_an_empty_library_says_so_whatever_is_asked(newsroom: Newsroom) -> None:
    for question in ("Is it confirmed that the lock was shut?", "What is the exact toll?", "What happened yesterday?"):
        answer = newsroom.ask(question)
        assert reason(answer) is RefusalReason.NO_SOURCE
        assert "empty" in message(answer)


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("Which figure is right?", True),
        ("Which of the two is correct?", False),
        ("What is the true number of dead?", True),
        ("What was the final result of the vote?", True),
        ("Exactly how many were hurt?", True),
        ("Who is telling the truth about the dredger?", True),
        ("How many were hurt?", False),
        ("Is the mayor right to resign?", False),
        ("What is the right of way at the lock?", False),
    ],
)
def test_asking_for_one_answer_is_read_from_the_words(question: str, one: bool) -> None:
    assert asks_for_one_answer(question) is one


def test_a_long_question_means_its_articles_days_not_todays() -> None:
    assert days_meant("What did the minister say last week?") != ()
    assert (
        days_meant("Does the article say that what the minister promised last week to the people of Pell was kept?")
        == ()
    )
