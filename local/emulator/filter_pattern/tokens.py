"""What the patterns of JSON and of fields have in common: words, `&&`, `||`, parentheses and comparisons.

What is read becomes a function of an event at once; nothing is kept as a tree.
"""

import re

from ..notation import separated, tokens_in

TOKEN = re.compile(
    r"""\s*(?:
      (?P<operator>&&|\|\||!=|<=|>=|[=<>])
    | (?P<bracket>[()!])
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<regex>%(?:[^%\\]|\\.)+%)
    | (?P<selector>\$(?:\['[^']*'\]|\["[^"]*"\]|[^\s=!<>()&|])*)
    | (?P<word>[^\s=!<>()&|"%]+)
    )""",
    re.VERBOSE,
)
ORDERED = {
    "<": lambda found, wanted: found < wanted,
    ">": lambda found, wanted: found > wanted,
    "<=": lambda found, wanted: found <= wanted,
    ">=": lambda found, wanted: found >= wanted,
}
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


class InvalidPattern(Exception):
    pass


def tokens(text):
    """-> [(kind, text)]"""
    return [(match.lastgroup, match[match.lastgroup]) for match in tokens_in(text, TOKEN, unexpected)]


def unexpected(_, text):
    return InvalidPattern(f"unexpected text: {text}")


def whole(text, condition):
    """All of the text: conditions with `&&` and `||` between them, `&&` first."""
    rest = tokens(text)
    matches = any_of(rest, condition)
    if rest:
        raise InvalidPattern(f"{rest[0][1]} is not expected")
    return matches


def any_of(rest, condition):
    return divided(rest, "||", lambda: divided(rest, "&&", lambda: one(rest, condition), all), any)


def divided(rest, operator, read, together):
    parts = separated(rest, ("operator", operator), read)
    return parts[0] if len(parts) == 1 else lambda event: together(part(event) for part in parts)


def one(rest, condition):
    if rest and rest[0] == ("bracket", "("):
        rest.pop(0)
        matches = any_of(rest, condition)
        take(rest, {")"})
        return matches
    return condition(rest)


def comparison(operator, rest):
    """-> function(value) -> whether it holds. The value is a text, a number or anything else that JSON has."""
    if operator not in ("=", "!=", *ORDERED):
        raise InvalidPattern(f"{operator} is no comparison")
    kind, text = take(rest)
    if kind not in ("string", "regex", "word"):
        raise InvalidPattern(f"{text} is no value")
    if operator in ORDERED:
        if not NUMBER.fullmatch(text):
            raise InvalidPattern(f"{operator} compares with a number, not with {text}")
        compare, wanted = ORDERED[operator], float(text)
        return lambda value: (found := number(value)) is not None and compare(found, wanted)
    equals = equal_to(kind, text)
    return equals if operator == "=" else lambda value: is_simple(value) and not equals(value)


def equal_to(kind, text):
    if kind == "regex":
        expression = re.compile(text[1:-1])
        return lambda value: isinstance(value, str) and expression.search(value) is not None
    plain = re.sub(r"\\(.)", r"\1", text[1:-1]) if kind == "string" else text
    wildcard = re.compile(".*".join(map(re.escape, plain.split("*"))), re.DOTALL)
    if kind == "string":
        return lambda value: isinstance(value, str) and wildcard.fullmatch(value) is not None
    wanted = float(text) if NUMBER.fullmatch(text) else None
    return lambda value: is_simple(value) and (
        wildcard.fullmatch(str(value)) is not None or wanted is not None and number(value) == wanted
    )


def number(value):
    """Of a JSON number. A text is none, also when it looks like one."""
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def is_simple(value):
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)


def take(rest, allowed=None):
    if not rest:
        raise InvalidPattern("it ends too early")
    kind, text = rest.pop(0)
    if allowed and text.upper() not in allowed:
        raise InvalidPattern(f"{text} is not expected")
    return kind, text
