"""Every error that Plumbline raises on purpose, as one tree.

    PlumblineError              a stated condition: message, hint, retryable, exit code
    ├── UsageError              the call itself is wrong (exit 2)
    ├── SourceError             one source could not be read; the others go on
    ├── NotFoundError           no such article, story or conversation; or nothing matches
    ├── LibraryLockedError      another process holds the search index
    ├── LibraryError            the library folder or database cannot be used
    └── ModelError              the language model gave no usable reply
        ├── ModelUnreachableError   no connection, or a time-out
        ├── ModelDeniedError        the key or the model name was refused
        ├── ModelBusyError          rate limits or server errors that outlasted the retries
        └── ModelReplyError         a reply that cannot be read

Nothing else leaves the package deliberately: a third-party error becomes one of these in the file that
imports that library. Messages never contain keys.
"""

from __future__ import annotations


class PlumblineError(Exception):
    """A condition a person can act on: what happened, and what to do about it."""

    exit_code = 3
    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(PlumblineError):
    """The call is wrong: an unknown option, an empty question, a file that is not JSONL."""

    exit_code = 2


class SourceError(PlumblineError):
    """One source could not be read."""

    exit_code = 1


class NotFoundError(PlumblineError):
    """Nothing has that id, or nothing in the library matches."""


class LibraryLockedError(PlumblineError):
    """Another process holds the search index of this library."""

    retryable = True


class LibraryError(PlumblineError):
    """The library folder or its database cannot be used."""


class ModelError(PlumblineError):
    """The language model gave no usable reply."""


class ModelUnreachableError(ModelError):
    """No connection to the model's server, or no reply in time."""

    retryable = True


class ModelDeniedError(ModelError):
    """The server refused the key, the model name or the request itself."""


class ModelBusyError(ModelError):
    """Rate limits or server errors that outlasted the retries."""

    retryable = True


class ModelReplyError(ModelError):
    """The model replied, but nothing in the reply can be read as claims."""

    retryable = True
