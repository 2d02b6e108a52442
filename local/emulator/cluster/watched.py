"""A copy of all objects of one kind, kept up to date by the API server."""

import logging
import threading

log = logging.getLogger("emulator")


class Watched(threading.Thread):
    def __init__(self, api, kind, changed, label_selector=None):
        """`changed` is called after each change, from a thread of this object's own."""
        super().__init__(daemon=True, name=f"watch {kind}")
        self._api, self._kind, self._changed, self._label_selector = api, kind, changed, label_selector
        self._objects = {}
        self._stopped = threading.Event()
        self._synced = threading.Event()

    def run(self):
        while not self._stopped.is_set():
            try:
                self._list_and_watch()
            except Exception as error:
                # The version to watch from has expired, the API server has ended or is not there yet: list again.
                log.debug("watch %s: %r", self._kind, error)
                self._stopped.wait(0.5)

    def stop(self):
        self._stopped.set()

    def wait(self):
        """Until all objects are there, or `stop`."""
        while not self._synced.wait(0.2) and not self._stopped.is_set():
            pass

    def all(self):
        return list(self._objects.values())

    def find(self, namespace, name):
        return self._objects.get((namespace, name))

    def _list_and_watch(self):
        objects, version = self._api.list(self._kind, self._label_selector)
        self._objects = {key_of(found): found for found in objects}
        self._synced.set()
        self._changed()
        for event, found in self._api.watch(self._kind, version, self._label_selector):
            if self._stopped.is_set():
                return
            if event == "DELETED":
                self._objects.pop(key_of(found), None)
            else:
                self._objects[key_of(found)] = found
            self._changed()


def key_of(found):
    return found["metadata"].get("namespace"), found["metadata"]["name"]
