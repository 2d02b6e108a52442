"""ECR: the password of the registry, which listens where the emulator does.

Source: Amazon ECR API Reference, "GetAuthorizationToken".
"""

import os

from moto.core.responses import ActionResult
from moto.ecr.responses import ECRResponse

from ...calls.call import CREDENTIAL
from ...patch import wraps
from ...registry.login import make_login


@wraps(ECRResponse)
def get_authorization_token(_original, self):
    found = CREDENTIAL.search(self.headers.get("Authorization", ""))
    key = found[1] if found else ""
    registries = self._get_param("registryIds") or [self.current_account]
    data = []
    for account in registries:
        token, ends = make_login(key, account, self.region)
        data.append(
            {
                "authorizationToken": token,
                "expiresAt": ends,
                "proxyEndpoint": f"http://127.0.0.1:{os.environ['MOTO_PORT']}",
            }
        )
    return ActionResult({"authorizationData": data})
