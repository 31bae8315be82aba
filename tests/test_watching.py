"""Watching: only what is new is read, a source that fails rests, and a signal ends it well, whatever it is doing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from rag import Newsroom
from rag.adding import Adding
from rag.arguments import build_parser
from rag.errors import UsageError
from rag.ingest.web.fetch import Fetcher
from rag.settings import Settings
from rag.stopping import Stop
from rag.watching import LONGEST_REST, Round, Tally, Watch, round_lines
from tests.builders import CLOCK, open_library
from tests.conftest import ROOT, SAMPLES
from tests.ingest.site import Site, reply, send, serving

WATCH = """
import signal, sys
from pathlib import Path
from rag.adding import Adding
from rag.ingest.web.fetch import Fetcher
from rag.stopping import Stop
from rag.watching import Tally, Watch
from tests.builders import open_library

stop, tally = Stop(), Tally()
with stop.listening(), open_library(Path(sys.argv[1])) as library:
    for done in Watch(Adding(library), sys.argv[2:], 0.2, fetcher=Fetcher(allow_private=True, delay=0)).rounds(stop):
        tally.count(done)
        print("round", done.added, flush=True)
print(tally.line(), flush=True)
"""


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as served:
        yield served


@pytest.fixture
def watched(settings: Settings, site: Site) -> Iterator[Callable[..., Iterator[Round]]]:
    """Watching with no pause between two rounds, of which as many come as are asked for."""
    with open_library(settings.data) as library:

        def watch(*sources: object, every: float = 0.0) -> Iterator[Round]:
            fetcher = Fetcher(allow_private=True, delay=0)
            return Watch(Adding(library), [str(source) for source in sources], every, fetcher=fetcher).rounds(Stop())

        yield watch


def feed(*numbers: int) -> str:
    items = "".join(
        f"<item><title>Clock {n}</title><link>https://e.example/{n}</link><description>x</description>"
        f"<content:encoded>&lt;p&gt;{CLOCK} It was the {n}th time, and nobody in the town was surprised by it."
        "&lt;/p&gt;</content:encoded></item>"
        for n in numbers
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    return f'<?xml version="1.0"?><rss version="2.0" {space}><channel><title>Ellis</title>{items}</channel></rss>'


def tagged(body: str, tag: str) -> Callable[[BaseHTTPRequestHandler], None]:
    """A page that says 304 to whoever has it already."""

    def page(handler: BaseHTTPRequestHandler) -> None:
        if handler.headers.get("If-None-Match") == tag:
            send(handler, 304, {"Content-Length": "0", "ETag": tag})
        else:
            reply(body, "application/rss+xml", ETag=tag)(handler)

    return page


def counts(done: Round) -> tuple[int, int, int]:
    return done.added, done.updated, len(done.failed)


def note(number: int, more: str = "") -> str:
    return f"Note {number}\n\n{CLOCK} It was the {number}th time, and nobody in the town was surprised by it.{more}"


def test_only_the_new_items_of_a_feed_are_read_whatever_the_server_says_in_between(
    watched: Callable[..., Iterator[Round]], site: Site
) -> None:
    url = site.url("/feed")
    rounds = watched(url)
    site.pages["/feed"] = tagged(feed(1, 2), '"a"')
    assert counts(next(rounds)) == (2, 0, 0)
    assert counts(next(rounds)) == (0, 0, 0)
    site.pages["/feed"] = tagged(feed(1, 2, 3), '"b"')
    assert counts(next(rounds)) == (1, 0, 0)
    site.pages["/feed"] = reply("broken", status=500)
    failed = next(rounds)
    assert counts(failed) == (0, 0, 1)
    assert [rest.source for rest in failed.resting] == [url]
    assert any(line.startswith(f"  resting: {url} ") for line in round_lines(failed))
    site.pages["/feed"] = tagged(feed(3, 4, 5), '"c"')
    resting, again, same = next(rounds), next(rounds), next(rounds)
    assert (counts(resting), counts(again), counts(same)) == ((0, 0, 0), (2, 0, 0), (0, 0, 0))
    tags = [headers.get("if-none-match") for path, headers in site.asked if path == "/feed"]
    assert tags == [None, '"a"', '"a"', '"b"', '"b"', '"c"']


def test_a_source_that_keeps_failing_rests_twice_as_long_each_time_up_to_a_limit(
    watched: Callable[..., Iterator[Round]], site: Site, tmp_path: Path
) -> None:
    (tmp_path / "note.txt").write_text(note(1))
    site.pages["/feed"] = reply("broken", status=500)
    rounds = watched(site.url("/feed"), tmp_path / "note.txt")
    asked: list[int] = []
    back = 30 + 2 * LONGEST_REST
    for number in range(70):
        done = next(rounds)
        assert done.added == (number in (0, back)), "the others go on"
        if number == back - 1:
            site.pages["/feed"] = tagged(feed(2), '"a"')
        asked.append(site.paths().count("/feed"))
    tried = [number for number in range(70) if number == 0 or asked[number] > asked[number - 1]]
    assert tried == [0, 2, 6, 14, 30, 30 + LONGEST_REST, back, *range(back + 1, 70)]


def test_a_file_is_read_again_only_when_it_has_changed(watched: Callable[..., Iterator[Round]], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    rounds = watched(folder)
    assert counts(next(rounds)) == (0, 0, 0), "an empty folder is no failure"
    (folder / "a.txt").write_text(note(1))
    (folder / "b.json").write_text("{broken")
    first, second = next(rounds), next(rounds)
    assert (counts(first), counts(second)) == ((1, 0, 1), (0, 0, 0))
    assert (first.unchanged, second.unchanged) == (0, 0), "it was not even read"
    assert not first.resting, "a bad file in a folder does not make the folder one"
    (folder / "a.txt").write_text(note(1, " It will be mended."))
    (folder / "b.json").write_text(json.dumps({"title": "Note 2", "text": note(2)}))
    (folder / "c.txt").write_text(note(3))
    assert counts(next(rounds)) == (2, 1, 0)
    (folder / "c.meta.json").write_text(json.dumps({"outlet": "Moor Post"}))
    changed = next(rounds)
    assert (changed.added, changed.updated, changed.unchanged) == (1, 0, 0), (
        "its metadata changed, and with it who it is"
    )
    (folder / "a.txt").unlink()
    assert counts(next(rounds)) == (0, 0, 0)


def test_what_could_not_be_stored_is_read_again(settings: Settings, tmp_path: Path, site: Site) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(note(1))
    site.add("/feed", feed(1), "application/rss+xml", ETag='"a"')
    with open_library(settings.data) as library, open_library(settings.data) as other:
        sources = [str(tmp_path / "in"), site.url("/feed")]
        rounds = Watch(Adding(library), sources, 0.0, fetcher=Fetcher(allow_private=True, delay=0)).rounds(Stop())
        with other.database.write() as connection:
            # What a full disk or a broken one does to a write, had without one.
            connection.exec_driver_sql(
                "CREATE TRIGGER full BEFORE INSERT ON articles BEGIN SELECT RAISE(ABORT, 'x'); END"
            )
        failed = next(rounds)
        assert (failed.added, [failure.source for failure in failed.failed]) == (0, sources)
        with other.database.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER full")
        assert [next(rounds).added for _ in range(2)] == [0, 2]
        assert library.doctor().ok


def test_the_index_is_let_go_of_between_rounds(
    watched: Callable[..., Iterator[Round]], settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text(note(1))
    rounds = watched(tmp_path / "a.txt")
    next(rounds)
    with Newsroom.open(settings) as other:
        assert other.search("clock of Ebbing")
        (tmp_path / "a.txt").write_text(note(2))
        assert next(rounds).added == 1, "adding needs no index"
        assert other.refresh() == 1
        assert other.doctor().ok


def test_standard_input_cannot_be_watched(newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match="Standard input"):
        newsroom.watch(["-"], 60)


def test_the_next_round_and_what_failed_are_told(watched: Callable[..., Iterator[Round]], tmp_path: Path) -> None:
    done = next(watched(tmp_path / "missing.txt", every=3600))
    first, *below = round_lines(done)
    assert "1 failed; next at " in first
    assert [line.split()[0] for line in below] == ["failed:", "resting:"]
    tally = Tally()
    tally.count(done)
    assert tally.line() == "Stopped after 1 round: 1 failed."


@pytest.mark.parametrize(("text", "seconds"), [("10s", 10), ("90s", 90), ("1.5m", 90), ("10m", 600), ("2h", 7200)])
def test_an_interval_is_a_number_with_a_unit(text: str, seconds: float) -> None:
    assert build_parser().parse_args(["watch", "x", "--every", text]).every == seconds


@pytest.mark.parametrize(
    "text", ["", "10", "9s", "0m", "-5m", "1d", "10 m", "m", "1h30m", "1000h", "٣m", "1e3s", "nan"]
)
def test_any_other_interval_is_wrong_use(text: str) -> None:
    with pytest.raises(SystemExit) as caught:
        build_parser().parse_args(["watch", "x", f"--every={text}"])
    assert caught.value.code == 2


@contextmanager
def started(*command: object) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, *map(str, command)], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_command_with_a_summary(tmp_path: Path, number: signal.Signals) -> None:
    shutil.copytree(SAMPLES, tmp_path / "in")
    with started("-m", "rag", "--data", tmp_path / "library", "watch", tmp_path / "in", "--json") as process:
        assert process.stdout
        assert json.loads(process.stdout.readline())["added"] == 20
        began = time.monotonic()
        os.kill(process.pid, number)
        out, told = process.communicate(timeout=120)
    assert (process.returncode, out) == (0, "")
    assert time.monotonic() - began < 20
    assert told.splitlines()[-1] == "Stopped after 1 round: 20 added."
    with open_library(tmp_path / "library") as library:
        assert library.doctor().ok


def test_a_signal_ends_it_while_a_server_is_silent(tmp_path: Path, site: Site) -> None:
    silent = []

    def page(handler: BaseHTTPRequestHandler) -> None:
        silent.append(handler)
        time.sleep(25)

    site.add("/feed", feed(1, 2), "application/rss+xml")
    site.pages["/silent"] = page
    with started("-c", WATCH, tmp_path, site.url("/feed"), site.url("/silent")) as process:
        while not silent:
            assert process.poll() is None
            time.sleep(0.02)
        began = time.monotonic()
        os.kill(process.pid, signal.SIGTERM)
        out, told = process.communicate(timeout=120)
    assert time.monotonic() - began < 20
    assert (process.returncode, told) == (0, "")
    assert out.splitlines() == ["round 2", "Stopped after 1 round: 2 added."]
    with open_library(tmp_path) as library:
        assert library.catalogue.count() == 2
        assert library.doctor().ok


def test_a_feed_that_grows_is_followed_by_a_process_of_its_own(tmp_path: Path, site: Site) -> None:
    site.add("/feed", feed(1), "application/rss+xml")
    with started("-c", WATCH, tmp_path, site.url("/feed")) as process:
        assert process.stdout
        assert process.stdout.readline() == "round 1\n"
        site.add("/feed", feed(1, 2, 3), "application/rss+xml")
        while (line := process.stdout.readline()) == "round 0\n":
            pass
        assert line == "round 2\n"
        process.terminate()
        out, told = process.communicate(timeout=120)
    assert (process.returncode, told) == (0, "")
    assert out.splitlines()[-1].endswith(": 3 added.")
