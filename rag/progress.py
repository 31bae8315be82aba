"""A progress bar on the terminal for long work, with a rate and the time left; silent where nobody watches."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import TYPE_CHECKING, Self

from rag.adding import Progress as Step

if TYPE_CHECKING:
    from rich.progress import TaskID

_SELDOM = 50
"""Articles between two drawings: drawing costs more than reading an article."""


class ProgressBar:
    """Takes the steps that `Newsroom.add` reports and draws them on stderr if that is a terminal."""

    def __init__(self) -> None:
        # Imported late: it takes a twentieth of a second, and most commands show no progress.
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}
        self._drawn: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, step: Step) -> None:
        """Draw one step."""
        if step.stage not in self._tasks:
            self._tasks[step.stage] = self._bar.add_task(step.stage.capitalize(), total=step.total, rate="")
            self._drawn[step.stage] = 0
        if step.done - self._drawn[step.stage] >= _SELDOM or step.done == step.total:
            self._drawn[step.stage] = step.done
            task = self._tasks[step.stage]
            speed = self._bar.tasks[task].speed
            self._bar.update(task, completed=step.done, total=step.total, rate=f"{speed:,.0f}/s" if speed else "")
