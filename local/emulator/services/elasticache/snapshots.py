"""ElastiCache: snapshots of replication groups, and caches that begin with one.

Source: Amazon ElastiCache User Guide, "Snapshot and restore"; Amazon ElastiCache API Reference, CreateSnapshot,
CopySnapshot and CreateReplicationGroup.
"""

import copy

from moto.core.responses import ActionResult
from moto.core.utils import utcnow
from moto.elasticache.exceptions import ElastiCacheException, SnapshotAlreadyExists, SnapshotNotFound
from moto.elasticache.models import ElastiCacheBackend
from moto.elasticache.responses import ElastiCacheResponse

from ...catalogue import number
from ...data import begin_data, token_of
from ...pace import begin
from ...patch import adds, wraps
from ...servers import content
from . import rules
from .states import check_group_available


@wraps(ElastiCacheBackend)
def create_snapshot(original, self, snapshot_name, replication_group_id, cache_cluster_id, *args, **kwargs):
    """It keeps the data of its moment. Memcached has none."""
    cache = self.replication_groups.get(replication_group_id) or self.cache_clusters.get(cache_cluster_id)
    if cache is not None and cache.engine == "memcached":
        raise ElastiCacheException("SnapshotFeatureNotSupportedFault", "Memcached has no snapshots.")
    if replication_group_id and cache is not None:
        check_group_available(cache)
    snapshot = original(self, snapshot_name, replication_group_id, cache_cluster_id, *args, **kwargs)
    snapshot.node_snapshots = [{"CacheNodeId": "0001", "SnapshotCreateTime": utcnow()}]
    begin_data(snapshot, token_of(cache) if hasattr(cache, "data") else None)
    content.keep(snapshot, getattr(cache, "arn", ""))
    begin(snapshot, "creating", "available", "elasticache snapshot created", attribute="snapshot_status")
    return snapshot


@adds(ElastiCacheResponse)
def copy_snapshot(self):
    """An automatic one is kept under a name of one's own."""
    backend, name = self.elasticache_backend, self.params["TargetSnapshotName"]
    source = available_snapshot(backend, self.params["SourceSnapshotName"])
    if name in backend.snapshots:
        raise SnapshotAlreadyExists(name)
    target = copy.copy(source)
    target.snapshot_name, target.snapshot_source = name, "manual"
    target.arn = source.arn.rpartition(":")[0] + f":{name}"
    target.kms_key_id = self.params.get("KmsKeyId") or source.kms_key_id
    begin_data(target, token_of(source))
    content.share(target, source)
    backend.snapshots[name] = target
    begin(target, "copying", "available", "elasticache snapshot created", attribute="snapshot_status")
    return ActionResult({"Snapshot": target})


def available_snapshot(backend, name):
    snapshot = backend.snapshots.get(name)
    if snapshot is None:
        raise SnapshotNotFound(name)
    if snapshot.snapshot_status != "available":
        raise ElastiCacheException(
            "InvalidSnapshotState", f"Snapshot {name} is {snapshot.snapshot_status}, and must be available."
        )
    return snapshot


def check_source(backend, settings):
    """What a new cache begins with: of no newer version, and of Redis or Valkey if it is Valkey."""
    if not settings.get("snapshot_name"):
        return
    snapshot = available_snapshot(backend, settings["snapshot_name"])
    engine, version = settings["engine"], settings["engine_version"]
    if snapshot.engine != engine and (snapshot.engine, engine) != ("redis", "valkey"):
        raise rules.combination(f"A snapshot of {snapshot.engine} cannot be restored to {engine}.")
    if snapshot.engine == engine and number(version) < number(of_two_parts(snapshot.engine_version)):
        raise rules.combination(
            f"A snapshot of version {snapshot.engine_version} cannot be restored to version {version}, which is older."
        )


def of_two_parts(version):
    return ".".join(version.split(".")[:2])


def token_of_source(backend, settings):
    snapshot = backend.snapshots.get(settings.get("snapshot_name"))
    return token_of(snapshot) if snapshot else None


def content_of_source(backend, settings):
    snapshot = backend.snapshots.get(settings.get("snapshot_name"))
    return content.of(snapshot) if snapshot else ""
