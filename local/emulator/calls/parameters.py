"""The parameters of a call, named as in AWS's models, whatever the protocol that it came in."""

import functools
import io
import re

from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from werkzeug.wrappers import Request

from .call import path_pattern, service_model

# Longer ones are stored objects.
LONGEST_BODY = 4 * 2**20
# Rights and rules ask for the same ones.
PARAMETERS = "emulator.parameters"
NAME_IN_PATH = re.compile(r"\{([^}+]+)\+?\}")


def parameters_of(call, environ):
    """{} for a call that no model describes. The body can be read again after that."""
    if PARAMETERS not in environ:
        environ[PARAMETERS] = parse(call, environ)
    return environ[PARAMETERS]


def parse(call, environ):
    model = service_model(call.service)
    if model is None or call.action not in model.operation_names:
        return {}
    operation = model.operation_model(call.action)
    protocol = determine_request_protocol(model, call.content_type)
    request = Request({**environ, "wsgi.input": io.BytesIO(keep_body(environ))})
    parsed = PROTOCOL_PARSERS[protocol](operation).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": b"" if has_stream(operation) else request.get_data(),
            "url_path": request.path,
            "url_params": path_values(operation.http.get("requestUri", "/"), environ["RAW_URI"].partition("?")[0]),
        }
    )
    return parsed or {}


def keep_body(environ):
    """What was sent, which can be read again."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if length > LONGEST_BODY:
        return b""
    body = environ["wsgi.input"].read(length) if length else b""
    environ["wsgi.input"] = io.BytesIO(body)
    return body


def has_stream(operation):
    """Whether the body is bytes as they are, as that of PutObject is."""
    shape = operation.input_shape
    payload = shape and shape.serialization.get("payload")
    return bool(payload) and shape.members[payload].type_name == "blob"


def path_values(pattern, path):
    expression, names = path_names(pattern.partition("?")[0])
    found = expression.fullmatch(path)
    return dict(zip(names, found.groups())) if found else {name: "" for name in names}


@functools.cache
def path_names(pattern):
    return path_pattern(pattern), NAME_IN_PATH.findall(pattern)


def texts_in(value, name=""):
    """(name of the parameter, text) of all texts, however deep. Of a list each item has the list's name."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from texts_in(item, key)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_in(item, name)
    elif isinstance(value, str):
        yield name, value
