"""What was denied, and which rights of a role its calls have used."""

import threading
from datetime import datetime, timezone

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from ..iam.pattern import compiled, wildcards
from ..iam.policy import ALLOW, as_list, as_text, statements_of
from .caller import own_policies

MOST = 10_000


class Record:
    def __init__(self):
        self._lock = threading.Lock()
        self._denials = []
        # {ARN of a role: actions}
        self._used = {}

    def deny(self, call, caller, denial, refusal):
        entry = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "account": caller.account,
            "caller": caller.arn,
            "call": f"{call.service} {call.action}",
            "action": denial.need.action,
            "resource": denial.need.resource,
            "message": refusal.message,
            **refusal.remedy,
        }
        with self._lock:
            del self._denials[:-MOST]
            self._denials.append(entry)

    def use(self, caller, need):
        if caller.is_role:
            self._used.setdefault(caller.identity, set()).add(need.action.lower())

    def denials(self):
        with self._lock:
            return list(self._denials)

    def unused(self):
        """{ARN of a role that was used: actions of its own policies that no call has used}, as written there."""
        return {arn: unused_of(arn, used) for arn, used in sorted(self._used.items())}


def unused_of(arn, used):
    try:
        role = iam_backends[arn.split(":")[4]]["aws"].get_role_by_arn(arn)
    except NotFoundException:
        return []
    patterns = {
        pattern
        for document in own_policies(role)
        for statement in statements_of(as_text(document))
        if statement["Effect"] == ALLOW
        for pattern in as_list(statement.get("Action", []))
    }
    return sorted(pattern for pattern in patterns if not is_used(pattern, used))


def is_used(pattern, used):
    expression = compiled(wildcards(pattern.lower()))
    return any(expression.fullmatch(action) for action in used)


RECORD = Record()
