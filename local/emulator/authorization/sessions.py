"""Sessions of Systems Manager: the server and the document have to be allowed, and a person's own sessions are told by a tag.

Without a document there is a shell, and no document is asked for, unless the statement wants that it is.
Source: AWS Systems Manager User Guide, "Start a session with a document by specifying the session documents in IAM
policies" and "Additional sample IAM policies for Session Manager".
"""

from .need import Need

SESSIONS = {("ssm", "StartSession"), ("ssm", "ResumeSession"), ("ssm", "TerminateSession")}


def session_needs(call, parameters):
    action = f"ssm:{call.action}"
    if call.action != "StartSession":
        yield Need(action, f"arn:aws:ssm:{call.region}:{call.account}:session/{parameters.get('SessionId', '*')}")
        return
    document = parameters.get("DocumentName")
    keys = {"ssm:SessionDocumentAccessCheck": "true" if document else "false"}
    target = parameters.get("Target", "*")
    service, kind = ("ssm", "managed-instance") if target.startswith("mi-") else ("ec2", "instance")
    yield Need(action, f"arn:aws:{service}:{call.region}:{call.account}:{kind}/{target}", keys)
    if document:
        owner = "" if document.startswith("AWS-") else call.account
        yield Need(action, f"arn:aws:ssm:{call.region}:{owner}:document/{document}", keys)
