"""The HTTP API of a registry, as Docker, buildah and containerd speak it, and as ECR answers it.

Sources: OCI Distribution Specification 1.1; Amazon ECR User Guide, "IAM permissions for pushing an image" and
"Troubleshooting errors for Docker commands when using Amazon ECR".
"""

import json
import re
from urllib.parse import parse_qs

from moto.core.exceptions import JsonRESTError
from moto.core.exceptions import ServiceException
from moto.ecr.models import ecr_backends

from ..authorization.caller import find_caller
from ..authorization.context import Context
from ..authorization.need import Need
from ..authorization.record import RECORD
from ..authorization.refusal import refusal_of
from ..authorization.verdict import judge
from ..calls.call import Call
from ..lock import MOTO
from ..pace import PACE
from .images import NotThere, find_image, layers_of, put_manifest
from .layers import DIGEST, LAYERS, WrongDigest
from .login import find_login

HOST = re.compile(r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?")
NAME = r"(?P<name>[a-z0-9]+(?:[._/-][a-z0-9]+)*)"
ROUTES = [
    (method, re.compile(f"/v2/{NAME}/{path}"), handler)
    for method, path, handler in (
        ("HEAD", r"blobs/(?P<digest>[^/]+)", "has_layer"),
        ("GET", r"blobs/(?P<digest>[^/]+)", "read_layer"),
        ("POST", r"blobs/uploads/?", "begin_layer"),
        ("GET", r"blobs/uploads/(?P<upload>\w+)", "tell_layer"),
        ("PATCH", r"blobs/uploads/(?P<upload>\w+)", "add_to_layer"),
        ("PUT", r"blobs/uploads/(?P<upload>\w+)", "finish_layer"),
        ("HEAD", r"manifests/(?P<reference>[^/]+)", "read_manifest"),
        ("GET", r"manifests/(?P<reference>[^/]+)", "read_manifest"),
        ("PUT", r"manifests/(?P<reference>[^/]+)", "put_manifest"),
        ("GET", r"tags/list", "list_tags"),
    )
]


class Refused(Exception):
    def __init__(self, status, code, message):
        super().__init__(message)
        self.status, self.code = status, code


def is_for_registry(environ):
    """APIs of AWS have paths of this form too; what is asked of them is signed otherwise."""
    is_signed = environ.get("HTTP_AUTHORIZATION", "").startswith("AWS4-")
    return not is_signed and re.match(r"/v2(/|$)", environ.get("PATH_INFO", "")) is not None


def answer(environ):
    """-> (the Call, for faults and the log, and what gives status, headers and body)"""
    login = find_login(environ.get("HTTP_AUTHORIZATION"))
    request = Request(environ, login)
    return request.call, request.answer


class Request:
    def __init__(self, environ, login):
        self._environ, self._login = environ, login
        self._query = {key: values[0] for key, values in parse_qs(environ.get("QUERY_STRING", "")).items()}
        # A mirror is told which registry it stands for.
        named = HOST.fullmatch(self._query.get("ns") or environ.get("HTTP_HOST", "").partition(":")[0])
        account, region = named.groups() if named else (login.account, login.region) if login else ("", "")
        self.call = Call(
            service="ecr",
            action="",
            account=account,
            region=region,
            method=environ["REQUEST_METHOD"],
            path=environ.get("PATH_INFO", "/"),
            content_type=environ.get("CONTENT_TYPE", ""),
            access_key=login.access_key if login else "",
        )

    def answer(self):
        try:
            if self._login is None:
                challenge = f'Basic realm="https://{self._environ.get("HTTP_HOST")}/",service="ecr.amazonaws.com"'
                return refused(401, "UNAUTHORIZED", "Not Authorized", {"WWW-Authenticate": challenge})
            if self.call.path.rstrip("/") == "/v2":
                return 200, {"Docker-Distribution-Api-Version": "registry/2.0"}, b"{}"
            for method, pattern, handler in ROUTES:
                found = pattern.fullmatch(self.call.path)
                if found and method == self.call.method:
                    return getattr(self, handler)(**found.groupdict())
            raise Refused(405, "UNSUPPORTED", "This action isn't supported by the registry")
        except Refused as refusal:
            return refused(refusal.status, refusal.code, str(refusal))
        except NotThere as missing:
            return refused(404, missing.code, str(missing))
        except (JsonRESTError, ServiceException) as error:
            # As ECR's own API would say it: a tag that may not move.
            return refused(400, "TAG_INVALID", error.message)

    def has_layer(self, name, digest):
        with self._allowed("BatchCheckLayerAvailability", name) as repository:
            size = layers_of(repository).get(digest)
        if size is None:
            raise NotThere("BLOB_UNKNOWN", f"blob {digest} unknown to registry")
        return 200, described(size, digest, "application/octet-stream"), b""

    def read_layer(self, name, digest):
        with self._allowed("GetDownloadUrlForLayer", name) as repository:
            size = layers_of(repository).get(digest)
        if size is None:
            raise NotThere("BLOB_UNKNOWN", f"blob {digest} unknown to registry")
        return 200, described(size, digest, "application/octet-stream"), LAYERS.read(digest)

    def begin_layer(self, name):
        # A layer that another repository has is sent again: ECR mounts none unless it is told to.
        with self._allowed("InitiateLayerUpload", name) as repository:
            return self._progress(name, LAYERS.begin(repository.arn))

    def tell_layer(self, name, upload):
        with self._allowed("UploadLayerPart", name) as repository:
            self._known(repository, upload)
        return self._progress(name, upload, 204)

    def add_to_layer(self, name, upload):
        with self._allowed("UploadLayerPart", name) as repository:
            self._known(repository, upload)
        LAYERS.add(upload, self._environ["wsgi.input"])
        return self._progress(name, upload)

    def finish_layer(self, name, upload):
        digest = self._query.get("digest", "")
        with self._allowed("CompleteLayerUpload", name) as repository:
            self._known(repository, upload)
        if not DIGEST.fullmatch(digest):
            raise Refused(400, "DIGEST_INVALID", f"got digest {digest!r}")
        LAYERS.add(upload, self._environ["wsgi.input"])
        try:
            size = LAYERS.finish(upload, digest)
        except WrongDigest as found:
            raise Refused(400, "DIGEST_INVALID", f"Layer digest {found} does not match {digest}") from None
        with MOTO:
            layers_of(repository)[digest] = size
        return 201, {"Location": f"/v2/{name}/blobs/{digest}", "Docker-Content-Digest": digest}, b""

    def read_manifest(self, name, reference):
        with self._allowed("BatchGetImage", name) as repository:
            image = find_image(repository, reference)
            body = image.image_manifest.encode()
            return 200, described(len(body), image.image_digest, image.image_manifest_media_type), body

    def put_manifest(self, name, reference):
        body = self._environ["wsgi.input"].read()
        with self._allowed("PutImage", name) as repository:
            image = put_manifest(self._backend(), repository, reference, body.decode(), self.call.content_type)
        location = f"/v2/{name}/manifests/{image.image_digest}"
        return 201, {"Location": location, "Docker-Content-Digest": image.image_digest}, b""

    def list_tags(self, name):
        with self._allowed("ListImages", name) as repository:
            tags = sorted(tag for image in repository.images for tag in image.image_tags)
        return 200, {"Content-Type": "application/json"}, json.dumps({"name": name, "tags": tags}).encode()

    def _progress(self, name, upload, status=202):
        end = max(LAYERS.size(upload) - 1, 0)
        location = f"/v2/{name}/blobs/uploads/{upload}"
        return status, {"Location": location, "Range": f"0-{end}", "Docker-Upload-UUID": upload}, b""

    def _known(self, repository, upload):
        if not LAYERS.is_upload(upload, repository.arn):
            raise NotThere("BLOB_UPLOAD_UNKNOWN", f"blob upload {upload} unknown to registry")

    def _backend(self):
        return ecr_backends[self.call.account][self.call.region]

    def _allowed(self, action, name):
        return Allowed(self, action, name)


class Allowed:
    """The repository, while nobody else changes it, for whoever has the right. @raises Refused or NotThere"""

    def __init__(self, request, action, name):
        self._request, self._action, self._name = request, action, name

    def __enter__(self):
        MOTO.acquire()
        try:
            return self._find()
        except BaseException:
            MOTO.release()
            raise

    def __exit__(self, *_):
        MOTO.release()

    def _find(self):
        PACE.catch_up()
        call = self._request.call
        call.action = self._action
        arn = f"arn:aws:ecr:{call.region}:{call.account}:repository/{self._name}"
        caller = find_caller(call.access_key)
        need = Need(f"ecr:{self._action}", arn)
        denial = judge(caller, need, Context(call, {"repositoryName": self._name}, caller, arn))
        if denial:
            refusal = refusal_of(call, caller, denial)
            call.remedy = refusal.remedy
            if refusal.remedy:
                RECORD.deny(call, caller, denial, refusal)
            raise Refused(403, "DENIED", refusal.message)
        RECORD.use(caller, need)
        repository = self._request._backend().repositories.get(self._name)
        if repository is None:
            message = f"The repository with name '{self._name}' does not exist in the registry with id '{call.account}'"
            raise NotThere("NAME_UNKNOWN", message)
        return repository


def described(size, digest, media_type):
    return {"Content-Length": str(size), "Docker-Content-Digest": digest, "Content-Type": media_type}


def refused(status, code, message, headers=None):
    body = json.dumps({"errors": [{"code": code, "message": message}]}).encode()
    return status, {"Content-Type": "application/json", **(headers or {})}, body
