"""Fetching, against a real server: what it brings, and everything a server can do that must not do harm."""

from __future__ import annotations

import gzip
import random
import socket
import threading
import time
import zlib
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler

import pytest

from rag.errors import SourceError
from rag.ingest.web.fetch import Fetcher, Limits
from rag.ingest.web.headers import USER_AGENT, seconds_to_wait
from rag.ingest.web.reply import FetchError, Validators
from tests.ingest.site import Page, Site, reply, send

QUICK = Limits(longest_wait=1.0, body=300_000)
IMPATIENT = Limits(connect=1.0, read=1.0, total=1.5)


def fetcher(
    limits: Limits = QUICK,
    *,
    allow_private: bool | Collection[str] = True,
    numbers: str = "127.0.0.1",
    delay: float = 0,
) -> Fetcher:
    def resolve(host: str, port: int) -> list[str]:
        return numbers.split() if host.endswith(".example") else [host]

    return Fetcher(allow_private=allow_private, delay=delay, resolve=resolve, limits=limits)


def error_of(url: str, using: Fetcher | None = None) -> FetchError:
    with pytest.raises(FetchError) as caught:
        (using or fetcher()).fetch(url)
    return caught.value


def test_a_document_comes_with_its_kind_and_validators(site: Site) -> None:
    url = site.add("/a", "Örtlich", "text/html; charset=ISO-8859-1", ETag='"7"', Last_Modified="then")
    found = fetcher().fetch(url)
    assert (found.url, found.status, found.media_type, found.charset) == (url, 200, "text/html", "ISO-8859-1")
    assert found.body == "Örtlich".encode()
    assert found.validators == Validators('"7"', "then")


def test_servers_are_told_who_asks_and_by_which_name(site: Site) -> None:
    site.add("/a", "x")
    fetcher().fetch(site.url("/a", host="ellis.example"))
    path, headers = site.asked[-1]
    assert path == "/a"
    assert headers["user-agent"] == USER_AGENT == "Plumbline/0.1 (+news reader)"
    assert headers["host"] == f"ellis.example:{site.port}"
    assert "cookie" not in headers


def test_what_is_unchanged_has_no_body(site: Site) -> None:
    site.pages["/a"] = reply(b"", status=304)
    found = fetcher().fetch(site.url("/a"), validators=Validators('"7"', "then"))
    assert found.unchanged
    assert found.body == b""
    assert (site.asked[-1][1]["if-none-match"], site.asked[-1][1]["if-modified-since"]) == ('"7"', "then")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed_and_the_last_address_counts(site: Site, status: int) -> None:
    site.add("/c/d", "found")
    site.redirect("/b", "c/d", status)
    assert fetcher().fetch(site.redirect("/a", "/b", status)).url == site.url("/c/d")


def test_five_redirects_are_followed_and_six_are_not(site: Site) -> None:
    site.add("/0", "found")
    for number in range(1, 7):
        site.redirect(f"/{number}", f"/{number - 1}")
    assert fetcher().fetch(site.url("/5")).body == b"found"
    assert "more than 5 times" in str(error_of(site.url("/6")))


def test_a_circle_of_redirects_ends(site: Site) -> None:
    assert "more than 5 times" in str(error_of(site.redirect("/a", "/a")))


@pytest.mark.parametrize(
    "location", ["file:///etc/passwd", "data:text/html,x", "ftp://ellis.example/a", "javascript:alert(1)"]
)
def test_a_redirect_to_another_scheme_is_refused(site: Site, location: str) -> None:
    with pytest.raises(SourceError, match="Only http and https addresses are fetched"):
        fetcher().fetch(site.redirect("/a", location))


