"""The few claims that are worth most together."""

from __future__ import annotations

from rag.datatypes import DraftClaim
from rag.generate.bottomline import worth_most
from rag.generate.salience import Salience
from tests.generate.answering import story

SALIENCE = Salience.of(
    [
        story("Sedge Herald", "Two barges struck the lower lock at Ebbing on Tuesday and 12 people were hurt."),
        story(
            "Moor Post", "The lower lock at Ebbing was struck by two barges. The canal trust shut it for nine hours."
        ),
    ]
)
NEWS = DraftClaim("Two barges struck the lower lock at Ebbing on Tuesday and 12 people were hurt.", ())
AGAIN = DraftClaim("The lower lock at Ebbing was struck by two barges on Tuesday, and 12 people were hurt there.", ())
MORE = DraftClaim("The canal trust shut it for nine hours and says that the gate will be mended by the end of May.", ())
SHORT = DraftClaim("The trust shut it.", ())
ASIDE = DraftClaim("A heron, glittering and immensely bored, gazed sleepily over dandelions in somebody's meadow.", ())


def chosen(*drafts: DraftClaim, words: int = 90, calm: float = 0.0, **more: object) -> list[DraftClaim]:
    return worth_most(drafts, SALIENCE, {}, words=words, calm=calm, **more)  # type: ignore[arg-type]


def test_what_is_worth_most_comes_first_in_whatever_order_it_is_given() -> None:
    assert chosen(ASIDE, MORE, NEWS)[0] == NEWS
    assert chosen(NEWS, ASIDE, MORE) == chosen(MORE, NEWS, ASIDE)


def test_two_sentences_about_one_thing_have_no_room() -> None:
    assert not {NEWS.text, AGAIN.text} <= {draft.text for draft in chosen(NEWS, AGAIN, MORE, least=3)}


def test_a_sentence_that_adds_nothing_is_left_out_unless_two_are_asked_for() -> None:
    assert chosen(NEWS, ASIDE, calm=0.02) == [NEWS]
    assert chosen(NEWS, ASIDE, calm=0.02, least=2) == [NEWS, ASIDE]


def test_the_words_are_kept_to_and_only_the_first_may_be_longer() -> None:
    assert chosen(NEWS, MORE, words=5, least=2) == [NEWS]
    assert chosen(NEWS, MORE, words=40, least=2) == [NEWS, MORE]


def test_a_very_short_sentence_never_comes_second() -> None:
    assert SHORT not in chosen(NEWS, SHORT, least=2)
    assert chosen(SHORT) == [SHORT]


def test_what_has_to_come_first_does() -> None:
    assert chosen(NEWS, MORE, first=[MORE])[0] == MORE


def test_nothing_is_chosen_from_nothing() -> None:
    assert chosen() == []
