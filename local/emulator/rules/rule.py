"""A rule: looks at a call with its parameters before moto does, and refuses it as AWS would.

    @rule("iam", "AttachRolePolicy")
    def ten_policies_of_a_role(request):
        if ...:
            raise Refused("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10", 409)

What does not exist is left to moto: a rule says nothing of it.
"""

from dataclasses import dataclass

from ..calls.call import Call
from ..calls.parameters import parameters_of

RULES = {}


class Refused(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


@dataclass(frozen=True)
class Request:
    """A call with its parameters, named as in AWS's models."""

    call: Call
    parameters: dict

    @property
    def service(self):
        return self.call.service

    @property
    def action(self):
        return self.call.action

    @property
    def account(self):
        return self.call.account

    @property
    def region(self):
        return self.call.region

    def get(self, name, default=None):
        return self.parameters.get(name, default)

    def backend(self, backends):
        """The account's and region's own of moto's backends."""
        return backends[self.account][self.region]


def rule(service, *actions):
    """Of these actions, or of all actions of a service, or of all (`*`)."""

    def attach(function):
        for action in actions or ("*",):
            RULES.setdefault((service, action), []).append(function)
        return function

    return attach


def check(call, environ):
    """@raises Refused. MOTO must be held."""
    if not call.action:
        return
    request = Request(call, parameters_of(call, environ))
    for key in (("*", "*"), (call.service, "*"), (call.service, call.action)):
        for function in RULES.get(key, ()):
            function(request)
