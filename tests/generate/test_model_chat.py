from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
import traceback
from typing import Any

import pytest

from rag.errors import ModelBusyError, ModelDeniedError, ModelError, ModelReplyError, ModelUnreachableError
from rag.generate.chat import Chat
from rag.generate.prompts import FOLDER, Filled
from tests.generate.provider import KEY, Provider, Reply, scripted_provider

PROMPT = Filled("Be brief.", "Hello.")


def ask(provider: Provider, **settings: Any) -> str:
    return "".join(Chat(provider.settings(**settings)).ask(PROMPT))


def failure(*replies: Reply, **settings: Any) -> tuple[ModelError, Provider]:
    with scripted_provider(replies) as provider, pytest.raises(ModelError) as caught:
        ask(provider, **settings)
    return caught.value, provider


def test_a_busy_server_is_asked_again_after_as_long_as_it_says() -> None:
    busy = Reply(status=429, headers={"Retry-After": "1.2"}, body={"error": {"message": "slow down"}})
    with scripted_provider([busy, "fine"]) as provider:
        assert ask(provider, model_retries=2) == "fine"
    first, second = provider.requests
    assert 1.2 <= second.at - first.at < 3
    assert second.body["stream"] is True


def test_a_failing_server_is_asked_again() -> None:
    with scripted_provider([Reply(status=500), Reply(status=503), "fine"]) as provider:
        assert ask(provider, model_retries=2) == "fine"
    first, second, third = (request.at for request in provider.requests)
    assert second - first < third - second


NOW = {"Retry-After": "0.01"}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 529, 408])
def test_a_server_that_stays_busy_is_given_up_after_the_retries(status: int) -> None:
    error, provider = failure(Reply(status=status, headers=NOW), model_retries=2)
    assert type(error) is ModelBusyError
    assert error.retryable
    assert len(provider.requests) == 3
    assert str(status) in error.message


@pytest.mark.parametrize(
    ("status", "said", "hint"),
    [
        (401, "refused the key", "OPENAI_API_KEY"),
        (403, "refused the key", "OPENAI_API_KEY"),
        (404, "no model named 'scripted-1'", "OPENAI_MODEL"),
        (400, '"the prompt is too long"', "OPENAI_MODEL"),
        (413, '"the prompt is too long"', "OPENAI_MODEL"),
        (422, '"the prompt is too long"', "OPENAI_MODEL"),
    ],
)
def test_a_refusal_is_not_asked_again_and_says_what_to_set(status: int, said: str, hint: str) -> None:
    body = {"error": {"message": "the prompt\n is too long"}}
    error, provider = failure(Reply(status=status, body=body), model_retries=2)
    assert type(error) is ModelDeniedError
    assert not error.retryable
    assert len(provider.requests) == 1
    assert said in error.message
    assert hint in error.hint
    assert "--writer embedded" in error.hint


def test_a_server_that_hangs_is_given_up_in_time() -> None:
    start = time.monotonic()
    error, provider = failure(Reply(hang=True), model_timeout=0.4, model_retries=1)
    assert 0.8 <= time.monotonic() - start < 4
    assert type(error) is ModelUnreachableError
    assert len(provider.requests) == 2
    assert "0.4 seconds" in error.message
    assert "PLUMBLINE_MODEL_TIMEOUT" in error.hint


def test_a_server_that_hangs_in_mid_stream_is_given_up_in_time() -> None:
    start = time.monotonic()
    error, provider = failure(Reply("some words and more", hang=True, cut=8), model_timeout=0.4, model_retries=1)
    assert time.monotonic() - start < 4
    assert type(error) is ModelUnreachableError
    assert len(provider.requests) == 1


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    nowhere = Provider(f"http://me:secret@127.0.0.1:{port}/v1")
    with pytest.raises(ModelUnreachableError) as caught:
        ask(nowhere)
    assert f"http://127.0.0.1:{port} " in caught.value.message
    assert "OPENAI_BASE_URL" in caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("reply", [Reply("half a", finish=None), Reply("half a reply", cut=4)])
def test_a_stream_that_ends_without_saying_so_was_cut_off(reply: Reply) -> None:
    error, _ = failure(reply)
    assert type(error) is ModelUnreachableError
    assert "ended before" in error.message


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize(
    "body",
    [
        b"<html>Welcome</html>",
        b"",
        {"choices": [{"message": {"content": "not a stream"}}]},
        b"data: this is not JSON\n\n",
        b"data: [1]\n\n",
        b'data: {"choices": [{"index": 0}]}\n\n',
        b'data: {"choices": "none"}\n\n',
        b'data: {"choices": [{"delta": 5}]}\n\n',
    ],
)
def test_a_reply_in_another_protocol_is_a_reply_that_cannot_be_read(body: Any) -> None:
    error, _ = failure(Reply(body=body, headers={"Content-Type": "text/event-stream"}))
    assert type(error) is ModelReplyError
    assert "OPENAI_BASE_URL" in error.hint


