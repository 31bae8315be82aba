"""The chat page: asking, following up, limits, reloads, refusals, failures."""

from __future__ import annotations

import datetime

import pytest
from pydantic import SecretStr

from rag.datatypes import Answer, Claim, Filters, Premise, PremiseStatus, Refusal, RefusalReason
from rag.errors import LibraryError, LibraryLockedError, ModelUnreachableError
from rag.settings import WriterChoice
from tests.ui.drive import ask, claims, drawn, labels, open_app, words
from tests.ui.fake import CLOSED, COST, ESTIMATE, ScriptedNewsroom, answer
from ui.asking import Asking
from ui.source import Opened
from ui.words import PREMISES, REFUSALS
from ui.work import Work


def test_an_answer_shows_its_claims_and_what_they_rest_on() -> None:
    at = ask(open_app(ScriptedNewsroom()), "What closed the bridge?")
    assert claims(at) == [CLOSED.text, COST.text, ESTIMATE.text]
    assert "3 outlets, 2 independent origins, 4 to 6 May 2026" in words(at)


def test_claims_of_one_topic_stand_together_with_outlet_and_speaker_in_words() -> None:
    groups = drawn(ask(open_app(ScriptedNewsroom()), "What will it cost?"), "claims")[0]["groups"]
    assert [(group["heading"], len(group["claims"])) for group in groups] == [("Closure", 1), ("Cost", 2)]
    assert groups[1]["claims"][0]["lead"] == "Ottery Post"
    assert groups[1]["claims"][0]["notes"] == ["attributed to Paul Denholm"]


def test_outlets_with_one_copy_are_not_shown_as_several_sources() -> None:
    first = drawn(ask(open_app(ScriptedNewsroom()), "What closed the bridge?"), "claims")[0]["groups"][0]["claims"][0]
    assert (first["lead"], first["notes"]) == ("Ottery Post and Lowland Wire", ["1 independent origin"])


def test_what_failed_a_check_is_folded_away_with_its_reason_and_never_among_the_findings() -> None:
    at = ask(open_app(ScriptedNewsroom()), "How long will it take?")
    assert "The repairs will take six months." not in claims(at, 0)
    assert "Left out, and why (1)" in words(at)
    left_out = drawn(at, "claims")[1]["groups"][0]["claims"][0]
    assert left_out["problems"][0]["label"] == "Figure not in the source"
    assert left_out["problems"][0]["detail"] == "The source says four months, not six."


def test_the_address_names_the_conversation_and_a_reload_shows_it_again() -> None:
    newsroom = ScriptedNewsroom()
    first = ask(open_app(newsroom), "What closed the bridge?")
    name = first.query_params["chat"]
    again = open_app(newsroom, chat=name)
    assert claims(again) == [CLOSED.text, COST.text, ESTIMATE.text]
    assert "What closed the bridge?" in words(again)
    assert len([call for call in newsroom.calls if call[0] == "ask"]) == 1


def test_a_follow_up_carries_the_earlier_question_and_the_text_of_its_claims() -> None:
    newsroom = ScriptedNewsroom()
    ask(ask(open_app(newsroom), "What closed the bridge?"), "And the cost?")
    (turn,) = newsroom.calls[-1][1]["history"]
    assert turn.question == "What closed the bridge?"
    assert turn.answer == f"{CLOSED.text} {COST.text} {ESTIMATE.text}"


def test_limits_are_passed_on() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom)
    at.multiselect(key="limit-outlets").select("Sedge Herald")
    at.date_input(key="limit-dates").set_value([datetime.date(2026, 5, 4), datetime.date(2026, 5, 6)])
    at.selectbox(key="limit-story").set_value("s1")
    ask(at.run(), "What will it cost?")
    assert newsroom.calls[-1][1]["filters"] == Filters(("Sedge Herald",), "2026-05-04", "2026-05-06", "s1")


def test_limits_can_be_lifted_together() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom)
    at.multiselect(key="limit-outlets").select("Sedge Herald").run()
    ask(at.button(key="lift-limits").click().run(), "What will it cost?")
    assert newsroom.calls[-1][1]["filters"] == Filters()


@pytest.mark.parametrize("reason", list(RefusalReason))
def test_a_refusal_is_named_and_says_why(reason: RefusalReason) -> None:
    newsroom = ScriptedNewsroom()
    newsroom.says = answer("?", claims=(), withheld=(), refusal=Refusal(reason, "No article names a ferry."))
    shown = words(ask(open_app(newsroom), "Where is the ferry?"))
    assert "No article names a ferry." in shown
    assert REFUSALS[reason] in shown


@pytest.mark.parametrize("status", list(PremiseStatus))
def test_a_false_premise_is_named_above_the_claims(status: PremiseStatus) -> None:
    newsroom = ScriptedNewsroom()
    newsroom.says = answer("?", premise=Premise("the bridge fell", status, "The question takes a fall for granted."))
    shown = words(ask(open_app(newsroom), "Why did the bridge fall?"))
    assert PREMISES[status] in shown
    assert "The question takes a fall for granted." in shown


def test_a_model_failure_is_shown_with_its_hint_and_never_answered_by_another_writer_unasked() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = ModelUnreachableError("The model at bench:1 does not answer.", hint="Start it, then try again.")
    at = ask(open_app(newsroom), "What closed the bridge?")
    assert "The model at bench:1 does not answer." in words(at)
    assert "Start it, then try again." in words(at)
    assert [call[1]["writer"] for call in newsroom.calls] == [None]
    assert newsroom.turns == {}


