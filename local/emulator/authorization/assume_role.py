"""Who may take a role: its trust policy says so, and for a role of another account the caller's own policies as well.

Source: AWS STS API Reference, AssumeRole and AssumeRoleWithWebIdentity; IAM User Guide, "Pass session tags in AWS STS"
and "Available keys for AWS OIDC federation".
"""

import base64
import json

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends

from ..iam.effective import is_effective
from ..iam.policy import ALLOW, DENY, explain
from .context import Context
from .need import Need
from .organization import ORGANIZATION
from .verdict import Denial, judge

ASSUME, TAG, IDENTIFY = "sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"


def find_role(arn):
    if not arn or arn.count(":") < 5:
        return None
    account = arn.split(":")[4]
    try:
        return iam_backends[account]["aws"].get_role_by_arn(arn)
    except NotFoundException:
        return ORGANIZATION.role_of_account(account, arn.partition(":role/")[2])


def judge_assumption(call, parameters, caller):
    """A Denial, or None, for AssumeRole."""
    arn = parameters.get("RoleArn", "")
    role = find_role(arn)
    actions = [ASSUME, *([TAG] if parameters.get("Tags") else [])]
    actions += [IDENTIFY] if parameters.get("SourceIdentity") else []
    more = {
        "sts:ExternalId": parameters.get("ExternalId"),
        "sts:RoleSessionName": parameters.get("RoleSessionName"),
        "sts:SourceIdentity": parameters.get("SourceIdentity"),
        "sts:TransitiveTagKeys": parameters.get("TransitiveTagKeys"),
    }
    if parameters.get("SerialNumber") and parameters.get("TokenCode"):
        more["aws:MultiFactorAuthPresent"] = True
    for action in actions:
        need = Need(action, arn, more)
        # A role that is not there, or not known yet, is refused in the same words.
        if role is None:
            return Denial(need, "", "trust")
        if not is_effective(role):
            return Denial(need, "", None)
        denial = judge_one(call, parameters, caller, role, need)
        if denial:
            return denial
    return None


def judge_one(call, parameters, caller, role, need):
    context = Context(call, parameters, caller, need.resource, need.keys)
    trust = [role.assume_role_policy_document]
    named = explain(trust, need.action, role.arn, context, [*caller.principals, caller.root])
    if named.effect != ALLOW:
        reason = "with an explicit deny in a resource-based policy" if named.effect == DENY else ""
        return Denial(need, reason, "trust", named.statement)
    # Root can take no role. Keys that nobody has made are those of this machine's user, who may.
    if caller.policies is None and caller.has_key:
        return Denial(need, "", "identity")
    directly = explain(trust, need.action, role.arn, context, caller.principals).effect == ALLOW
    if directly and role.account_id == caller.account:
        # Trusted by name within an account, it needs no right of its own; it must not be denied one.
        denial = judge(caller, need, context, own_policy=False)
        return denial if denial and (denial.statement or denial.policy in ("boundary", "session")) else None
    return judge(caller, need, context, own_policy=False)


def judge_web_identity(parameters):
    """(code, message) of a refusal, or None, for AssumeRoleWithWebIdentity."""
    arn = parameters.get("RoleArn", "")
    claims = claims_of(parameters.get("WebIdentityToken", ""))
    if claims is None:
        return "InvalidIdentityToken", "The ID Token provided is not a valid JWT."
    issuer = str(claims.get("iss", "")).removeprefix("https://")
    account = arn.split(":")[4] if arn.count(":") >= 5 else ""
    provider_arn = f"arn:aws:iam::{account}:oidc-provider/{issuer}"
    provider = find_provider(account, provider_arn)
    if provider is None:
        return "InvalidIdentityToken", f"No OpenIDConnect provider found in your account for https://{issuer}"
    if claims.get("aud") not in provider.client_id_list:
        return "InvalidIdentityToken", "Incorrect token audience"
    role = find_role(arn)
    context = {f"{issuer}:{name}": claims.get(name) for name in ("aud", "sub", "amr")}
    action = "sts:AssumeRoleWithWebIdentity"
    allowed = role is not None and is_effective(role) and (
        explain([role.assume_role_policy_document], action, arn, context, [provider_arn]).effect == ALLOW
    )
    return None if allowed else ("AccessDenied", f"Not authorized to perform {action}")


def find_provider(account, arn):
    return iam_backends[account]["aws"].open_id_providers.get(arn) if account else None


def claims_of(token):
    """Of a JSON Web Token. Nothing here has the keys to check its signature."""
    parts = token.split(".")
    if len(parts) != 3:
        return None
    try:
        return json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
