"""Patterns of JSON: `{ ($.level = "error") && ($.code >= 500) }`."""

import json
import re

from .tokens import InvalidPattern, comparison, take, whole

STEP = re.compile(
    r"""\.?\[(?P<index>\d+|\*)\]|\.?\['(?P<quoted>[^']+)'\]|\.?\["(?P<double>[^"]+)"\]|\.(?P<name>[A-Za-z_@-][\w@/-]*)"""
)
STATES = {"NULL": None, "TRUE": True, "FALSE": False}


def json_pattern(text):
    if not text.endswith("}"):
        raise InvalidPattern("the brace is not closed")
    matches = whole(text[1:-1], condition)

    def of_message(message):
        try:
            event = json.loads(message)
        except ValueError:
            return False
        return isinstance(event, (dict, list)) and matches(event)

    return of_message


def condition(rest):
    """`$.a = 1`, `$.a IS NULL`, `$.a NOT EXISTS`. Only the last one matches where the property is missing."""
    kind, text = take(rest)
    if kind != "selector":
        raise InvalidPattern(f"{text} is not a property such as $.level")
    select = selector(text)
    kind, operator = take(rest)
    if kind == "word" and operator.upper() == "IS":
        state = STATES[take(rest, set(STATES))[1].upper()]
        return lambda event: any(value is state for value in select(event))
    if kind == "word" and operator.upper() == "NOT":
        take(rest, {"EXISTS"})
        return lambda event: not select(event)
    holds = comparison(operator, rest)
    return lambda event: any(holds(value) for value in select(event))


def selector(text):
    """`$.a.b[0]['c.d']` -> function(event) -> [what is there]: none, or several where a step is `[*]`"""
    steps, position = [], 1
    while position < len(text):
        match = STEP.match(text, position)
        if not match:
            raise InvalidPattern(f"{text} is not a property such as $.level")
        steps.append(step(match))
        position = match.end()

    def select(event):
        found = [event]
        for each in steps:
            found = [value for one in found for value in each(one)]
        return found

    return select


def step(match):
    index, name = match["index"], match["quoted"] or match["double"] or match["name"]
    if index is None:
        return lambda value: [value[name]] if isinstance(value, dict) and name in value else []
    part = slice(None) if index == "*" else slice(int(index), int(index) + 1)
    return lambda value: value[part] if isinstance(value, list) else []
