"""Whether a caller may do something to a resource, and if not, why.

Source: IAM User Guide, "Policy evaluation logic", "Determining whether a request is allowed or denied within an
account", "Cross-account policy evaluation logic" and "Troubleshoot access denied error messages"; AWS KMS Developer
Guide, "Key policies in AWS KMS" and "Grants in AWS KMS".
"""

from dataclasses import dataclass

from ..iam.policy import ALLOW, DENY, UNDECIDED, Decision, explain
from .grants import is_granted
from .resource_policies import policy_of

FREE = Decision(ALLOW)


@dataclass(frozen=True)
class Denial:
    need: object
    # What AWS says after "on resource: x".
    reason: str
    # The policy that would have to say something else: "identity", "boundary", "session", "resource" or "trust". None:
    # it passes with time.
    policy: str | None
    # The statement that denies it. None: none allows it.
    statement: dict | None = None


def judge(caller, need, context, own_policy=True):
    """A Denial, or None. MOTO must be held. `own_policy=False`: what the resource's policy says is asked elsewhere."""
    # A bucket's policy says what may be done to it by S3, and nothing of other services or of one that is to be made.
    is_own = own_policy and need.action != "s3:CreateBucket" and need.resource.split(":")[2:3] == [need.action.partition(":")[0]]
    found = policy_of(need.resource) if is_own else None
    account, text = found or (caller.account, None)
    ask = lambda documents, principals=None: explain(documents, need.action, need.resource, context, principals)  # noqa: E731
    own = FREE if caller.policies is None else ask(caller.policies)
    boundary = ask([caller.boundary]) if caller.boundary else FREE
    session = ask(caller.session_policies) if caller.session_policies else FREE
    everybody = [*caller.principals, caller.root]
    of_resource = ask([text], everybody) if text else UNDECIDED
    for decision, policy, words in (
        (own, "identity", "an identity-based policy"),
        (of_resource, "resource", "a resource-based policy"),
        (boundary, "boundary", "a permissions boundary"),
        (session, "session", "a session policy"),
    ):
        if decision.effect == DENY:
            return Denial(need, f"with an explicit deny in {words}", policy, decision.statement)
    is_key = is_own and ":key/" in need.resource
    granted = is_key and is_granted(caller, need, context)
    if account != caller.account and of_resource.effect != ALLOW and not granted:
        return nobody_allows(need, "resource", "resource-based policy")
    direct = ask([text], caller.principals).effect == ALLOW if text and account == caller.account else False
    if is_key and text and of_resource.effect != ALLOW and not granted:
        return nobody_allows(need, "resource", "resource-based policy")
    if direct and caller.is_role and ask([text], [caller.arn]).effect == ALLOW and not names_all(text):
        # It is given to this one session, which no other policy limits.
        return None
    if own.effect != ALLOW and not direct and not granted:
        return nobody_allows(need, "identity", "identity-based policy")
    if boundary.effect != ALLOW:
        return nobody_allows(need, "boundary", "permissions boundary")
    if session.effect != ALLOW:
        return nobody_allows(need, "session", "session policy")
    return None


def names_all(text):
    return '"*"' in text


def nobody_allows(need, policy, words):
    return Denial(need, f"because no {words} allows the {need.action} action", policy)
