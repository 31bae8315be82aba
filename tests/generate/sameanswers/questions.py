"""Questions of every kind, about invented things."""

from __future__ import annotations

QUESTIONS = (
    "Who opened the lock at Ebbing?",
    "How many barges were stuck at Ebbing?",
    "When did the lock reopen?",
    "How long will the lock be shut?",
    "Where did the barge sink?",
    "Why was the lock shut?",
    "How was the barge freed?",
    "What is the Ebbing gauge?",
)