@pytest.mark.parametrize("host", ["127.0.0.2", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]", "0.0.0.0"])
def test_a_redirect_into_a_private_network_is_refused(site: Site, host: str) -> None:
    url = site.redirect("/a", f"http://{host}:{site.port}/secret")
    message = str(error_of(url, fetcher(allow_private={"127.0.0.1"})))
    assert "private network" in message
    assert "/secret" not in site.paths()


@pytest.mark.parametrize("location", ["http://2130706433/", "http://a@127.0.0.1/", "http://127.1/", "http://[/"])
def test_a_redirect_to_an_address_in_disguise_is_refused(site: Site, location: str) -> None:
    with pytest.raises(SourceError):
        fetcher().fetch(site.redirect("/a", location))


@pytest.mark.parametrize(
    "numbers",
    [
        "127.0.0.1",
        "8.8.8.8 127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "nonsense",
        "fe80::1%lo",
    ],
)
def test_a_name_that_stands_for_any_private_number_is_refused(site: Site, numbers: str) -> None:
    using = fetcher(allow_private=False, numbers=numbers)
    assert "private network" in str(error_of(site.url("/a", host="ellis.example"), using))
    assert site.asked == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_by_default_this_machine_is_refused(site: Site, host: str) -> None:
    with pytest.raises(SourceError):
        Fetcher().fetch(site.url("/a", host=host))
    assert site.asked == []


@pytest.mark.parametrize("host", ["10.0.0.1", "[::ffff:127.0.0.1]", "0.0.0.0", "[fe80::1]", "169.254.169.254"])
def test_by_default_private_networks_are_refused(host: str) -> None:
    assert "private network" in str(error_of(f"http://{host}/", fetcher(allow_private=False)))


def test_a_name_is_looked_up_once_a_connection_so_that_it_cannot_change_after_it_was_judged(site: Site) -> None:
    site.add("/a", "x")
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["10.0.0.1"]])
    asked = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    using = Fetcher(allow_private={"127.0.0.1"}, delay=0, resolve=resolve, limits=QUICK)
    assert using.fetch(site.url("/a", host="ellis.example")).status == 200
    assert len(asked) == 2 == len(site.asked)  # for robots.txt and for the page
    assert "private network" in str(error_of(site.url("/a", host="ellis.example"), using))


def test_the_next_number_is_tried_where_one_does_not_answer(site: Site) -> None:
    site.add("/a", "x")
    using = fetcher(numbers="127.0.0.9 127.0.0.1")
    assert using.fetch(site.url("/a", host="ellis.example")).body == b"x"


def test_a_host_that_is_not_found_says_so() -> None:
    def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror("nowhere")

    message = str(error_of("http://ellis.example/", Fetcher(resolve=resolve)))
    assert message == "The host ellis.example cannot be found; check the address."


def test_a_server_that_is_not_there_says_so() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    assert "No connection to 127.0.0.1" in str(error_of(f"http://127.0.0.1:{port}/"))


