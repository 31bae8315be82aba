"""Runs the command line: in this process for most tests, in one of its own where that is the point."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag.cli import main
from tests.conftest import ROOT


@dataclass(frozen=True)
class Done:
    """What a command left: its exit code and what it wrote."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def json(self) -> Any:
        """The one JSON value on stdout, and nothing beside it."""
        assert self.text.count("\n") == 1
        return json.loads(self.text)

    @property
    def lines(self) -> list[Any]:
        """The JSON values on stdout, one a line."""
        return [json.loads(line) for line in self.text.splitlines()]


@dataclass(frozen=True)
class CommandLine:
    """The command line over one library, in this process."""

    data: Path
    capture: pytest.CaptureFixture[bytes]
    patch: pytest.MonkeyPatch

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Done:
        self.patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        self.capture.readouterr()
        try:
            code = main(["--data", str(self.data), *map(str, arguments)])
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
        written = self.capture.readouterr()
        return Done(code, written.out, written.err.decode())


def run_process(data: Path, *arguments: object, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> Done:
    """Run `python -m rag` as a process of its own."""
    command = [sys.executable, "-m", "rag", "--data", str(data), *map(str, arguments)]
    done = subprocess.run(
        command, cwd=ROOT, input=stdin, capture_output=True, check=False, env={**os.environ, **(env or {})}
    )
    return Done(done.returncode, done.stdout, done.stderr.decode())
