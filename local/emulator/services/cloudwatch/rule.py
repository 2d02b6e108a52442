"""Rules of composite alarms: ALARM("a") AND NOT (OK(b) OR FALSE).

Source: CloudWatch API Reference, PutCompositeAlarm, AlarmRule.
"""

import re

from ...notation import separated, tokens_in

NAME = r'"(?P<quoted>(?:[^"\\]|\\.)+)"|(?P<plain>[^\s()"]+)'
STATE = rf"(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:{NAME})\s*\)"
TOKEN = re.compile(rf"\s*(?:{STATE}|(?P<word>AND|OR|NOT|TRUE|FALSE|\(|\)))")


class InvalidRule(Exception):
    pass


def names_in(rule):
    """Names and ARNs of the alarms that it mentions."""
    return {token[1] for token in tokens(rule) if isinstance(token, tuple)}


def evaluate(rule, states):
    """states: {name or ARN: state}"""
    rest = tokens(rule)
    value = any_of(rest, states)
    if rest:
        raise InvalidRule(f"{rest[0]} is not expected")
    return value


def tokens(rule):
    found = []
    for match in tokens_in(rule, TOKEN, unexpected):
        name = match["plain"] or (match["quoted"] and re.sub(r"\\(.)", r"\1", match["quoted"]))
        found.append((match["state"], name) if match["state"] else match["word"])
    return found


def unexpected(position, text):
    return InvalidRule(f"unexpected text at character {position}: {text}")


def any_of(rest, states):
    return any(separated(rest, "OR", lambda: all_of(rest, states)))


def all_of(rest, states):
    return all(separated(rest, "AND", lambda: one(rest, states)))


def one(rest, states):
    if not rest:
        raise InvalidRule("it ends too early")
    token = rest.pop(0)
    if isinstance(token, tuple):
        return states.get(token[1]) == token[0]
    if token == "NOT":
        return not one(rest, states)
    if token == "(":
        value = any_of(rest, states)
        if not rest or rest.pop(0) != ")":
            raise InvalidRule("a parenthesis is not closed")
        return value
    if token in ("TRUE", "FALSE"):
        return token == "TRUE"
    raise InvalidRule(f"{token} is not expected")