def test_settings_for_a_proxy_turn_nothing_aside(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.add("/a", "x")
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert fetcher().fetch(site.url("/a")).body == b"x"


@pytest.mark.parametrize(
    ("status", "message", "retryable"),
    [
        (404, "There is no such page (status 404); check the address.", False),
        (410, "The page was taken down (status 410); check the address.", False),
        (401, "The page wants a user name and a password (status 401); save the page", False),
        (403, "The server does not give the page to programs, or to nobody (status 403); save the page", False),
        (451, "The page is withheld for legal reasons (status 451)", False),
        (418, "The server gave no page (status 418)", False),
        (302, "The server gave no page (status 302)", False),
        (500, "The server failed (status 500); try again later.", True),
        (502, "The server failed (status 502); try again later.", True),
    ],
)
def test_a_status_without_a_page_says_what_to_do(site: Site, status: int, message: str, retryable: bool) -> None:
    site.pages["/a"] = reply("x", status=status)
    error = error_of(site.url("/a"))
    assert str(error).startswith(message)
    assert error.retryable is retryable
    assert site.paths().count("/a") == 1


def busy_once(status: int, wait: str) -> Page:
    answers = iter([reply("", status=status, Retry_After=wait)])
    return lambda handler: next(answers, reply("found"))(handler)


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_once_more_after_the_wait_it_asks_for(site: Site, status: int) -> None:
    site.pages["/a"] = busy_once(status, "1")
    began = time.monotonic()
    assert fetcher().fetch(site.url("/a")).body == b"found"
    assert time.monotonic() - began >= 1


def test_a_server_that_stays_busy_is_left_alone(site: Site) -> None:
    site.pages["/a"] = reply("", status=429, Retry_After="0")
    error = error_of(site.url("/a"))
    assert error.retryable
    assert str(error) == "The server says there were too many requests (status 429); try again later."
    assert site.paths().count("/a") == 2


def test_a_wait_that_is_too_long_is_passed_on(site: Site) -> None:
    site.pages["/a"] = reply("", status=503, Retry_After="3600")
    assert "it asks to wait 3600 seconds; try again then" in str(error_of(site.url("/a")))
    assert site.paths().count("/a") == 1


def test_a_wait_is_a_number_or_a_date() -> None:
    assert seconds_to_wait("7") == 7
    assert seconds_to_wait("-3") == 0
    assert [seconds_to_wait(raw) for raw in ("", "soon", "nan", "inf")] == [1.0] * 4
    assert 50 < seconds_to_wait(format_datetime(datetime.now(UTC) + timedelta(minutes=1))) <= 60


def dripping(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, {"Content-Type": "text/html", "Content-Length": "1000000"})
    for _ in range(120):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.05)


def silent(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(6)


def dripping_headers(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    for number in range(120):
        handler.wfile.write(b"X-%d: y\r\n" % number)
        handler.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize("page", [dripping, silent, dripping_headers])
def test_a_server_that_never_ends_is_left_at_the_deadline(site: Site, page: Page) -> None:
    site.pages["/a"] = page
    began = time.monotonic()
    error = error_of(site.url("/a"), fetcher(IMPATIENT))
    assert time.monotonic() - began < IMPATIENT.total + 2
    assert error.retryable
    assert "took too long" in str(error)


def test_a_redirect_does_not_begin_the_time_anew(site: Site) -> None:
    def slow(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.6)
        reply("", status=302, Location="/a")(handler)

    site.pages["/a"] = slow
    began = time.monotonic()
    assert "took too long" in str(error_of(site.url("/a"), fetcher(IMPATIENT)))
    assert time.monotonic() - began < IMPATIENT.total + 2


NOISE = random.Random(7).randbytes(310_000)


@pytest.mark.parametrize(
    ("body", "encoding", "message"),
    [
        (NOISE, "", "larger than 0 MB"),
        (gzip.compress(NOISE, mtime=0), "gzip", "larger than 0 MB"),
        (gzip.compress(b"\0" * 50_000_000, mtime=0), "gzip", "larger than 0 MB"),
        (b"no gzip", "gzip", "cannot be read"),
        (gzip.compress(b"x" * 1000, mtime=0)[:-9], "gzip", "broke off"),
        (b"x", "br", "packed as 'br'"),
        (b"x", "gzip, gzip", "packed as 'gzip, gzip'"),
    ],
)
def test_what_is_too_large_or_packed_wrongly_is_refused(site: Site, body: bytes, encoding: str, message: str) -> None:
    assert message in str(error_of(site.add("/a", body, Content_Encoding=encoding)))


def test_an_endless_page_is_read_no_further_than_the_limit(site: Site) -> None:
    sent = 0

    def endless(handler: BaseHTTPRequestHandler) -> None:
        nonlocal sent
        send(handler, 200, {"Content-Type": "text/html", "Connection": "close"})
        while sent < 100_000_000:
            handler.wfile.write(b"x" * 100_000)
            sent += 100_000

    site.pages["/a"] = endless
    assert "larger than" in str(error_of(site.url("/a")))
    assert sent < 50_000_000


def test_a_page_that_unpacks_to_many_times_its_size_is_refused(site: Site) -> None:
    url = site.add("/a", gzip.compress(b"\0" * 5_000_000, mtime=0), Content_Encoding="gzip")
    using = fetcher(Limits(body=20_000_000, ratio=200))
    assert "more than 200 times its size" in str(error_of(url, using))


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(b"found", mtime=0), "gzip"),
        (gzip.compress(b"found", mtime=0), "X-GZIP"),
        (zlib.compress(b"found"), "deflate"),
        (zlib.compress(b"found")[2:-4], "deflate"),
        (b"found", "identity"),
    ],
)
def test_packed_pages_are_unpacked(site: Site, body: bytes, encoding: str) -> None:
    assert fetcher().fetch(site.add("/a", body, Content_Encoding=encoding)).body == b"found"


