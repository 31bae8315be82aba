"""Watching: the same sources added again and again, what is new in them only, until one is asked to stop.

A source that fails is left out for a while, twice as long after each failure in a row. Between two rounds the search
index is let go of, so that another program can have it. It leaves out what reading and storing are (`adding`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from time import perf_counter

from rag.adding import Adding
from rag.datatypes import Failure
from rag.errors import LibraryError, UsageError
from rag.ingest.filememory import FileMemory
from rag.ingest.sources import STDIN
from rag.ingest.web.pages import Fetches
from rag.stopping import Stop

LONGEST_REST = 16
"""Intervals for which a source that keeps failing is left out at most."""


@dataclass(frozen=True, slots=True)
class Resting:
    """A source that failed and is left out until a time."""

    source: str
    until: str


@dataclass(frozen=True, slots=True)
class Round:
    """What one round did. Times are ISO 8601 in UTC; `next` is when the next one begins, None if none does."""

    time: str
    added: int
    updated: int
    unchanged: int
    duplicates: int
    failed: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    resting: tuple[Resting, ...]
    seconds: float
    next: str | None


class Watch:
    """Sources watched for one library.

    Args:
        adding: what adds to the library.
        sources: as for adding, but "-".
        every: the seconds between the end of a round and the next.
        outlet: for items that do not name theirs.
        published: for items that give no date.
        columns: our names of fields to the sources' own.
        fetcher: what fetches addresses; one with the usual settings unless given.

    Raises:
        UsageError: standard input is among the sources.
    """

    def __init__(
        self,
        adding: Adding,
        sources: Sequence[str],
        every: float,
        *,
        outlet: str | None = None,
        published: str | None = None,
        columns: Mapping[str, str] | None = None,
        fetcher: Fetches | None = None,
    ) -> None:
        if STDIN in sources:
            raise UsageError("Standard input cannot be watched.", hint="Use add for it.")
        self._adding = adding
        self._sources = list(dict.fromkeys(sources))
        self._every = every
        self._outlet, self._published, self._columns = outlet, published, columns
        self._fetcher = fetcher or _usual_fetcher()
        self._files = {source: FileMemory() for source in self._sources}
        self._failures = dict.fromkeys(self._sources, 0)
        self._due = dict.fromkeys(self._sources, 0)

    def rounds(self, stop: Stop) -> Iterator[Round]:
        """Yield what each round did, the first at once, until one is asked to stop.

        Raises:
            UsageError: an option is wrong.
        """
        number = 0
        while not stop.asked:
            yield self._round(number, stop)
            stop.sleep(self._every)
            number += 1

    def _round(self, number: int, stop: Stop) -> Round:
        started, began = perf_counter(), _now()
        total = Round(_said(began), 0, 0, 0, 0, (), (), (), 0.0, None)
        for source in self._sources:
            if self._due[source] <= number and not stop.asked:
                total = self._add(source, total, stop)
                self._settle(source, number, total.failed)
        try:
            waits = self._adding.index_if_behind(stop)
            total = replace(total, warnings=(*total.warnings, *(Failure("the search index", why) for why in waits)))
        except LibraryError as error:
            # The articles are in the catalogue; the index carries on in a later round.
            total = replace(total, failed=(*total.failed, Failure("the search index", str(error))))
        coming = _now() + timedelta(seconds=self._every)
        resting = tuple(self._rests(number, coming))
        seconds = round(perf_counter() - started, 3)
        return replace(total, resting=resting, seconds=seconds, next=None if stop.asked else _said(coming))

    def _add(self, source: str, total: Round, stop: Stop) -> Round:
        """Add what is new in a source and return the sums so far."""
        try:
            report = self._adding.add_new(
                source,
                outlet=self._outlet,
                published=self._published,
                columns=self._columns,
                files=self._files[source],
                fetcher=self._fetcher,
                stop=stop,
            )
        except LibraryError as error:
            # A full disk, say: nothing of it counts as read, so it comes again.
            return replace(total, failed=(*total.failed, Failure(source, str(error))))
        return replace(
            total,
            added=total.added + report.added,
            updated=total.updated + report.updated,
            unchanged=total.unchanged + report.unchanged,
            duplicates=total.duplicates + report.duplicates,
            failed=total.failed + report.failed,
            warnings=total.warnings + report.warnings,
        )

    def _settle(self, source: str, number: int, failed: Sequence[Failure]) -> None:
        """Note in which round a source is read next. Items of it that fail do not count, only the source itself."""
        failing = any(failure.source == source for failure in failed)
        self._failures[source] = self._failures[source] + 1 if failing else 0
        self._due[source] = number + min(2 ** self._failures[source], LONGEST_REST)

    def _rests(self, number: int, coming: datetime) -> Iterator[Resting]:
        for source in self._sources:
            if (rounds := self._due[source] - number - 1) > 0:
                yield Resting(source, _said(coming + timedelta(seconds=rounds * self._every)))


class Tally:
    """The sums over all rounds, kept small however many they are."""

    def __init__(self) -> None:
        self._rounds = self._added = self._updated = self._failed = 0

    def count(self, done: Round) -> None:
        """Count a round in."""
        self._rounds += 1
        self._added += done.added
        self._updated += done.updated
        self._failed += len(done.failed)

    def line(self) -> str:
        """Say the sums in one line."""
        said = _listed({"added": self._added, "updated": self._updated, "failed": self._failed})
        return f"Stopped after {self._rounds} round{'s' * (self._rounds != 1)}: {said}."


def round_lines(done: Round) -> list[str]:
    """A round in one line, in the time of this place, and below it what failed."""
    counts = {"added": done.added, "updated": done.updated, "duplicates": done.duplicates, "failed": len(done.failed)}
    coming = f"; next at {_clock(done.next)}" if done.next else ""
    lines = [f"{_clock(done.time)}  {_listed(counts)}{coming}"]
    lines += [f"  failed: {failure.source}: {failure.error}" for failure in done.failed]
    lines += [f"  note: {warning.source}: {warning.error}" for warning in done.warnings]
    return lines + [f"  resting: {rest.source} is tried again at {_clock(rest.until)}" for rest in done.resting]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing new"


def _usual_fetcher() -> Fetches:
    # It takes a while to load, and other commands do not need it.
    from rag.ingest.web.fetch import Fetcher

    return Fetcher()


def _now() -> datetime:
    return datetime.now(UTC)


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _clock(moment: str) -> str:
    return datetime.fromisoformat(moment).astimezone().strftime("%H:%M:%S")
