"""What the tests of reading share: a web site of their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ingest.site import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    """A site on this machine, empty."""
    with serving() as served:
        yield served
