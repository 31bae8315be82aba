"""The guard itself: no test can reach the network or this machine's settings."""

from __future__ import annotations

import os
import socket
import urllib.request
from pathlib import Path

import pytest

from rag.settings import load_settings
from tests.conftest import NetworkUsed


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("203.0.113.9", 443), ("2001:db8::1", 443, 0, 0)])
@pytest.mark.parametrize("call", ["connect", "connect_ex"])
def test_no_connection_leaves_this_machine(address: tuple[str, int], call: str) -> None:
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as connection, pytest.raises(NetworkUsed, match="Tests use no network"):
        getattr(connection, call)(address)


def test_no_name_is_looked_up() -> None:
    with pytest.raises(NetworkUsed, match=r"news\.example"):
        urllib.request.urlopen("http://news.example/", timeout=1)


def test_loopback_is_open() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as client:
            assert client.getpeername()[1] == port


def test_the_environment_holds_no_settings() -> None:
    left = [name for name in os.environ if name.startswith(("OPENAI_", "LANGCHAIN", "LANGSMITH"))]
    assert left == []
    assert not Path(".env").exists()
    assert load_settings().model_configured is False
