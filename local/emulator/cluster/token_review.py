"""The webhook that a cluster's API server asks who a token belongs to (TokenReview, authentication.k8s.io/v1)."""

import logging

from .token import Refused, identify

# Unlike a group's name in an access entry, it may begin with `system:`: an entry cannot put its principal there.
ENTRY_GROUP = "system:eks:access-entry:"

log = logging.getLogger("emulator")


def review(control_plane, request):
    """The answer to a TokenReview. MOTO must be held."""
    try:
        caller = identify(request["spec"]["token"], control_plane.cluster.name)
        status = {"authenticated": True, "user": find_user(control_plane.cluster, caller)}
    except Refused as refusal:
        log.warning("%s refused a token: %s", control_plane, refusal)
        status = {"authenticated": False, "error": str(refusal)}
    return {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "status": status}


def find_user(cluster, caller):
    entry = cluster.access_entries.get(caller.principal)
    if entry is None:
        raise Refused(f"{caller.principal} has no access entry")
    if entry["type"] != "STANDARD":
        raise Refused(f"the access entry of {caller.principal} is of type {entry['type']}: only nodes use those")
    return {
        "username": entry["username"]
        # The one is made fit for what may not stand in a name, the other is not.
        .replace("{{SessionName}}", caller.session.replace("@", "-"))
        .replace("{{SessionNameRaw}}", caller.session),
        "uid": f"aws-iam-authenticator:{caller.account}:{caller.principal}",
        "groups": [*entry["kubernetesGroups"], ENTRY_GROUP + caller.principal],
        "extra": {"arn": [caller.principal], "sessionName": [caller.session]},
    }
