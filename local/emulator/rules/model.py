"""AWS's API models, which come with botocore: what is required, how long, in which range and of which form.

An SDK checks only what is required and the smallest sizes, before it sends.
"""

import functools
import re

from .rule import Refused, rule

# Where it is not ValidationException.
CODES = {
    "appconfig": "BadRequestException",
    "cloudtrail": "InvalidParameterException",
    "cloudwatch": "InvalidParameterValue",
    "ec2": "InvalidParameterValue",
    "ecr": "InvalidParameterException",
    "eks": "InvalidParameterException",
    "elasticache": "InvalidParameterValue",
    "elbv2": "ValidationError",
    "iam": "ValidationError",
    "logs": "InvalidParameterException",
    "rds": "InvalidParameterValue",
    "route53": "InvalidInput",
    "s3": "InvalidArgument",
    "sns": "InvalidParameter",
    "sqs": "InvalidAttributeValue",
    "sts": "ValidationError",
    "wafv2": "WAFInvalidParameterException",
}
# Services whose models say less than what the service takes, or whose bodies are not parsed as a whole.
UNCHECKED = {"s3", "s3control"}


@rule("*")
def as_the_model_says(request):
    shape = input_shape(request)
    if shape is None or request.service in UNCHECKED:
        return
    fault = next(faults(request.parameters, shape, ""), None)
    if fault:
        raise Refused(CODES.get(request.service, "ValidationException"), f"1 validation error detected: {fault}")


def input_shape(request):
    from ..calls.call import service_model

    model = service_model(request.service)
    known = model and request.action in model.operation_names
    return model.operation_model(request.action).input_shape if known else None


def faults(value, shape, path):
    """In the words of AWS."""
    if value is None:
        return
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            if name in value:
                yield from faults(value[name], member, f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        yield from out_of_range(len(value), value, shape, path, "length")
        for index, item in enumerate(value, 1):
            yield from faults(item, shape.member, f"{path}.{index}.member")
    elif shape.type_name == "map":
        yield from out_of_range(len(value), value, shape, path, "length")
        for key, item in value.items():
            yield from faults(item, shape.value, f"{path}.{key}.member")
    elif shape.type_name == "string" and isinstance(value, str):
        yield from out_of_range(len(value), value, shape, path, "length")
        yield from of_another_form(value, shape, path)
    elif shape.type_name in ("integer", "long", "float", "double") and isinstance(value, (int, float)):
        yield from out_of_range(value, value, shape, path, "value")


def out_of_range(size, value, shape, path, what):
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if most is not None and size > most:
        yield failed(value, path, f"have {what} less than or equal to {most}")
    if least is not None and size < least:
        yield failed(value, path, f"have {what} greater than or equal to {least}")


def of_another_form(value, shape, path):
    if shape.enum and value not in shape.enum:
        yield failed(value, path, f"satisfy enum value set: [{', '.join(shape.enum)}]")
    pattern = shape.metadata.get("pattern")
    expression = pattern and compiled(pattern)
    if expression and not expression.fullmatch(value):
        yield failed(value, path, f"satisfy regular expression pattern: {pattern}")


def failed(value, path, constraint):
    shown = str(value)
    return (
        f"Value '{shown if len(shown) < 200 else shown[:200] + '...'}' at '{path}' failed to satisfy constraint: "
        f"Member must {constraint}"
    )


@functools.cache
def compiled(pattern):
    """None for a pattern that Python's expressions don't know: the models have Java's."""
    try:
        return re.compile(pattern, re.DOTALL)
    except re.error:
        return None
