"""`stories --merge` and `--split`: done for good, and plain `stories` prints what it always did."""

from __future__ import annotations

import pytest

from tests.cli.run import CommandLine


def test_stories_are_merged_and_split_again(rag: CommandLine) -> None:
    first, second, *others = rag("stories", "--json").json
    (merged,) = rag("stories", "--merge", first["id"], second["id"], "--json").json
    assert sorted(merged["articles"]) == sorted([*first["articles"], *second["articles"]])
    assert len(rag("stories", "--json").json) == 1 + len(others)
    (new,) = rag("stories", "--split", merged["id"], "--articles", ",".join(second["articles"]), "--json").json
    assert sorted(new["articles"]) == sorted(second["articles"])
    (moved,) = rag(
        "stories", "--split", new["id"], "--articles", new["articles"][0], "--into", others[0]["id"], "--json"
    ).json
    assert moved["id"] == others[0]["id"]
    assert new["articles"][0] in moved["articles"]


def test_plain_stories_have_the_fields_they_had(rag: CommandLine) -> None:
    assert {tuple(story) for story in rag("stories", "--json").json} == {
        ("id", "title", "articles", "origins", "first", "last")
    }


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--merge", "s76755c9a530"], 2),
        (["--merge", "s76755c9a530", "nowhere"], 3),
        (["--split", "s76755c9a530"], 2),
        (["--split", "nowhere", "--articles", "a"], 3),
        (["--articles", "a"], 2),
        (["--merge", "a", "b", "--split", "c"], 2),
    ],
)
def test_a_wrong_call_changes_nothing(rag: CommandLine, arguments: list[str], code: int) -> None:
    before = rag("stories", "--json").json
    assert rag("stories", *arguments).code == code
    assert rag("stories", "--json").json == before
