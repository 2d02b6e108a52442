"""Lambda: key, dead letter queue and logging of a function, which moto drops."""

from moto.awslambda.models import LambdaFunction

from ..patch import wraps

SETTINGS = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig", "TracingConfig")


@wraps(LambdaFunction)
def __init__(original, self, account_id, spec, *args, **kwargs):
    """aws_lambda_function"""
    original(self, account_id, spec, *args, **kwargs)
    self.settings = {key: spec[key] for key in SETTINGS if key in spec}


@wraps(LambdaFunction)
def update_configuration(original, self, changes):
    """As above."""
    self.settings.update({key: changes[key] for key in SETTINGS if key in changes})
    return original(self, changes)


@wraps(LambdaFunction)
def get_configuration(original, self, *args, **kwargs):
    """As above."""
    return {**original(self, *args, **kwargs), **self.settings}
