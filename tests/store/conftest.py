"""Libraries to be copied, and a copy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.store.library import Library
from tests.builders import filled, open_library
from tests.store.indexes import FEW, MANY, copy


@pytest.fixture(scope="session")
def built_few(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small library, closed."""
    folder = tmp_path_factory.mktemp("few")
    filled(folder, FEW).close()
    return folder


@pytest.fixture(scope="session")
def built_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library large enough for a graph on disk, closed."""
    folder = tmp_path_factory.mktemp("many")
    filled(folder, MANY).close()
    return folder


@pytest.fixture
def few(built_few: Path, tmp_path: Path) -> Path:
    """A copy of the small library."""
    return copy(built_few, tmp_path)


@pytest.fixture
def library(few: Path) -> Iterator[Library]:
    """The copy, open."""
    with open_library(few) as opened:
        yield opened
