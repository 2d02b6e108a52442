"""Patterns of fields that spaces divide: `[ip, user, ..., status = 5*, bytes]`."""

import re

from .tokens import NUMBER, ORDERED, InvalidPattern, comparison, take, tokens, whole

# What is in quotes or brackets is one field.
FIELD = re.compile(r'"([^"]*)"|\[([^\]]*)\]|(\S+)')
REST = "..."


def fields_pattern(text):
    if not text.endswith("]"):
        raise InvalidPattern("the bracket is not closed")
    fields = [field.strip() for field in re.split(r""",(?=(?:[^"]*"[^"]*")*[^"]*$)""", text[1:-1])]
    conditions = [read(field, index + 1, len(fields)) for index, field in enumerate(fields)]

    def of_message(message):
        found = ["".join(parts) for parts in FIELD.findall(message)]
        if REST in conditions:
            before = conditions.index(REST)
            after = len(conditions) - before - 1
            if len(found) < before + after:
                return False
            pairs = [*zip(conditions[:before], found), *zip(conditions[before + 1 :], found[len(found) - after :])]
        elif len(found) != len(conditions):
            return False
        else:
            pairs = zip(conditions, found)
        return all(holds(text) for holds, text in pairs)

    return of_message


def read(field, number, of):
    if field == REST:
        return REST
    if not field:
        if of > 1:
            raise InvalidPattern(f"field {number} has no name")
        return anything
    rest = tokens(field)
    if len(rest) == 1:
        if rest[0][0] != "word":
            raise InvalidPattern(f"{field} is not the name of a field")
        return anything
    return whole(field, condition)


def condition(rest):
    """`status = 5*`, `bytes > 1000`"""
    kind, name = take(rest)
    if kind != "word":
        raise InvalidPattern(f"{name} is not the name of a field")
    operator = take(rest)[1]
    holds = comparison(operator, rest)
    if operator not in ORDERED:
        return holds
    return lambda text: NUMBER.fullmatch(text) is not None and holds(float(text))


def anything(_):
    return True
