"""Prompts as files: loading, versions and filling; it leaves out what they say and who asks for them.

A prompt is `prompts/<name>.md`: remarks for people, then the line `=== system ===` and its text, then the line
`=== user ===` and its text. Both texts may hold `$variables`; `$$` stands for a dollar sign.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import NamedTuple

from rag.errors import UsageError

FOLDER = Path(__file__).resolve().parents[2] / "prompts"
"""Where the project keeps its prompts."""

SYSTEM, USER = "=== system ===", "=== user ==="


class Filled(NamedTuple):
    """A prompt ready to be sent."""

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt file. `version` is the start of its content's hash, so that any change of wording shows."""

    name: str
    version: str
    system: Template
    user: Template

    @classmethod
    def load(cls, name: str, folder: Path = FOLDER) -> Prompt:
        """Read a prompt by name.

        Raises:
            UsageError: there is no such file, or it lacks one of its two parts.
        """
        path = folder / f"{name}.md"
        if not path.is_file():
            raise UsageError(f"There is no prompt {name!r}.", hint=f"Prompts are the files in {folder.name}/.")
        content = path.read_text(encoding="utf-8")
        lines = content.splitlines()
        if lines.count(SYSTEM) != 1 or lines.count(USER) != 1 or lines.index(SYSTEM) > lines.index(USER):
            raise UsageError(f"The prompt {name!r} must have one line {SYSTEM!r} and, after it, one line {USER!r}.")
        system, user = lines.index(SYSTEM), lines.index(USER)
        prompt = cls(
            name=name,
            version=hashlib.sha256(content.encode()).hexdigest()[:8],
            system=Template("\n".join(lines[system + 1 : user]).strip()),
            user=Template("\n".join(lines[user + 1 :]).strip()),
        )
        if not (prompt.system.is_valid() and prompt.user.is_valid()):
            raise UsageError(f"The prompt {name!r} has a '$' that starts no variable.", hint="Write '$$' for a dollar.")
        return prompt

    @property
    def variables(self) -> frozenset[str]:
        """The names that `fill` needs."""
        return frozenset(self.system.get_identifiers()) | frozenset(self.user.get_identifiers())

    def fill(self, **values: str) -> Filled:
        """Put the values in; what a value contains is never read as a variable.

        Raises:
            UsageError: variables have no value, or values have no variable; all of them are named.
        """
        missing, unused = sorted(self.variables - values.keys()), sorted(values.keys() - self.variables)
        faults = [f"{', '.join(names)} {what}" for names, what in ((missing, "missing"), (unused, "not used")) if names]
        if faults:
            raise UsageError(f"The prompt {self.name!r} cannot be filled: {'; '.join(faults)}.")
        return Filled(self.system.substitute(values), self.user.substitute(values))
