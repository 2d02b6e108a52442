"""Fluent Bit of the add-on amazon-cloudwatch-observability, on the node that runs containers for real.

It sends what they log to CloudWatch Logs, by the configuration that the add-on was given and with the rights of the
role that its pods have. Simulated nodes have no such files.
"""

import json
import logging

from moto.kinesis.models import kinesis_backends
from moto.logs.models import logs_backends

from ..authorization.need import Need
from ..authorization.verdict import judge
from ..iam.condition import Keys
from ..lock import MOTO
from ..pace import PACE
from .controller import Controller
from .log_agent_configuration import group_of, outputs
from .log_files import LogFiles
from .pod_identity import NoCredentials, assume_role

ADDON = "amazon-cloudwatch-observability"
NODE = "this-machine"
# Of one request. Source: CloudWatch Logs API Reference, PutLogEvents.
BATCH = 10_000
# Of a stream, and of a shard that they go on to: all is in memory.
KEPT = 20_000

log = logging.getLogger("emulator")


class NotSent(Exception):
    """Says why, as the agent would log it."""


class LogAgent(Controller):
    """Runs as long as the add-on is installed. What it can't send it keeps for the next try, as far as KEPT goes."""

    def __init__(self, control_plane, api):
        super().__init__(control_plane, api)
        self._pods = self.watch("Pod")
        self._labels = {}
        self._files = LogFiles(control_plane.pod_logs)
        self._waiting = {}

    def reconcile(self):
        for pod in self._pods.all():
            metadata = pod["metadata"]
            self._labels[metadata["uid"]] = metadata.get("labels") or {}
        for container, lines in self._files.read():
            self._waiting.setdefault(container, []).extend(lines)
        failures = []
        for container in list(self._waiting):
            # One that can't be sent, as its preview's group is gone, is in nobody's way.
            try:
                self._send(container)
            except NotSent as failure:
                failures.append(failure)
        if failures:
            raise failures[0]

    def _send(self, container):
        lines = self._waiting[container][:BATCH]
        labels = self._labels.get(container.uid, {})
        group = group_of(self._outputs(), labels)
        zone = self.control_plane.zones[0][1]
        events = [event(line, container, labels, zone) for line in sorted(lines, key=lambda line: line.milliseconds)]
        try:
            self._put(group, f"{NODE}-application.var.log.containers.{container.file}", events)
        except NotSent:
            self._waiting[container] = self._waiting[container][-KEPT:]
            raise
        rest = self._waiting[container][len(lines) :]
        self._waiting[container] = rest
        if not rest:
            del self._waiting[container]

    def _outputs(self):
        with MOTO:
            values = (self.cluster.addons.get(ADDON) or {}).get("configurationValues")
        return outputs(values, self.cluster.name)

    def _put(self, group, stream, events):
        account, region = self.control_plane.account, self.control_plane.region
        with MOTO:
            PACE.catch_up()
            logs = logs_backends[account][region]
            if group not in logs.groups:
                raise NotSent(f"the log group {group} does not exist")
            self._check(f"arn:aws:logs:{region}:{account}:log-group:{group}", stream)
            if stream not in logs.groups[group].streams:
                logs.create_log_stream(group, stream)
            logs.put_log_events(group, stream, events)
            del logs.groups[group].streams[stream].events[:-KEPT]
            for kinesis in kinesis_backends[account][region].streams.values():
                for shard in kinesis.shards.values():
                    while len(shard.records) > KEPT:
                        shard.records.popitem(last=False)

    def _check(self, group_arn, stream):
        """MOTO must be held. @raises NotSent"""
        pod = {
            "metadata": {"namespace": "amazon-cloudwatch", "name": "fluent-bit-local", "uid": self.cluster.name},
            "spec": {"serviceAccountName": "cloudwatch-agent"},
        }
        try:
            caller = assume_role(self.cluster, self.control_plane.account, pod)
        except NoCredentials as reason:
            raise NotSent(str(reason)) from None
        for action, resource in (
            ("logs:CreateLogStream", group_arn),
            ("logs:PutLogEvents", f"{group_arn}:log-stream:{stream}"),
        ):
            denial = judge(caller, Need(action, resource), Keys(caller.keys))
            if denial:
                what = f"is not authorized to perform: {action} on resource: {resource}"
                raise NotSent(f"User: {caller.arn} {what} {denial.reason}")


def event(line, container, labels, zone):
    """As Fluent Bit sends it: constructs/cluster/application-log.ts says what of a line stays."""
    parsed = json_object(line.text)
    message = {
        "time": line.time,
        "stream": line.stream,
        "_p": "F",
        **({"log": line.text} if parsed is None else {"log_processed": parsed}),
        "kubernetes": {
            "pod_name": container.pod,
            "namespace_name": container.namespace,
            "pod_id": container.uid,
            "labels": labels,
            "host": NODE,
            "container_name": container.name,
        },
        "az": zone,
    }
    return {"timestamp": line.milliseconds, "message": json.dumps(message, separators=(",", ":"))}


def json_object(text):
    """None for anything else, a number or a list included."""
    try:
        parsed = json.loads(text)
    except ValueError:
        return None
    return parsed if isinstance(parsed, dict) else None
