"""Passwords of the registry: whoever has one is who asked ECR for it, with the rights of that moment.

Source: Amazon ECR User Guide, "Private registry authentication in Amazon ECR".
"""

import binascii
import secrets
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass

USER = "AWS"
VALID_S = 12 * 3600


@dataclass(frozen=True)
class Login:
    access_key: str
    # The registry that is meant where a request names none.
    account: str
    region: str
    ends: float


_logins = {}


def make_login(access_key, account, region):
    """-> (what stands in the header of a request, when it ends)"""
    password, ends = secrets.token_urlsafe(48), time.time() + VALID_S
    _logins[password] = Login(access_key, account, region, ends)
    return b64encode(f"{USER}:{password}".encode()).decode(), ends


def find_login(header):
    """Whose `Authorization` it is. None: nobody's."""
    kind, _, text = (header or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        user, _, password = b64decode(text, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    login = _logins.get(password)
    return login if login and user == USER and login.ends > time.time() else None
