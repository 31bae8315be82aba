"""The comparison page: the matrix, figures, quotations, timeline, tone."""

from __future__ import annotations

import dataclasses

from rag.datatypes import Position, SourceEntry, Stance
from rag.errors import NotFoundError
from tests.ui.drive import drawn, open_app, words
from tests.ui.fake import SHARED, ScriptedNewsroom, cite, comparison, sources
from ui.matrix import columns_of, matrix_payload


def test_disputed_claims_come_first_with_their_status_in_words() -> None:
    (data,) = drawn(open_app(ScriptedNewsroom(), "compare", story="s1"), "matrix")
    assert [row["status"]["label"] for row in data["rows"]] == ["Disputed", "One origin only"]


def test_every_stance_has_a_word_and_a_shape_of_its_own() -> None:
    (data,) = drawn(open_app(ScriptedNewsroom(), "compare", story="s1"), "matrix")
    stances = [cell["stances"][0] for cell in data["rows"][0]["cells"]]
    assert [stance["label"] for stance in stances] == ["states", "silent", "contradicts"]
    assert len({stance["shape"] for stance in data["legend"]}) == 3


def test_outlets_of_one_origin_stand_side_by_side_under_one_head() -> None:
    (data,) = drawn(open_app(ScriptedNewsroom(), "compare", story="s1"), "matrix")
    assert data["spans"] == [{"width": 2, "label": "one origin"}, {"width": 1, "label": ""}]
    herald_between = (sources()[0], sources()[2], sources()[1])
    assert [column.outlet for column in columns_of(herald_between)] == ["Ottery Post", "Lowland Wire", "Sedge Herald"]


def test_an_outlet_that_says_both_is_shown_saying_both() -> None:
    second = SourceEntry("late", "Ottery Post", "Later", None, None, None, 3)
    base = comparison()
    more = Position("late", "Ottery Post", Stance.CONTRADICTS, (cite("herald", 2, "$5 million"),))
    claim = dataclasses.replace(base.claims[1], positions=(*base.claims[1].positions, more))
    told = dataclasses.replace(base, articles=(*base.articles, second), claims=(claim,))
    cell = matrix_payload(ScriptedNewsroom(), told)["rows"][0]["cells"][0]  # type: ignore[arg-type]
    assert [stance["label"] for stance in cell["stances"]] == ["states", "contradicts"]
    assert len(cell["refs"]) == 2


def test_figures_show_the_words_as_printed_with_date_and_giver() -> None:
    at = open_app(ScriptedNewsroom(), "compare", story="s1", view="Figures")
    (group,) = drawn(at, "claims")[0]["groups"]
    assert group["sign"]["label"] == "The figures conflict"
    assert [claim["parts"][0]["text"] for claim in group["claims"]] == ["$3 million", "$5 million"]
    assert group["claims"][0]["cells"] == ["Ottery Post", "4 May 2026", "Paul Denholm"]
    assert group["claims"][1]["cells"] == ["Sedge Herald", "not said", "not attributed"]


def test_versions_of_a_quotation_mark_the_words_that_differ() -> None:
    at = open_app(ScriptedNewsroom(), "compare", story="s1", view="Quotations")
    (group,) = drawn(at, "claims")[1]["groups"]
    assert group["heading"] == "Paul Denholm"
    assert "differ" in group["note"]
    texts = ["".join(part["text"] for part in claim["parts"]) for claim in group["claims"]]
    assert texts == ["“Nobody was ever in danger,”", "“Nobody was in danger,”"]


def test_timeline_and_tone_name_their_outlets() -> None:
    at = open_app(ScriptedNewsroom(), "compare", story="s1")
    assert drawn(at, "claims")[2]["groups"][0]["heading"] == "2023"
    assert "**Sedge Herald**  \ninsisted" in words(at)
    assert "**Lowland Wire**  \n" not in words(at)


def test_shared_copy_is_said_with_the_evidence() -> None:
    assert SHARED.why in words(open_app(ScriptedNewsroom(), "compare", story="s1"))


def test_a_comparison_that_cannot_be_made_says_why() -> None:
    newsroom = ScriptedNewsroom()
    at = open_app(newsroom, "compare")
    newsroom.error = NotFoundError("Nothing in the library is about that.")
    at.query_params["topic"] = "ferries"
    assert "Nothing in the library is about that." in words(at.run())
