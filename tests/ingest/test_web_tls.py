"""Encrypted connections: the certificate is held against the name, although the connection is made to a number."""

from __future__ import annotations

import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from rag.ingest.web.fetch import Fetcher, Limits
from rag.ingest.web.reply import FetchError
from tests.ingest.site import reply

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="there is no openssl to make a certificate")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for ellis.example, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    crt, key = folder / "crt.pem", folder / "key.pem"
    name = ["-subj", "/CN=ellis.example", "-addext", "subjectAltName=DNS:ellis.example"]
    made = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", str(key), "-out", str(crt)]
    subprocess.run(["openssl", *made, *name], check=True, capture_output=True)
    return crt, key


@pytest.fixture
def port(certificate: tuple[Path, Path]) -> Iterator[int]:
    """The port of a server with the certificate."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            reply(f"for {self.headers['Host']}")(self)

        def log_message(self, format: str, *args: object) -> None:
            pass

    class Server(HTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            pass  # a client that does not trust us ends the handshake

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server = Server(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def fetcher() -> Fetcher:
    limits = Limits(connect=2, read=2, total=4)
    return Fetcher(allow_private=True, delay=0, resolve=lambda host, port: ["127.0.0.1"], limits=limits)


def test_a_certificate_for_the_name_is_accepted(
    port: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    assert fetcher().fetch(f"https://ellis.example:{port}/a").body.decode() == f"for ellis.example:{port}"


def test_a_certificate_for_another_name_is_refused(
    port: int, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(FetchError, match=r"No connection to fenn\.example: .*certificate"):
        fetcher().fetch(f"https://fenn.example:{port}/a")


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    with pytest.raises(FetchError, match="certificate"):
        fetcher().fetch(f"https://ellis.example:{port}/a")
