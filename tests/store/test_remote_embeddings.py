"""Embeddings from a server, through the real client: what comes is checked, and every failure says what to do."""

from __future__ import annotations

import logging
import socket
import time
import traceback
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from rag.errors import ModelBusyError, ModelDeniedError, ModelError, ModelReplyError, ModelUnreachableError
from rag.store.model_names import ModelName
from rag.store.remote_embeddings import CHARACTERS, TEXTS, RemoteEmbedder, in_requests
from tests.generate.provider import KEY, Reply
from tests.store.embedding_server import DIMENSIONS, EmbeddingServer, embedding_server, listed, vectors

TEXT = "Three barrels stood in the cellar of Ebbing."


@pytest.fixture
def server() -> Iterator[EmbeddingServer]:
    with embedding_server() as running:
        yield running


def embedder(server: EmbeddingServer, key: str | None = KEY, timeout: float = 5.0, retries: int = 0) -> RemoteEmbedder:
    return RemoteEmbedder(ModelName.parse(server.model), SecretStr(key) if key else None, timeout, retries)


def failure(server: EmbeddingServer, reply: Reply, **options: Any) -> ModelError:
    server.plan = lambda number, texts: reply
    with pytest.raises(ModelError) as caught:
        embedder(server, **options).embed([TEXT, "Another."])
    return caught.value


def test_vectors_come_in_order_and_have_length_one(server: EmbeddingServer) -> None:
    texts = [TEXT, "A tax on barley.", TEXT]
    server.plan = lambda number, asked: Reply(body=listed(vectors(asked, DIMENSIONS), backwards=True))
    found = embedder(server).embed(texts)
    assert found.shape == (3, DIMENSIONS)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-6)
    raw = np.array(vectors(texts, DIMENSIONS))
    assert np.allclose(found, raw / np.linalg.norm(raw, axis=1, keepdims=True), atol=1e-6)


