"""A loop that brings a cluster to the state that AWS, or an object in the cluster, asks for."""

import logging
import threading

from .kubernetes_api import summary
from .watched import Watched

# How long a change in AWS may go unnoticed; one in the cluster wakes the controller at once.
PERIOD_S = 2

log = logging.getLogger("emulator")


class Controller(threading.Thread):
    """A subclass has a `reconcile`, which compares all that there is with all that should be: it is called again
    and again, must change only what differs, and may raise, since the next call comes."""

    def __init__(self, control_plane, api):
        super().__init__(daemon=True, name=f"{type(self).__name__} of {control_plane}")
        self.control_plane, self.cluster, self.api = control_plane, control_plane.cluster, api
        self._watched = []
        self._wake, self._stopped = threading.Event(), threading.Event()
        self._last_error = None

    def watch(self, kind, label_selector=None):
        watched = Watched(self.api, kind, self.wake, label_selector)
        self._watched.append(watched)
        return watched

    def wake(self):
        self._wake.set()

    def stop(self):
        self._stopped.set()
        for watched in self._watched:
            watched.stop()
        self.wake()

    @property
    def is_stopped(self):
        return self._stopped.is_set() or self.control_plane.stopping.is_set()

    def run(self):
        for watched in self._watched:
            watched.start()
        for watched in self._watched:
            watched.wait()
        while not self.is_stopped:
            self._wake.clear()
            self._try()
            self._wake.wait(PERIOD_S)

    def _try(self):
        try:
            self.reconcile()
            self._last_error = None
        except Exception as error:
            # The same failure each time would fill the log.
            if not self.is_stopped and summary(error) != self._last_error:
                log.exception("%s failed and is tried again", self.name)
            self._last_error = summary(error)
