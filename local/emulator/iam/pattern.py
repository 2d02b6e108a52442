"""Texts of a policy: `*`, `?` and variables such as `${aws:PrincipalTag/team, 'none'}`.

Source: IAM User Guide, "IAM policy elements: Variables and tags".
"""

import functools
import re

VARIABLE = re.compile(r"\$\{([^}]*)\}")
# How to write a character that would mean something else.
LITERALS = {"*", "?", "$"}
DEFAULT = re.compile(r"([^,]+?)\s*,\s*'([^']*)'\s*")


class Pattern:
    def __init__(self, text, with_variables):
        self.text = text
        self._parts = list(parse_parts(text)) if with_variables else [text]
        self.has_variables = any(isinstance(part, Variable) for part in self._parts)

    def matches(self, value, context):
        """Compares with `*` and `?`."""
        expression = self.expression(context)
        return expression is not None and compiled(expression).fullmatch(value) is not None

    def expression(self, context):
        """None if a variable has no value: such a text is like nothing. What a variable stands for is no pattern."""
        return self._join(context, wildcards, re.escape)

    def value(self, context):
        """The text without a meaning of `*` and `?`. None if a variable has no value."""
        return self._join(context, str, str)

    def _join(self, context, of_text, of_value):
        joined = []
        for part in self._parts:
            if isinstance(part, Variable):
                value = part.value(context)
                if value is None:
                    return None
                joined.append(of_value(value))
            else:
                joined.append(of_text(part))
        return "".join(joined)


class Variable:
    def __init__(self, text):
        with_default = DEFAULT.fullmatch(text)
        self._key, self._default = with_default.groups() if with_default else (text, None)

    def value(self, context):
        if self._key in LITERALS:
            return self._key
        values = context.values_of(self._key)
        # One with several values stands for none of them.
        return values[0] if values is not None and len(values) == 1 else self._default


def parse_parts(text):
    position = 0
    for found in VARIABLE.finditer(text):
        if found.start() > position:
            yield text[position : found.start()]
        yield Variable(found[1])
        position = found.end()
    if position < len(text):
        yield text[position:]


def wildcards(text):
    return re.escape(text).replace(r"\*", ".*").replace(r"\?", ".")


@functools.lru_cache(maxsize=16384)
def compiled(expression):
    return re.compile(expression, re.DOTALL)