def test_after_a_model_failure_the_reader_may_choose_the_embedded_writer() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = ModelUnreachableError("No answer.")
    at = ask(open_app(newsroom), "What closed the bridge?")
    at.button(key="ask-embedded").click().run()
    assert newsroom.calls[-1][1]["writer"] is WriterChoice.EMBEDDED
    assert claims(at) == [CLOSED.text, COST.text, ESTIMATE.text]
    assert "No answer." not in words(at)


def test_claims_that_came_before_a_failure_stay_on_the_page() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.error = ModelUnreachableError("No answer.")
    assert claims(ask(open_app(newsroom), "What closed the bridge?")) == [CLOSED.text]


def test_a_stopped_answer_keeps_the_sentences_that_were_checked_and_can_be_asked_again() -> None:
    newsroom = ScriptedNewsroom()
    work: Work[Claim | Answer] = Work(lambda: iter([CLOSED]))
    work.start().news(0, 10)
    work.stop()
    at = open_app(newsroom)
    at.session_state["asking"] = Asking("c1", "What closed the bridge?", Filters(), (), work)
    at.query_params["chat"] = "c1"
    at.run()
    assert claims(at) == [CLOSED.text]
    assert "Stopped" in words(at)
    at.button(key="ask-again").click().run()
    assert claims(at) == [CLOSED.text, COST.text, ESTIMATE.text]
    assert list(newsroom.turns) == ["c1"]


def test_a_locked_library_is_said_at_once_and_the_page_stays_usable() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.locked = True
    at = open_app(newsroom)
    assert "Another program has this library open. Close it, or wait for it." in words(at)
    newsroom.error = LibraryLockedError("Process 77 has the index.", hint="Wait for it to end.")
    shown = ask(at, "What closed the bridge?")
    assert "Process 77 has the index." in words(shown)
    assert "Try again" in labels(shown)


def test_a_library_that_cannot_be_used_is_said_with_its_hint() -> None:
    class Broken(ScriptedNewsroom):
        def refresh(self) -> int:
            raise LibraryError("The folder cannot be written.", hint="Check its permissions.")

    shown = words(open_app(Broken()))
    assert "The folder cannot be written." in shown
    assert "Check its permissions." in shown


def test_a_conversation_is_deleted_only_after_confirmation() -> None:
    newsroom = ScriptedNewsroom()
    at = ask(open_app(newsroom), "What closed the bridge?")
    at.button(key="delete-chat").click().run()
    assert len(newsroom.turns) == 1
    at.button(key="delete-yes").click().run()
    assert newsroom.turns == {}
    assert "chat" not in at.query_params


def test_an_unknown_conversation_is_said_to_be_gone() -> None:
    assert "This conversation is not kept here" in words(open_app(ScriptedNewsroom(), chat="nowhere"))


def test_a_new_conversation_starts_empty_and_the_old_one_is_listed() -> None:
    newsroom = ScriptedNewsroom()
    at = ask(open_app(newsroom), "What closed the bridge?")
    at.button(key="new-chat").click().run()
    assert drawn(at, "claims") == []
    assert "What closed the bridge?" in labels(at)
    ask(at, "And the cost?")
    assert newsroom.calls[-1][1]["history"] == ()


def test_an_opened_source_shows_the_article_with_the_quoted_words_marked() -> None:
    at = open_app(ScriptedNewsroom())
    at.session_state["source"] = Opened(paragraph="post-v1-2", start=70, end=76)
    (pane,) = drawn(at.run(), "source")
    marks = [part["text"] for entry in pane["paragraphs"] for part in entry["parts"] if part["mark"]]
    assert marks == [CLOSED.citations[0].quote[:6]]
    assert [entry["current"] for entry in pane["paragraphs"]] == [False, True, False, False]
    assert pane["paragraphs"][0]["label"] == "Byline"


def test_the_model_named_in_the_settings_is_asked_and_its_key_is_not_shown() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom)
    at.text_input(key="model-url").set_value("http://localhost:9/v1")
    at.text_input(key="model-key").set_value("a-secret-key")
    ask(at.run(), "What closed the bridge?")
    settings = at.session_state["own-newsroom"][1].calls[-1][1]["settings"]
    assert settings.openai_base_url == "http://localhost:9/v1"
    assert settings.openai_api_key.get_secret_value() == "a-secret-key"
    assert "a-secret-key" not in repr(settings)
    assert at.text_input(key="model-key").proto.type == at.text_input(key="model-key").proto.PASSWORD
    assert newsroom.settings.openai_api_key is None


def test_article_text_in_labels_is_escaped() -> None:
    newsroom = ScriptedNewsroom()
    at = ask(open_app(newsroom), "Is it $5 million or $3 million <img src=x>?")
    raw = "\n".join([*(m.value for m in at.markdown), *(b.label for b in at.button)])
    assert "$5" not in raw.replace("\\$", "")
    assert "<img" not in raw.replace("\\<", "")


def test_the_key_of_this_machine_is_never_sent_to_a_server_that_a_reader_names() -> None:
    newsroom = ScriptedNewsroom()
    newsroom.settings = newsroom.settings.model_copy(update={"openai_api_key": SecretStr("key-of-the-machine")})
    at = open_app(newsroom)
    at.text_input(key="model-url").set_value("http://elsewhere.example/v1")
    ask(at.run(), "What closed the bridge?")
    assert at.session_state["own-newsroom"][1].calls[-1][1]["settings"].openai_api_key is None
