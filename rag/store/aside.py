"""Processes of ours beside this one, for long work that would keep this one from its own.

They read the database's address from their input, and end when it ends: with this process, however that ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

_PACKAGES = Path(__file__).parents[2]


def start_process(code: str, url: str) -> subprocess.Popen[bytes]:
    """Start a process that runs some code of ours. `url` may hold a password, so it goes by the input."""
    path = os.pathsep.join(filter(None, [str(_PACKAGES), os.environ.get("PYTHONPATH")]))
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
        # Ctrl-C is for this process, which then ends that one.
        start_new_session=True,
    )
    assert process.stdin is not None
    process.stdin.write(f"{url}\n".encode())
    process.stdin.flush()
    return process


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process; what these do is written in transactions, so an end in the middle does no harm."""
    process.kill()
    process.communicate()


def end_with_input() -> None:
    """Called in such a process: end it, whatever it is doing, when its input ends."""

    def watch() -> None:
        # Not through `sys.stdin`, whose lock the thread would hold when the process ends by itself.
        while os.read(0, 1024):
            pass
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
