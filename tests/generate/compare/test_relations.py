"""What a model says of two articles: only pairs that exist, only words from the set, and nothing that was cut off."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.generate.compare.relations import Relation, Relations, agreed_relations, read_relations

SAME, REVISED, OPPOSED = Relation.SAME, Relation.REVISED, Relation.CONTRADICTS


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("A1 B2 same\nA3 B1 contradicts\ndone", {(0, 1): SAME, (2, 0): OPPOSED}),
        ("done", {}),
        ("A1 B2 same", None),
        ("", None),
        ("- **A1 B2**: Same\n`A2, B2` - revised.\nDone.", {(0, 1): SAME, (1, 1): REVISED}),
        ("[A1] [B2] same\n[A2] and [B3] -> contradicts\ndone", {(0, 1): SAME, (1, 2): OPPOSED}),
        ("A1-B2: same (both say it was shut)\ndone", {(0, 1): SAME}),
        ("A1 B2 same\nA1 B2 contradicts\ndone", {(0, 1): OPPOSED}),
        ("A9 B1 same\nA0 B1 same\nA1 B4 same\ndone", {}),
        ("B2 A1 same\nA1 same B2\nA1 B2 sameness\nA1 B2 agrees\ndone", {}),
        ("<think>A1 B1 same\ndone</think>\nA2 B2 same\ndone", {(1, 1): SAME}),
        ("<think>A1 B1 same\ndone", None),
        ("There are two pairs.\nA1 B1 same\ndone\nA2 B2 same", {(0, 0): SAME, (1, 1): SAME}),
    ],
)
def test_a_reply_is_read_line_by_line(reply: str, expected: Relations | None) -> None:
    assert read_relations(reply, 3, 3) == expected


@given(st.text(alphabet="AB0123 \n:[]same*contraditsrvg", max_size=200))
def test_no_reply_names_a_sentence_that_is_not_there(reply: str) -> None:
    for one, other in read_relations(f"{reply}\ndone", 4, 2) or {}:
        assert one in range(4)
        assert other in range(2)


@pytest.mark.parametrize(
    ("replies", "expected"),
    [
        ([{(0, 0): SAME}], {(0, 0): SAME}),
        ([{(0, 0): SAME}, {(0, 0): SAME, (1, 1): SAME}], {(0, 0): SAME}),
        ([{(0, 0): SAME}, {(0, 0): OPPOSED}], {}),
        ([{(0, 0): SAME}, {(0, 0): OPPOSED}, {(0, 0): SAME}], {(0, 0): SAME}),
        ([{(0, 0): SAME}, None], {(0, 0): SAME}),
        ([None, None], None),
    ],
)
def test_more_than_half_of_the_models_that_replied_must_say_so(
    replies: list[Relations | None], expected: Relations | None
) -> None:
    assert agreed_relations(replies) == expected
