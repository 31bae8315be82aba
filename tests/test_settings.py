"""Settings: from the environment, `.env` or the caller, in that order of strength reversed, and keys never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.errors import UsageError
from rag.settings import Settings, WriterChoice, load_settings

KEY = "sk-invented-abcdef"


def test_without_any_setting_it_works_offline() -> None:
    settings = load_settings()
    assert (settings.data, settings.writer_in_use) == (Path("data"), WriterChoice.EMBEDDED)
    assert settings.database_url == "sqlite:///data/plumbline.db"
    assert settings.index_folder == Path("data/index")
    assert not settings.model_configured


def test_the_caller_is_stronger_than_the_environment_and_that_than_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("PLUMBLINE_DATA=file\nPLUMBLINE_MODEL_RETRIES=1\nOPENAI_MODEL=of-file\nUNKNOWN=x\n")
    monkeypatch.chdir(tmp_path)
    assert (load_settings().data, load_settings().openai_model, load_settings().model_retries) == (
        Path("file"),
        "of-file",
        1,
    )
    monkeypatch.setenv("PLUMBLINE_DATA", "environment")
    monkeypatch.setenv("OPENAI_MODEL", "of-environment")
    assert (load_settings().data, load_settings().openai_model) == (Path("environment"), "of-environment")
    assert load_settings(data=Path("caller")).data == Path("caller")
    assert load_settings(data=None).data == Path("environment")


@pytest.mark.parametrize(
    "name", ["PLUMBLINE_DATABASE", "PLUMBLINE_CHROMA", "OPENAI_API_KEY", "OPENAI_BASE_URL", "PLUMBLINE_WRITER"]
)
def test_an_empty_setting_is_none(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
    assert not load_settings().model_configured


@pytest.mark.parametrize(
    ("environment", "in_use"),
    [
        ({}, WriterChoice.EMBEDDED),
        ({"OPENAI_API_KEY": KEY}, WriterChoice.MODEL),
        ({"OPENAI_BASE_URL": "http://localhost:11434/v1"}, WriterChoice.MODEL),
        ({"OPENAI_API_KEY": KEY, "PLUMBLINE_WRITER": "embedded"}, WriterChoice.EMBEDDED),
        ({"OPENAI_API_KEY": KEY, "PLUMBLINE_WRITER": "auto"}, WriterChoice.MODEL),
        ({"PLUMBLINE_WRITER": "model"}, WriterChoice.MODEL),
        ({"OPENAI_MODEL": "some-model"}, WriterChoice.EMBEDDED),
    ],
)
def test_the_writer_follows_from_what_is_configured(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], in_use: WriterChoice
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert load_settings().writer_in_use is in_use


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLUMBLINE_WRITER", "poet"),
        ("PLUMBLINE_MODEL_TIMEOUT", "0"),
        ("PLUMBLINE_MODEL_TIMEOUT", "soon"),
        ("PLUMBLINE_MODEL_RETRIES", "-1"),
        ("PLUMBLINE_MODEL_RETRIES", "11"),
    ],
)
def test_a_wrong_setting_is_named_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv(name, value)
    with pytest.raises(UsageError) as caught:
        load_settings()
    assert name.removeprefix("PLUMBLINE_").lower() in str(caught.value)
    assert KEY not in str(caught.value)
    assert caught.value.__cause__ is None


def test_a_key_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = load_settings()
    for shown in (repr(settings), str(settings), settings.model_dump_json(), repr(settings.model_dump())):
        assert KEY not in shown
    assert settings.openai_api_key is not None
    assert settings.openai_api_key.get_secret_value() == KEY


def test_another_database_is_taken_as_it_is() -> None:
    assert Settings(database="postgresql://host/name").database_url == "postgresql://host/name"
