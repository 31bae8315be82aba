"""What a server's reply comes to, and the error where it comes to nothing; it knows nothing of connections."""

from __future__ import annotations

from dataclasses import dataclass

from rag.errors import SourceError


class FetchError(SourceError):
    """An address could not be fetched; `retryable` where another time might do."""

    def __init__(self, message: str, *, retryable: bool = False) -> None:
        super().__init__(message)
        self.retryable = retryable


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server named a version of a document by, to be asked later whether there is another."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A document that was fetched. `url` is where it was found in the end; `unchanged` ones have no body."""

    url: str
    status: int
    media_type: str
    charset: str | None
    body: bytes
    validators: Validators = Validators()

    @property
    def unchanged(self) -> bool:
        """Whether the server said that the version named by the validators is still the one."""
        return self.status == 304


_CODES = {
    401: "The page wants a user name and a password",
    402: "The page is for subscribers",
    403: "The server does not give the page to programs, or to nobody",
    404: "There is no such page",
    410: "The page was taken down",
    429: "The server says there were too many requests",
    451: "The page is withheld for legal reasons",
    503: "The server is overloaded or being worked on",
}


def error_of_status(status: int, wait: float | None = None) -> FetchError:
    """Return the error for a status that brings no document, with what to do.

    Args:
        status: the HTTP status.
        wait: how many seconds the server asks to wait.
    """
    busy = status == 429 or status >= 500
    what = _CODES.get(status) or ("The server failed" if busy else "The server gave no page")
    if wait:
        todo = f"it asks to wait {wait:.0f} seconds; try again then"
    elif busy:
        todo = "try again later"
    elif status in (404, 410):
        todo = "check the address"
    else:
        todo = "save the page from a browser as .html and add that"
    return FetchError(f"{what} (status {status}); {todo}.", retryable=busy)