@pytest.mark.parametrize("parameter", ["temperature", "stream_options"])
def test_a_parameter_the_server_does_not_know_is_left_out_from_then_on(parameter: str) -> None:
    refusal = Reply(status=400, body={"error": {"message": f"Unsupported parameter: '{parameter}'"}})
    with scripted_provider([refusal, "fine", "fine"]) as provider:
        chat = Chat(provider.settings())
        assert ["".join(chat.ask(PROMPT)) for _ in range(2)] == ["fine", "fine"]
    assert [parameter in request.body for request in provider.requests] == [True, False, False]


def test_a_server_that_goes_on_about_a_parameter_is_denied() -> None:
    refusal = Reply(status=400, body={"error": {"message": "temperature, temperature"}})
    error, provider = failure(refusal)
    assert type(error) is ModelDeniedError
    assert len(provider.requests) == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401, body={"error": {"message": f"Incorrect API key: {KEY}"}}),
        Reply(status=400, body={"error": {"message": f"Your key {KEY} is odd"}}),
        Reply(status=429, headers=NOW, body={"error": {"message": f"{KEY} has no quota left"}}),
        Reply(status=500, headers=NOW, body=f"crash while serving {KEY}".encode()),
        Reply("x", error=f"stopped {KEY}"),
        Reply(body=f"data: {KEY}\n\n".encode()),
        Reply(hang=True),
        Reply("half", finish=None),
        Reply("fine"),
    ],
)
def test_the_key_is_in_no_error_no_traceback_and_no_log(reply: Reply, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen = ""
    with scripted_provider([reply]) as provider:
        chat = Chat(provider.settings(model_timeout=0.4, model_retries=1))
        try:
            "".join(chat.ask(PROMPT))
        except ModelError as error:
            seen = "".join(traceback.format_exception(error)) + repr(error)
        assert provider.requests[0].headers["authorization"] == f"Bearer {KEY}"
    assert KEY not in seen + caplog.text + repr(chat) + repr(chat.__dict__)


TRACED = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "LANGSMITH_API_KEY": "lsv2_invented"}


def test_nothing_is_traced_whatever_the_environment_asks_for() -> None:
    code = (
        "import sys; from rag.generate.chat import Chat; from rag.generate.prompts import FOLDER, Filled; "
        "from rag.settings import Settings; print(''.join(Chat(Settings()).ask(Filled('a', 'b')))); "
        "from langchain_core.tracers.langchain import wait_for_all_tracers; wait_for_all_tracers()"
    )
    with scripted_provider(["fine"]) as provider, socket.create_server(("127.0.0.1", 0)) as collector:
        own = {"OPENAI_BASE_URL": provider.base_url, "OPENAI_API_KEY": KEY, "PATH": os.environ["PATH"]}
        endpoint = {"LANGSMITH_ENDPOINT": f"http://127.0.0.1:{collector.getsockname()[1]}"}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**own, **TRACED, **endpoint},
            cwd=FOLDER.parent,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        collector.setblocking(False)
        with pytest.raises(BlockingIOError):
            collector.accept()
    assert done.stdout == "fine\n"
    assert done.stderr == ""


@pytest.mark.parametrize("environment", [{"LANGCHAIN_TRACING": "true"}, {"LANGSMITH_GATEWAY": "true", **TRACED}])
def test_the_environment_neither_stops_a_request_nor_leads_it_elsewhere(
    environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with scripted_provider(["fine"]) as provider:
        assert ask(provider, openai_api_key=None) == "fine"
    assert provider.requests[0].headers["authorization"] == "Bearer none"


def test_a_server_that_needs_no_key_gets_none_of_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-another-server")
    with scripted_provider(["fine"]) as provider:
        assert ask(provider, openai_api_key=None) == "fine"
    assert "sk-for-another-server" not in provider.requests[0].headers["authorization"]


def test_counting_tokens_downloads_no_vocabulary(monkeypatch: pytest.MonkeyPatch) -> None:
    import tiktoken

    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("tiktoken was asked for an encoding")

    for name in ("get_encoding", "encoding_for_model"):
        monkeypatch.setattr(tiktoken, name, refuse)
    with scripted_provider([Reply("fine", usage=False)]) as provider:
        assert ask(provider) == "fine"
