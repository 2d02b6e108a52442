"""Errors in the protocol of the service that was called, so that every SDK reads code and message."""

from moto.core.exceptions import ServiceException
from moto.core.model import OperationModel
from moto.core.request import determine_request_protocol
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model

from .call import service_model


class EmulatorError(ServiceException):
    """Of this package: moto takes the module of an error of its own for the name of a service."""


def error_response(call, status, code, message):
    """-> (status, headers, body)"""
    # A service that no SDK knows under this name gets the errors of a common one.
    model = service_model(call.service) or get_service_model("sqs" if "json" in call.content_type else "iam")
    protocol = determine_request_protocol(model, call.content_type)
    serializer = get_serializer_class(model.service_name, protocol)(operation_model=OperationModel({}, model))
    response = serializer.serialize(EmulatorError(code, message))
    return status, response["headers"], response["body"].encode()
