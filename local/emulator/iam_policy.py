"""Whether IAM policies allow an action.

moto has an evaluation of its own, for a later AWS mode of it: it takes a condition that does not hold for a denial.
Source: IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
"""

import json
import re

# Positive operators, what compares a value with one of the policy, and whether case counts.
COMPARISONS = {
    "StringEquals": lambda value, wanted: value == wanted,
    "StringEqualsIgnoreCase": lambda value, wanted: value.lower() == wanted.lower(),
    "StringLike": lambda value, wanted: matches(wanted, value),
    "ArnEquals": lambda value, wanted: matches(wanted, value),
    "ArnLike": lambda value, wanted: matches(wanted, value),
    "Bool": lambda value, wanted: value.lower() == wanted.lower(),
}
NEGATED = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}
VARIABLE = re.compile(r"\$\{([^}]+)\}")

ALLOW, DENY = "Allow", "Deny"


class NotEvaluated(Exception):
    """A policy has what is not evaluated here."""


def decide(documents, action, resource, context, principals=None):
    """ALLOW, DENY or None if no statement says anything.

    `context` has the values of condition keys. `principals` are the ways in which a policy of a resource may name
    the caller; without them the documents are the caller's own.
    """
    effects = {
        statement["Effect"]
        for document in documents
        for statement in statements_of(document)
        if applies(statement, action, resource, context, principals)
    }
    return DENY if DENY in effects else ALLOW if ALLOW in effects else None


def statements_of(document):
    return as_list((document if isinstance(document, dict) else json.loads(document))["Statement"])


def applies(statement, action, resource, context, principals):
    return (
        names_one(statement, "Action", [action], context, ignore_case=True)
        and names_one(statement, "Resource", [resource], context, without=True)
        and (principals is None or names_principal(statement, principals, context))
        and all(holds(operator, keys, context) for operator, keys in statement.get("Condition", {}).items())
    )


def names_one(statement, element, values, context, ignore_case=False, without=False):
    """`without` is the answer for a statement that has no such element, as a trust policy has no resource."""
    if element in statement:
        return any_matches(statement[element], values, context, ignore_case)
    if f"Not{element}" in statement:
        return not any_matches(statement[f"Not{element}"], values, context, ignore_case)
    return without


def names_principal(statement, principals, context):
    """A principal is a role or user by its ARN, an account, or a service by its name."""
    element = statement.get("Principal")
    if element is None:
        raise NotEvaluated("a policy of a resource without Principal")
    named = (
        as_list(element) if isinstance(element, str) else [name for part in element.values() for name in as_list(part)]
    )
    return "*" in named or bool(set(named) & set(principals))


def any_matches(patterns, values, context, ignore_case):
    return any(
        matches(with_variables(pattern, context), value, ignore_case)
        for pattern in as_list(patterns)
        for value in values
    )


def matches(pattern, value, ignore_case=False):
    expression = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
    return re.fullmatch(expression, value, re.DOTALL | (re.IGNORECASE if ignore_case else 0)) is not None


def with_variables(text, context):
    """`${aws:PrincipalTag/x}`; one without a value matches nothing."""
    return VARIABLE.sub(lambda variable: lookup(context, variable[1]) or variable[0], text)


def holds(operator, keys, context):
    return all(key_holds(operator, lookup(context, key), as_list(wanted), context) for key, wanted in keys.items())


def key_holds(operator, value, wanted, context):
    operator, if_exists = operator.removesuffix("IfExists"), operator.endswith("IfExists")
    if operator == "Null":
        return [str(value is None).lower()] == [str(item).lower() for item in wanted]
    compare = COMPARISONS.get(NEGATED.get(operator, operator))
    if compare is None:
        raise NotEvaluated(f"the condition operator {operator}")
    if value is None:
        return if_exists or operator in NEGATED
    found = any(compare(value, with_variables(str(item), context)) for item in wanted)
    return found != (operator in NEGATED)


def lookup(context, key):
    """Condition keys are compared without case."""
    return {name.lower(): value for name, value in context.items()}.get(key.lower())


def as_list(value):
    return value if isinstance(value, list) else [value]
