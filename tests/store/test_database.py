"""The door to the database: its errors come out as ours, with something to do about them."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from rag.errors import LibraryError
from rag.store.database import Database
from rag.store.schema import SCHEMA_VERSION, facts


def url(path: Path) -> str:
    return f"sqlite:///{path}"


def test_folders_that_are_not_there_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a folder" / "another" / "plumbline.db"
    Database.open(url(path)).close()
    assert path.is_file()


def test_what_is_written_is_there_when_opened_again(tmp_path: Path) -> None:
    first = Database.open(url(tmp_path / "p.db"))
    with first.write() as connection:
        connection.execute(insert(facts).values(key="a", value="b"))
    first.close()
    second = Database.open(url(tmp_path / "p.db"))
    with second.read() as connection:
        assert connection.scalar(select(facts.c.value).where(facts.c.key == "a")) == "b"
    second.close()


def test_an_error_inside_a_transaction_takes_it_back(tmp_path: Path) -> None:
    database = Database.open(url(tmp_path / "p.db"))
    with pytest.raises(KeyError), database.write() as connection:
        connection.execute(insert(facts).values(key="a", value="b"))
        raise KeyError
    with database.read() as connection:
        assert connection.scalar(select(facts.c.value).where(facts.c.key == "a")) is None
    database.close()


def test_a_library_of_a_later_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "p.db"
    Database.open(url(path)).close()
    with sqlite3.connect(path) as raw:
        raw.execute("update facts set value = ? where key = 'schema'", (str(SCHEMA_VERSION + 1),))
        raw.execute("drop table turns")
    with pytest.raises(LibraryError, match="later Plumbline") as caught:
        Database.open(url(path))
    assert "Update" in caught.value.hint
    with sqlite3.connect(path) as raw:
        assert raw.execute("select name from sqlite_master where name = 'turns'").fetchall() == []


def garbage(folder: Path) -> str:
    (folder / "p.db").write_bytes(b"This is no database at all. " * 200)
    return url(folder / "p.db")


def a_folder_as_file(folder: Path) -> str:
    (folder / "p.db").mkdir()
    return url(folder / "p.db")


def a_file_as_folder(folder: Path) -> str:
    (folder / "library").write_text("a file")
    return url(folder / "library" / "p.db")


def half(folder: Path) -> str:
    Database.open(url(folder / "p.db")).close()
    (folder / "p.db").write_bytes((folder / "p.db").read_bytes()[:5000])
    return url(folder / "p.db")


@pytest.mark.parametrize("prepare", [garbage, a_folder_as_file, a_file_as_folder, half])
def test_a_place_that_is_no_library_is_a_stated_condition(tmp_path: Path, prepare: object) -> None:
    assert callable(prepare)
    with pytest.raises(LibraryError) as caught:
        Database.open(prepare(tmp_path))
    assert caught.value.exit_code == 3
    assert caught.value.hint
    assert "Traceback" not in caught.value.message


@pytest.mark.parametrize(
    "address", ["nonsense", "", "://", "nosuchdatabase://here/there", "postgresql+nosuchdriver://u:secret@localhost/p"]
)
def test_an_address_that_is_none_is_a_stated_condition(address: str) -> None:
    with pytest.raises(LibraryError) as caught:
        Database.open(address)
    assert caught.value.hint
    assert "secret" not in str(caught.value)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write anywhere")
def test_a_folder_that_cannot_be_written_is_a_stated_condition(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LibraryError, match="cannot be written"):
        Database.open(url(tmp_path / "p.db"))


def test_a_database_damaged_while_open_is_a_stated_condition(tmp_path: Path) -> None:
    database = Database.open(url(tmp_path / "p.db"))
    database.close()
    (tmp_path / "p.db").write_bytes(b"garbage " * 1000)
    with pytest.raises(LibraryError), database.read() as connection:
        connection.execute(select(facts)).all()
