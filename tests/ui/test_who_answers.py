"""Who answers what, on the chat page: folded, cited, escaped, and absent where there is none."""

from __future__ import annotations

from rag.datatypes import GivenAnswer
from tests.ui.drive import ask, drawn, open_app, words
from tests.ui.fake import ScriptedNewsroom, answer, cite

THREE = GivenAnswer(
    "cracks in two of its nine arches",
    ("Ottery Post", "Lowland Wire"),
    1,
    (cite("post", 2, "cracks in two of its nine arches"), cite("wire", 1, "cracks in two of its nine arches")),
)
OTHER = GivenAnswer(
    "Cracks in three arches", ("Sedge Herald",), 1, (cite("herald", 1, "Cracks in three arches"),)
)  # fmt: skip
TITLE = "Who answers what: 2 answers from 3 outlets"


def asked(*answers: GivenAnswer) -> ScriptedNewsroom:
    newsroom = ScriptedNewsroom()
    newsroom.says = answer("What closed the bridge?", answers=answers)
    return newsroom


def test_the_answers_are_folded_under_a_plain_title() -> None:
    at = ask(open_app(asked(THREE, OTHER)), "What closed the bridge?")
    (folded,) = [box for box in at.expander if box.label == TITLE]
    assert not folded.proto.expanded


def test_each_answer_has_its_outlets_and_opens_at_its_own_words() -> None:
    at = ask(open_app(asked(THREE, OTHER)), "What closed the bridge?")
    mine = next(
        data for data in drawn(at, "claims") if data["groups"][0]["claims"][0]["parts"][0]["text"] == THREE.text
    )
    (group,) = mine["groups"]
    first, second = group["claims"]
    assert (first["lead"], first["notes"]) == ("Ottery Post and Lowland Wire (4 May 2026)", ["1 independent origin"])
    assert (second["lead"], second["notes"]) == ("Sedge Herald (6 May 2026)", [])
    assert len(first["refs"]) == 2
    for answer_line, given in ((first, THREE), (second, OTHER)):
        marked = [p["text"] for ref in answer_line["refs"] for p in mine["sources"][ref]["parts"] if p["mark"]]
        assert marked == [cited.quote for cited in given.citations]


def test_an_answer_without_any_has_no_such_box() -> None:
    assert "Who answers what" not in words(ask(open_app(asked()), "What closed the bridge?"))


def test_it_is_there_again_after_a_reload() -> None:
    newsroom = asked(THREE, OTHER)
    first = ask(open_app(newsroom), "What closed the bridge?")
    again = open_app(newsroom, chat=first.query_params["chat"])
    assert TITLE in words(again)
