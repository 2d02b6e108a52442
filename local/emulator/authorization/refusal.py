"""How AWS says no.

Source: IAM User Guide, "Troubleshoot access denied error messages"; Amazon EC2 API Reference, "Common client errors".
"""

from dataclasses import dataclass


# Of services that answer in JSON; the others say AccessDenied.
IN_JSON = "AccessDeniedException"


@dataclass(frozen=True)
class Refusal:
    code: str
    message: str
    status: int = 403
    # For the log: the statement that would allow it, and where it belongs.
    remedy: dict | None = None


def refusal_of(call, caller, denial):
    need = denial.need
    # S3 puts the resource in quotes.
    resource = f'"{need.resource}"' if need.action.startswith("s3:") else need.resource
    words = f"User: {caller.arn} is not authorized to perform: {need.action} on resource: {resource} {denial.reason}"
    words = words.rstrip()
    if call.service == "ec2":
        message = f"You are not authorized to perform this operation. {words}"
        return Refusal("UnauthorizedOperation", message, 403, remedy(caller, denial))
    code, status = code_of(call)
    return Refusal(code, words, status, remedy(caller, denial))


def code_of(call):
    if call.protocol in ("json", "smithy-rpc-v2-cbor"):
        return IN_JSON, 400
    return (IN_JSON, 403) if call.protocol == "rest-json" else ("AccessDenied", 403)


def remedy(caller, denial):
    need = denial.need
    if denial.policy is None:
        return None
    owner = caller.identity or caller.root
    places = {
        "identity": f"a policy of {owner}",
        "boundary": f"the permissions boundary of {owner}",
        "session": f"the session policy that {caller.arn} was made with",
        "resource": f"the policy of {need.resource}",
        "trust": f"the trust policy of {need.resource}",
    }
    if denial.statement:
        return {"denied_by": places[denial.policy], "statement": denial.statement}
    statement = {"Effect": "Allow", "Action": need.action, "Resource": need.resource}
    if denial.policy in ("resource", "trust"):
        named = owner if need.action.startswith("sts:") or caller.identity else caller.root
        statement = {"Effect": "Allow", "Principal": {"AWS": named}, "Action": need.action}
        if denial.policy == "resource":
            statement["Resource"] = "*" if need.action.startswith("kms:") else need.resource
    return {"add_to": places[denial.policy], "statement": statement}


def unknown_action(call, caller, unknown):
    """Nobody can be said to have the right to it."""
    message = (
        f"emulator: no action of IAM is known for {call.service} {call.action} ({unknown}), so that {caller.arn} cannot"
        " be said to have the right to it: add it to local/emulator/authorization/operations.py"
    )
    return Refusal("NotImplemented", message, 501)
