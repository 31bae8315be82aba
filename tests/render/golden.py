"""Writes the golden files anew: `python -m tests.render.golden`. Read the difference before keeping it."""

from __future__ import annotations

from pathlib import Path

from rag.render import Format, render_answer, render_briefing, render_comparison
from tests.render import pieces

FOLDER = Path(__file__).parent / "golden"
ENDINGS = {Format.TEXT: "txt", Format.MD: "md", Format.HTML: "html", Format.JSON: "json"}


def rendered() -> dict[Path, bytes]:
    """Return what every golden file should hold."""
    files: dict[Path, bytes] = {}
    for format, ending in ENDINGS.items():
        files[FOLDER / f"answer.{ending}"] = render_answer(pieces.ANSWER, format)
        files[FOLDER / f"refused.{ending}"] = render_answer(pieces.REFUSED, format)
        files[FOLDER / f"briefing.{ending}"] = render_briefing(pieces.BRIEFING, format)
        files[FOLDER / f"comparison.{ending}"] = render_comparison(pieces.COMPARISON, format)
    return files


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for path, content in rendered().items():
        path.write_bytes(content)
