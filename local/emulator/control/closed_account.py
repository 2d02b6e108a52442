"""A closed account: nobody comes in any more, and all that it held is lost.

AWS keeps what is in a closed account for 90 days, out of everybody's reach. Here it is gone at once. What others have of
it, such as a copy of a backup, stays.
Source: AWS Account Management Reference Guide, "Close an AWS account"; AWS Organizations User Guide, "Closing a member
account".
"""

from moto.core.base_backend import BackendDict
from moto.s3.models import s3_backends

from ..authorization.organization import ORGANIZATION
from ..cluster.clusters import CLUSTERS
from ..pace import PACE
from ..services.backup.backup import backup_backends


def close(account):
    """MOTO must be held."""
    ORGANIZATION.closed.add(account)
    for cluster in CLUSTERS.list():
        if cluster["account"] == account:
            CLUSTERS.stop(account, cluster["region"], cluster["name"])
    # Their next day would come.
    for backend in backup_backends[account].values():
        for plan in backend.plans.values():
            plan.deleted = PACE.now()
    for name, (_, owner) in list(s3_backends.bucket_accounts.items()):
        if owner == account:
            del s3_backends.bucket_accounts[name]
    for backends in {id(known): known for known in BackendDict._instances}.values():
        backends.pop(account, None)
