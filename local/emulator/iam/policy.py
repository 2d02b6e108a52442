"""Whether IAM policies allow an action.

moto has an evaluation of its own, for a later AWS mode of it: it takes a condition that does not hold for a denial.
Source: IAM User Guide, "Policy evaluation logic", "IAM JSON policy elements: Condition operators", "Single-valued vs.
multivalued context keys" and "IAM policy elements: Variables and tags".
"""

import functools
import json
import re
from dataclasses import dataclass, field

from .condition import Condition, Keys, NotEvaluated, parse_conditions  # noqa: F401
from .pattern import Pattern

ALLOW, DENY = "Allow", "Deny"


@dataclass(frozen=True)
class Statement:
    """One statement of a policy, ready to be matched."""

    effect: str
    actions: "Elements"
    resources: "Elements | None"
    principals: "Principals | None"
    conditions: tuple[Condition, ...]
    source: dict = field(compare=False)

    def concerns(self, resource, context, principals):
        """Whether it says something of a call whose action it names."""
        return (
            (self.resources is None or self.resources.name(resource, context))
            and (principals is None or self.names(principals))
            and all(condition.holds(context) for condition in self.conditions)
        )

    def names(self, principals):
        if self.principals is None:
            raise NotEvaluated("a policy of a resource without Principal")
        return self.principals.name(principals)


@dataclass(frozen=True)
class Decision:
    """What policies say of a call. `statement` is one that says so."""

    effect: str | None
    statement: dict | None = None


UNDECIDED = Decision(None)


def decide(documents, action, resource, context, principals=None):
    """ALLOW, DENY or None if no statement says anything.

    `context` has the values of condition keys, a list for a key with several. `principals` are the ways in which a
    policy of a resource may name the caller; without them the documents are the caller's own.
    """
    return explain(documents, action, resource, context, principals).effect


def explain(documents, action, resource, context, principals=None):
    """The same as a Decision."""
    context, allowed = Keys.of(context), UNDECIDED
    for document in documents:
        for statement in statements_about(as_text(document), action.lower()):
            if statement.effect == ALLOW and allowed is not UNDECIDED:
                continue
            if statement.concerns(resource, context, principals):
                if statement.effect == DENY:
                    return Decision(DENY, statement.source)
                allowed = Decision(ALLOW, statement.source)
    return allowed


def statements_of(document):
    """The statements of a policy as they were written."""
    return as_list((document if isinstance(document, dict) else json.loads(document))["Statement"])


def as_text(document):
    return json.dumps(document) if isinstance(document, dict) else document


@functools.lru_cache(maxsize=65536)
def statements_about(text, action):
    """The statements of a policy that name an action, given in lower case: a role asks for the same few."""
    return tuple(statement for statement in parse_policy(text) if statement.actions.name(action, None))


@functools.lru_cache(maxsize=4096)
def parse_policy(text):
    document = json.loads(text)
    # Older policies have no variables.
    with_variables = document.get("Version") == "2012-10-17" or "Version" not in document
    return tuple(parse_statement(statement, with_variables) for statement in as_list(document["Statement"]))


def parse_statement(source, with_variables):
    return Statement(
        effect=source["Effect"],
        actions=Elements.parse(source, "Action", with_variables=False, lower=True),
        # A trust policy has no resource.
        resources=Elements.parse(source, "Resource", with_variables),
        principals=Principals.parse(source),
        conditions=parse_conditions(source.get("Condition", {}), with_variables),
        source=source,
    )


class Elements:
    """`Action` or `NotAction`, `Resource` or `NotResource`."""

    def __init__(self, patterns, negated):
        self._negated = negated
        self._variable = [pattern for pattern in patterns if pattern.has_variables]
        fixed = [pattern.expression({}) for pattern in patterns if not pattern.has_variables]
        self._fixed = re.compile("|".join(fixed), re.DOTALL) if fixed else None

    @classmethod
    def parse(cls, source, element, with_variables, lower=False):
        for name, negated in ((element, False), (f"Not{element}", True)):
            if name in source:
                texts = [text.lower() if lower else text for text in as_list(source[name])]
                return cls([Pattern(text, with_variables) for text in texts], negated)
        return None

    def name(self, value, context):
        found = bool(self._fixed and self._fixed.fullmatch(value)) or any(
            pattern.matches(value, context) for pattern in self._variable
        )
        return found != self._negated


class Principals:
    """`Principal` or `NotPrincipal`: roles and users by ARN, accounts, services and identity providers by name."""

    def __init__(self, names, negated):
        self._names = frozenset(map(full_name, names))
        self._negated = negated

    @classmethod
    def parse(cls, source):
        for name, negated in (("Principal", False), ("NotPrincipal", True)):
            if name in source:
                return cls(principals_of(source[name]), negated)
        return None

    def name(self, principals):
        asked = set(map(full_name, principals))
        if self._negated:
            # Whoever is let out has to be named in every way: by session, role and account.
            return not asked <= self._names
        return "*" in self._names or not asked.isdisjoint(self._names)


def principals_of(element):
    """The names in a `Principal` or `NotPrincipal`, of whatever type."""
    parts = [element] if isinstance(element, str) else element.values()
    return [name for part in parts for name in as_list(part)]


def full_name(principal):
    """An account may be named by its number alone."""
    return f"arn:aws:iam::{principal}:root" if principal.isdigit() else principal


def as_list(value):
    return value if isinstance(value, list) else [value]
