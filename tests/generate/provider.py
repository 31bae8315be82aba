"""A chat-completions server on loopback with scripted replies, to run the model writer through its real client.

    with scripted_provider(['{"claim": ...}', Reply(status=429, headers={"Retry-After": "1"}), ...]) as provider:
        writer = ModelWriter(provider.settings())

Replies are used in order, one a request; the last one is used again when they run out. It leaves out the
Responses API, embeddings and keys: any key is taken.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Lock, Thread
from typing import Any

from rag.settings import Settings

KEY = "sk-invented-0123456789abcdef"


@dataclass(frozen=True)
class Reply:
    """What the server does with one request.

    Attributes:
        text: The assistant's message, streamed in pieces of `size` characters.
        status: An HTTP status; other than 200, `body` is sent at once.
        body: What is sent instead of a chat reply: JSON, or bytes as they are.
        usage: Whether token counts are sent at the end.
        finish: The finish reason, or None to leave it out.
        cut: Close the connection after so many characters, in the middle of the stream.
        hang: Send nothing until the client goes away (before the first byte, or after `cut` characters).
        gate: Wait for this event after the first line of the text.
        error: An error event sent after the text, in the stream.
    """

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: Any = None
    size: int = 7
    usage: bool = True
    finish: str | None = "stop"
    model: str = "scripted-1"
    cut: int | None = None
    hang: bool = False
    gate: Event | None = None
    error: str | None = None


@dataclass(frozen=True)
class Recorded:
    """One request as it arrived: path, headers, JSON body, and when (monotonic seconds)."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def user(self) -> str:
        return str(self.body["messages"][-1]["content"])


class Provider:
    """The running server: its address, what it received, and settings that lead to it."""

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.requests: list[Recorded] = []
        self.broken = Event()
        """Set when a client closed its connection before the reply was complete."""

    def settings(self, **overrides: Any) -> Settings:
        values: dict[str, Any] = {
            "openai_base_url": self.base_url,
            "openai_api_key": KEY,
            "openai_model": "scripted-1",
            "model_timeout": 5.0,
            "model_retries": 0,
        }
        return Settings(**{**values, **overrides})


@contextmanager
def scripted_provider(replies: Sequence[Reply | str | Callable[[Recorded], str]]) -> Iterator[Provider]:
    """Run the server; a reply may be a function of the request."""
    over, lock = Event(), Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *args: object) -> None:
            """Say nothing for each request."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            got = Recorded(self.path, dict(self.headers), body, time.monotonic())
            with lock:
                reply = replies[min(len(provider.requests), len(replies) - 1)]
                provider.requests.append(got)
            if callable(reply):
                reply = reply(got)
            self.close_connection = True
            try:
                self.play(Reply(reply) if isinstance(reply, str) else reply)
            except OSError:
                provider.broken.set()

        def play(self, reply: Reply) -> None:
            if reply.hang and reply.cut is None:
                over.wait(30)
                return
            if reply.status != 200 or reply.body is not None:
                self.plain(reply)
                return
            self.send_response(200)
            for name, value in {"Content-Type": "text/event-stream", "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.stream(reply)

        def plain(self, reply: Reply) -> None:
            data = reply.body if isinstance(reply.body, bytes) else json.dumps(reply.body or {}).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Type": "application/json", "Connection": "close", **reply.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def stream(self, reply: Reply) -> None:
            sent = 0
            self.event(reply, {"role": "assistant", "content": ""})
            for start in range(0, len(reply.text), reply.size):
                if reply.cut is not None and sent >= reply.cut:
                    if reply.hang:
                        over.wait(30)
                    return
                piece = reply.text[start : start + reply.size]
                self.event(reply, {"content": piece})
                sent += len(piece)
                if reply.gate is not None and "\n" in piece and not reply.gate.wait(10):
                    return
            if reply.error is not None:
                self.data({"error": {"message": reply.error, "type": "server_error"}})
                return
            if reply.finish is not None:
                self.event(reply, {}, finish=reply.finish)
            if reply.usage:
                counts = {"prompt_tokens": 120, "completion_tokens": 34, "total_tokens": 154}
                self.data({**_HEAD, "model": reply.model, "choices": [], "usage": counts})
            self.wfile.write(b"data: [DONE]\n\n")

        def event(self, reply: Reply, delta: dict[str, str], finish: str | None = None) -> None:
            choice = {"index": 0, "delta": delta, "finish_reason": finish}
            self.data({**_HEAD, "model": reply.model, "choices": [choice]})

        def data(self, content: dict[str, Any]) -> None:
            self.wfile.write(b"data: " + json.dumps(content).encode() + b"\n\n")
            self.wfile.flush()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    provider = Provider(f"http://127.0.0.1:{server.server_port}/v1")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        over.set()
        server.shutdown()
        server.server_close()
        thread.join()


_HEAD = {"id": "chatcmpl-scripted", "object": "chat.completion.chunk", "created": 1}
