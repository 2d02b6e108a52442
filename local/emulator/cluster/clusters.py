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
        self._program = self._link = self._folder = self._url = self._real_node = None

    @property
    def enabled(self):
        return self._program is not None

    @property
    def built(self):
        """Whether the program is there, which may still be under construction."""
        return self.enabled and self._program.exists()

    def enable(self, program, directory, url, real_node=None):
        """`program` runs the API, `directory` is the emulator's own, `url` its address.

        `real_node` is what makes a node that runs containers for real. None: they are all simulated.
        """
        self._program, self._url, self._real_node = program, url, real_node
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
            control_plane = ControlPlane(cluster, account, region, self._next_folder())
            self._running[key] = control_plane
            control_plane.start(self._program, self._webhooks(key), zones, self._real_node)

    def save(self, folder):
        """Copies what the clusters hold into a folder. -> what `restore` needs beside it. @raises RuntimeError"""
        running = list(self._running.values())
        for number, control_plane in enumerate(running):
            control_plane.save(folder / str(number))
        return [(each.cluster, each.account, each.region, each.zones) for each in running]

    def restore(self, saved, folder):
        """Starts the API of each cluster with what it held, and waits until all can be used.

        -> {endpoint that was: endpoint that is}. @raises RuntimeError with what is wrong
        """
        if saved and not self.built:
            raise RuntimeError("it has clusters, and the program that --kubernetes has to name for them is not there")
        before = [cluster.endpoint for cluster, *_ in saved]
        for number, (cluster, account, region, zones) in enumerate(saved):
            key = (account, region, cluster.name)
            self._running[key] = ControlPlane(cluster, account, region, self._next_folder())
            saved_in, webhooks = folder / str(number), self._webhooks(key)
            self._running[key].restore(saved_in, self._program, webhooks, zones, self._real_node)
        for control_plane in self._running.values():
            control_plane.wait()
        return {old: cluster.endpoint for old, (cluster, *_) in zip(before, saved)}

    def _next_folder(self):
        # With the pid: what a killed emulator started may still write into a folder of its own.
        return self._folder / f"{os.getpid()}-{next(self._numbers)}"

    def _webhooks(self, key):
        return f"{self._url}/_emulator/clusters/{'/'.join(key)}"

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
