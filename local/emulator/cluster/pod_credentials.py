"""What EKS adds to a pod when it is made, so that the SDKs in it find the credentials of Pod Identity.

Source: Amazon EKS User Guide, "Understand how EKS Pod Identity works"; for the region and the order of the patches,
pkg/handler/handler.go of aws/amazon-eks-pod-identity-webhook.
"""

from .pod_identity import SERVICE

VOLUME = TOKEN = "eks-pod-identity-token"
MOUNT_PATH = f"/var/run/secrets/{SERVICE}/serviceaccount"
TOKEN_SECONDS = 86400
# The agent on each node.
CREDENTIALS = {
    "AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://169.254.170.23/v1/credentials",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": f"{MOUNT_PATH}/{TOKEN}",
}


def patches(pod, region):
    """A JSON patch. What a container says itself stands."""
    spec = pod["spec"]
    for kind in ("containers", "initContainers"):
        if spec.get(kind):
            yield add(f"/spec/{kind}", [with_credentials(container, region) for container in spec[kind]])
    volumes = spec.get("volumes") or []
    if VOLUME not in names_of(volumes):
        yield add("/spec/volumes", [token_volume(), *volumes])


def add(path, value):
    return {"op": "add", "path": path, "value": value}


def with_credentials(container, region):
    variables, mounts = container.get("env") or [], container.get("volumeMounts") or []
    given = names_of(variables)
    added = {} if "AWS_STS_REGIONAL_ENDPOINTS" in given else {"AWS_STS_REGIONAL_ENDPOINTS": "regional"}
    regions = {"AWS_DEFAULT_REGION": region, "AWS_REGION": region}
    for group in (regions, CREDENTIALS):
        if not given & set(group):
            added.update(group)
    if VOLUME not in names_of(mounts):
        mounts = [*mounts, {"name": VOLUME, "readOnly": True, "mountPath": MOUNT_PATH}]
    env = [*variables, *({"name": name, "value": value} for name, value in added.items())]
    return {**container, "env": env, "volumeMounts": mounts}


def token_volume():
    token = {"audience": SERVICE, "expirationSeconds": TOKEN_SECONDS, "path": TOKEN}
    return {"name": VOLUME, "projected": {"sources": [{"serviceAccountToken": token}]}}


def names_of(named):
    return {each["name"] for each in named}
