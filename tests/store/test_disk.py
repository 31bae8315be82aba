"""A full disk and a folder that may not be written: a clear error, nothing lost, and the next start carries on."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.errors import LibraryError
from rag.store.disk import disk_at_fault, index_error, writing
from tests.builders import filled, numbered, open_library
from tests.conftest import ROOT
from tests.store.indexes import assert_in_step

# Each starts several processes, which takes its time on a busy machine.
pytestmark = pytest.mark.timeout(300)

ARTICLES = [numbered(n) for n in range(200)]
LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from rag.cli import main
sys.exit(main(sys.argv[2:]))
"""


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """The articles as a file."""
    fields = ("title", "outlet", "published", "url", "text")
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps({name: getattr(one, name) for name in fields}) + "\n" for one in ARTICLES))
    return path


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """A disk of its own in memory; called again it is mounted with other options."""
    folder = tmp_path / "disk"
    folder.mkdir()

    def mounted(options: str) -> Path:
        how = ["-o", f"remount,{options}"] if folder.is_mount() else ["-t", "tmpfs", "-o", options, "tmpfs"]
        if subprocess.run(["mount", *how, str(folder)], capture_output=True, check=False).returncode:
            pytest.skip("only the superuser may mount a disk, and not everywhere")
        return folder

    if not shutil.which("mount"):
        pytest.skip("there is no mount command")
    yield mounted
    if folder.is_mount():
        # Lazily: a process that has just been ended may not have let go of its files yet.
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def run(data: Path, *arguments: object, largest: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command, if need be so that no file may grow beyond a size."""
    start = ["-m", "rag"] if largest is None else ["-c", LIMITED, str(largest)]
    command = [sys.executable, *start, "--data", str(data), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def assert_clear(done: subprocess.CompletedProcess[str]) -> None:
    """One line says what is wrong and what to do."""
    assert (done.returncode, done.stdout) == (3, "")
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("plumbline: ")


def assert_carries_on(data: Path, lines: Path) -> None:
    """The same command ends well, with everything there once."""
    done = run(data, "add", lines, "--json")
    assert done.returncode == 0, done.stderr
    assert done.stdout
    with open_library(data) as library:
        assert set(library.catalogue.ids()) == {article.id for article in ARTICLES}
        assert_in_step(library)


@pytest.mark.parametrize("largest", [0, 120_000])
def test_a_catalogue_that_cannot_grow_is_a_stated_condition(tmp_path: Path, lines: Path, largest: int) -> None:
    data = tmp_path / "library"
    assert_clear(run(data, "add", lines, largest=largest))
    assert_carries_on(data, lines)


def test_a_writer_that_failed_writes_again_in_the_same_process(small_disk: Callable[[str], Path]) -> None:
    folder = small_disk("size=100m")
    with filled(folder / "library", ARTICLES[:5]) as library:
        words = library.index.words
        library.put(ARTICLES)
        free = os.statvfs(folder)
        with (folder / "filler").open("wb") as filler:
            filler.write(bytes(free.f_bavail * free.f_frsize - 40_000))
            filler.flush()
        with pytest.raises(LibraryError, match="disk is full"):
            library.catch_up()
        (folder / "filler").unlink()
        library.catch_up()
        assert library.index.words is words
        assert_in_step(library)


@pytest.mark.parametrize("spare", [0, 40_000])
def test_an_index_is_not_thrown_away_because_the_disk_is_full(
    small_disk: Callable[[str], Path], lines: Path, spare: int
) -> None:
    folder = small_disk("size=100m")
    filled(folder / "library", ARTICLES).close()
    kept = {path for path in (folder / "library" / "index").rglob("*") if path.suffix in (".bin", ".idx", ".store")}
    assert kept
    free = os.statvfs(folder)
    with (folder / "filler").open("wb") as filler:
        filler.write(bytes(free.f_bavail * free.f_frsize - spare))
    done = run(folder / "library", "search", "barrels", "--json")
    assert done.returncode == 0 or "disk is full" in done.stderr.lower(), done.stderr
    assert all(path.exists() for path in kept)
    (folder / "filler").unlink()
    assert_carries_on(folder / "library", lines)


def test_a_disk_too_small_for_the_catalogue_is_a_stated_condition(
    small_disk: Callable[[str], Path], lines: Path
) -> None:
    data = small_disk("size=100k") / "library"
    done = run(data, "add", lines)
    assert_clear(done)
    assert "disk is full" in done.stderr.lower()
    small_disk("size=200m")
    assert_carries_on(data, lines)


@pytest.mark.parametrize("command", [["add", "{lines}"], ["articles"], ["search", "barrels"], ["doctor", "--repair"]])
def test_a_library_on_a_disk_that_is_only_read_is_a_stated_condition(
    small_disk: Callable[[str], Path], lines: Path, command: list[str]
) -> None:
    data = small_disk("size=200m") / "library"
    filled(data, ARTICLES[:20]).close()
    small_disk("ro")
    done = run(data, *(part.format(lines=lines) for part in command))
    assert_clear(done)
    assert "cannot be written" in done.stderr
    small_disk("rw")
    assert_carries_on(data, lines)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "x"), "disk is full"),
        (OSError(errno.EFBIG, "x"), "disk is full"),
        (RuntimeError("error returned from database: (code: 13) database or disk is full"), "disk is full"),
        (PermissionError(errno.EACCES, "x"), "permissions"),
        (OSError(errno.EROFS, "x"), "permissions"),
        (RuntimeError("attempt to write a readonly database"), "permissions"),
    ],
)
def test_what_the_system_says_is_said_with_what_to_do(tmp_path: Path, error: Exception, told: str) -> None:
    assert disk_at_fault(tmp_path, error)
    found = index_error(tmp_path, error)
    assert told in str(found)
    assert "The articles are safe." in found.message
    assert found.hint


def test_any_other_failure_is_not_put_down_to_the_disk(tmp_path: Path) -> None:
    assert not disk_at_fault(tmp_path, ValueError("a term is too long"))
    with pytest.raises(LibraryError, match="a term is too long") as caught, writing(tmp_path, ValueError):
        raise ValueError("a term is too long")
    assert str(tmp_path) in caught.value.message
    with pytest.raises(KeyError), writing(tmp_path, ValueError):
        raise KeyError("a fault of ours")
