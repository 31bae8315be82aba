"""Exit codes and messages: 0 done, 1 done with failures listed, 2 wrong use, 3 a stated condition."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag import Newsroom
from rag.settings import Settings
from tests.builders import CLOCK
from tests.cli.run import CommandLine


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nonsense"],
        ["--nonsense", "articles"],
        ["add"],
        ["show"],
        ["remove"],
        ["articles", "--nonsense"],
        ["articles", "extra"],
        ["search"],
        ["search", ""],
        ["search", "  "],
        ["search", "x", "-k", "none"],
        ["search", "x", "-k", "0"],
        ["search", "x", "-k", "-3"],
        ["search", "x", "--since", "yesterday"],
        ["search", "x", "--until", "2026-13-01"],
        ["search", "x", "--until", "2026-W10-1"],
        ["search", "x", "--since", "2026-03-14 or so"],
        ["search", "x\ud800"],
        ["ask"],
        ["ask", ""],
        ["ask", "\n\t"],
        ["ask", "why " * 501],
        ["ask", "x", "--writer", "poet"],
        ["ask", "x", "--writer", "model"],
        ["brief", "--length", "endless"],
        ["brief", "--format", "epub"],
        ["compare", "--format", "pdf"],
        ["add", "x", "--published", "someday"],
        ["search", "--batch", "/nonexistent/file.jsonl"],
        ["ask", "--batch", "/"],
        ["serve", "--port", "none"],
    ],
    ids=lambda arguments: " ".join(arguments)[:40].encode("ascii", "replace").decode() or "nothing",
)
def test_wrong_use_ends_with_2_and_says_what_is_wrong(rag: CommandLine, arguments: list[str]) -> None:
    done = rag(*arguments)
    assert (done.code, done.out) == (2, b"")
    assert done.err.strip()
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "nothing"],
        ["remove", "nothing"],
        ["brief", "--story", "nothing"],
        ["compare", "--story", "nothing"],
        ["search", "x", "--story", "nothing"],
        ["ask", "Who?", "--story", "nothing"],
    ],
    ids=" ".join,
)
def test_an_unknown_id_ends_with_3_and_is_named(rag: CommandLine, arguments: list[str]) -> None:
    for extra in ([], ["--json"]):
        done = rag(*arguments, *extra)
        assert (done.code, done.out) == (3, b"")
        assert "'nothing'" in done.err
        assert done.err.startswith("plumbline: ")


def test_a_library_in_use_ends_with_3_and_names_its_holder(rag: CommandLine) -> None:
    with Newsroom.open(Settings(data=rag.data)) as holder:
        holder.search("ferry")
        for arguments in (["search", "ferry"], ["ask", "How many?"], ["brief", "ferry"], ["compare", "ferry"]):
            done = rag(*arguments)
            assert (done.code, done.out) == (3, b"")
            assert "in use by process" in done.err
        for arguments in (["articles"], ["stories"], ["show", holder.articles()[0].id]):
            assert rag(*arguments).code == 0


def test_adding_to_a_library_in_use_works_and_is_seen_by_its_holder(rag: CommandLine) -> None:
    line = b'{"outlet": "Sedge Herald", "title": "Clock", "text": "%s"}\n' % CLOCK.encode()
    with Newsroom.open(Settings(data=rag.data)) as holder:
        holder.search("ferry")
        done = rag("add", "-", "--json", stdin=line)
        assert (done.code, done.json["added"]) == (0, 1)
        assert holder.refresh() == 1
        assert holder.search("town clock of Ebbing", k=1)[0].text == CLOCK
        assert rag("remove", holder.search("town clock of Ebbing", k=1)[0].article_id).code == 0
        assert holder.refresh() == 1


def test_a_library_that_cannot_be_used_ends_with_3(empty: CommandLine) -> None:
    empty.data.write_text("a file, not a folder")
    for arguments in (["articles"], ["search", "ferry"], ["add", "-"]):
        done = empty(*arguments)
        assert (done.code, done.out) == (3, b"")
        assert done.err.startswith("plumbline: The library ")


def test_a_file_that_cannot_be_written_ends_with_2(rag: CommandLine, tmp_path: Path) -> None:
    done = rag("brief", "ferry", "--out", tmp_path / "missing" / "briefing.md")
    assert (done.code, done.out) == (2, b"")
    assert "missing" in done.err


@pytest.mark.parametrize("value", ["", "embedded"])
def test_a_setting_in_the_environment_counts(rag: CommandLine, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("PLUMBLINE_WRITER", value)
    assert rag("ask", "How many people were on board the Marsh Heron?", "--json").json["writer"] == "embedded"


@pytest.mark.parametrize(("name", "value"), [("PLUMBLINE_WRITER", "poet"), ("PLUMBLINE_MODEL_TIMEOUT", "-1")])
def test_a_setting_that_is_wrong_ends_with_2_and_is_named(
    rag: CommandLine, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    done = rag("articles")
    assert (done.code, done.out) == (2, b"")
    assert name.removeprefix("PLUMBLINE_").lower() in done.err.lower()


def test_a_database_of_another_kind_that_is_not_there_ends_with_3(
    empty: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMBLINE_DATABASE", "nonsense://user:secret@localhost/x")
    done = empty("articles")
    assert (done.code, done.out) == (3, b"")
    assert "secret" not in done.err


def test_damage_that_is_left_ends_with_1(rag: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    with Newsroom.open(Settings(data=rag.data)) as newsroom:
        newsroom.refresh()
        newsroom._library.index.words.remove([newsroom.articles()[0].id])
        newsroom._library.index.words.commit()
    sick = rag("doctor", "--json")
    assert (sick.code, sick.json["ok"]) == (1, False)
    assert "Wrong: " in rag("doctor").text
    assert rag("doctor", "--repair").code == 0
    assert rag("doctor").code == 0
