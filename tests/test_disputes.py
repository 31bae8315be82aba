"""Sources that say opposite things without a figure: both are shown and neither is called right."""

from __future__ import annotations

import pytest

from rag import Newsroom
from rag.datatypes import RefusalReason
from tests.builders import draft

RESIGNED = "Mayor Ada Finch of Pell resigned on Monday over the bridge contract, two councillors said."
STAYED = "Mayor Ada Finch said on Tuesday that she had not resigned over the bridge contract and would stay."
ACCEPTED = "The tenants of Wick Lane accepted the offer of the landlord on Thursday after a long meeting."
REJECTED = "The tenants of Wick Lane rejected the offer of the landlord, their spokesman said on Thursday."
HOLM = "Ida Holm ordered the evacuation of the camp at Osier Beck on Friday night."
BRANDT = "The evacuation of the camp at Osier Beck was ordered by Karl Brandt, a ranger in the park said."
TUESDAY = "The sluice at Ebbing was opened on Tuesday 1 April 2031 to let the flood water through."
WEDNESDAY = "The sluice at Ebbing was opened on Wednesday 2 April 2031, and the flood water went down."
SOLD = "The trustees sold the Harrow organ to a collector in the spring."
UNSOLD = "The trustees denied that they had sold the Harrow organ, and said it was being mended."
FOUND = "The stolen bell of Saint Oda was found in a barn near Tarn."
FOUND_TOO = "The stolen bell of Saint Oda was found in a cellar at Quillmouth."
SAFE = "Engineers found that the weir at Lode is safe after the storm."
UNSAFE = "Engineers found that the weir at Lode is unsafe after the storm."
ALARMED = "The alarm at the Merrow tannery sounded before the fire broke out."
SILENT = "Workers said the alarm at the Merrow tannery never sounded before the fire broke out."


def library(newsroom: Newsroom, *texts: str) -> None:
    """Add each text as the article of an outlet of its own, a day apart."""
    outlets = ("Sedge Herald", "Tarn Observer", "Wick Post")
    newsroom.add_drafts(
        [
            draft(text, outlet=outlet, title=f"{outlet} on the matter", published=f"2031-04-0{day}")
            for day, (text, outlet) in enumerate(zip(texts, outlets, strict=False), start=2)
        ]
    )


@pytest.mark.parametrize(
    ("question", "texts", "words"),
    [
        ("Did Mayor Ada Finch resign over the bridge contract?", (RESIGNED, STAYED), ("yes", "no")),
        ("Is it true that Ada Finch resigned over the bridge contract?", (RESIGNED, STAYED), ("yes", "no")),
        ("did ada finch resign over the bridge contract?", (RESIGNED, STAYED), ("yes", "no")),
        ("Did the tenants of Wick Lane accept the offer?", (ACCEPTED, REJECTED), ("yes", "no")),
        ("Was the offer to the Wick Lane tenants accepted or rejected?", (ACCEPTED, REJECTED), ("yes", "no")),
        ("Did the Wick Lane tenants accept the offer? Who is right?", (ACCEPTED, REJECTED), ("yes", "no")),
        ("Who exactly ordered the evacuation of the camp at Osier Beck?", (HOLM, BRANDT), ("Ida Holm", "Karl Brandt")),
        ("When exactly was the sluice at Ebbing opened?", (TUESDAY, WEDNESDAY), ("1 April 2031", "2 April 2031")),
        ("On what exact day was the Ebbing sluice opened?", (TUESDAY, WEDNESDAY), ("1 April 2031", "2 April 2031")),
        ("Did the trustees sell the Harrow organ?", (SOLD, UNSOLD), ("yes", "no")),
        ("Where exactly was the stolen bell of Saint Oda found?", (FOUND, FOUND_TOO), ("Tarn", "Quillmouth")),
        ("Is the weir at Lode safe?", (SAFE, UNSAFE), ("yes", "no")),
        ("Did the alarm at the Merrow tannery sound before the fire?", (ALARMED, SILENT), ("yes", "no")),
    ],
)
def test_what_sources_say_against_each_other_is_named_and_both_are_shown(
    newsroom: Newsroom, question: str, texts: tuple[str, ...], words: tuple[str, ...]
) -> None:
    library(newsroom, *texts)
    answer = newsroom.ask(question)
    assert answer.refusal is not None
    assert answer.refusal.reason is RefusalReason.SOURCES_CONFLICT
    for part in (*words, "Sedge Herald, 2 April 2031", "Tarn Observer, 3 April 2031"):
        assert part in answer.refusal.message
    assert {c.outlet for claim in answer.claims for c in claim.citations} == {"Sedge Herald", "Tarn Observer"}


@pytest.mark.parametrize(
    ("question", "texts"),
    [
        ("Did Mayor Ada Finch resign over the bridge contract?", (RESIGNED, RESIGNED.replace("two", "three"))),
        ("What did Mayor Ada Finch say about the bridge contract?", (RESIGNED, STAYED)),
        ("what did mayor ada finch say about the bridge contract", (RESIGNED, STAYED)),
        ("Why did Mayor Ada Finch resign over the bridge contract?", (STAYED, STAYED.replace("would", "will"))),
        (
            "Did Mayor Ada Finch resign over the bridge contract?",
            ("Mayor Ada Finch has not resigned over the bridge contract yet, her office said.", RESIGNED),
        ),
        (
            "Did Mayor Ada Finch resign over the bridge contract?",
            ("Mayor Ada Finch may have resigned over the bridge contract, a blog said.", STAYED),
        ),
        ("Did the tenants of Wick Lane accept the offer?", (ACCEPTED, "The tenants of Pond Row rejected an offer.")),
        ("Who ordered the evacuation of the camp at Osier Beck?", (HOLM, BRANDT)),
        (
            "Who exactly ordered the evacuation of the camp at Osier Beck?",
            (HOLM, "The evacuation of the camp at Osier Beck was ordered by Holm, the head ranger."),
        ),
        (
            "Who exactly ordered the evacuation of the camp at Osier Beck?",
            (HOLM, "The evacuation of the camp at Osier Beck was ordered too late, Karl Brandt said."),
        ),
        ("When was the sluice at Ebbing opened?", (TUESDAY, WEDNESDAY)),
        (
            "When exactly was the sluice at Ebbing opened?",
            (TUESDAY, "The sluice at Ebbing was opened on the first Tuesday of the month, 1 April 2031."),
        ),
        ("Did the trustees sell the Harrow organ?", (SOLD, "The trustees denied that they had sold the Harrow bells.")),
        ("Was the weir at Lode or the sluice opened?", (SAFE, UNSAFE)),
    ],
)
def test_what_agrees_or_came_later_or_was_not_asked_for_certain_is_no_dispute(
    newsroom: Newsroom, question: str, texts: tuple[str, ...]
) -> None:
    library(newsroom, *texts)
    refusal = newsroom.ask(question).refusal
    assert refusal is None or refusal.reason is not RefusalReason.SOURCES_CONFLICT


@pytest.mark.parametrize(
    "question",
    [
        "Did Hallow County Council approve the Corrow mine?",
        "Was the alarm at the Oldbeck works cancelled?",
        "Is Brackwater Mutual closed?",
        "Were the breath tests of both masters negative?",
    ],
)
def test_what_one_side_says_alone_is_answered(samples: Newsroom, question: str) -> None:
    answer = samples.ask(question)
    assert answer.refusal is None
    assert answer.claims
