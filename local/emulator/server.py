"""moto's server with a request log, faults, control calls and errors that say what to do."""

import functools
import io
import json
import logging
import re
import threading
import time
from datetime import datetime, timezone
from http.client import responses as REASONS
from pathlib import Path

import werkzeug.exceptions
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from waitress.channel import ClientDisconnected
from werkzeug.datastructures import Headers

from . import rules, services  # noqa: F401  complete moto on import
from .authorization.authorizer import AUTHORIZER
from .calls.call import SERVICE_NAMES, parse_call, service_model
from .calls.errors import error_response
from .calls.patience import patiently
from .cluster.clusters import CLUSTERS
from .control.control import Control
from .control.faults import LOST_ANSWER, LOST_CALL, Faults
from .lock import MOTO
from .pace import PACE
from .registry import registry
from .rules.rule import Refused, check
from .servers.servers import SERVERS
from .service_file import service_file

# Go's HTTP client loses an answer that comes while it still finishes sending; the SDK then sends the
# request again, and a creation fails with "already exists". No AWS is as quick as this.
SHORTEST_ANSWER_S = 0.005
# Services whose calls may change what a real server is to be.
BACKED = {"rds", "elasticache", "secretsmanager", "backup"}
SERVICES = Path(services.__file__).parent
# What is asked of a proxy names the host as well (RFC 9112, 3.2.2).
HOST = re.compile("^https?://[^/]+")

log = logging.getLogger("emulator")


class Dispatcher(DomainDispatcherApplication):
    def __init__(self):
        super().__init__(create_app)
        # moto lists its folders on disk and tries 200 patterns for every request.
        self.get_backend_for_host = functools.cache(self.get_backend_for_host)

    def find_application(self, environ):
        """None for a service that moto does not know, or needs packages for that are not installed."""
        try:
            return self.get_application(environ)
        except (UnknownService, ImportError):
            return None


class UnknownService(Exception):
    pass


def create_app(service):
    if service is None:
        raise UnknownService
    # Loaded here, under the dispatcher's lock: a first burst of calls would load it once for each.
    service_model(SERVICE_NAMES.get(service, service))
    app = create_backend_app(service)
    app.register_error_handler(werkzeug.exceptions.NotFound, no_route)
    app.register_error_handler(werkzeug.exceptions.MethodNotAllowed, no_route)
    return app


def no_route(error):
    raise NotImplementedError(str(error))


class Emulator:
    def __init__(self, directory):
        self.requests_file = Path(directory) / "requests.jsonl"
        self.faults = Faults()
        self._control = Control(self)
        self._dispatcher = Dispatcher()
        self._lock = threading.Lock()
        self._requests = self.requests_file.open("a", buffering=1)

    def __call__(self, environ, start_response):
        if environ.get("PATH_INFO", "").startswith("/_emulator"):
            status, headers, body = self._control.handle(environ)
        elif registry.is_for_registry(environ):
            status, headers, body = self._answer_as_registry(environ)
        else:
            status, headers, body = self._answer(environ)
        start_response(f"{status} {REASONS.get(status, '')}", list(headers.items()))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else body]

    def _answer(self, environ):
        started = time.perf_counter()
        # moto and call.py need the path as it was sent, under this name.
        environ["RAW_URI"] = HOST.sub("", environ["REQUEST_URI"])
        form = read_form(environ)
        app = self._dispatcher.find_application(environ)
        call = parse_call(environ, app and app.service, form)
        fault = self.faults.hit(call)
        if fault:
            time.sleep(fault.delay_ms / 1000)
        if fault and fault.effect == LOST_CALL:
            raise ClientDisconnected
        if fault and (error := fault.error(call)):
            status, headers, body = error_response(call, *error)
        else:
            status, headers, body = answer_with_moto(app, environ, call)
        if call.service == "eks":
            CLUSTERS.wake()
        if call.service in BACKED:
            SERVERS.wake()
        taken = time.perf_counter() - started
        self._record(call, status, body, taken)
        if fault and fault.effect == LOST_ANSWER:
            # As if the client had gone: waitress closes the connection and sends nothing.
            raise ClientDisconnected
        time.sleep(max(0, SHORTEST_ANSWER_S - taken))
        return status, headers, body

    def _answer_as_registry(self, environ):
        started = time.perf_counter()
        call, answer = registry.answer(environ)
        status, headers, body = answer()
        self._record(call, status, body, time.perf_counter() - started)
        return status, headers, body

    def _record(self, call, status, body, seconds):
        entry = {
            "time": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "ms": round(seconds * 1000, 1),
            "account": call.account,
            "service": call.service,
            "action": call.action,
            "method": call.method,
            "path": call.path,
            "status": status,
        }
        if call.rights_ms:
            entry["rights_ms"] = round(call.rights_ms, 2)
        if call.remedy:
            entry["denied"] = call.remedy
        if status >= 400:
            entry["response"] = body[:600].decode("utf-8", "replace")
        with self._lock:
            self._requests.write(json.dumps(entry) + "\n")


def read_form(environ):
    """The query protocol names its action in the body; it is put back for moto to read."""
    if not environ.get("CONTENT_TYPE", "").startswith("application/x-www-form-urlencoded"):
        return ""
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body.decode("utf-8", "replace")


def answer_with_moto(app, environ, call):
    captured = {}

    def start_response(status, headers, exc_info=None):
        captured["status"], captured["headers"] = int(status.split()[0]), Headers(headers)

    try:
        if app is None:
            raise NotImplementedError(call.service)
        services.refuse_unsupported(call)
        refusal, chunks = patiently(environ, lambda: answer_now(app, environ, call, start_response))
        if refusal:
            return error_response(call, refusal.status, refusal.code, refusal.message)
        body = b"".join(chunks)
        chunks.close()
        if captured["status"] == 404 and not call.action:
            raise NotImplementedError(call.path)
        return captured["status"], captured["headers"], body
    except Refused as refused:
        return error_response(call, refused.status, refused.code, refused.message)
    except NotImplementedError:
        action = call.action or f"{call.method} {call.path}"
        file = service_file(SERVICES, call.service)
        message = f"emulator: {call.service} {action} is not implemented: add it in local/emulator/services/{file}"
        log.warning(message)
        # SDKs retry 500, 502, 503 and 504, the provider up to 25 times; 501 fails at once.
        return error_response(call, 501, "NotImplemented", message)
    except Exception as error:
        log.exception("%s %s failed", call.service, call.action)
        message = f"emulator: {call.service} {call.action} failed: {error!r}: the traceback is in emulator.log"
        return error_response(call, 501, "EmulatorFailure", message)


def answer_now(app, environ, call, start_response):
    """-> (why the caller may not, the answer)"""
    # A list fails when another call adds to what it lists.
    with MOTO:
        PACE.catch_up()
        refusal = AUTHORIZER.check(call, environ)
        if refusal:
            return refusal, None
        check(call, environ)
        return None, app(environ, start_response)