@pytest.mark.parametrize(
    "raw", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nshort", b"\0" * 99]
)
def test_a_server_that_speaks_no_http_or_breaks_off_says_so(site: Site, raw: bytes) -> None:
    def page(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)
        handler.close_connection = True

    site.pages["/a"] = page
    error = error_of(site.url("/a"))
    assert "broke off, or speaks no HTTP" in str(error)
    assert error.retryable


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        ("User-agent: *\nDisallow: /private", True),
        ("User-agent: *\nDisallow: /a", False),
        ("User-agent: *\nDisallow: /*?", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Plumbline\nAllow: /", True),
        ("User-agent: plumbline\nDisallow: /", False),
        ("User-agent: Otherbot\nDisallow: /", True),
        ("", True),
        ("<html>no rules</html>", True),
    ],
)
def test_robots_txt_is_respected(site: Site, rules: str, allowed: bool) -> None:
    site.add("/robots.txt", rules, "text/plain")
    url = site.add("/a", "x")
    if allowed:
        assert fetcher().fetch(url).body == b"x"
    else:
        error = error_of(url)
        assert "asks programs not to read this page (robots.txt)" in str(error)
        assert not error.retryable
        assert "/a" not in site.paths()


def test_robots_txt_is_respected_where_a_redirect_leads(site: Site) -> None:
    site.add("/robots.txt", "User-agent: *\nDisallow: /b", "text/plain")
    site.add("/b", "x")
    assert "robots.txt" in str(error_of(site.redirect("/a", "/b")))
    assert "/b" not in site.paths()


def test_robots_txt_is_read_once_a_site(site: Site) -> None:
    using = fetcher()
    for name in "abc":
        using.fetch(site.add(f"/{name}", "x"))
    assert site.paths() == ["/robots.txt", "/a", "/b", "/c"]


@pytest.mark.parametrize(("status", "allowed"), [(404, True), (403, True), (500, False), (429, False)])
def test_a_robots_txt_that_cannot_be_had_allows_all_or_nothing(site: Site, status: int, allowed: bool) -> None:
    site.pages["/robots.txt"] = reply("", status=status)
    url = site.add("/a", "x")
    if allowed:
        assert fetcher().fetch(url).status == 200
    else:
        assert "robots.txt cannot be read" in str(error_of(url))


def test_a_host_is_left_in_peace_between_requests(site: Site) -> None:
    using = fetcher(delay=0.3)
    url = site.add("/a", "x")
    began = time.monotonic()
    for _ in range(3):
        using.fetch(url)
    assert 0.6 <= time.monotonic() - began < 5


def test_a_longer_delay_that_the_site_asks_for_is_kept_up_to_a_bound(site: Site) -> None:
    site.add("/robots.txt", "User-agent: *\nCrawl-delay: 600", "text/plain")
    using, url = fetcher(Limits(longest_wait=0.5)), site.add("/a", "x")
    began = time.monotonic()
    using.fetch(url)
    using.fetch(url)
    assert 0.5 <= time.monotonic() - began < 5


def test_threads_may_share_one(site: Site) -> None:
    using, url = fetcher(), site.add("/a", "x")
    found: list[bytes] = []
    threads = [threading.Thread(target=lambda: found.append(using.fetch(url).body)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [b"x"] * 8
