"""What every test runs in: no network but loopback, no settings of this machine, a folder of its own.

Tests are offline by construction, not by care: a connection to anywhere else raises `NetworkUsed` at once.
"""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from rag import Newsroom
from rag.settings import Settings, WriterChoice

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "sample_data" / "articles"
SECONDS_A_TEST = 240
"""What hangs is ended in the end; a machine whose disk is busy may take a minute over a test of a second."""
_NOT_OURS = ("OPENAI_", "PLUMBLINE_", "LANG", "LC_", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
_KEPT = ("PLUMBLINE_SHARED_DATA", "PLUMBLINE_GOLDEN")


# A busy machine is slow, and that is no fault of the code.
hypothesis.settings.register_profile("plumbline", deadline=None)
hypothesis.settings.load_profile("plumbline")


class NetworkUsed(Exception):
    """A test reached for the network. It is no OSError, so that nothing takes it for a failed connection."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give every test a time limit, and those in a browser a second try, where the plugins for it are installed.

    A browser on a busy machine now and then loses a click. A test that was tried again is named in the last line.
    """
    if config.pluginmanager.hasplugin("rerunfailures"):
        for item in items:
            if item.get_closest_marker("browser") is not None:
                item.add_marker(pytest.mark.flaky(reruns=1))
    if config.pluginmanager.hasplugin("timeout"):
        for item in items:
            if item.get_closest_marker("timeout") is None:
                item.add_marker(pytest.mark.timeout(SECONDS_A_TEST))


@pytest.fixture(scope="session", autouse=True)
def only_loopback() -> Iterator[None]:
    """Make every connection but to this machine impossible."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        yield


@pytest.fixture(scope="session", autouse=True)
def clean_environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Take out the settings of this machine, and stand where there is no `.env` to be read."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.upper().startswith(_NOT_OURS) and name not in _KEPT:
                patch.delenv(name)
        patch.chdir(tmp_path_factory.mktemp("cwd"))
        yield


@pytest.fixture(scope="session", autouse=True)
def interruptible() -> None:
    """Let started programs be interrupted: a shell starts what runs in its background with interrupts ignored."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a library that is not there yet."""
    return Settings(data=tmp_path / "library", writer=WriterChoice.EMBEDDED)


@pytest.fixture
def newsroom(settings: Settings) -> Iterator[Newsroom]:
    """An empty newsroom."""
    with Newsroom.open(settings) as opened:
        yield opened


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Iterator[Newsroom]:
    """A newsroom with the sample stories. It is shared: read it, do not change it."""
    settings = Settings(data=tmp_path_factory.mktemp("samples"), writer=WriterChoice.EMBEDDED)
    with Newsroom.open(settings) as opened:
        opened.add([SAMPLES])
        yield opened


def _guarded(connect: Any) -> Any:
    def guarded(connection: socket.socket, address: Any) -> Any:
        if connection.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkUsed(f"A test tried to connect to {address[0]}:{address[1]}. Tests use no network.")
        return connect(connection, address)

    return guarded


def _guarded_lookup(lookup: Any) -> Any:
    def guarded(host: Any, *rest: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host
        if name and not _is_loopback(name):
            raise NetworkUsed(f"A test tried to look up {name!r}. Tests use no network.")
        return lookup(host, *rest, **named)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"
