"""EKS delivers the last events of a control plane after the cluster is gone, and makes the log group for them again:
without key and retention.

Seen by whoever deletes group and cluster together: hashicorp/terraform-provider-aws, issue 920 and the note on
`aws_eks_cluster` about the log group. The group is of no account's making, so that an inventory leaves it out until
somebody takes it over.
"""

from moto.logs.models import LogsBackend, logs_backends

from ...pace import after
from ...patch import wraps

WORK = "eks last logs delivered"


def log_group(cluster_name):
    return f"/aws/eks/{cluster_name}/cluster"


def cluster_is_gone(account, region, cluster):
    """Its last events are under way if any of its logs was on."""
    if any(setup.get("enabled") for setup in (cluster.logging or {}).get("clusterLogging", [])):
        backend = logs_backends[account][region]
        undelivered(backend).add(log_group(cluster.name))
        after(WORK, deliver, backend, log_group(cluster.name))


def cluster_is_back(account, region, name):
    undelivered(logs_backends[account][region]).discard(log_group(name))


def undelivered(backend):
    if not hasattr(backend, "undelivered_by_eks"):
        backend.undelivered_by_eks = set()
    return backend.undelivered_by_eks


def deliver(backend, name):
    """Into the group that is there. The next one that is deleted comes again once."""
    if name in undelivered(backend) and name not in backend.groups:
        undelivered(backend).discard(name)
        backend.create_log_group(name, {}).written_by_eks = True


@wraps(LogsBackend)
def delete_log_group(original, self, log_group_name):
    """With its tags, which moto would give to the next group of that name."""
    group = self.groups.get(log_group_name)
    original(self, log_group_name)
    self.tagger.delete_all_tags_for_resource(group.arn)
    if log_group_name in undelivered(self):
        after(WORK, deliver, self, log_group_name)
