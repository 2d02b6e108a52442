"""What exists in each account, found without knowing the services.

Every backend of moto is compared with itself as it was when it was created, so that what AWS puts
into a new account (default VPC, managed policies) is left out and a forgotten service cannot hide.
"""

from collections import deque
from collections.abc import Mapping

from moto.core.base_backend import AccountSpecificBackend, BackendDict, BaseBackend
from moto.iam.models import AWSManagedPolicy
from moto.utilities.tagging_service import TaggingService

from ..calls.call import SERVICE_NAMES
from ..patch import wraps

SCALARS = (str, bytes, int, float, type(None))
COLLECTIONS = (Mapping, list, set, tuple, deque)
NAMES = ("name", "id", "arn", "key")

# Records that moto keeps beside the resources, or after them.
NOT_RESOURCES = {
    ("acm", "_idempotency_tokens"),
    ("backup", "backup_jobs"),
    ("backup", "copy_jobs"),
    ("backup", "restore_jobs"),
    ("backup", "tags"),
    # What was measured stays, whatever becomes of what was measured.
    ("cloudwatch", "metric_data"),
    ("ec2", "launch_template_insert_order"),
    ("ec2", "tags"),
    ("logs", "undelivered_by_eks"),
    ("rds", "events"),
    ("route53", "delegation_sets"),
    ("route53", "resource_tags"),
    ("sqs", "deleted_queues"),
    ("ssm", "sessions"),
    ("sts", "assumed_roles"),
}
# What AWS keeps for a while after its deletion.
IS_PENDING = {
    # Instances that are terminated are told of for an hour.
    ("ec2", "reservations"): lambda reservation: all(each.state == "terminated" for each in reservation.instances),
    ("kms", "keys"): lambda key: key.key_state == "PendingDeletion",
    ("secretsmanager", "secrets"): lambda secret: secret.is_deleted(),
}

_new = {}


@wraps(AccountSpecificBackend)
def __init__(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    create = self.backend

    def create_and_remember(region, account_id):
        backend = create(region, account_id=account_id)
        _new[id(backend)] = set(items(backend))
        return backend

    self.backend = create_and_remember


def known():
    """[(backend, what it held when it was created)], for a snapshot."""
    return [(backend, _new[id(backend)]) for _, _, _, backend in backends()]


def remember(entries):
    """What `known` told."""
    _new.update({id(backend): held for backend, held in entries})


def inventory(pending=False, of=None):
    """{account: [{service, region, kind, name}]}; with `pending` also what waits for its final deletion.

    `of`: the only account to look at. Default: all that any call has named.
    """
    result = {}
    for service, account, region, backend in backends():
        if of not in (None, account):
            continue
        resources = result.setdefault(account, [])
        for kind, name, is_pending in resources_of(service, backend):
            if pending or not is_pending:
                kind += " (pending deletion)" if is_pending else ""
                resources.append({"service": service, "region": region, "kind": kind, "name": name})
    return result


def resources_of(service, backend):
    known, seen = _new[id(backend)], set()
    for (kind, name), value in items(backend, known).items():
        # A second index of the same things.
        is_repeated = id(value) in seen and not isinstance(value, SCALARS)
        seen.add(id(value))
        is_old = (kind, name) in known or (service, kind) in NOT_RESOURCES or is_of_aws(kind, name, value)
        if not is_old and not is_repeated:
            yield kind, name, IS_PENDING.get((service, kind), lambda _: False)(value)


def is_of_aws(kind, name, value):
    """What AWS makes by itself: aws/ keys, its parameters, default parameter groups, sessions of assumed roles, keys of roots,
    gateways that it shows for an hour after their deletion, and log groups of clusters that are gone."""
    return (
        getattr(value, "key_manager", None) == "AWS"
        or getattr(value, "state", None) == "deleted"
        or (getattr(value, "written_by_eks", False) and not value.kms_key_id)
        or getattr(value, "came_with_the_account", False)
        or (kind == "db_parameter_groups" and name.startswith("default."))
        or (kind == "_parameters" and name.startswith("/aws/service/"))
        or (kind == "access_keys" and (name.startswith(("ASIA", "AKIAROOT"))))
    )


def backends():
    for backend_dict in {id(known): known for known in BackendDict._instances}.values():
        service = SERVICE_NAMES.get(backend_dict.service_name, backend_dict.service_name)
        for account, region, backend in list(backend_dict.iter_backends()):
            yield service, account, region, backend


def items(backend, known=None):
    """{(kind, name): value} of all that the backend's collections hold.

    With that, what `known` things hold themselves: the default event bus exists, its rules are new.
    """
    found = {}
    for attribute, value in list(vars(backend).items()):
        if isinstance(value, COLLECTIONS):
            collect(found, attribute, "", value)
        elif is_storage(value):
            # Lambda keeps its functions, and Logs its metric filters, in an object with collections.
            collect_inside(found, "", value)
    for (kind, name), value in list(found.items()):
        # Searching the 1,485 policies of AWS would take longer than all the rest.
        if (known is None or (kind, name) in known) and not isinstance(value, AWSManagedPolicy):
            collect_inside(found, name, value)
    return found


def collect_inside(found, path, value):
    for attribute, part in list(getattr(value, "__dict__", {}).items()):
        if isinstance(part, COLLECTIONS):
            collect(found, attribute, path, part)


def is_storage(value):
    return type(value).__module__.startswith("moto.") and not isinstance(value, (BaseBackend, TaggingService))


def collect(found, kind, path, value):
    if not isinstance(value, COLLECTIONS) or (path and is_record(value)):
        found[(kind, path)] = value
    elif isinstance(value, Mapping):
        for key, item in list(value.items()):
            collect(found, kind, joined(path, key), item)
    else:
        for item in list(value):
            collect(found, kind, joined(path, name_of(item)), item)


def joined(path, name):
    # SSM keeps the versions of a parameter in a list under its name.
    return f"{path}/{name}" if path and path != name else str(name)


def is_record(value):
    """A dict that describes one thing, not a collection of things."""
    return isinstance(value, Mapping) and any(isinstance(item, SCALARS) for item in value.values())


def name_of(item):
    if isinstance(item, SCALARS):
        return str(item)
    for attribute in NAMES:
        name = item.get(attribute) if isinstance(item, Mapping) else getattr(item, attribute, None)
        if name:
            return str(name)
    return type(item).__name__
