"""The webhook by which EKS gives a pod its credentials: its API server asks it about each pod that is made. Here it gives
a pod the authority of the emulator's servers as well.

So a pod that is made before its association is effective has none as long as it lives.
"""

import base64
import json
import logging
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from ..lock import MOTO
from ..pace import PACE
from ..servers.servers import SERVERS
from .authorities import with_authority
from .pod_credentials import add, patches
from .pod_identity import effective_role, service_account_of

NAME = "pod-identity-webhook"

log = logging.getLogger("emulator")


class PodIdentityWebhook(ThreadingHTTPServer):
    """An API server takes a webhook by HTTPS alone: this one shows the certificate of the API server itself."""

    daemon_threads = True

    def __init__(self, control_plane, data):
        """`data` is the folder of the cluster's certificates."""
        super().__init__(("127.0.0.1", 0), Handler)
        self._control_plane = control_plane
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(data / "server.crt", data / "server.key")
        # The handshake is left to the thread of the connection.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)
        threading.Thread(target=self.serve_forever, daemon=True, name=f"{NAME} of {control_plane}").start()

    def configuration(self, ca_data):
        """As on EKS: a pod is made in any case, if need be without credentials."""
        return {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "MutatingWebhookConfiguration",
            "metadata": {"name": NAME},
            "webhooks": [
                {
                    "name": "iam-for-pods.amazonaws.com",
                    "clientConfig": {"url": f"https://127.0.0.1:{self.server_port}/mutate", "caBundle": ca_data},
                    "rules": [
                        {"apiGroups": [""], "apiVersions": ["v1"], "operations": ["CREATE"], "resources": ["pods"]}
                    ],
                    "failurePolicy": "Ignore",
                    "reinvocationPolicy": "IfNeeded",
                    "sideEffects": "None",
                    "admissionReviewVersions": ["v1"],
                }
            ],
        }

    def stop(self):
        self.shutdown()
        self.server_close()

    def handle_error(self, request, client_address):
        """An API server that is killed breaks its connections off."""
        log.debug("%s", NAME, exc_info=True)

    def review(self, request):
        """The response to an AdmissionReview."""
        asked = request["object"]
        pod = with_authority(asked) if SERVERS.enabled else asked
        with MOTO:
            PACE.catch_up()
            role = effective_role(self._control_plane.cluster, request["namespace"], service_account_of(pod))
        changes = [add("/spec/volumes", pod["spec"]["volumes"])] if pod is not asked else []
        if role is not None:
            changes += patches(pod, self._control_plane.region)
        response = {"uid": request["uid"], "allowed": True}
        if not changes:
            return response
        patch = base64.b64encode(json.dumps(changes).encode()).decode()
        return {**response, "patchType": "JSONPatch", "patch": patch}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked["response"] = self.server.review(asked.pop("request"))
        body = json.dumps(asked).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        """Not on standard error."""
