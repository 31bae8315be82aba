"""Starts the app: Streamlit is a program of its own, so it is started as one, not imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def serve(data: Path, port: int) -> int:
    """Run the app; returns when it is closed."""
    # Its settings (.streamlit/config.toml) are found in the folder it is started in.
    home = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "streamlit", "run", str(home / "app.py"), "--server.port", str(port)]
    known = os.environ | {"PLUMBLINE_DATA": str(data.resolve())}
    return subprocess.run(command, cwd=home, env=known, check=False).returncode
