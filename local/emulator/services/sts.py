"""STS: sessions that carry what authorization asks for: second factor, session tags, source identity."""

from datetime import datetime, timezone

from moto.iam.models import iam_backends
from moto.sts.models import AssumedRole, STSBackend
from moto.sts.responses import TokenResponse

from ..authorization.assume_role import claims_of
from ..authorization.caller import find_caller, find_session
from ..authorization.organization import session_of_user
from ..patch import wraps


@wraps(AssumedRole)
def __init__(original, self, *args, **settings):
    """Sessions are ended by a policy that denies everything to those that began before a time."""
    original(self, *args, **settings)
    self.issued_at = datetime.now(timezone.utc).isoformat(timespec="milliseconds")


@wraps(TokenResponse)
def assume_role(original, self):
    """A session of a session keeps the tags that are transitive, and the source identity."""
    answer = original(self)
    session = answer.result["Credentials"]
    before = find_session(self.get_access_key())
    kept = getattr(before, "transitive_tags", {})
    given = {tag["Key"]: tag["Value"] for tag in self._get_param("Tags") or []}
    session.tags = {**given, **kept}
    keys = self._get_param("TransitiveTagKeys") or []
    session.transitive_tags = {key: value for key, value in session.tags.items() if key in keys or key in kept}
    session.source_identity = self._get_param("SourceIdentity") or getattr(before, "source_identity", None)
    caller = find_caller(self.get_access_key())
    by_code = bool(self._get_param("SerialNumber") and self._get_param("TokenCode"))
    session.with_mfa = by_code or caller.keys.get("aws:MultiFactorAuthPresent") is True
    return answer


@wraps(TokenResponse)
def assume_role_with_web_identity(original, self):
    answer = original(self)
    claims = claims_of(self._get_param("WebIdentityToken") or "") or {}
    answer.result["Credentials"].provider = str(claims.get("iss", "")).removeprefix("https://")
    answer.result["SubjectFromWebIdentityToken"] = claims.get("sub")
    return answer


@wraps(TokenResponse)
def get_session_token(original, self):
    """moto gives everybody the same keys, which are nobody's."""
    answer = original(self)
    key = iam_backends[self.current_account]["aws"].access_keys.get(self.get_access_key())
    if key is not None and key.user_name:
        with_mfa = bool(self._get_param("SerialNumber") and self._get_param("TokenCode"))
        names = ("AccessKeyId", "SecretAccessKey", "SessionToken")
        keys = session_of_user(self.current_account, key.user_name, with_mfa)
        answer.result["Credentials"].update(zip(names, keys))
    return answer


@wraps(STSBackend)
def get_caller_identity(original, self, access_key_id, region):
    """moto takes users with temporary keys, and roots, for somebody that nobody knows."""
    caller = find_caller(access_key_id)
    found = original(self, access_key_id, region)
    return found if caller.is_role else (caller.keys.get("aws:userid", caller.account), caller.arn, caller.account)
