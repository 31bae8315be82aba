"""The command line over a copy of the sample library, and over none."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rag import Newsroom
from rag.settings import Settings
from tests.cli.run import CommandLine
from tests.conftest import SAMPLES


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A closed library with the sample stories, to be copied."""
    folder = tmp_path_factory.mktemp("closed") / "library"
    with Newsroom.open(Settings(data=folder)) as newsroom:
        newsroom.add([SAMPLES])
    return folder


@pytest.fixture
def rag(
    sample_folder: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """The command line over a copy of the sample library."""
    return CommandLine(Path(shutil.copytree(sample_folder, tmp_path / "library")), capfdbinary, monkeypatch)


@pytest.fixture
def empty(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line over a library that is not there yet."""
    return CommandLine(tmp_path / "library", capfdbinary, monkeypatch)
