"""Settings, read from the environment and `.env`; it leaves out how they are used.

Names: `PLUMBLINE_DATA`, `PLUMBLINE_DATABASE`, `PLUMBLINE_CHROMA`, `PLUMBLINE_WRITER`, `PLUMBLINE_EMBEDDING`,
`PLUMBLINE_EMBEDDING_KEY`, `PLUMBLINE_JUDGE`, `PLUMBLINE_JUDGE_MODEL`, `PLUMBLINE_MODEL_TIMEOUT`,
`PLUMBLINE_MODEL_RETRIES`, and the provider's own
`OPENAI_API_KEY`, `OPENAI_BASE_URL`, `OPENAI_MODEL`. Keys are held as secrets: they do not show in a repr, a log or
an error. What `embedding` may be is known to `store/model_names.py`.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import UsageError

OPENAI = "https://api.openai.com/v1"
"""Where a key goes that comes without an address."""


class WriterChoice(StrEnum):
    """Which writer drafts claims. `AUTO` is the model where one is configured, else the embedded writer."""

    AUTO = "auto"
    EMBEDDED = "embedded"
    MODEL = "model"


class JudgeChoice(StrEnum):
    """Whether a chat model also judges the claims that passed the program's checks."""

    OFF = "off"
    MODEL = "model"


class Settings(BaseSettings):
    """Everything a person can set. A relative `data` is taken from the current folder."""

    model_config = SettingsConfigDict(
        env_prefix="PLUMBLINE_", env_file=".env", env_ignore_empty=True, extra="ignore", populate_by_name=True
    )

    data: Path = Path("data")
    database: str | None = None
    chroma: str | None = None
    writer: WriterChoice = WriterChoice.AUTO
    embedding: str | None = None
    embedding_key: SecretStr | None = None
    judge: JudgeChoice = JudgeChoice.OFF
    judge_model: str | None = None
    model_timeout: float = Field(default=60.0, gt=0)
    model_retries: int = Field(default=3, ge=0, le=10)
    openai_api_key: SecretStr | None = Field(default=None, validation_alias="OPENAI_API_KEY")
    openai_base_url: str | None = Field(default=None, validation_alias="OPENAI_BASE_URL")
    openai_model: str = Field(default="gpt-4.1-mini", validation_alias="OPENAI_MODEL")

    @property
    def database_url(self) -> str:
        """The SQLAlchemy URL of the catalogue: SQLite in the data folder unless set."""
        return self.database or f"sqlite:///{self.data / 'plumbline.db'}"

    @property
    def index_folder(self) -> Path:
        """The folder of the derived indexes; it may be deleted at any time."""
        return self.data / "index"

    @property
    def model_configured(self) -> bool:
        """Whether a language model can be called: a key, or a server that may need none."""
        return self.openai_api_key is not None or self.openai_base_url is not None

    @property
    def judge_models(self) -> tuple[str, ...]:
        """The models that judge, each once: those set, separated by commas, else the writer's."""
        names = [name.strip() for name in (self.judge_model or "").split(",")]
        return tuple(dict.fromkeys(name for name in names if name)) or (self.openai_model,)

    @property
    def writer_in_use(self) -> WriterChoice:
        """`EMBEDDED` or `MODEL`: what `AUTO` comes to with these settings."""
        if self.writer is not WriterChoice.AUTO:
            return self.writer
        return WriterChoice.MODEL if self.model_configured else WriterChoice.EMBEDDED


def load_settings(**overrides: object) -> Settings:
    """Read the settings; overrides that are None count as not given.

    Raises:
        UsageError: a setting has a value that is not allowed; the message names it, never its value.
    """
    try:
        return Settings(**{k: v for k, v in overrides.items() if v is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"The setting {name!r} is wrong: {first['msg']}.") from None
