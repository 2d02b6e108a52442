"""One module a service, or a folder of several: importing them completes moto."""

import importlib
import pkgutil

# What moto accepts but does wrong, so that a stack must not come to rely on it: {service: {actions}}.
UNSUPPORTED = {}


def unsupported(service, *actions):
    UNSUPPORTED.setdefault(service, set()).update(actions)


def refuse_unsupported(call):
    if call.action in UNSUPPORTED.get(call.service, ()):
        raise NotImplementedError(call.action)


for module in pkgutil.walk_packages(__path__, f"{__name__}."):
    importlib.import_module(module.name)
