"""IAM: sizes and counts of policies.

Source: IAM User Guide, "IAM and AWS STS quotas". Sizes count no white space.
"""

import re

from moto.iam.models import iam_backends

from .rule import Refused, rule

MANAGED_POLICY, TRUST_POLICY = 6144, 2048
INLINE_POLICIES = {"Role": 10240, "User": 2048, "Group": 5120}
ATTACHED = 10


def backend_of(request):
    return iam_backends[request.account]["aws"]


def size_of(document):
    return len(re.sub(r"\s", "", document))


def over_quota(quota, most):
    return Refused("LimitExceeded", f"Cannot exceed quota for {quota}: {most}", 409)


@rule("iam", "CreatePolicy", "CreatePolicyVersion")
def size_of_a_managed_policy(request):
    if size_of(request.get("PolicyDocument")) > MANAGED_POLICY:
        raise over_quota("PolicySize", MANAGED_POLICY)


@rule("iam", "CreateRole", "UpdateAssumeRolePolicy")
def size_of_a_trust_policy(request):
    document = request.get("AssumeRolePolicyDocument") or request.get("PolicyDocument")
    if size_of(document) > TRUST_POLICY:
        raise over_quota("ACLSizePerRole", TRUST_POLICY)


@rule("iam", *(f"Put{kind}Policy" for kind in INLINE_POLICIES))
def size_of_inline_policies(request):
    kind, name, holder = holder_of_policies(request, "Put")
    if holder is None:
        return
    others = [document for policy, document in inline_policies(holder) if policy != request.get("PolicyName")]
    most = INLINE_POLICIES[kind]
    if sum(map(size_of, [*others, request.get("PolicyDocument")])) > most:
        message = f"Maximum policy size of {most} bytes exceeded for {kind.lower()} {name}"
        raise Refused("LimitExceeded", message, 409)


@rule("iam", *(f"Attach{kind}Policy" for kind in INLINE_POLICIES))
def number_of_attached_policies(request):
    kind, _, holder = holder_of_policies(request, "Attach")
    if holder is None:
        return
    if request.get("PolicyArn") not in holder.managed_policies and len(holder.managed_policies) >= ATTACHED:
        raise over_quota(f"PoliciesPer{kind}", ATTACHED)


def holder_of_policies(request, verb):
    """-> (Role, User or Group, its name, moto's own or None)"""
    kind = request.action.removeprefix(verb).removesuffix("Policy")
    name, iam = request.get(f"{kind}Name"), backend_of(request)
    if kind == "Role":
        return kind, name, next((role for role in iam.roles.values() if role.name == name), None)
    return kind, name, (iam.users if kind == "User" else iam.groups).get(name)


def inline_policies(holder):
    """[(name, document)]"""
    policies = holder.policies
    return policies.items() if isinstance(policies, dict) else [(p["policy_name"], p["policy_document"]) for p in policies]


@rule("iam", "CreateRole", "CreateUser", "PutRolePermissionsBoundary", "PutUserPermissionsBoundary")
def boundary_exists(request):
    arn = request.get("PermissionsBoundary")
    if arn and arn not in backend_of(request).managed_policies:
        raise Refused("NoSuchEntity", f"Scope ARN: {arn} does not exist or is not attachable.", 404)


@rule("iam", "DeletePolicy")
def policy_is_nobodys_boundary(request):
    arn, iam = request.get("PolicyArn"), backend_of(request)
    holders = [*iam.roles.values(), *iam.users.values()]
    policy = iam.managed_policies.get(arn)
    if any(getattr(holder, "permissions_boundary_arn", None) == arn for holder in holders) or (
        policy and policy.attachment_count
    ):
        raise Refused("DeleteConflict", "Cannot delete a policy attached to entities.", 409)
    if policy and len(policy.versions) > 1:
        raise Refused(
            "DeleteConflict", "This policy has more than one version. Before you delete a policy, you must delete the policy's versions.", 409
        )


@rule("iam", "AddRoleToInstanceProfile")
def one_role_of_an_instance_profile(request):
    profile = next(
        (p for p in backend_of(request).instance_profiles.values() if p.name == request.get("InstanceProfileName")), None
    )
    if profile and profile.roles:
        raise over_quota("InstanceSessionsPerInstanceProfile", 1)


CHANGES_OF_ROLES = [
    *(f"{verb}RolePolicy" for verb in ("Attach", "Delete", "Detach", "Put")),
    *(f"{verb}RolePermissionsBoundary" for verb in ("Delete", "Put")),
    *("DeleteRole", "UpdateAssumeRolePolicy", "UpdateRole"),
]


@rule("iam", *CHANGES_OF_ROLES)
def role_is_not_of_identity_center(request):
    """Source: AWS re:Post, "How do I resolve the IAM error 'Cannot perform the operation on the protected role'"."""
    name, iam = request.get("RoleName"), backend_of(request)
    role = next((role for role in iam.roles.values() if role.name == name), None)
    if role is not None and role.path.startswith("/aws-reserved/"):
        message = f"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
        raise Refused("UnmodifiableEntity", message, 400)
