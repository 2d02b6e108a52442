"""The files that a pod gets of Secrets Manager, by what its own role may read."""

import base64

from ..iam.policy import NotEvaluated
from ..lock import MOTO
from ..pace import PACE
from .pod_identity import NoCredentials, assume_role
from .secret_provider_class import Invalid, files_of, parse
from .secrets_manager import AccessDenied, SecretNotFound, get_secret_value


class NotMounted(Exception):
    """Says why, as the node would."""


def mount(control_plane, request):
    """{"files": {name: base64}} or {"error": reason} for the node, of the pod and the class that `request` names."""
    namespace, name = request["namespace"], request["class"]
    try:
        pod = control_plane.api.get("Pod", request["pod"], namespace)
        provider_class = control_plane.api.get("SecretProviderClass", name, namespace)
        if pod is None or provider_class is None:
            raise no_class(namespace, name)
        files = fetch(control_plane, pod, provider_class)
    except NotMounted as reason:
        return {"error": str(reason)}
    return {"files": {file: base64.b64encode(content).decode() for file, content in files.items()}}


def fetch(control_plane, pod, provider_class):
    """{file: bytes}. @raises NotMounted"""
    region, account = control_plane.region, control_plane.account
    files = {}
    try:
        for wanted in parse(provider_class):
            with MOTO:
                PACE.catch_up()
                caller = assume_role(control_plane.cluster, account, pod)
                value = get_secret_value(caller, account, region, wanted.name, wanted.stage, wanted.version)
            files.update(files_of(wanted, value))
    except Invalid as error:
        raise failed_objects(pod, error) from None
    except (AccessDenied, SecretNotFound) as error:
        code = "AccessDeniedException" if isinstance(error, AccessDenied) else "ResourceNotFoundException"
        raise failed_objects(
            pod,
            f"{region}: Failed fetching secret {wanted.name}: operation error Secrets Manager: GetSecretValue, "
            f"https response error StatusCode: 400, api error {code}: {error}",
        ) from None
    except (NoCredentials, NotEvaluated) as error:
        raise failed_objects(
            pod,
            "Failed to fetch secret from all regions. Verify secret exists and required permissions are granted "
            f"for: {wanted.name} (emulator: {error})",
        ) from None
    return files


def no_class(namespace, name):
    return NotMounted(
        f"failed to get secretproviderclass {namespace}/{name}, error: "
        f'SecretProviderClass.secrets-store.csi.x-k8s.io "{name}" not found'
    )


def failed_objects(pod, reason):
    metadata = pod["metadata"]
    return NotMounted(
        f"failed to mount secrets store objects for pod {metadata['namespace']}/{metadata['name']}, "
        f"err: rpc error: code = Unknown desc = {reason}"
    )
