"""The condition keys of a call. They are found when a condition asks for them, as most never are.

Source: IAM User Guide, "AWS global condition context keys"; Service Authorization Reference of each service.
"""

import re
from datetime import datetime, timezone
from urllib.parse import unquote

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from ..calls.parameters import texts_in
from ..iam.condition import Keys
from .tags import tag_keys_given, tags_given, tags_of

# Whose own boundary `iam:PermissionsBoundary` is, where the call names none.
OF_IDENTITY = re.compile(r"arn:[^:]+:iam::\d+:(role|user)/")
# Parameters that a key is filled from, where it has another name than they.
NAMES = {
    "acm:domainnames": ["DomainName", "SubjectAlternativeNames"],
    "ec2:vpcid": ["VpcId"],
    "iam:policyarn": ["PolicyArn"],
    "kms:grantoperations": ["Operations"],
    "rds:databaseengine": ["Engine"],
    "rds:databaseclass": ["DBInstanceClass"],
    "route53:changeresourcerecordsetsactions": ["Action"],
    "route53:changeresourcerecordsetsrecordtypes": ["Type"],
    "secretsmanager:secretid": ["SecretId"],
}
MANY = {name for name in NAMES if name.startswith(("route53:", "acm:", "kms:"))}


class Context(Keys):
    """`call` with its `parameters`, of a `caller`, about one resource. `more` are keys of this right alone."""

    def __init__(self, call, parameters, caller, resource, more=None):
        super().__init__({**caller.keys, **(more or {})})
        self._call, self._parameters, self._resource = call, parameters, resource
        self._found = {}

    def values_of(self, key):
        key = key.lower()
        if key in self._values:
            return self._values[key] or None
        if key not in self._found:
            value = self._find(key)
            self._found[key] = Keys({key: value})._values.get(key)
        return self._found[key] or None

    @property
    def encryption_context(self):
        """That of a call to KMS itself."""
        return self._parameters.get("EncryptionContext") or {}

    def _find(self, key):
        prefix, _, name = key.partition(":")
        if key.startswith("kms:encryptioncontext:"):
            return of_key(self.encryption_context, f"encryptioncontext/{name.partition(':')[2]}")
        if prefix == "aws":
            return self._global(name)
        if name.startswith("resourcetag/"):
            return self._resource_tag(name)
        if key == "iam:permissionsboundary":
            return self._boundary()
        if key == "route53:changeresourcerecordsetsnormalizedrecordnames":
            return [normalized(record) for record in self._texts({"name"})]
        if prefix == "s3" and name.startswith("x-amz-"):
            return self._call.headers.get(name)
        wanted = {each.lower() for each in NAMES.get(key, [name])}
        values = self._texts(wanted)
        return values if key in MANY else (values[0] if values else self._plain(wanted))

    def _global(self, name):
        if name.startswith("requesttag/"):
            return of_key(tags_given(self._parameters), name)
        if name.startswith("resourcetag/"):
            return self._resource_tag(name)
        if name == "tagkeys":
            return tag_keys_given(self._parameters)
        return self._of_call().get(name)

    def _of_call(self):
        now = datetime.now(timezone.utc)
        return {
            "currenttime": now.isoformat(timespec="seconds"),
            "epochtime": int(now.timestamp()),
            "principalisawsservice": False,
            "requestedregion": self._call.region,
            "resourceaccount": self._resource.split(":")[4] if self._resource.count(":") > 4 else None,
            # What comes to the emulator stands for what would come by TLS.
            "securetransport": True,
            "sourceip": "127.0.0.1",
            "useragent": self._call.headers.get("user-agent"),
            "viaawsservice": False,
        }

    def _resource_tag(self, name):
        # A right to make something is one without tags: the new thing is not there yet.
        if self._resource == "*" or self._resource.endswith("/*"):
            return None
        return of_key(tags_of(self._resource), name)

    def _boundary(self):
        named = self._texts({"permissionsboundary"})
        if named:
            return named[0]
        found = OF_IDENTITY.match(self._resource)
        if not found:
            return None
        backend = iam_backends[self._resource.split(":")[4]]["aws"]
        name = self._resource.rpartition("/")[2]
        try:
            owner = backend.get_role(name) if found[1] == "role" else backend.get_user(name)
        except NotFoundException:
            return None
        return getattr(owner, "permissions_boundary_arn", None)

    def _texts(self, names):
        return [text for name, text in texts_in(self._parameters) if name.lower() in names]

    def _plain(self, names):
        """A number or a truth."""
        values = (value for name, value in self._parameters.items() if name.lower() in names)
        return next((value for value in values if isinstance(value, (bool, int, float))), None)


def of_key(tags, name):
    """The keys of tags are compared without case, as those of conditions."""
    wanted = name.partition("/")[2]
    return next((value for key, value in tags.items() if key.lower() == wanted), None)


def normalized(record):
    r"""Without the dot at the end, in lower case; a star is \052.

    Source: Amazon Route 53 Developer Guide, "Using IAM policy conditions for fine-grained access control".
    """
    return unquote(record).lower().rstrip(".").replace("*", r"\052")
