"""Conditions of a policy's statement.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context
keys".
"""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timezone

from .pattern import Pattern, compiled, wildcards


class NotEvaluated(Exception):
    """A policy has what is not evaluated here."""


class Keys:
    """The values of condition keys, whose names are compared without case. A key without a value is not there."""

    def __init__(self, values):
        self._values = {
            name.lower(): [text_of(item) for item in (value if isinstance(value, (list, tuple, set)) else [value])]
            for name, value in values.items()
            if value is not None
        }

    @classmethod
    def of(cls, values):
        return values if isinstance(values, cls) else cls(values)

    def values_of(self, key):
        """None if it is not there. An empty list is as good as no key."""
        return self._values.get(key.lower()) or None

    def names(self):
        return list(self._values)

    def with_values(self, values):
        """These, and others in place of those of the same name."""
        joined = Keys(values)
        joined._values = {**self._values, **joined._values}
        return joined


def text_of(value):
    return str(value).lower() if isinstance(value, bool) else str(value)


def compare_texts(value, wanted, context):
    return value == wanted.value(context)


def compare_without_case(value, wanted, context):
    text = wanted.value(context)
    return text is not None and value.lower() == text.lower()


def compare_like(value, wanted, context):
    return wanted.matches(value, context)


def compare_arns(value, wanted, context):
    """Each of the six parts by itself, so that no star spans two of them."""
    pattern = wanted.value(context)
    if pattern is None or pattern == "*":
        return pattern is not None
    values, patterns = value.split(":", 5), pattern.split(":", 5)
    return len(values) == len(patterns) and all(
        compiled(wildcards(part)).fullmatch(of_value) for of_value, part in zip(values, patterns)
    )


def compare_addresses(value, wanted, context):
    return ipaddress.ip_address(value) in ipaddress.ip_network(wanted.value(context), strict=False)


def compare_parsed(parse, compare):
    def comparison(value, wanted, context):
        text = wanted.value(context)
        return text is not None and compare(parse(value), parse(text))

    return comparison


def date_of(text):
    """ISO 8601, or seconds since 1970."""
    if text.replace(".", "", 1).isdigit() and len(text) > 4:
        return datetime.fromtimestamp(float(text), timezone.utc)
    date = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return date if date.tzinfo else date.replace(tzinfo=timezone.utc)


ORDERS = {
    "Equals": lambda value, wanted: value == wanted,
    "LessThan": lambda value, wanted: value < wanted,
    "LessThanEquals": lambda value, wanted: value <= wanted,
    "GreaterThan": lambda value, wanted: value > wanted,
    "GreaterThanEquals": lambda value, wanted: value >= wanted,
}
COMPARISONS = {
    "StringEquals": compare_texts,
    "StringEqualsIgnoreCase": compare_without_case,
    "StringLike": compare_like,
    "ArnEquals": compare_arns,
    "ArnLike": compare_arns,
    "Bool": compare_without_case,
    "BinaryEquals": compare_texts,
    "IpAddress": compare_addresses,
    **{f"Numeric{order}": compare_parsed(float, compare) for order, compare in ORDERS.items()},
    **{f"Date{order}": compare_parsed(date_of, compare) for order, compare in ORDERS.items()},
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
}
# Also the names of operators are compared without case.
OPERATORS = {name.lower(): name for name in (*COMPARISONS, *NEGATED, "Null")}
QUANTIFIERS = {"forallvalues", "foranyvalue"}


@dataclass(frozen=True)
class Condition:
    """One key under one operator."""

    operator: str
    quantifier: str
    if_exists: bool
    key: str
    wanted: tuple[Pattern, ...]

    def holds(self, context):
        values = context.values_of(self.key)
        if self.operator == "Null":
            return (values is None) == (self.wanted[0].text.lower() == "true")
        negated = self.operator in NEGATED
        if values is None:
            if self.quantifier:
                return self.if_exists or self.quantifier == "forallvalues"
            return self.if_exists or negated
        found = [self._matches_one(value, context) for value in values]
        if self.quantifier == "forallvalues":
            return all(match != negated for match in found)
        if self.quantifier == "foranyvalue":
            return any(match != negated for match in found)
        return any(found) != negated

    def _matches_one(self, value, context):
        compare = COMPARISONS[NEGATED.get(self.operator, self.operator)]
        return any(self._matches(compare, value, wanted, context) for wanted in self.wanted)

    def _matches(self, compare, value, wanted, context):
        try:
            return compare(value, wanted, context)
        except (ValueError, TypeError):
            # No number, date or address is like none.
            return False


def parse_conditions(element, with_variables):
    """@raises NotEvaluated for an operator that IAM does not have"""
    return tuple(
        parse_condition(operator, key, wanted, with_variables)
        for operator, keys in element.items()
        for key, wanted in keys.items()
    )


def parse_condition(operator, key, wanted, with_variables):
    quantifier, _, name = operator.lower().rpartition(":")
    if_exists = name.endswith("ifexists")
    known = OPERATORS.get(name.removesuffix("ifexists"))
    if known is None or (quantifier and quantifier not in QUANTIFIERS):
        raise NotEvaluated(f"the condition operator {operator}")
    texts = [text_of(item) for item in (wanted if isinstance(wanted, list) else [wanted])]
    return Condition(known, quantifier, if_exists, key, tuple(Pattern(text, with_variables) for text in texts))
