"""`python -m rag` as a process: nothing but JSON on stdout, whatever the encoding, with or without a reader."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.run import run_process
from tests.conftest import ROOT, SAMPLES


@pytest.fixture
def data(sample_folder: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_folder, tmp_path / "library"))


def test_adding_and_asking_print_one_json_value_each(tmp_path: Path) -> None:
    added = run_process(tmp_path / "library", "add", SAMPLES, "--json")
    assert (added.code, added.json["added"], added.err) == (0, 20, "")
    answer = run_process(tmp_path / "library", "ask", "How many people were on board the Marsh Heron?", "--json")
    assert (answer.code, answer.err) == (0, "")
    assert answer.json["claims"]


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_whatever_the_terminal_claims(data: Path, encoding: str) -> None:
    done = run_process(data, "search", "What did Dr Crail say?", "--json", env={"PYTHONIOENCODING": encoding})
    assert (done.code, done.err) == (0, "")
    assert "’" in json.dumps(done.json, ensure_ascii=False)


def test_wrong_use_and_stated_conditions_have_their_exit_codes(tmp_path: Path) -> None:
    assert run_process(tmp_path, "nonsense").code == 2
    done = run_process(tmp_path, "show", "nothing", "--json")
    assert (done.code, done.out) == (3, b"")


def test_help_names_every_command() -> None:
    done = run_process(Path("unused"), "--help")
    assert done.code == 0
    for command in (
        "add",
        "articles",
        "show",
        "remove",
        "stories",
        "doctor",
        "search",
        "ask",
        "brief",
        "compare",
        "serve",
    ):
        assert f"\n    {command} " in done.text


def test_a_reader_that_goes_away_is_no_error(data: Path) -> None:
    command = [sys.executable, "-m", "rag", "--data", str(data), "search", "--batch", "-"]
    lines = b'{"id": 1, "query": "people"}\n' * 400
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(lines)
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(120) == 0


def test_an_interrupted_command_says_so_and_what_was_added_is_kept(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "rag", "--data", str(tmp_path), "add", str(SAMPLES), "-"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stderr
        while not (tmp_path / "plumbline.db").exists():
            assert process.poll() is None
        os.kill(process.pid, signal.SIGINT)
        told = process.stderr.read().decode()
        assert process.wait(120) == 130
    assert "Traceback" not in told
    assert "stopped" in told
    assert run_process(tmp_path, "doctor").code == 0
