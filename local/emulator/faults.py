"""Errors and delays on request: throttling, outages and denials that real AWS has on its bad days."""

import itertools
import random
import threading
from dataclasses import asdict, dataclass, field

REQUIRED = {"service", "status", "code", "message"}


@dataclass
class Fault:
    service: str
    status: int
    code: str
    message: str
    action: str = None
    account: str = None
    times: int = None
    probability: float = 1.0
    delay_ms: int = 0
    hits: int = field(default=0, init=False)

    def matches(self, call):
        return (
            self.service == call.service
            and self.action in (None, call.action)
            and self.account in (None, call.account)
            and (self.times is None or self.hits < self.times)
            and random.random() < self.probability
        )


class Faults:
    def __init__(self):
        self._lock = threading.Lock()
        self._ids = itertools.count(1)
        self._faults = {}

    def add(self, settings):
        missing, unknown = REQUIRED - set(settings), set(settings) - set(Fault.__match_args__)
        if missing or unknown:
            raise ValueError(
                f"a fault needs {sorted(REQUIRED)} and may have {sorted(set(Fault.__match_args__) - REQUIRED)};"
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
