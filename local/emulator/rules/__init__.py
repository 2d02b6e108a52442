"""What AWS refuses before it does anything: one module a service, and one for each kind of rule over all services.

Importing them registers their rules (`rule.py`).
"""

import importlib
import pkgutil

for module in pkgutil.iter_modules(__path__, f"{__name__}."):
    importlib.import_module(module.name)
