"""Names of embedding models: one form each, fit for a folder, and never with a password in them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.errors import UsageError
from rag.settings import OPENAI
from rag.store.model_names import EMBEDDED, ModelName, origin


@pytest.mark.parametrize(
    ("written", "name", "shown"),
    [
        ("wordllama", EMBEDDED, "wordllama"),
        (" wordllama\n", EMBEDDED, "wordllama"),
        ("openai:text-embedding-3-small", ModelName("text-embedding-3-small", OPENAI), "openai:text-embedding-3-small"),
        ("e5@https://api.openai.com/v1/", ModelName("e5", OPENAI), "openai:e5"),
        ("bge-m3:latest@http://LocalHost:11434/v1/", ModelName("bge-m3:latest", "http://localhost:11434/v1"), None),
        ("@cf/baai/bge@https://a.example/v1", ModelName("@cf/baai/bge", "https://a.example/v1"), None),
        ("any@http://[::1]:8080/v1", ModelName("any", "http://[::1]:8080/v1"), None),
        ("any@HTTP://a.example", ModelName("any", "http://a.example"), None),
    ],
)
def test_a_name_is_read_and_shown_in_one_form(written: str, name: ModelName, shown: str | None) -> None:
    assert ModelName.parse(written) == name
    assert str(name) == (shown or f"{name.model}@{name.base_url}")
    assert ModelName.parse(str(name)) == name


@pytest.mark.parametrize(
    "written",
    ["", " ", "word2vec", "openai:", "openai:a b", "@http://a.example", "m@ftp://a.example", "m@http://",
     "m@a.example", "m@http://a.example:port", "m@http://a.example/v1?key=1", "m@http://a.example/#x", "a b@http://c",
     "m@http://[::1/v1"],
)  # fmt: skip
def test_what_is_no_name_is_wrong_use_and_the_forms_are_told(written: str) -> None:
    with pytest.raises(UsageError) as caught:
        ModelName.parse(written)
    assert "wordllama" in caught.value.hint
    assert "openai:" in caught.value.hint


@pytest.mark.parametrize("who", ["user:secret@", "secret@", "user:@"])
def test_a_password_in_the_address_is_refused_and_not_repeated(who: str) -> None:
    with pytest.raises(UsageError) as caught:
        ModelName.parse(f"m@http://{who}a.example/v1")
    assert "secret" not in str(caught.value)
    assert "PLUMBLINE_EMBEDDING_KEY" in caught.value.hint


@given(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1, max_size=80))
def test_every_key_can_name_a_folder_and_a_collection(model: str) -> None:
    keys = {ModelName(model, address).key for address in (OPENAI, "http://a.example/v1", "http://b.example/v1")}
    assert len(keys) == 3
    assert all(re.fullmatch(r"[a-z0-9][a-z0-9-]{1,60}[a-z0-9]", key) for key in keys)


def test_the_same_host_and_port_are_one_origin() -> None:
    assert origin("https://A.example/v1") == origin("HTTPS://a.example:443/other")
    assert len({origin(f"{scheme}://a.example{port}") for scheme in ("http", "https") for port in ("", ":8080")}) == 4
