"""What a request asks for: service, action, account and region.

moto finds these out deep inside each service. They are needed before that (faults) and after (log),
so they are read here from the same model of AWS that the SDKs are generated from.
"""

import functools
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote

from botocore.exceptions import UnknownServiceError
from moto.core.request import determine_request_protocol
from moto.core.utils import get_service_model
from moto.iam.models import AccessKey, get_account_id_from, iam_backends

# moto's folder names where they differ from the names that the SDKs use.
SERVICE_NAMES = {"awslambda": "lambda", "elb": "elbv2"}
# A service that signs with the name of another is told from it by its paths.
SERVICES_OF_PATHS = {"/configurationsessions": "appconfigdata", "/configuration": "appconfigdata"}
CREDENTIAL = re.compile(r"Credential=([^/]+)/\d+/([^/]+)/([^/]+)/")
# The form that moto finds in a request: 20 characters.
ROOT_KEY = re.compile(r"AKIAROOT(\d{12})")
ACTION = re.compile(r"(?:^|&)Action=(\w+)")


@dataclass
class Call:
    service: str
    action: str
    account: str
    region: str
    method: str
    path: str
    content_type: str
    access_key: str = ""
    # In lower case.
    headers: dict = field(default_factory=dict)
    # What would allow it, if it was denied: for the log.
    remedy: dict | None = None
    # How long it took to find out whether it is allowed.
    rights_ms: float = 0.0

    @property
    def protocol(self):
        """In which it is to be answered."""
        model = service_model(self.service)
        return determine_request_protocol(model, self.content_type) if model else "query"


def parse_call(environ, moto_service, form):
    """`form` is the body if it is a form (the query protocol), else an empty string."""
    credential = CREDENTIAL.search(environ.get("HTTP_AUTHORIZATION", ""))
    access_key, region, signing_name = credential.groups() if credential else ("", "", "")
    add_root_key(access_key)
    service = SERVICE_NAMES.get(moto_service, moto_service) or signing_name
    if service == "appconfig":
        service = SERVICES_OF_PATHS.get(environ.get("PATH_INFO"), service)
    return Call(
        service=service,
        action=find_action(environ, service, form),
        account=get_account_id_from(access_key),
        region=region,
        method=environ["REQUEST_METHOD"],
        path=environ.get("PATH_INFO", "/"),
        content_type=environ.get("CONTENT_TYPE", ""),
        access_key=access_key,
        headers={
            name.removeprefix("HTTP_").replace("_", "-").lower(): value
            for name, value in environ.items()
            if name.startswith("HTTP_")
        },
    )


def add_root_key(access_key):
    """AKIAROOT and the number of an account is a key of the account's root, and brings the account about."""
    found = ROOT_KEY.fullmatch(access_key)
    if not found:
        return
    keys = iam_backends[found[1]]["aws"].access_keys
    if access_key not in keys:
        key = AccessKey(user_name=None, prefix="AKIA", account_id=found[1])
        key.access_key_id = key.secret_access_key = access_key
        keys[access_key] = key


def find_action(environ, service, form):
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return target.rpartition(".")[2]
    query = environ.get("QUERY_STRING", "")
    action = ACTION.search(form) or ACTION.search(query)
    if action:
        return action[1]
    # PATH_INFO is decoded: an ARN inside a path would look like several folders.
    path = environ["RAW_URI"].partition("?")[0]
    if "/operation/" in path:
        return path.rpartition("/")[2]
    return rest_action(service, environ["REQUEST_METHOD"], path, frozenset(parse_qs(query, keep_blank_values=True)))


def rest_action(service, method, path, query):
    for pattern, required, name in rest_routes(service).get(method, ()):
        if required <= query and pattern.fullmatch(path):
            return name
    return ""


def service_model(service):
    try:
        return get_service_model(service)
    except UnknownServiceError:
        return None


@functools.cache
def rest_routes(service):
    """{method: [(path pattern, query keys it requires, operation)]}, most specific first."""
    model, routes = service_model(service), {}
    if model is None:
        return routes
    for name in model.operation_names:
        operation = model.operation_model(name)
        if not operation.deprecated:
            path, _, literals = operation.http.get("requestUri", "/").partition("?")
            required = frozenset(parse_qs(literals, keep_blank_values=True))
            routes.setdefault(operation.http["method"], []).append((path_pattern(path), required, name))
    for entries in routes.values():
        # The name's length settles CopyObject and PutObject, which differ in a header only.
        entries.sort(key=lambda route: (-len(route[1]), route[0].groups, len(route[2])))
    return routes


def path_pattern(path):
    """/{Bucket}/{Key+} -> /([^/]+)/(.+)"""
    parts = re.split(r"(\{[^}]+\})", path.rstrip("/"))
    return re.compile("".join(path_part(part) for part in parts) + "/?")


def path_part(part):
    if not part.startswith("{"):
        return re.escape(unquote(part))
    return "(.+)" if part.endswith("+}") else "([^/]+)"
