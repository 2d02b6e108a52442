"""Who stands behind a token of `aws eks get-token`.

The token is a presigned request to STS that nobody has to send: its signature covers the cluster's name (header
x-k8s-aws-id), and whoever knows the key can check it. moto checks no signatures itself.
Source: the token format of kubernetes-sigs/aws-iam-authenticator.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from moto.core.utils import utcnow
from moto.iam.models import get_account_id_from, iam_backends
from moto.sts.models import sts_backends

PREFIX = "k8s-aws-v1."
CLUSTER_HEADER = "x-k8s-aws-id"
# EKS takes a token for that long, whatever expiry it names.
VALID = timedelta(minutes=15)
# AWS's own, and that of an emulator on this machine.
STS_HOST = re.compile(r"sts(\.[a-z0-9-]+)?\.amazonaws\.com|127\.0\.0\.1(:\d+)?|localhost(:\d+)?")
PARAMETERS = {
    "Action",
    "Version",
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
    "X-Amz-SignedHeaders",
}
OPTIONAL = {"X-Amz-Security-Token"}


class Refused(Exception):
    """Says why, without anything secret."""


@dataclass
class Caller:
    # Of the user or the role: what an access entry names.
    principal: str
    account: str
    session: str = ""


def identify(token, cluster):
    """The caller of a token for the cluster of that name. @raises Refused. MOTO must be held."""
    url = decode(token)
    parameters = dict(parse_qsl(url.query, keep_blank_values=True))
    check_request(url, parameters)
    check_age(parameters["X-Amz-Date"])
    key_id, _, region, _, _ = parameters["X-Amz-Credential"].split("/")
    key, caller = find_access_key(key_id, parameters.get("X-Amz-Security-Token"))
    expected = sign(url, parameters, cluster, region, key)
    if not hmac.compare_digest(expected.encode(), parameters["X-Amz-Signature"].encode()):
        raise Refused(
            f"the signature does not match: the secret is wrong, or the token is for another cluster than {cluster}"
        )
    return caller


def decode(token):
    if not token.startswith(PREFIX):
        raise Refused(f"it does not begin with {PREFIX}")
    encoded = token[len(PREFIX) :]
    try:
        text = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode("ascii")
        return urlsplit(text)
    except (binascii.Error, ValueError):
        raise Refused("it holds no URL") from None


def check_request(url, parameters):
    if not STS_HOST.fullmatch(url.netloc):
        raise Refused(f"{url.netloc or 'nothing'} is not a host of STS")
    if url.path not in ("", "/") or parameters.get("Action") != "GetCallerIdentity":
        raise Refused("it is not a request for GetCallerIdentity")
    missing, unknown = PARAMETERS - OPTIONAL - set(parameters), set(parameters) - PARAMETERS
    if missing or unknown:
        raise Refused(f"parameters are missing: {sorted(missing)}, or unknown: {sorted(unknown)}")
    if parameters["X-Amz-SignedHeaders"].split(";") != ["host", CLUSTER_HEADER]:
        raise Refused(f"the signature must cover the headers host and {CLUSTER_HEADER}, and no others")
    if parameters["X-Amz-Credential"].split("/")[3:] != ["sts", "aws4_request"]:
        raise Refused("it was not signed for STS")


def check_age(date):
    try:
        signed = datetime.strptime(date, "%Y%m%dT%H%M%SZ").replace(tzinfo=timezone.utc)
    except ValueError:
        raise Refused(f"{date} is not a date") from None
    if abs(datetime.now(timezone.utc) - signed) > VALID:
        raise Refused(f"it expired: it was made at {date}, and is valid for {VALID}")


def find_access_key(key_id, session_token):
    """-> (credentials, caller)"""
    account = get_account_id_from(key_id)
    for backend in sts_backends[account].values():
        for assumed in backend.assumed_roles:
            if assumed.access_key_id == key_id:
                return check_session(assumed, session_token)
    key = iam_backends[account]["aws"].access_keys.get(key_id)
    if key is None or key.user_name is None or key.status != "Active":
        raise Refused(f"the access key {key_id} is unknown")
    principal = iam_backends[account]["aws"].get_user(key.user_name).arn
    return Credentials(key_id, key.secret_access_key), Caller(principal, account)


def check_session(assumed, session_token):
    if session_token != assumed.session_token:
        raise Refused("the session token does not belong to the access key")
    if assumed.expiration < utcnow():
        raise Refused(f"the session of {assumed.arn} has expired")
    credentials = Credentials(assumed.access_key_id, assumed.secret_access_key, assumed.session_token)
    return credentials, Caller(assumed.role_arn, assumed.account_id, assumed.session_name)


def sign(url, parameters, cluster, region, credentials):
    unsigned = {key: value for key, value in parameters.items() if key != "X-Amz-Signature"}
    address = urlunsplit(url._replace(query=urlencode(unsigned, safe="-_.~", quote_via=quote)))
    request = AWSRequest("GET", address, headers={CLUSTER_HEADER: cluster})
    request.context["timestamp"] = parameters["X-Amz-Date"]
    signer = SigV4QueryAuth(credentials, "sts", region)
    return signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
