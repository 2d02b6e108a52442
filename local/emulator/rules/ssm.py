"""SSM: sizes and tiers of parameters.

Source: AWS Systems Manager User Guide, "Managing parameter tiers".
"""

import re

from moto.ssm.models import ssm_backends

from .rule import Refused, rule

SIZES = {"Standard": 4096, "Advanced": 8192, "Intelligent-Tiering": 8192}


@rule("ssm", "PutParameter")
def size_of_a_parameter(request):
    tier = request.get("Tier") or "Standard"
    if len(request.get("Value").encode()) > SIZES[tier]:
        hint = " To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier."
        raise Refused(
            "ValidationException",
            f"{tier} tier parameters support a maximum parameter value of {SIZES[tier]} characters."
            + (hint if tier == "Standard" else ""),
        )


@rule("ssm", "PutParameter")
def advanced_stays_advanced(request):
    name, backend = request.get("Name"), request.backend(ssm_backends)
    versions = backend._parameters[name] if name in backend._parameters else []
    if versions and versions[-1].tier == "Advanced" and request.get("Tier") == "Standard":
        raise Refused(
            "ValidationException",
            "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the "
            "advanced-parameter tier to the standard-parameter tier.",
        )


@rule("ssm", "PutParameter")
def value_has_the_allowed_form(request):
    pattern = request.get("AllowedPattern")
    if pattern and not re.search(pattern, request.get("Value")):
        raise Refused("ParameterPatternMismatchException", "Parameter value, cannot be validated against allowedPattern")


@rule("ssm", "PutParameter")
def fifteen_levels(request):
    if request.get("Name").count("/") > 15:
        raise Refused(
            "HierarchyLevelLimitExceededException", "A parameter hierarchy can have a maximum of fifteen levels."
        )
