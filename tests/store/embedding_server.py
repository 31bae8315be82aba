"""An embeddings server on loopback: real vectors of counted words, through the real protocol, or what a test wants.

    with embedding_server() as server:
        server.plan = lambda number, texts: Reply(status=429) if number == 2 else None

It leaves out base64 and token arrays.
"""

from __future__ import annotations

import json
import re
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from tests.generate.provider import Reply

DIMENSIONS = 48


@dataclass
class EmbeddingServer:
    """The running server, and what it was asked."""

    base_url: str = ""
    dimensions: int = DIMENSIONS
    plan: Callable[[int, list[str]], Reply | None] = lambda number, texts: None
    requests: list[list[str]] = field(default_factory=list)
    """The texts of each request, answered or not."""
    answered: list[str] = field(default_factory=list)
    """The texts whose vectors were sent."""
    headers: list[dict[str, str]] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)

    @property
    def model(self) -> str:
        """The name by which a library finds the model."""
        return f"counted@{self.base_url}"

    def chunks_answered(self) -> Counter[str]:
        """How often each chunk's vector was sent; a chunk has its title above it, a question has not."""
        return Counter(text for text in self.answered if "\n" in text)


@contextmanager
def embedding_server(dimensions: int = DIMENSIONS) -> Iterator[EmbeddingServer]:
    """Run the server."""
    over, lock = Event(), Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Say nothing for each request."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                state.requests.append(body["input"])
                state.bodies.append(body)
                state.headers.append({name.lower(): value for name, value in self.headers.items()})
                state.times.append(time.monotonic())
                number = len(state.requests)
            reply = state.plan(number, body["input"])
            if reply is not None and reply.hang:
                over.wait(30)
                self.close_connection = True
                return
            sent = Reply(body=listed(vectors(body["input"], state.dimensions))) if reply is None else reply
            self.send(sent)
            if reply is None:
                with lock:
                    state.answered += body["input"]

        def send(self, reply: Reply) -> None:
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body or {}).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    state = EmbeddingServer(f"http://127.0.0.1:{server.server_port}/v1", dimensions)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def vectors(texts: Sequence[str], dimensions: int) -> list[list[float]]:
    """Counted words, each at the place its hash says; longer than 1, as a careless server sends them."""
    found = []
    for text in texts:
        row = [0.0] * dimensions
        for word in re.findall(r"\w+", text.lower()):
            row[zlib.crc32(word.encode()) % dimensions] += 1.0
        found.append(row)
    return found


def listed(rows: Sequence[Any], *, backwards: bool = False) -> dict[str, Any]:
    """The protocol's reply for some vectors."""
    data = [{"object": "embedding", "index": at, "embedding": row} for at, row in enumerate(rows)]
    usage = {"prompt_tokens": 7, "total_tokens": 7}
    return {"object": "list", "model": "counted", "data": data[::-1] if backwards else data, "usage": usage}
