from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.datatypes import Cite, DraftClaim
from rag.generate.jsonstream import Found, read_objects
from rag.generate.replies import Line, read_lines

ONE = '{"claim": "The mill closed.", "cite": [{"p": "P1", "quote": "has closed"}], "speaker": null, "topic": "mill"}'
TWO = (
    '{"claim": "Ana Rhys said \\"no\\".", "cite": [{"p": "P2", "quote": "x"}], "speaker": "Ana Rhys", "topic": "mill"}'
)


def lines(reply: str, size: int = 5) -> list[Line]:
    pieces = (reply[i : i + size] for i in range(0, len(reply), size))
    return list(read_lines(pieces, resolve))


def resolve(marker: str) -> str:
    return {"P1": "a:1", "P2": "a:2"}.get(marker, marker)


def claims(reply: str) -> list[str]:
    return [line.draft.text for line in lines(reply) if line.draft and not line.fault]


BOTH = ["The mill closed.", 'Ana Rhys said "no".']


@pytest.mark.parametrize(
    "reply",
    [
        f"{ONE}\n{TWO}\n",
        f"{ONE}{TWO}",
        f"```json\n{ONE}\n{TWO}\n```",
        f"Here are the claims:\n\n{ONE}\nand also\n{TWO}\nHope this helps!",
        f"[{ONE},\n {TWO}]",
        f'{{"claims": [{ONE}, {TWO}]}}',
        f'{{ "title": "Mill", "claims":\n[ {ONE},\n{TWO} ]\n}}',
        f'{{"sections": [{{"heading": "A", "claims": [{ONE}]}}, {{"heading": "B", "claims": [{TWO}]}}]}}',
        ONE.replace(", ", ",\n\n  ") + "\n" + json.dumps(json.loads(TWO), indent=2),
        f"<think>\nPerhaps {TWO}? Or {{}}?\n</think>\n{ONE}\n{TWO}",
        f"<thinking>{TWO}</thinking>{ONE}{TWO}",
    ],
)
def test_claims_are_read_through_what_models_put_around_them(reply: str) -> None:
    assert claims(reply) == BOTH
    assert not [line for line in lines(reply) if line.fault]


def test_a_claim_keeps_its_parts_and_its_raw_text() -> None:
    assert lines(TWO)[0].draft == DraftClaim(BOTH[1], (Cite("a:2", "x"),), "Ana Rhys", "mill", TWO)


@pytest.mark.parametrize(
    ("cite", "expected"),
    [
        ('[{"p": "P99", "quote": "y"}]', (Cite("P99", "y"),)),
        ('[{"p": "P1"}]', (Cite("a:1"),)),
        ('[{"p": "P1", "quote": ""}]', (Cite("a:1"),)),
        ('["P1", "P2"]', (Cite("a:1"), Cite("a:2"))),
        ('"P2"', (Cite("a:2"),)),
        ('{"p": "P2", "quote": "z"}', (Cite("a:2", "z"),)),
        ("[]", ()),
        ("null", ()),
    ],
)
def test_citations_are_passed_on_as_drafted(cite: str, expected: tuple[Cite, ...]) -> None:
    (line,) = lines(f'{{"claim": "The mill closed.", "cite": {cite}}}')
    assert line.fault is None
    assert line.draft is not None
    assert line.draft.cites == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The mill closed [P1].", "The mill closed."),
        ("The mill [P1, P2] closed [P3; 4].", "The mill closed."),
        ("The [sic] mill closed.", "The [sic] mill closed."),
    ],
)
def test_labels_in_the_sentence_are_taken_out_and_stay_in_the_raw_text(text: str, shown: str) -> None:
    (line,) = lines(json.dumps({"claim": text, "cite": ["P1"]}))
    assert line.draft is not None
    assert line.draft.text == shown
    assert text in (line.draft.raw or "")


@pytest.mark.parametrize("field", ["section", "topic"])
def test_a_section_or_a_topic_is_the_claims_topic(field: str) -> None:
    (line,) = lines(json.dumps({"claim": "x y", "cite": ["P1"], field: "Costs"}))
    assert line.draft is not None
    assert line.draft.topic == "Costs"


def test_a_refusal_is_no_claim() -> None:
    assert lines('{"refusal": "Nothing about the cost."}') == [Line(refusal="Nothing about the cost.")]


