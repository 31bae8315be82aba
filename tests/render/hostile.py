"""Text that tries to be more than text, for property tests."""

from __future__ import annotations

from hypothesis import strategies as st

from rag.render.untrusted import clean

ATTEMPTS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</bdi></main>",
    "<!-- ",
    "-->",
    "<https://evil.example>",
    "https://evil.example/a_b_c?x=*y*",
    "www.evil.example",
    "editor@evil.example",
    "![pixel](http://evil.example/p.gif)",
    "[click](javascript:alert(1))",
    "[1]: http://evil.example",
    "[^1]",
    "# Heading",
    "## ",
    "1. one",
    "2) two",
    "- item",
    "+ item",
    "> quote",
    "---",
    "***",
    "```\ncode\n```",
    "``",
    "`",
    "~~gone~~",
    "**bold**",
    "_it_",
    "$x^2$",
    "$$",
    "| a | b |",
    "|---|---|",
    "\\",
    "\\|",
    "&amp;",
    "&#60;b&#62;",
    "{{ 7 * 7 }}",
    "{% raw %}",
    '#link("http://evil.example")[x]',
    '#eval("1")',
    "@label",
    "<source-1>",
    "\x00\x07\x1b[31mred\x1b]8;;http://evil.example\x07",
    "\u202eevil",
    "\ud800",
    "\ufffe",
    "line\r\nbreak\u2028here",
    "=CMD()",
    "'\"",
    "Привет",
    "Ελλάδα",
    "مرحبا",
    "東京",
    "😀",
)

TEXTS = (
    st.lists(st.sampled_from(ATTEMPTS) | st.text(max_size=8) | st.just(" "), min_size=1, max_size=6)
    .map("".join)
    .filter(clean)
)
"""Any mixture of attempts and arbitrary characters of which something is left to show."""
