"""Hears a chat model out: its whole reply, what that cost, and why there is none; it leaves out what a reply means."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.datatypes import Usage
from rag.errors import ModelError, ModelReplyError
from rag.generate.prompts import Filled

if TYPE_CHECKING:
    from rag.generate.chat import Chat


@dataclass(frozen=True, slots=True)
class Heard:
    """A reply. `text` is empty where none can be used; `down` says why the model cannot be asked at all, or is None."""

    text: str
    usage: Usage
    down: str | None = None


def hear(chat: Chat, prompt: Filled, longest: int) -> Heard:
    """Ask, and wait for the whole reply; one of more than `longest` characters, or a garbled one, is not used."""
    reply, text = chat.ask(prompt), ""
    try:
        with closing(iter(reply)) as pieces:
            for piece in pieces:
                text += piece
                if len(text) > longest:
                    return Heard("", reply.usage)
    except ModelReplyError:
        return Heard("", reply.usage)
    except ModelError as error:
        return Heard("", reply.usage, error.message)
    return Heard(text, reply.usage)
