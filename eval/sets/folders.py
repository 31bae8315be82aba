"""Find a set in a folder: the folder itself, or the sub-folder of that name in a folder of many sets."""

from __future__ import annotations

from pathlib import Path

from rag.errors import UsageError

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"


def find_set(folder: Path, name: str, *files: str) -> Path | None:
    """Return the folder that holds all these files: the given one, or its sub-folder of the set's name."""
    for place in (folder, folder / name):
        if all((place / file).exists() for file in files):
            return place
    return None


def nothing_for(suite: str, folder: Path, wanted: str) -> UsageError:
    """Make the error of a folder that has no cases for a suite."""
    return UsageError(f"The folder {str(folder)!r} has no cases for the suite {suite!r}.", hint=f"It needs {wanted}.")
