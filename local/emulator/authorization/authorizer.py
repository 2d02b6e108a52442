"""Authorizes a call before moto answers it."""

import logging
import time

from ..calls.parameters import parameters_of
from .assume_role import judge_assumption, judge_web_identity
from .caller import find_caller
from .context import Context
from .need import Need
from .needs import needs_of
from .operations import UnknownAction
from .record import RECORD
from .refusal import Refusal, refusal_of, unknown_action
from .service_linked_roles import make_service_linked_role
from .verdict import judge

ANONYMOUS = ""

log = logging.getLogger("emulator")


class Authorizer:
    """`observes`: what would be denied is recorded, and lets pass."""

    def __init__(self):
        self.observes = False

    def check(self, call, environ):
        """A Refusal, or None. MOTO must be held."""
        started = time.perf_counter()
        try:
            refusal = authorize(call, environ)
        except Exception:
            if not self.observes:
                raise
            log.exception("%s %s is not authorized", call.service, call.action)
            return None
        finally:
            call.rights_ms = (time.perf_counter() - started) * 1000
        if refusal:
            call.remedy = refusal.remedy
        return None if self.observes else refusal


AUTHORIZER = Authorizer()


def authorize(call, environ):
    """A Refusal, or None. MOTO must be held."""
    if call.action == "AssumeRoleWithWebIdentity":
        refused = judge_web_identity(parameters_of(call, environ))
        return Refusal(*refused) if refused else None
    # Requests without a signature: moto answers those that it knows (a presigned URL, a website).
    if call.access_key == ANONYMOUS or not call.action:
        return None
    caller = find_caller(call.access_key)
    parameters = parameters_of(call, environ)
    if (call.service, call.action) == ("sts", "AssumeRole"):
        denial = judge_assumption(call, parameters, caller)
        if denial:
            return refuse(call, caller, denial)
        RECORD.use(caller, Need("sts:AssumeRole", parameters.get("RoleArn", "")))
        return None
    try:
        needs = needs_of(call, parameters)
    except UnknownAction as unknown:
        # Root may do what nobody has a name for.
        return unknown_action(call, caller, unknown) if caller.policies is not None else None
    for need in needs:
        context = Context(call, parameters, caller, need.resource, need.keys)
        denial = judge(caller, need, context)
        if denial:
            return refuse(call, caller, denial)
        RECORD.use(caller, need)
    make_service_linked_role(call)
    return None


def refuse(call, caller, denial):
    refusal = refusal_of(call, caller, denial)
    if refusal.remedy:
        RECORD.deny(call, caller, denial, refusal)
    return refusal