BROKEN = [
    ('{"claim": "The mill closed., "cite": ["P1"]}', "The mill closed., "),
    ('{"claim": "The mill closed.", "cite": ["P1"', "The mill closed."),
    ('{"claim": "The mill clo', "The mill clo"),
    ('{"cite": ["P1"], "speaker": null}', '{"cite": ["P1"], "speaker": null}'),
    ('{"claim": "", "cite": ["P1"]}', '{"claim": "", "cite": ["P1"]}'),
    ('{"claim": 5, "cite": ["P1"]}', '{"claim": 5, "cite": ["P1"]}'),
    ('{"claim": "The mill closed.", "cite": [5]}', "The mill closed."),
    ('{"claim": "The mill closed.", "cite": [{"quote": "y"}]}', "The mill closed."),
    ('{"claim": "The mill closed.", "cite": ["P1"], "speaker": ["A", "B"]}', "The mill closed."),
    ('{"claim": "She said \\"no\\" and', 'She said "no" and'),
    ("{'claim': 'The mill closed.'}", "{'claim': 'The mill closed.'}"),
]


@pytest.mark.parametrize(("broken", "readable"), BROKEN)
def test_a_broken_object_is_never_mended_but_comes_out_without_citations(broken: str, readable: str) -> None:
    found = lines(f"{TWO}\n{broken}")
    assert [bool(line.fault) for line in found] == [False, True]
    assert found[1].draft == DraftClaim(" ".join(readable.split()), (), raw=broken)


@pytest.mark.parametrize(("broken", "readable"), BROKEN)
def test_a_broken_object_does_not_take_the_next_one_with_it(broken: str, readable: str) -> None:
    assert claims(f"{broken}\n{ONE}\n{TWO}") == BOTH


@pytest.mark.parametrize("reply", ["", "I cannot help with that.", "<think>" + ONE, "<thi", "[]", "}}]"])
def test_a_reply_without_objects_has_no_lines(reply: str) -> None:
    assert lines(reply) == []


def test_each_object_is_read_as_soon_as_its_last_brace_arrives() -> None:
    sent: list[str] = []

    def pieces() -> Iterator[str]:
        for char in f"{ONE}\n{TWO}":
            sent.append(char)
            yield char

    reading = read_objects(pieces())
    assert next(reading).raw == ONE
    assert "".join(sent) == ONE
    assert next(reading).raw == TWO


def test_deep_nesting_is_a_fault_and_not_a_crash() -> None:
    deep = '{"claim": ' + "[" * 50_000 + "]" * 50_000 + "}"
    assert [line.fault for line in lines(deep, size=1000)] == ["it is not JSON"]


def test_half_a_surrogate_pair_does_not_leave_the_parser() -> None:
    (line,) = lines('{"claim": "The \\ud83d mill", "cite": ["P1"]}')
    assert line.draft is not None
    line.draft.text.encode()
    (found,) = read_objects(['{"claim": "\ud83d', '\ude00"}'])
    assert found.fields == {"claim": "\U0001f600"}


TEXTS = st.text(max_size=40)
OBJECTS = st.fixed_dictionaries(
    {"claim": TEXTS, "cite": st.lists(st.fixed_dictionaries({"p": TEXTS, "quote": TEXTS}), max_size=3)},
    optional={"speaker": st.none() | TEXTS, "topic": TEXTS},
)


@settings(deadline=None)
@given(st.lists(OBJECTS, max_size=4), st.booleans(), st.sampled_from([None, 1]), st.data())
def test_any_sound_reply_is_read_whole_however_it_is_cut(
    objects: list[dict[str, Any]], ascii_only: bool, indent: int | None, data: st.DataObject
) -> None:
    reply = "\n".join(json.dumps(o, ensure_ascii=ascii_only, indent=indent) for o in objects)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(reply)), max_size=6)))
    pieces = [reply[a:b] for a, b in zip([0, *cuts], [*cuts, len(reply)], strict=True)]
    assert [dict(found.fields) for found in read_objects(pieces)] == objects


@settings(deadline=None)
@given(st.text(alphabet='{}[]",:\\ \nclaimP1<think>', max_size=120), st.integers(1, 9))
def test_no_reply_crashes_the_reader_and_the_cuts_do_not_matter(reply: str, size: int) -> None:
    whole: list[Found] = list(read_objects([reply]))
    assert list(read_objects(reply[i : i + size] for i in range(0, len(reply), size))) == whole
    for line in lines(reply):
        assert (line.refusal is None) != (line.draft is None)
