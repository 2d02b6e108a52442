"""Filter patterns of CloudWatch Logs: whether a text is one, and which events it matches.

Source: CloudWatch Logs User Guide, "Filter pattern syntax for metric filters, subscription filters, filter log
events, and Live Tail". Three kinds: terms (`ERROR -"not this" ?"or" %regex%`), JSON (`{ $.level = "error" }`) and
fields by space (`[ip, user, status = 5*]`). Letters are matched in their case.
"""

from functools import lru_cache

from .fields import fields_pattern
from .json_event import json_pattern
from .terms import terms_pattern
from .tokens import InvalidPattern

LONGEST = 1024

__all__ = ["InvalidPattern", "matcher"]


@lru_cache(maxsize=1024)
def matcher(text):
    """-> function(message) -> whether the pattern matches it
    @raises InvalidPattern"""
    text = text.strip()
    if len(text) > LONGEST:
        raise InvalidPattern(f"it is longer than {LONGEST} characters")
    if text.startswith("{"):
        return json_pattern(text)
    if text.startswith("["):
        return fields_pattern(text)
    return terms_pattern(text)
