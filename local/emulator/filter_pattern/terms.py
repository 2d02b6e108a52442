"""Patterns of terms: `ERROR -"not this" ?"or" %regex%`."""

import re

from .tokens import InvalidPattern

TERM = re.compile(
    r"""(?P<sign>[-?]?)(?:"(?P<quoted>(?:[^"\\]|\\.)*)"|%(?P<regex>(?:[^%\\]|\\.)+)%|(?P<word>[^\s"%\[\]{}()&|?-][^\s"]*))"""
)


def terms_pattern(text):
    """All terms, none with `-`; if each has `?`, one of them. Beside others those with `?` do not count."""
    signed = {"": [], "-": [], "?": []}
    for sign, is_in in terms(text):
        signed[sign].append(is_in)
    needed, refused, optional = signed[""], signed["-"], signed["?"]
    return lambda message: (
        all(is_in(message) for is_in in needed)
        and not any(is_in(message) for is_in in refused)
        and (bool(needed) or not optional or any(is_in(message) for is_in in optional))
    )


def terms(text):
    position = 0
    while position < len(text):
        match = TERM.match(text, position)
        if not match or (match.end() < len(text) and not text[match.end()].isspace()):
            raise InvalidPattern(f"no term at character {position}: {text[position:][:40]}")
        yield match["sign"], contains(match)
        position = match.end()
        while position < len(text) and text[position].isspace():
            position += 1


def contains(match):
    if match["regex"] is not None:
        expression = re.compile(match["regex"])
        return lambda message: expression.search(message) is not None
    quoted = match["quoted"]
    term = match["word"] if quoted is None else re.sub(r"\\(.)", r"\1", quoted)
    return lambda message: term in message
