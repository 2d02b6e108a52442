"""ElastiCache: the form of access strings.

Source: Amazon ElastiCache User Guide, "Specifying permissions using an access string".
"""

import re

from .rule import Refused, rule

COMMAND = r"[+-](@?[a-z][a-z-]*)(\|[a-z-]+)?"
KEYS = r"(%(R|W|RW))?~\S+|&\S+"
TOKEN = re.compile(
    rf"on|off|({COMMAND})|({KEYS})|allkeys|allchannels|allcommands|nocommands|reset(keys|channels)?|clearselectors"
)


@rule("elasticache", "CreateUser", "ModifyUser")
def access_string(request):
    text = request.get("AccessString")
    if text is None:
        return
    for token in text.replace("(", " ").replace(")", " ").split():
        if not TOKEN.fullmatch(token):
            raise Refused("InvalidParameterValue", f"The access string is not valid at {token}")
