"""`check FILE`: a draft against the library; `check --batch` goes on without one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.run import CommandLine
from tests.test_drafts import NOWHERE, TAKEN, WRONG


@pytest.mark.parametrize(("text", "code"), [(TAKEN, 0), (f"Who paid?\n{TAKEN}", 0), (WRONG, 1), (NOWHERE, 1)])
def test_the_exit_code_says_whether_all_is_proven(rag: CommandLine, tmp_path: Path, text: str, code: int) -> None:
    (tmp_path / "draft.txt").write_text(text, encoding="utf-8")
    assert rag("check", tmp_path / "draft.txt").code == code


def test_standard_input_is_checked_and_json_is_one_object(rag: CommandLine) -> None:
    done = rag("check", "-", "--json", stdin=f"{TAKEN} {NOWHERE}".encode())
    assert [one["verdict"] for one in done.json["sentences"]] == ["verified", "not_found"]


def test_the_report_says_what_the_sources_say(rag: CommandLine) -> None:
    done = rag("check", "-", "--format", "md", stdin=WRONG.encode())
    assert "1 sentence: 1 with a problem" in done.text
    assert "“208”" in done.text


def test_limits_hold(rag: CommandLine) -> None:
    assert rag("check", "-", "--outlet", "Radio Ossmark", stdin=TAKEN.encode()).code == 1


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [([], 2, "needs a FILE"), (["nowhere.txt"], 2, "cannot be read"), (["x.exe"], 2, "none of these")],
)
def test_a_wrong_call_says_what_is_wrong(rag: CommandLine, arguments: list[str], code: int, said: str) -> None:
    done = rag("check", *arguments)
    assert (done.code, done.out) == (code, b"")
    assert said in done.err


def test_an_empty_library_is_a_stated_condition(empty: CommandLine) -> None:
    done = empty("check", "-", stdin=TAKEN.encode())
    assert done.code == 3
    assert "empty" in done.err
