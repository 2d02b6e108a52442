"""EventBridge: how many targets a rule has.

Source: Amazon EventBridge User Guide, "Amazon EventBridge quotas".
"""

from moto.events.models import events_backends

from .rule import Refused, rule

TARGETS = 5


@rule("events", "PutTargets")
def five_targets_of_a_rule(request):
    bus = request.backend(events_backends).event_buses.get(request.get("EventBusName") or "default")
    known = bus.rules.get(request.get("Rule")) if bus else None
    ids = {target["Id"] for target in [*(known.targets if known else ()), *(request.get("Targets") or [])]}
    if len(ids) > TARGETS:
        raise Refused("LimitExceededException", f"The requested resource exceeds the maximum number allowed: {TARGETS} targets")
