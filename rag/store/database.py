"""The door to the SQL database: connections, transactions, and its errors turned into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, insert, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from rag.errors import LibraryError
from rag.store.disk import is_full
from rag.store.schema import SCHEMA_VERSION, facts, metadata

BUSY_SECONDS = 30
"""How long a writer waits for another process's transaction before it gives up."""


MAPPED_BYTES = 1 << 30
"""How much of a SQLite file is read through the page cache of the system: every search reads some forty texts."""


class Database:
    """One database with short transactions: any number of readers, writers one after the other."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Database:
        """Open the database and create what is missing.

        Raises:
            LibraryError: the folder cannot be written, the file is no database, or it is of a later version.
        """
        parsed = _parse(url)
        try:
            if parsed.get_backend_name() == "sqlite" and parsed.database:
                Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(parsed)
            if parsed.get_backend_name() == "sqlite":
                _prepare_sqlite(engine)
            database = cls(engine)
            with database.write() as connection:
                metadata.create_all(connection)
                _check_version(connection)
        except ImportError as error:
            raise LibraryError(
                f"The database {parsed.drivername!r} needs a driver that is not installed: {error}.",
                hint="Install it, or unset PLUMBLINE_DATABASE.",
            ) from error
        except (OSError, SQLAlchemyError) as error:
            raise _library_error(error, parsed) from error
        return database

    @property
    def url(self) -> str:
        """The address, with its password if it has one."""
        return self._engine.url.render_as_string(hide_password=False)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection that sees one consistent state."""
        with self._translated(), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection inside a transaction that is committed at the end, or not at all."""
        with (
            self._translated(),
            self._engine.connect().execution_options(plumbline_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            raise _library_error(error, self._engine.url) from error


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except (SQLAlchemyError, ValueError):
        # The address may hold a password, so the message does not repeat it.
        raise LibraryError(
            "The address of the database cannot be read.",
            hint="PLUMBLINE_DATABASE looks like postgresql://user:password@host/name.",
        ) from None


def _prepare_sqlite(engine: Engine) -> None:
    """Make SQLite safe for several processes: write-ahead log, and a write lock taken at the start."""

    @event.listens_for(engine, "connect")
    def connect(raw: Any, _record: object) -> None:
        # The driver's own implicit BEGIN is turned off, so that `begin` below decides.
        raw.isolation_level = None
        raw.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
        raw.execute("PRAGMA journal_mode = WAL")
        raw.execute("PRAGMA synchronous = NORMAL")
        raw.execute(f"PRAGMA mmap_size = {MAPPED_BYTES}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later can fail half-way when another process wrote in
        # between; taking the write lock at the start makes it wait instead.
        write = connection.get_execution_options().get("plumbline_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _check_version(connection: Connection) -> None:
    found = connection.execute(select(facts.c.value).where(facts.c.key == "schema")).scalar()
    if found is None:
        connection.execute(insert(facts).values(key="schema", value=str(SCHEMA_VERSION)))
    elif int(found) > SCHEMA_VERSION:
        raise LibraryError(
            f"This library was written by a later Plumbline (its format is {found}, this one reads {SCHEMA_VERSION}).",
            hint="Update Plumbline.",
        )


def _library_error(error: Exception, url: URL) -> LibraryError:
    cause = error.orig if isinstance(error, DBAPIError) and isinstance(error.orig, Exception) else error
    # A full disk is also told by "disk I/O error": then its free space decides.
    if "disk" in str(cause) and url.database and is_full(Path(url.database).parent, cause):
        return LibraryError(
            "The disk is full; nothing of this step was written.", hint="Free some space and try again."
        )
    name = url.render_as_string(hide_password=True)
    if "readonly" in str(cause) or isinstance(error, PermissionError):
        return LibraryError(f"The library {name} cannot be written.", hint="Check the folder's permissions.")
    if "unable to open" in str(cause):
        return LibraryError(
            f"The library {name} cannot be opened: its folder is not there or cannot be written.",
            hint="Check the folder, or name another with --data.",
        )
    return LibraryError(
        f"The library {name} cannot be used: {cause}.", hint="Check the folder, or name another with --data."
    )
