"""The clusters of all accounts whose Kubernetes API runs on this machine."""

import itertools
import os
import shutil
import tempfile
import threading

from .control_plane import ControlPlane

# What the API server puts below it, unix sockets among others, must stay under 104 characters.
LONGEST_FOLDER = 64


class Clusters:
    """Without `enable` there are none, and EKS answers with endpoints where nothing listens."""

    def __init__(self):
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._running = {}
        self._program = self._link = self._folder = self._url = None

    @property
    def enabled(self):
        return self._program is not None

    @property
    def built(self):
        """Whether the program is there, which may still be under construction."""
        return self.enabled and self._program.exists()

    def enable(self, program, directory, url):
        """`program` runs the API, `directory` is the emulator's own, `url` its address."""
        self._program, self._url = program, url
        self._link = directory / "clusters"
        self._remove_folder()
        if len(str(self._link.resolve())) <= LONGEST_FOLDER:
            self._link.mkdir()
        else:
            self._link.symlink_to(tempfile.mkdtemp(prefix="eks-"))
        self._folder = self._link.resolve()

    def start(self, cluster, account, region, zones):
        """Starts the API of a new cluster as soon as its program is there."""
        key = (account, region, cluster.name)
        with self._lock:
            # With the pid: what a killed emulator started may still write into a folder of its own.
            directory = self._folder / f"{os.getpid()}-{next(self._numbers)}"
            webhooks = f"{self._url}/_emulator/clusters/{'/'.join(key)}"
            control_plane = ControlPlane(cluster, account, region, directory)
            self._running[key] = control_plane
            control_plane.start(self._program, webhooks, zones)

    def stop(self, account, region, name):
        """Ends the API of a cluster and removes all that it held."""
        with self._lock:
            control_plane = self._running.pop((account, region, name), None)
        if control_plane:
            control_plane.stop()

    def find(self, account, region, name):
        return self._running.get((account, region, name))

    def wake(self):
        """Something was changed in AWS that the controllers may have to act on."""
        for control_plane in list(self._running.values()):
            control_plane.wake()

    def list(self):
        return [control_plane.describe() for control_plane in list(self._running.values())]

    def end(self):
        """Before the emulator ends: nothing of the clusters may stay behind."""
        for key in list(self._running):
            self.stop(*key)
        if self.enabled:
            self._remove_folder()

    def _remove_folder(self):
        """Also what an emulator left that was killed."""
        shutil.rmtree(self._link.resolve(), ignore_errors=True)
        if self._link.is_symlink():
            self._link.unlink()


CLUSTERS = Clusters()
