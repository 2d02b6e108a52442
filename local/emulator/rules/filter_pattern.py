"""Filter patterns of CloudWatch Logs: whether a text is one.

Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log
events, and Live Tail". Three kinds: terms (`ERROR -"not this" ?"or" %regex%`), JSON (`{ $.level = "error" }`) and
fields by space (`[ip, user, status = 5*]`).
"""

import re

SELECTOR = re.compile(r"""\$(?:\.[A-Za-z_@-][\w@/-]*|\[(?:\d+|\*)\]|\['[^']+'\]|\["[^"]+"\])+|\$""")
TOKEN = re.compile(
    r"""\s*(?:
      (?P<operator>&&|\|\||!=|<=|>=|[=<>])
    | (?P<bracket>[()!])
    | (?P<string>"(?:[^"\\]|\\.)*")
    | (?P<regex>%(?:[^%\\]|\\.)+%)
    | (?P<selector>\$[^\s=!<>()&|]*)
    | (?P<word>[^\s=!<>()&|"%]+)
    )""",
    re.VERBOSE,
)
COMPARISONS = {"=", "!=", "<", ">", "<=", ">="}
ORDERED = {"<", ">", "<=", ">="}
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
TERM = re.compile(r"""[-?]?(?:"(?:[^"\\]|\\.)*"|%(?:[^%\\]|\\.)+%|[^\s"%\[\]{}()&|?-][^\s"]*)""")
LONGEST = 1024


class InvalidPattern(Exception):
    pass


def check_pattern(text):
    """@raises InvalidPattern"""
    text = text.strip()
    if len(text) > LONGEST:
        raise InvalidPattern(f"it is longer than {LONGEST} characters")
    if text.startswith("{"):
        check_json(text)
    elif text.startswith("["):
        check_fields(text)
    else:
        check_terms(text)


def check_terms(text):
    position = 0
    while position < len(text):
        match = TERM.match(text, position)
        if not match or (match.end() < len(text) and not text[match.end()].isspace()):
            raise InvalidPattern(f"no term at character {position}: {text[position:][:40]}")
        position = match.end()
        while position < len(text) and text[position].isspace():
            position += 1


def check_json(text):
    if not text.endswith("}"):
        raise InvalidPattern("the brace is not closed")
    rest = tokens(text[1:-1])
    any_of(rest, json_condition)
    if rest:
        raise InvalidPattern(f"{rest[0][1]} is not expected")


def check_fields(text):
    if not text.endswith("]"):
        raise InvalidPattern("the bracket is not closed")
    fields = re.split(r""",(?=(?:[^"]*"[^"]*")*[^"]*$)""", text[1:-1])
    for index, field in enumerate(fields):
        field = field.strip()
        if field == "..." or not field:
            if not field and len(fields) > 1:
                raise InvalidPattern(f"field {index + 1} has no name")
            continue
        rest = tokens(field)
        if len(rest) == 1:
            if rest[0][0] != "word":
                raise InvalidPattern(f"{field} is not the name of a field")
            continue
        any_of(rest, field_condition)
        if rest:
            raise InvalidPattern(f"{rest[0][1]} is not expected")


def tokens(text):
    found, position = [], 0
    while text[position:].strip():
        match = TOKEN.match(text, position)
        if not match:
            raise InvalidPattern(f"unexpected text: {text[position:].strip()[:40]}")
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


def any_of(rest, condition):
    all_of(rest, condition)
    while rest and rest[0][1] == "||":
        rest.pop(0)
        all_of(rest, condition)


def all_of(rest, condition):
    one(rest, condition)
    while rest and rest[0][1] == "&&":
        rest.pop(0)
        one(rest, condition)


def one(rest, condition):
    if rest and rest[0] == ("bracket", "("):
        rest.pop(0)
        any_of(rest, condition)
        take(rest, {")"})
    else:
        condition(rest)


def json_condition(rest):
    """`$.a = 1`, `$.a IS NULL`, `$.a NOT EXISTS`"""
    kind, selector = take(rest)
    if kind != "selector" or not SELECTOR.fullmatch(selector):
        raise InvalidPattern(f"{selector} is not a property such as $.level")
    kind, operator = take(rest)
    if kind == "word" and operator.upper() == "IS":
        take(rest, {"NULL", "TRUE", "FALSE"})
    elif kind == "word" and operator.upper() == "NOT":
        take(rest, {"EXISTS"})
    else:
        comparison(operator, rest)


def field_condition(rest):
    """`status = 5*`"""
    kind, name = take(rest)
    if kind != "word":
        raise InvalidPattern(f"{name} is not the name of a field")
    comparison(take(rest)[1], rest)


def comparison(operator, rest):
    if operator not in COMPARISONS:
        raise InvalidPattern(f"{operator} is no comparison")
    kind, value = take(rest)
    if kind not in ("string", "regex", "word"):
        raise InvalidPattern(f"{value} is no value")
    if operator in ORDERED and not NUMBER.fullmatch(value):
        raise InvalidPattern(f"{operator} compares with a number, not with {value}")


def take(rest, allowed=None):
    if not rest:
        raise InvalidPattern("it ends too early")
    kind, text = rest.pop(0)
    if allowed and text.upper() not in allowed:
        raise InvalidPattern(f"{text} is not expected")
    return kind, text
