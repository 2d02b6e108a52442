"""Control calls under /_emulator/: what tests and tools ask the emulator itself."""

import json
import logging
import os
from datetime import datetime, timezone
from importlib.metadata import version
from urllib.parse import parse_qsl

from .. import data
from ..authorization.organization import ORGANIZATION
from ..authorization.record import RECORD
from ..cluster import access_review, pod_secrets, token_review
from ..cluster.clusters import CLUSTERS
from ..entrance import state
from ..entrance.process import ENTRANCE
from ..entrance.target_health import TARGET_HEALTH
from ..lock import MOTO
from ..pace import PACE
from ..servers.servers import SERVERS
from . import snapshot
from .closed_account import close
from .inventory import inventory
from .known_secrets import known_secrets
from .raised import raise_version

log = logging.getLogger("emulator")


class Control:
    def __init__(self, emulator):
        self._emulator = emulator
        self._started = datetime.now(timezone.utc).isoformat(timespec="seconds")
        self._calls = {
            ("GET", "health"): self._health,
            ("GET", "inventory"): self._inventory,
            ("GET", "secrets"): self._secrets,
            ("GET", "requests"): self._requests,
            ("GET", "clusters"): self._clusters,
            ("GET", "entrance"): self._entrance,
            ("POST", "target-health"): self._take_health,
            ("GET", "servers"): self._servers,
            ("GET", "servers/ID"): self._servers_told,
            ("GET", "denials"): self._denials,
            ("GET", "rights"): self._rights,
            ("POST", "snapshot"): self._snapshot,
            ("POST", "administrators"): self._administrator,
            ("POST", "versions"): self._raise_version,
            ("POST", "clock"): self._go_forward,
            ("GET", "data"): self._data,
            ("POST", "data"): self._write_data,
            ("POST", "closed-accounts"): self._close_account,
            ("POST", "clusters/ID/ID/ID/ID"): self._review,
            ("POST", "mounts/ID/ID/ID"): self._mount,
            ("GET", "faults"): self._list_faults,
            ("POST", "faults"): self._add_fault,
            ("DELETE", "faults"): self._remove_faults,
            ("DELETE", "faults/ID"): self._remove_fault,
        }

    def handle(self, environ):
        """-> (status, headers, body)"""
        parts = environ["PATH_INFO"].strip("/").split("/")[1:]
        name = "/".join([*parts[:1], *("ID" for _ in parts[1:])])
        call = self._calls.get((environ["REQUEST_METHOD"], name))
        if call:
            status, result = self._run(call, environ, parts[1:])
        else:
            status, result = 404, {"error": "no such control call", "calls": self._known_calls()}
        return status, {"Content-Type": "application/json"}, json.dumps(result, indent=1).encode()

    def _run(self, call, environ, arguments):
        try:
            # Whether it is alive must not depend on what it is busy with.
            if call == self._health:
                return call(environ)
            # It asks Kubernetes for the pod, which may ask back.
            if call == self._mount:
                return call(environ, *arguments)
            # An inventory is one moment's: nothing may change while it is read.
            with MOTO:
                PACE.catch_up()
                return call(environ, *arguments)
        except Exception as error:
            log.exception("control call failed")
            return 500, {"error": f"{error!r}: the traceback is in emulator.log"}

    def _known_calls(self):
        return [f"{method} /_emulator/{name}" for method, name in self._calls]

    def _health(self, environ):
        return 200, {"pid": os.getpid(), "moto": version("moto"), "started": self._started}

    def _inventory(self, environ):
        asked = query(environ)
        return 200, inventory(pending="pending" in asked, of=asked.get("account"))

    def _secrets(self, environ):
        return 200, known_secrets()

    def _requests(self, environ):
        since = query(environ).get("since", "")
        with self._emulator.requests_file.open() as lines:
            entries = [json.loads(line) for line in lines if line.endswith("\n")]
        return 200, [entry for entry in entries if entry["time"] > since]

    def _denials(self, environ):
        return 200, RECORD.denials()

    def _rights(self, environ):
        return 200, RECORD.unused()

    def _clusters(self, environ):
        return 200, CLUSTERS.list()

    def _entrance(self, environ):
        log = ENTRANCE.access_log and str(ENTRANCE.access_log)
        return 200, {"port": TARGET_HEALTH.port, "log": log, **state.describe()}

    def _take_health(self, environ):
        TARGET_HEALTH.take(read_json(environ))
        return 200, {}

    def _servers(self, environ):
        return 200, SERVERS.list()

    def _servers_told(self, environ, what):
        if what != "told":
            return 404, {"error": f"no such question: {what}"}
        return 200, SERVERS.told()

    def _administrator(self, environ):
        names = ("accessKeyId", "secretAccessKey", "sessionToken")
        return 200, dict(zip(names, ORGANIZATION.administrator(read_json(environ)["arn"])))

    def _snapshot(self, environ):
        snapshot.save(read_json(environ)["directory"], f"http://{environ['HTTP_HOST']}")
        return 200, {}

    def _raise_version(self, environ):
        try:
            raise_version(**read_json(environ))
        except (TypeError, ValueError) as error:
            return 400, {"error": str(error)}
        return 200, {}

    def _go_forward(self, environ):
        PACE.go_forward(float(read_json(environ)["seconds"]))
        PACE.catch_up()
        return 200, {}

    def _data(self, environ):
        asked = query(environ)
        return 200, data.held(asked["account"], asked["region"])

    def _write_data(self, environ):
        try:
            return 200, {"data": data.write(**read_json(environ))}
        except (TypeError, ValueError) as error:
            return 400, {"error": str(error)}

    def _close_account(self, environ):
        close(read_json(environ)["account"])
        return 200, {}

    def _review(self, environ, account, region, name, about):
        control_plane = CLUSTERS.find(account, region, name)
        if control_plane is None:
            return 404, {"error": f"no cluster {name} of {account} in {region}"}
        review = {"token-review": token_review.review, "access-review": access_review.review}.get(about)
        if review is None:
            return 404, {"error": f"no such review: {about}"}
        return 200, review(control_plane, read_json(environ))

    def _mount(self, environ, account, region, name):
        control_plane = CLUSTERS.find(account, region, name)
        if control_plane is None or control_plane.api is None:
            return 404, {"error": f"no cluster {name} of {account} in {region}, or none that can be used"}
        return 200, pod_secrets.mount(control_plane, read_json(environ))

    def _list_faults(self, environ):
        return 200, self._emulator.faults.list()

    def _add_fault(self, environ):
        try:
            return 200, {"id": self._emulator.faults.add(read_json(environ))}
        except ValueError as error:
            return 400, {"error": str(error)}

    def _remove_faults(self, environ):
        self._emulator.faults.remove()
        return 200, {}

    def _remove_fault(self, environ, fault_id):
        if self._emulator.faults.remove(fault_id):
            return 200, {}
        return 404, {"error": f"no fault {fault_id}"}


def read_json(environ):
    return json.loads(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))


def query(environ):
    return dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