def test_the_request_has_the_protocols_form_and_the_key(server: EmbeddingServer) -> None:
    embedder(server).embed([TEXT])
    assert server.bodies == [{"model": "counted", "input": [TEXT], "encoding_format": "float"}]
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_without_a_key_none_of_the_environment_is_sent(
    server: EmbeddingServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    embedder(server, key=None).embed([TEXT])
    assert KEY not in str(server.headers)


def test_a_blank_text_is_not_sent_and_has_the_vector_0(server: EmbeddingServer) -> None:
    found = embedder(server).embed(["", TEXT, " \n"])
    assert server.requests == [[TEXT]]
    assert found.shape == (3, DIMENSIONS)
    assert [bool(row.any()) for row in found] == [False, True, False]
    assert embedder(server).embed([]).shape[0] == 0


def test_many_texts_go_in_several_requests(server: EmbeddingServer) -> None:
    texts = [f"Barrel {n} of Ebbing." for n in range(2 * TEXTS + 1)]
    found = embedder(server).embed(texts)
    assert [len(request) for request in server.requests] == [TEXTS, TEXTS, 1]
    raw = np.array(vectors(texts, DIMENSIONS))
    assert np.allclose(found, raw / np.linalg.norm(raw, axis=1, keepdims=True), atol=1e-6)


@given(st.lists(st.integers(0, CHARACTERS + 10).map(lambda n: "x" * n), max_size=2 * TEXTS + 5))
def test_requests_hold_every_text_once_in_order_within_the_limits(texts: list[str]) -> None:
    parts = list(in_requests(texts))
    assert [text for part in parts for text in part] == texts
    for part in parts:
        assert 1 <= len(part) <= TEXTS
        assert len(part) == 1 or sum(map(len, part)) <= CHARACTERS


def test_a_busy_server_is_asked_again_after_as_long_as_it_says(server: EmbeddingServer) -> None:
    busy = Reply(status=429, headers={"Retry-After": "1.2"}, body={"error": {"message": "slow down"}})
    server.plan = lambda number, texts: busy if number == 1 else None
    assert embedder(server, retries=1).embed([TEXT]).any()
    assert 1.2 <= server.times[1] - server.times[0] < 4


def test_a_failing_server_is_asked_again(server: EmbeddingServer) -> None:
    server.plan = lambda number, texts: Reply(status=500) if number < 3 else None
    assert embedder(server, retries=2).embed([TEXT]).any()
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_server_that_stays_busy_is_given_up_after_the_retries(server: EmbeddingServer, status: int) -> None:
    error = failure(server, Reply(status=status, headers={"Retry-After": "0.01"}), retries=2)
    assert type(error) is ModelBusyError
    assert len(server.requests) == 3
    assert str(status) in error.message


@pytest.mark.parametrize(
    ("status", "said", "hint"),
    [
        (401, "refused the key", "PLUMBLINE_EMBEDDING_KEY"),
        (403, "refused the key", "PLUMBLINE_EMBEDDING_KEY"),
        (404, "no model named 'counted', or no embeddings API", "python -m rag embeddings MODEL"),
        (400, '"too many tokens"', "takes too little at once"),
    ],
)
def test_a_refusal_is_not_asked_again_and_says_what_to_do(
    server: EmbeddingServer, status: int, said: str, hint: str
) -> None:
    error = failure(server, Reply(status=status, body={"error": {"message": "too many\n tokens"}}), retries=2)
    assert type(error) is ModelDeniedError
    assert len(server.requests) == 1
    assert said in error.message
    assert hint in error.hint
    assert "python -m rag embeddings wordllama" in error.hint


def test_a_server_that_hangs_is_left_after_the_time_set(server: EmbeddingServer) -> None:
    started = time.monotonic()
    error = failure(server, Reply(hang=True), timeout=0.3)
    assert type(error) is ModelUnreachableError
    assert time.monotonic() - started < 5
    assert "0.3 seconds" in error.message
    assert "PLUMBLINE_MODEL_TIMEOUT" in error.hint


def test_no_server_at_the_address_is_told() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(ModelUnreachableError, match=f"127.0.0.1:{port} cannot be reached"):
        RemoteEmbedder(ModelName.parse(f"any@http://127.0.0.1:{port}/v1"), None, 2.0, 0).embed([TEXT])


GOOD = [0.5] * DIMENSIONS


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (listed([GOOD]), "1 vectors for 2 texts"),
        (listed([GOOD, GOOD, GOOD]), "3 vectors for 2 texts"),
        ({**listed([GOOD, GOOD]), "data": [listed([GOOD])["data"][0]] * 2}, "2 vectors for 2 texts"),
        (listed([GOOD, GOOD[:-1]]), "different dimensions"),
        (listed([[], []]), "different dimensions"),
        (listed([GOOD, [*GOOD[:-1], float("nan")]]), "not made of numbers"),
        (listed([GOOD, [*GOOD[:-1], float("inf")]]), "not made of numbers"),
        (listed([GOOD, [*GOOD[:-1], None]]), "not made of numbers"),
        (listed([GOOD, [*GOOD[:-1], "many"]]), "not a list of embeddings"),
        (listed([GOOD, "base64?"]), "not a list of embeddings"),
        (listed([]), "0 vectors for 2 texts"),
        ({}, "not a list of embeddings"),
        ({"data": None}, "not a list of embeddings"),
        ({"data": [1, 2]}, "not a list of embeddings"),
        ([1, 2], "not a list of embeddings"),
        (b"<html>Welcome</html>", "not a list of embeddings"),
        (b'{"data": [{"index": 0, "embed', "not a list of embeddings"),
        (b"", "not a list of embeddings"),
        (b"\xff\xfe\x00", "not a list of embeddings"),
    ],
)
def test_a_reply_that_does_not_fit_is_an_error_and_never_mended(
    server: EmbeddingServer, body: object, said: str
) -> None:
    error = failure(server, Reply(body=body))
    assert type(error) is ModelReplyError
    assert said in error.message
    assert error.hint


def test_dimensions_that_change_from_one_request_to_the_next_are_an_error(server: EmbeddingServer) -> None:
    asked = embedder(server)
    asked.embed([TEXT])
    server.dimensions = 7
    with pytest.raises(ModelReplyError, match=f"of 7 dimensions, after vectors of {DIMENSIONS}"):
        asked.embed([TEXT])


@pytest.mark.parametrize("status", [400, 401, 404, 429, 500])
def test_the_key_shows_nowhere_even_if_the_server_repeats_it(
    server: EmbeddingServer, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    body = {"error": {"message": f"no such key {KEY}"}}
    with caplog.at_level(logging.DEBUG):
        error = failure(server, Reply(status=status, body=body, headers={"Retry-After": "0.01"}), retries=1)
    shown = "".join(traceback.format_exception(error)) + caplog.text + repr(embedder(server))
    assert KEY not in shown
