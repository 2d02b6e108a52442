"""S3: what a bucket's policy may say, names, lifecycle.

Source: Amazon S3 User Guide, "Policies and permissions in Amazon S3", "General purpose bucket naming rules",
"Lifecycle configuration elements" and "Blocking public access".
"""

import ipaddress
import json
import re

from moto.s3.models import s3_backends

from ..iam.policy import as_list
from .principals import statements_in
from .rule import Refused, rule

LONGEST_POLICY = 20_480  # bytes


def bucket_of(request):
    return s3_backends[request.account]["aws"].buckets.get(request.get("Bucket"))


def malformed(message):
    return Refused("MalformedPolicy", message)


@rule("s3", "PutBucketPolicy")
def size_of_a_policy(request):
    if len(request.get("Policy") or "") > LONGEST_POLICY:
        raise Refused("PolicyTooLarge", "Policy exceeds the maximum allowed document size.")


@rule("s3", "PutBucketAcl", "PutObject", "PutObjectAcl")
def owner_is_enforced(request):
    """A new bucket knows no ACL, unless its ownership is set otherwise."""
    ownership = getattr(bucket_of(request), "ownership_rule", None)
    sets_one = request.action != "PutObject" or request.get("ACL")
    if ownership is None and sets_one and request.get("ACL") != "bucket-owner-full-control":
        raise Refused("AccessControlListNotSupported", "The bucket does not allow ACLs")


@rule("s3", "PutBucketPolicy")
def policy_is_about_its_bucket(request):
    text, bucket = request.get("Policy"), request.get("Bucket")
    try:
        json.loads(text)
    except (TypeError, ValueError):
        raise malformed("Policies must be valid JSON and the first byte must be '{'") from None
    for statement in statements_in(text):
        check_statement(statement, bucket)


def check_statement(statement, bucket):
    if not {"Principal", "NotPrincipal"} & set(statement):
        raise malformed("Missing required field Principal")
    if not {"Action", "NotAction"} & set(statement):
        raise malformed("Missing required field Action")
    resources = as_list(statement.get("Resource", statement.get("NotResource", [])))
    if not resources:
        raise malformed("Missing required field Resource")
    own = re.compile(rf"arn:aws[\w-]*:s3:::{re.escape(bucket)}(/.+)?")
    for resource in resources:
        if not own.fullmatch(resource):
            raise malformed("Policy has invalid resource")
    actions = as_list(statement.get("Action", []))
    for action in actions:
        if action != "*" and not re.fullmatch(r"s3:[A-Za-z*?]+", action):
            raise malformed("Policy has invalid action")
    if "Action" in statement and "Resource" in statement:
        for action in actions:
            check_resource_of(action, resources)


def check_resource_of(action, resources):
    """An action on objects needs a resource that is one, and an action on the bucket the bucket."""
    name = action.removeprefix("s3:")
    if "*" in name or "?" in name:
        return
    of_objects = "Object" in name and not name.endswith("ObjectLockConfiguration") or name == "AbortMultipartUpload"
    if of_objects or name == "ListMultipartUploadParts":
        fits = any("/" in resource or resource.endswith("*") for resource in resources)
    else:
        fits = any("/" not in resource.partition(":::")[2] or resource.endswith("*") for resource in resources)
    if not fits:
        raise malformed("Action does not apply to any resource(s) in statement")


@rule("s3", "PutBucketPolicy")
def policy_is_not_public(request):
    bucket = bucket_of(request)
    block = bucket and bucket.public_access_block
    if not block or str(getattr(block, "block_public_policy", False)).lower() != "true":
        return
    for statement in statements_in(request.get("Policy")):
        principal = statement.get("Principal")
        everybody = principal == "*" or (isinstance(principal, dict) and "*" in as_list(principal.get("AWS", [])))
        if statement.get("Effect") == "Allow" and everybody and not statement.get("Condition"):
            raise Refused("AccessDenied", "Access Denied: public policies are blocked by BlockPublicPolicy", 403)


@rule("s3", "CreateBucket")
def name_of_a_bucket(request):
    name = request.get("Bucket")
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]", name) or ".." in name or is_address(name):
        raise invalid_name()
    if name.startswith(("xn--", "sthree-", "amzn-s3-demo-")) or name.endswith(("-s3alias", "--ol-s3", ".mrap", "--x-s3")):
        raise invalid_name()


def invalid_name():
    return Refused("InvalidBucketName", "The specified bucket is not valid.")


def is_address(name):
    try:
        return bool(ipaddress.IPv4Address(name))
    except ValueError:
        return False


@rule("s3", "PutBucketLifecycleConfiguration")
def days_of_a_lifecycle(request):
    ids = set()
    for each in (request.get("LifecycleConfiguration") or {}).get("Rules") or []:
        if each.get("ID") and each["ID"] in ids:
            raise Refused("InvalidArgument", "Rule ID must be unique. Found same ID for more than one rule")
        ids.add(each.get("ID"))
        check_days(each)


def check_days(each):
    days = [transition.get("Days") for transition in each.get("Transitions") or []]
    for transition in each.get("Transitions") or []:
        storage = transition.get("StorageClass")
        if storage in ("STANDARD_IA", "ONEZONE_IA") and (transition.get("Days") or 30) < 30:
            raise Refused(
                "InvalidArgument",
                f"'Days' in Transition action must be greater than or equal to 30 for storageClass '{storage}'",
            )
    expiration = (each.get("Expiration") or {}).get("Days")
    if expiration is not None and any(day is not None and day >= expiration for day in days):
        raise Refused(
            "InvalidArgument", "'Days' in the Expiration action must be greater than 'Days' in the Transition action"
        )
    for count in (expiration, (each.get("NoncurrentVersionExpiration") or {}).get("NoncurrentDays")):
        if count is not None and count <= 0:
            raise Refused("InvalidArgument", "'Days' must be a positive integer")


@rule("s3", "PutBucketVersioning")
def object_lock_needs_versions(request):
    bucket = bucket_of(request)
    status = (request.get("VersioningConfiguration") or {}).get("Status")
    if bucket and bucket.object_lock_enabled and status == "Suspended":
        raise Refused(
            "InvalidBucketState",
            "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
            409,
        )
