"""The Kubernetes API of one cluster: a process, and the controllers that work on it."""

import json
import logging
import os
import shutil
import threading
import time

from .. import child
from ..lock import MOTO
from .pod_identity_agent import PodIdentityAgent
from .real_node import why_simulated

START_SECONDS = 120
# For what a node that runs containers for real leaves, which it removes itself.
END_SECONDS = 10
# How often it looks whether a program that is being built is there.
BUILD_POLL_SECONDS = 0.5
# In the folder of a cluster: what belongs to the process that runs, and space that etcd keeps ready.
OF_THE_PROCESS = ("ready.json", "*.sock", "*.tmp")

log = logging.getLogger("emulator")


class ControlPlane:
    def __init__(self, cluster, account, region, directory):
        """`cluster` is moto's: its access entries, add-ons and associations are what the controllers act on."""
        self.cluster, self.account, self.region = cluster, account, region
        self.directory = directory
        self.stopping = threading.Event()
        self.zones = self.api = self._process = self._ready = self._failure = None
        # Held while the process is started or killed.
        self._starting = threading.Lock()
        self._controllers, self._webhook, self._agent = [], None, None

    def __str__(self):
        return f"cluster {self.cluster.name} of {self.account} in {self.region}"

    def start(self, program, webhooks, zones, real_node=None):
        """Starts the program or, while it is still being built, waits for it."""
        self.zones = zones
        self.directory.mkdir(exist_ok=True)
        command = [program, "serve", "--dir", self._data]
        command += ["--token-webhook", f"{webhooks}/token-review", "--access-webhook", f"{webhooks}/access-review"]
        command += ["--nodes", ",".join(f"{node}={zone}" for node, zone in zones), "--parent", str(os.getpid())]
        if real_node:
            self._agent = PodIdentityAgent(self)
            command += real_node.options(self, self._box, self._agent.address)
        if program.exists():
            self._spawn(command)
        threading.Thread(target=self._follow, args=[program, command], daemon=True, name=str(self)).start()

    def stop(self):
        """May be called with MOTO held. Nothing is kept, so there is nothing to finish: the process is killed."""
        self.stopping.set()
        for controller in self._controllers:
            controller.stop()
        with self._starting:
            if self._process:
                self._kill()
        if self._agent:
            self._agent.stop()
        shutil.rmtree(self.directory, ignore_errors=True)

    def save(self, folder):
        """Copies what the API holds. It stands still meanwhile, and etcd recovers from its files as after a crash.

        @raises RuntimeError while the program is being built
        """
        if not self._ready:
            raise RuntimeError(f"{self} has no Kubernetes API yet")
        with child.held(self._process):
            shutil.copytree(self._data, folder, ignore=shutil.ignore_patterns(*OF_THE_PROCESS))

    def restore(self, folder, program, webhooks, zones, real_node=None):
        """Starts with what `save` copied. The cluster is CREATING until the API can be used, at another port."""
        shutil.copytree(folder, self._data)
        self.cluster.status = "CREATING"
        self.start(program, webhooks, zones, real_node)

    def wait(self):
        """Until the cluster is no longer CREATING. @raises RuntimeError with what is wrong"""
        while self.cluster.status == "CREATING":
            time.sleep(0.05)
        if self.cluster.status != "ACTIVE":
            raise RuntimeError(self.cluster.health["issues"][0]["message"])

    def wake(self):
        for controller in self._controllers:
            controller.wake()

    def describe(self):
        return {
            "account": self.account,
            "region": self.region,
            "name": self.cluster.name,
            "status": self.cluster.status,
            "pid": self._process and self._process.pid,
            "failure": self._failure,
            "endpoint": self._ready and self._ready["endpoint"],
            "kubeconfig": self._ready and self._ready["kubeconfig"],
            "version": self._ready and self._ready["version"],
            "simulated": why_simulated(self._data),
            # Of its node that runs containers for real: where connections into it are made, see local/kubernetes/node.
            "box": self._agent and str(self._box),
            # Who gives pods their credentials there.
            "agent": self._agent and self._agent.address,
        }

    @property
    def dial_socket(self):
        """Where its real node, if there is one, reaches the addresses of pods."""
        return self._box / "dial.sock"

    @property
    def pod_logs(self):
        """Where the kubelet of its real node keeps what containers write."""
        return self._box / "pod-logs"

    @property
    def _data(self):
        return self.directory / "k8s"

    @property
    def _box(self):
        """Of the node that runs containers for real. It removes it in the end."""
        return self.directory / "box"

    @property
    def _output(self):
        return self.directory / "output.log"

    def _spawn(self, command):
        with self._starting, self._output.open("wb") as output:
            if self.stopping.is_set():
                return
            self._process = child.start(command, output)

    def _follow(self, program, command):
        """From the start of the process to its end."""
        try:
            while not program.exists() and not self.stopping.wait(BUILD_POLL_SECONDS):
                pass
            if not self._process:
                self._spawn(command)
            if self.stopping.is_set():
                return
            ready = self._wait_until_ready()
            if ready:
                self._bring_up(ready)
            code = self._process.wait()
            if not self.stopping.is_set():
                self._fail(f"its Kubernetes API ended with exit code {code}")
        except Exception as error:
            if not self.stopping.is_set():
                log.exception("%s", self)
                self._fail(f"its Kubernetes API cannot be used: {error!r}")
                self._kill()
        finally:
            if self._webhook:
                self._webhook.stop()
            if self.stopping.is_set():
                # What was written while `stop` removed the rest.
                shutil.rmtree(self.directory, ignore_errors=True)

    def _wait_until_ready(self):
        """What the program says of itself, or None if it ended before that."""
        ready, patience = self._data / "ready.json", time.monotonic() + START_SECONDS
        while not ready.exists():
            if self._process.poll() is not None:
                return None
            if time.monotonic() > patience:
                raise TimeoutError(f"not ready after {START_SECONDS} s")
            time.sleep(0.05)
        return json.loads(ready.read_text())

    def _bring_up(self, ready):
        # Here, since the client takes half a second to load and many an emulator runs without a cluster.
        from .controllers import start_controllers
        from .kubernetes_api import KubernetesApi
        from .pod_identity_webhook import PodIdentityWebhook

        api = KubernetesApi(ready["kubeconfig"], self.directory)
        self.api = api
        self._webhook = PodIdentityWebhook(self, self._data)
        api.apply(self._webhook.configuration(ready["caData"]))
        self._controllers = start_controllers(self, api)
        with MOTO:
            self.cluster.endpoint = ready["endpoint"]
            self.cluster.certificate_authority = {"data": ready["caData"]}
            self.cluster.status = "ACTIVE"
            self._ready = ready

    def _fail(self, reason):
        lines = self._last_lines()
        log.error("%s: %s:\n%s", self, reason, "\n".join(f"  {line}" for line in lines))
        for controller in self._controllers:
            controller.stop()
        with MOTO:
            if self.cluster.status == "CREATING":
                self.cluster.status = "FAILED"
            self._failure = message = f"{self}: {reason}: {lines[-1]} (more in emulator.log)"
            self.cluster.health = {"issues": [{"code": "InternalFailure", "message": message}]}

    def _kill(self):
        child.kill(self._process)
        patience = time.monotonic() + END_SECONDS
        while self._box.exists() and time.monotonic() < patience:
            time.sleep(0.05)

    def _last_lines(self):
        """Of what the process printed, without the ends of the long ones."""
        try:
            lines = self._output.read_text(errors="replace").splitlines()[-15:]
        except FileNotFoundError:
            lines = []
        return [line[:300] for line in lines] or ["it printed nothing"]
