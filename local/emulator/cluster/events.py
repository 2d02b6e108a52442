"""Events: what `kubectl describe` and `kubectl get events` show of what a controller did or could not do."""

import hashlib
import logging
import threading
import time
from datetime import datetime, timezone

from kubernetes.client.exceptions import ApiException

from .kubernetes_api import summary

# The same event of the same object is shown again, with a higher count, at most this often.
REPEAT_S = 30

log = logging.getLogger("emulator")


class Events:
    def __init__(self, api, component):
        self._api, self._component = api, component
        self._lock = threading.Lock()
        self._seen = {}

    def warn(self, about, reason, message):
        self.record(about, "Warning", reason, message)

    def record(self, about, kind, reason, message):
        key = (about["metadata"]["uid"], reason, message)
        with self._lock:
            count, shown, first = self._seen.get(key, (0, -REPEAT_S, timestamp()))
            if time.monotonic() - shown < REPEAT_S:
                return
            self._seen[key] = (count + 1, time.monotonic(), first)
        try:
            self._api.apply(self._event(about, kind, reason, message, count + 1, first))
        except ApiException as error:
            # A namespace that is being deleted takes no events.
            log.debug("event %s of %s: %s", reason, about["metadata"]["name"], summary(error))

    def _event(self, about, kind, reason, message, count, first):
        metadata = about["metadata"]
        digest = hashlib.sha256(f"{reason} {message}".encode()).hexdigest()[:16]
        return {
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": {"name": f"{metadata['name']}.{digest}", "namespace": metadata["namespace"]},
            "involvedObject": {
                "apiVersion": about["apiVersion"],
                "kind": about["kind"],
                "namespace": metadata["namespace"],
                "name": metadata["name"],
                "uid": metadata["uid"],
            },
            "type": kind,
            "reason": reason,
            "message": message[:1024],
            "source": {"component": self._component},
            "count": count,
            "firstTimestamp": first,
            "lastTimestamp": timestamp(),
        }


def timestamp():
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
