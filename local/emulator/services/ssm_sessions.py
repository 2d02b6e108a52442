"""Systems Manager: sessions of servers that its agent connects, as far as they begin and end.

Nothing is forwarded: who may begin which session, and whether the agent can be reached, is what is answered.
Source: AWS Systems Manager API Reference, StartSession; AWS Systems Manager User Guide, "Session Manager prerequisites".
"""

import secrets
from datetime import datetime, timezone

from moto.core.responses import ActionResult
from moto.ssm.models import ssm_backends
from moto.ssm.responses import SimpleSystemManagerResponse

from ..authorization.caller import find_caller
from ..calls.errors import EmulatorError
from ..managed_server import is_connected
from ..patch import adds

# Documents of AWS, and the parameters that each has to be given.
DOCUMENTS = {
    "AWS-StartPortForwardingSession": (),
    "AWS-StartPortForwardingSessionToRemoteHost": ("host",),
    "AWS-StartSSHSession": (),
}


def sessions_of(backend):
    return backend.__dict__.setdefault("sessions", {})


def session_tags(account, region, session_id):
    """By which a person's own sessions are told."""
    session = sessions_of(ssm_backends[account][region]).get(session_id)
    return {"aws:ssmmessages:session-id": session["user"], "aws:ssmmessages:target-id": session["Target"]} if session else {}


@adds(SimpleSystemManagerResponse)
def start_session(self):
    target, document = self._get_param("Target"), self._get_param("DocumentName")
    given = self._get_param("Parameters") or {}
    if document and document not in (*DOCUMENTS, *self.ssm_backend._documents):
        raise EmulatorError("InvalidDocument", f"Document with name {document} does not exist.")
    for name in DOCUMENTS.get(document, ()):
        if not given.get(name):
            raise EmulatorError("InvalidParameters", f"Parameter {name} is required by {document}.")
    if not is_connected(target, self.current_account, self.region):
        raise EmulatorError("TargetNotConnected", f"{target} is not connected.")
    caller = find_caller(self.access_key)
    session_id = f"{caller.arn.rpartition('/')[2]}-{secrets.token_hex(9)[:17]}"
    sessions_of(self.ssm_backend)[session_id] = {
        "SessionId": session_id,
        "Target": target,
        "Status": "Connected",
        "StartDate": datetime.now(timezone.utc),
        "DocumentName": document or "SSM-SessionManagerRunShell",
        "Owner": caller.arn,
        "user": caller.keys.get("aws:userid", self.current_account),
    }
    return ActionResult(
        {
            "SessionId": session_id,
            "TokenValue": secrets.token_urlsafe(48),
            "StreamUrl": f"wss://ssmmessages.{self.region}.amazonaws.com/v1/data-channel/{session_id}?role=publish_subscribe",
        }
    )


@adds(SimpleSystemManagerResponse)
def terminate_session(self):
    session_id = self._get_param("SessionId")
    session = sessions_of(self.ssm_backend).get(session_id)
    if session:
        session["Status"] = "Terminated"
    return ActionResult({"SessionId": session_id})


@adds(SimpleSystemManagerResponse)
def describe_sessions(self):
    ended = self._get_param("State") == "History"
    found = [each for each in sessions_of(self.ssm_backend).values() if (each["Status"] == "Terminated") == ended]
    return ActionResult({"Sessions": [{key: value for key, value in each.items() if key != "user"} for each in found]})
