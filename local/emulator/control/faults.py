"""Errors and delays on request: throttling, outages and denials that real AWS has on its bad days."""

import itertools
import random
import threading
import time
from dataclasses import asdict, dataclass, field
from fnmatch import fnmatchcase

ANY = "*"
# What happens to the call: an error in place of an answer; the error by which its service says that it is asked too
# often; the answer, but late; the connection ends before anything is done; all is done, and the connection ends.
ERROR, THROTTLED, LATE, LOST_CALL, LOST_ANSWER = EFFECTS = ("error", "throttled", "late", "lost-call", "lost-answer")
# Source: Amazon S3 User Guide, "Error responses"; Amazon EC2 API Reference, "Error codes". The status counts: an answer
# to HEAD has nothing else, and the AWS provider takes a bucket for gone whose HeadBucket is answered with 400.
THROTTLED_BY = {
    "s3": (503, "SlowDown", "Please reduce your request rate."),
    "ec2": (503, "RequestLimitExceeded", "Request limit exceeded."),
}
THROTTLED_BY_OTHERS = (400, "ThrottlingException", "Rate exceeded")
REQUIRED = {"service"}
OF_AN_ERROR = {"status", "code", "message"}


@dataclass
class Fault:
    service: str
    status: int = None
    code: str = None
    message: str = None
    effect: str = ERROR
    action: str = None
    account: str = None
    path: str = None
    times: int = None
    seconds: float = None
    probability: float = 1.0
    delay_ms: int = 0
    hits: int = field(default=0, init=False)
    since: float = field(default_factory=time.monotonic, init=False, repr=False)

    def matches(self, call):
        return (
            self.service in (ANY, call.service)
            and self.action in (None, call.action)
            and self.account in (None, call.account)
            and (self.path is None or fnmatchcase(call.path, self.path))
            and (self.times is None or self.hits < self.times)
            and (self.seconds is None or time.monotonic() - self.since < self.seconds)
            and random.random() < self.probability
        )

    def error(self, call):
        """The status, the code and the message in place of an answer. None: there is an answer."""
        if self.effect == THROTTLED:
            return THROTTLED_BY.get(call.service, THROTTLED_BY_OTHERS)
        return (self.status, self.code, self.message) if self.effect == ERROR else None


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._faults = {}

    def add(self, settings):
        effect = settings.get("effect", ERROR)
        if effect not in EFFECTS:
            raise ValueError(f"effect: got {effect!r}; allowed: {', '.join(EFFECTS)}")
        required = REQUIRED | (OF_AN_ERROR if effect == ERROR else set())
        missing, unknown = required - set(settings), set(settings) - set(Fault.__match_args__)
        if missing or unknown:
            raise ValueError(
                f"a fault needs {sorted(required)} and may have {sorted(set(Fault.__match_args__) - required)};"
                f" missing: {sorted(missing)}, unknown: {sorted(unknown)}"
            )
        with self._lock:
            fault_id = str(next(self._ids))
            self._faults[fault_id] = Fault(**settings)
        return fault_id

    def list(self):
        with self._lock:
            return [{"id": fault_id, **asdict(fault)} for fault_id, fault in self._faults.items()]

    def remove(self, fault_id=None):
        """One fault, or all; -> whether there was any such."""
        with self._lock:
            if fault_id is None:
                self._faults.clear()
                return True
            return self._faults.pop(fault_id, None) is not None

    def hit(self, call):
        """The fault that this call has to suffer, or None."""
        with self._lock:
            for fault in self._faults.values():
                if fault.matches(call):
                    fault.hits += 1
                    return fault
        return None
