"""Runs, comparisons and gates as plain text and Markdown tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eval.comparing import Compared
from eval.gate import Gate
from eval.meta import Agreement, Interval
from eval.records import Figure, Run, figures
from eval.sensitivity import Noticed

Row = tuple[str, ...]
_HEAD: Row = ("figure", "value", "95% interval", "scored", "unscored", "detectable")
_COMPARED_HEAD: Row = ("figure", "old", "new", "difference", "95% interval", "p", "detectable", "cases", "verdict")


def run_as_text(run: Run) -> str:
    """Write the figures of a run, suite by suite, for the terminal."""
    found = figures(run)
    parts = []
    for entry in run.suites:
        mine = [figure for figure in found if figure.suite == entry.name]
        title = f"{entry.name} ({entry.cases}, {len(run.of(entry.name)):,} cases)"
        parts.append(f"{title}\n{_aligned([_HEAD, *map(_row, mine)])}")
    broken = [figure for figure in found if figure.is_broken_rule]
    parts += [f"BROKEN RULE  {figure.name}: {figure.measure.means}" for figure in broken]
    return "\n\n".join(parts)


def run_as_markdown(run: Run, level: str = "##") -> str:
    """Write the figures of a run as Markdown tables."""
    found = figures(run)
    parts = []
    for entry in run.suites:
        mine = [_row(figure) for figure in found if figure.suite == entry.name]
        limited = f", the first {entry.limit}" if entry.limit else ""
        title = f"{level} {entry.name}\n\n{entry.cases}, {len(run.of(entry.name)):,} cases{limited}."
        parts.append(f"{title}\n\n{markdown_table(_HEAD, mine)}")
    return "\n\n".join(parts) + "\n"


def comparison_as_text(compared: Sequence[Compared]) -> str:
    """Write a comparison for the terminal; figures without any change come last, in one line."""
    moved = [one for one in compared if one.difference.changed]
    same = len(compared) - len(moved)
    lines = [_aligned([_COMPARED_HEAD, *map(_compared_row, moved)])] if moved else []
    if same:
        lines.append(f"{same} figures are the same in every case: tied.")
    return "\n".join(lines) or "The runs have no figure in common."


def gate_as_text(gate: Gate) -> str:
    """Write what a gate found."""
    if gate.is_open:
        return f"The gate is open: no loss in {len(gate.compared)} figures, no broken rule."
    return "\n".join(["The gate is shut:", *(f"- {reason}" for reason in gate.reasons)])


def agreements_as_rows(found: Iterable[Agreement]) -> tuple[Row, list[Row]]:
    """Return the head and rows of a table of agreement with people."""
    head = ("set", "scorer", "cases", "faults", "unscored", "agreement", "kappa", "precision", "recall", "F1")
    rows: list[Row] = []
    for one in found:
        figures = (one.agreement, one.kappa, one.precision, one.recall, one.f1)
        counts = (f"{one.cases:,}", f"{one.faults:,}", f"{one.unscored:,}")
        rows.append((one.set, one.scorer, *counts, *map(_interval, figures)))
    return head, rows


def noticed_as_text(found: Sequence[Noticed]) -> str:
    """Write what planted defects did."""
    head: Row = ("defect", "suite", "noticed by", "missed by", "moved besides")
    rows: list[Row] = [
        (one.defect.name, one.defect.suite, ", ".join(one.seen), ", ".join(one.missed), ", ".join(one.astray))
        for one in found
    ]
    wrong = sum(not one.holds for one in found)
    ends = f"{wrong} of {len(found)} defects were not noticed as they should be." if wrong else "All were noticed."
    return f"{left_aligned([head, *rows])}\n{ends}"


def left_aligned(rows: Sequence[Row]) -> str:
    """Set a table of words for the terminal."""
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(lines)


def _interval(one: Interval) -> str:
    return "" if one.value is None else f"{one.value:.3f} ({one.low:.3f} to {one.high:.3f})"


def number(value: float | None, digits: int = 4) -> str:
    """Write a figure; what was not scored says so."""
    return "not scored" if value is None else f"{value:.{digits}f}"


def markdown_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---", *("--:" for _ in head[1:])], *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _row(figure: Figure) -> Row:
    estimate = figure.estimate
    interval = f"{estimate.low:.4f} to {estimate.high:.4f}" if estimate else ""
    return (
        figure.measure.name,
        number(figure.value),
        interval,
        f"{figure.scored:,}",
        f"{figure.unscored:,}",
        "" if figure.detectable is None else f"{figure.detectable:.3f}",
    )


def _compared_row(one: Compared) -> Row:
    seen = one.difference
    return (
        one.name,
        number(one.old),
        number(one.new),
        f"{seen.value:+.4f}",
        f"{seen.low:+.4f} to {seen.high:+.4f}",
        f"{seen.p:.4f}",
        f"{seen.detectable:.3f}",
        f"{seen.cases:,}",
        str(one.outcome),
    )


def _aligned(rows: Sequence[Row]) -> str:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
    return "\n".join("  " + "  ".join(_cells(row, widths)).rstrip() for row in rows)


def _cells(row: Row, widths: Sequence[int]) -> Iterator[str]:
    for place, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.ljust(width) if place == 0 else cell.rjust(width)
