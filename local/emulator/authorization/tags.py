"""Tags that a call gives, and those that a resource has.

A key's tags reach authorization late: AWS says that a change may take up to five minutes to be seen by the policies.
Source: AWS KMS Developer Guide, "Use tags to control access to KMS keys".
"""

from urllib.parse import parse_qsl

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.kms.models import KmsBackend

from ..control.inventory import backends
from ..pace import PACE
from ..patch import wraps

# For how long a key's tags are seen as they were. AWS says minutes; a second is enough to show who counts on less.
LATE_S = 3
# Parameters that hold tags, by the names that the services give them.
HOLDERS = {"tags", "tag", "taglist", "tagset", "tagsmodel", "addtags"}
KEYS, VALUES = ("Key", "key", "TagKey"), ("Value", "value", "TagValue")
KEY_LISTS = {"tagkeys", "tagkeylist", "removetagkeys"}


def tags_given(parameters):
    """{key: value} of all tags in a call's parameters."""
    found = {}
    for name, value in parameters.items():
        if name.lower() in HOLDERS:
            found.update(as_dict(value))
        elif name == "TagSpecifications":
            for each in value:
                found.update(as_dict(each.get("Tags") or []))
        elif name == "Tagging":
            # Of an object in a header, of a bucket in the body.
            found.update(parse_qsl(value) if isinstance(value, str) else as_dict(value.get("TagSet") or []))
        elif name in ("HostedZoneConfig", "DeliveryStreamName"):
            continue
    return found


def tag_keys_given(parameters):
    """Of the tags that are given, and of those that are taken away."""
    taken = [
        key
        for name, value in parameters.items()
        if name.lower() in KEY_LISTS and isinstance(value, list)
        for key in value
        if isinstance(key, str)
    ]
    return sorted({*tags_given(parameters), *taken})


def as_dict(tags):
    if isinstance(tags, dict):
        inner = tags.get("Items", tags.get("TagSet"))
        return as_dict(inner) if isinstance(inner, list) else {key: str(value) for key, value in tags.items()}
    return {first_of(tag, KEYS): str(first_of(tag, VALUES) or "") for tag in tags if isinstance(tag, dict)}


def first_of(tag, names):
    return next((tag[name] for name in names if name in tag), None)


def tags_of(arn):
    """{key: value} of a resource as authorization sees it. MOTO must be held."""
    _, _, service, region, account, name = arn.split(":", 5)
    if service == "iam":
        return tags_in_iam(account, name)
    if service == "ec2":
        return tags_in_ec2(account, region, name)
    if service == "kms":
        return tags_of_key(arn)
    if service == "ssm" and name.startswith("session/"):
        from ..services.ssm_sessions import session_tags

        return session_tags(account, region, name.removeprefix("session/"))
    # It completes moto by what is here, too.
    from ..services.tagging import KINDS

    kind = {"elasticloadbalancing": "elbv2"}.get(service, service)
    for known, of_account, of_region, backend in backends():
        if known == kind and of_region in (region, "aws", "global") and (not account or of_account == account):
            for known_arn, tags in KINDS.get(kind, lambda _: ())(backend):
                if known_arn in (arn, arn.removesuffix(":log-stream:")):
                    return tags
    return {}


def tags_in_iam(account, name):
    kind, _, path = name.partition("/")
    backend = iam_backends[account]["aws"]
    try:
        if kind == "role":
            tags = backend.get_role(path.rpartition("/")[2]).tags or {}
        elif kind == "policy":
            tags = backend.get_policy(f"arn:aws:iam::{account}:{name}").tags or {}
        else:
            return {}
    except NotFoundException:
        return {}
    return as_dict(list(tags.values()) if isinstance(tags, dict) else tags)


def tags_in_ec2(account, region, name):
    from moto.ec2.models import ec2_backends

    return dict(ec2_backends[account][region].tags.get(name.rpartition("/")[2], {}))


def tags_of_key(arn):
    _, _, _, region, account, name = arn.split(":", 5)
    from moto.kms.models import kms_backends

    backend, key_id = kms_backends[account][region], name.removeprefix("key/")
    past = _past.get((account, region, key_id))
    if past and past[0] > PACE.now():
        return past[1]
    return backend.tagger.get_tag_dict_for_resource(key_id)


# {(account, region, id of a key): (until when, tags that it had before)}
_past = {}


def remember(backend, key_id):
    """What is asked for within a few seconds is answered by what was there before the first change."""
    name = (backend.account_id, backend.region_name, key_id)
    if name not in _past or _past[name][0] <= PACE.now():
        _past[name] = (PACE.now() + LATE_S, backend.tagger.get_tag_dict_for_resource(key_id))


@wraps(KmsBackend)
def tag_resource(original, self, key_id_or_arn, tags):
    remember(self, self.get_key_id(key_id_or_arn))
    return original(self, key_id_or_arn, tags)


@wraps(KmsBackend)
def untag_resource(original, self, key_id_or_arn, tag_names):
    remember(self, self.get_key_id(key_id_or_arn))
    return original(self, key_id_or_arn, tag_names)
