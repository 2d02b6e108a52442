"""The agent of EKS Pod Identity, which runs on each node: it gives a container the credentials of its pod's role.

Sources: Amazon EKS User Guide, "Understand how EKS Pod Identity works"; AWS SDKs and Tools Reference Guide, "Container
credential provider".
"""

import json
import logging
import threading
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from moto.sts.models import sts_backends

from ..lock import MOTO
from ..pace import PACE
from .pod_identity import SERVICE, NoCredentials, assume_role

PATH = "/v1/credentials"
# The SDKs ask again before.
CREDENTIALS_SECONDS = 6 * 3600
SERVICE_ACCOUNT = "system:serviceaccount:"
POD_NAME, POD_UID = "authentication.kubernetes.io/pod-name", "authentication.kubernetes.io/pod-uid"

log = logging.getLogger("emulator")


class PodIdentityAgent(ThreadingHTTPServer):
    """Listens on this machine; the real node of the cluster forwards the agent's address to it."""

    daemon_threads = True

    def __init__(self, control_plane):
        super().__init__(("127.0.0.1", 0), Handler)
        self._control_plane = control_plane
        threading.Thread(target=self.serve_forever, daemon=True, name=f"agent of {control_plane}").start()

    @property
    def address(self):
        return f"127.0.0.1:{self.server_port}"

    def stop(self):
        self.shutdown()
        self.server_close()

    def credentials(self, token):
        """As the SDKs read them. @raises NoCredentials"""
        pod = self._pod_of(token)
        cluster, account = self._control_plane.cluster, self._control_plane.account
        with MOTO:
            PACE.catch_up()
            caller = assume_role(cluster, account, pod)
            session = sts_backends[account]["aws"].assume_role(
                region_name=self._control_plane.region,
                role_session_name=caller.arn.rpartition("/")[2],
                role_arn=caller.identity,
                policy=None,
                duration=CREDENTIALS_SECONDS,
                external_id=None,
            )
            prefix = "aws:PrincipalTag/"
            session.tags = {key.removeprefix(prefix): tag for key, tag in caller.keys.items() if key.startswith(prefix)}
        expires = datetime.now(timezone.utc) + timedelta(seconds=CREDENTIALS_SECONDS)
        return {
            "AccessKeyId": session.access_key_id,
            "SecretAccessKey": session.secret_access_key,
            "Token": session.session_token,
            "AccountId": account,
            "Expiration": expires.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }

    def _pod_of(self, token):
        """What `assume_role` asks of a pod: the cluster says whose token it is."""
        api = self._control_plane.api
        if api is None:
            raise NoCredentials("the cluster's API can't be used yet")
        status = api.review_token(token, SERVICE) if token else {"error": "there is none"}
        user = status.get("user", {})
        if not status.get("authenticated") or not user.get("username", "").startswith(SERVICE_ACCOUNT):
            raise NoCredentials(f"the token is no pod's: {status.get('error', 'it was made for somebody else')}")
        namespace, _, account = user["username"].removeprefix(SERVICE_ACCOUNT).partition(":")
        extra = user.get("extra", {})
        metadata = {"namespace": namespace, "name": extra[POD_NAME][0], "uid": extra[POD_UID][0]}
        return {"metadata": metadata, "spec": {"serviceAccountName": account}}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path != PATH:
            return self._answer(404, {"message": f"there is only {PATH}"})
        try:
            self._answer(200, self.server.credentials(self.headers.get("Authorization", "")))
        except NoCredentials as reason:
            log.warning("Pod Identity: %s", reason)
            self._answer(400, {"code": "AccessDeniedException", "message": str(reason)})
        except Exception as error:
            log.exception("Pod Identity")
            self._answer(500, {"code": "InternalServerException", "message": repr(error)})

    def _answer(self, status, body):
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass
