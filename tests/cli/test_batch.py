"""`--batch` on the command line: JSON Lines in and out, in order, bad lines told, nothing else on stdout."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rag import Newsroom
from rag.settings import Settings
from tests.cli.run import CommandLine
from tests.test_batches import ARTICLES

WORK: dict[str, dict[str, Any]] = {
    "search": {"query": "How many people were on the ferry?"},
    "ask": {"question": "How many people were on board the Marsh Heron?"},
    "brief": {"articles": ARTICLES},
    "compare": {"articles": ARTICLES},
}
RESULT = {"search": "passages", "ask": "claims", "brief": "summary", "compare": "figures"}


@pytest.mark.parametrize("source", ["file", "-"])
@pytest.mark.parametrize("command", list(WORK))
def test_every_line_has_its_line_in_order_and_failures_are_told(
    rag: CommandLine, tmp_path: Path, command: str, source: str
) -> None:
    good = json.dumps(WORK[command])[1:]
    raw = (
        f'{{"id": "b", {good}\n\nnot json\n{{"id": "empty"}}\n{{"id": "a", {good}\n{{"id": "\\ud800", {good}\n'.encode()
    )
    (tmp_path / "in.jsonl").write_bytes(raw)
    done = (
        rag(command, "--batch", tmp_path / "in.jsonl") if source == "file" else rag(command, "--batch", "-", stdin=raw)
    )
    assert done.code == 1
    assert [line["id"] for line in done.lines] == ["b", None, "empty", "a", "\ud800"]
    assert ["error" in line for line in done.lines] == [False, True, True, False, False]
    assert all(done.lines[at][RESULT[command]] for at in (0, 3, 4))


@pytest.mark.parametrize("command", list(WORK))
def test_a_batch_without_failures_ends_with_0(rag: CommandLine, command: str) -> None:
    assert rag(command, "--batch", "-", stdin=json.dumps(WORK[command]).encode()).code == 0
    nothing = rag(command, "--batch", "-")
    assert (nothing.code, nothing.out) == (0, b"")


def test_a_question_that_is_refused_is_no_failure(rag: CommandLine) -> None:
    done = rag("ask", "--batch", "-", stdin=b'{"id": 1, "question": "Who won the yacht race around Cape Fennimore?"}')
    assert done.code == 0
    assert done.lines[0]["refusal"]["reason"] == "no_source"


def test_limits_and_options_hold_for_every_line(rag: CommandLine) -> None:
    raw = b'{"id": 1, "query": "people"}\n{"id": 2, "query": "boats"}\n'
    done = rag("search", "--batch", "-", "-k", 3, "--outlet", "Radio Ossmark", stdin=raw)
    assert [[p["outlet"] for p in line["passages"]] for line in done.lines] == [["Radio Ossmark"] * 3] * 2
    wrong = rag("search", "--batch", "-", "--since", "someday", stdin=raw)
    assert (wrong.code, wrong.out) == (2, b"")


@pytest.mark.parametrize("command", ["brief", "compare"])
def test_articles_in_a_batch_leave_the_library_alone(empty: CommandLine, command: str) -> None:
    done = empty(command, "--batch", "-", stdin=json.dumps(WORK[command] | {"id": 1}).encode())
    assert done.code == 0
    assert {path.name for path in empty.data.rglob("*")} <= {"plumbline.db", "plumbline.db-wal", "plumbline.db-shm"}
    assert empty("articles", "--json").json == []


def test_a_batch_on_a_library_in_use_ends_with_3(rag: CommandLine) -> None:
    with Newsroom.open(Settings(data=rag.data)) as holder:
        holder.search("ferry")
        done = rag("search", "--batch", "-", stdin=b'{"id": 1, "query": "ferry"}')
        assert (done.code, done.out) == (3, b"")
        assert rag("compare", "--batch", "-", stdin=json.dumps(WORK["compare"]).encode()).code == 0
