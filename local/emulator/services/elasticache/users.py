"""ElastiCache users and user groups: what moto lacks of them.

Source: ElastiCache User Guide, "Role-Based Access Control (RBAC)".
"""

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException
from moto.elasticache.responses import ElastiCacheResponse

from ...pace import begin
from ...patch import adds, wraps
from .groups import create, find

DEFAULT = "default"
PASSWORDS_KEPT = 2


@wraps(ElastiCacheResponse)
def create_user(original, self):
    """The engine is part of what the provider compares; an IAM user has no password."""
    check_passwords(self.params)
    mode = self.params.get("AuthenticationMode", {}).get("Type")
    check_iam_name(mode, self.params["UserId"], self.params["UserName"])
    user = original(self).result
    user.minimum_engine_version = minimum_version(user)
    user.no_password_required = user.authentication_type == "no-password-required"
    return ActionResult(user)


@adds(ElastiCacheResponse)
def modify_user(self):
    """aws_elasticache_user: access string and authentication change in place."""
    user = find(self, self.elasticache_backend.users, self.params["UserId"], "UserNotFound")
    mode = self.params.get("AuthenticationMode", {})
    passwords = check_passwords(self.params)
    check_iam_name(mode.get("Type"), user.id, user.name)
    if user.status != "active":
        raise ElastiCacheException("InvalidUserState", f"User {user.id} is {user.status}, and must be active.")
    user.access_string = self.params.get("AccessString", user.access_string)
    user.engine = self.params.get("Engine", user.engine).lower()
    user.minimum_engine_version = minimum_version(user)
    user.authentication_type = mode.get("Type") or ("password" if passwords else user.authentication_type)
    user.passwords = (passwords or user.passwords) if user.authentication_type == "password" else []
    user.no_password_required = user.authentication_type == "no-password-required"
    begin(user, "modifying", "active", "elasticache user modified")
    return ActionResult(user)


def minimum_version(target):
    return "7.2" if target.engine == "valkey" else "6.0"


def check_passwords(params):
    """All of them are replaced by those of the request: who keeps the previous one sends it again."""
    passwords = params.get("Passwords") or params.get("AuthenticationMode", {}).get("Passwords", [])
    if len(passwords) > PASSWORDS_KEPT:
        raise invalid(f"got {len(passwords)} passwords, allowed are {PASSWORDS_KEPT}")
    if any(not 16 <= len(password) <= 128 for password in passwords):
        raise invalid("Passwords length must be between 16-128 characters.")
    return passwords


def check_iam_name(mode, user_id, name):
    if mode == "iam" and user_id != name:
        raise invalid(f"A user with authentication by IAM must have one id and name, got {user_id} and {name}")


def invalid(message):
    return ElastiCacheException("InvalidParameterValue", message)


@wraps(ElastiCacheResponse)
def delete_user(original, self):
    """A user leaves its groups, but the default user of one stays as long as the group.

    Gone at once: moto keeps one until somebody looks for it.
    """
    user_id = self.params["UserId"]
    user = find(self, self.elasticache_backend.users, user_id, "UserNotFound")
    groups = [group for group in self.elasticache_backend.user_groups.values() if user_id in group.user_ids]
    if user.name == DEFAULT and groups:
        raise ElastiCacheException(
            "DefaultUserAssociatedToUserGroup", f"{user_id} is the default user of a user group."
        )
    answer = original(self)
    for group in groups:
        set_users(self, group, [other for other in group.user_ids if other != user_id])
    del self.elasticache_backend.users[user_id]
    return answer


def user_group_of(response):
    groups = response.elasticache_backend.user_groups
    return find(response, groups, response.params["UserGroupId"], "UserGroupNotFound")


@adds(ElastiCacheResponse)
def create_user_group(self):
    """aws_elasticache_user_group"""
    group_id, engine = self.params["UserGroupId"], self.params["Engine"].lower()
    check_members(self, engine, self.params.get("UserIds", []))
    group = create(
        self,
        self.elasticache_backend.user_groups,
        "usergroup",
        group_id,
        "UserGroupAlreadyExists",
        user_group_id=group_id,
        engine=engine,
        status="active",
        user_ids=[],
    )
    group.minimum_engine_version = minimum_version(group)
    set_users(self, group, self.params.get("UserIds", []))
    begin(group, "creating", "active", "elasticache user group created")
    return ActionResult(group)


def check_active(group):
    if group.status != "active":
        raise ElastiCacheException(
            "InvalidUserGroupState", f"User group {group.user_group_id} is {group.status}, and must be active."
        )


def check_members(response, engine, user_ids):
    users = [find(response, response.elasticache_backend.users, user_id, "UserNotFound") for user_id in user_ids]
    names = [user.name for user in users]
    if len(set(names)) < len(names):
        raise ElastiCacheException(
            "DuplicateUserName", f"A user group cannot have two users of one name: {sorted(names)}"
        )
    if engine == "redis" and DEFAULT not in names:
        raise ElastiCacheException("DefaultUserRequired", f"A user group must have a user named {DEFAULT}.")
    if engine == "valkey" and any(user.no_password_required for user in users):
        raise ElastiCacheException(
            "InvalidParameterCombination", "A user group of engine valkey has users with a password or IAM only."
        )


def set_users(response, group, user_ids):
    """Each knows the other."""
    group.user_ids = sorted(user_ids)
    for user in response.elasticache_backend.users.values():
        memberships = {*user.user_group_ids} - {group.user_group_id}
        user.user_group_ids = sorted({*memberships, group.user_group_id} if user.id in user_ids else memberships)


@adds(ElastiCacheResponse)
def describe_user_groups(self):
    """aws_elasticache_user_group and aws_elasticache_user_group_association"""
    groups = [user_group_of(self)] if "UserGroupId" in self.params else self.elasticache_backend.user_groups.values()
    return ActionResult({"UserGroups": list(groups)})


@adds(ElastiCacheResponse)
def modify_user_group(self):
    """aws_elasticache_user_group_association adds and removes one user at a time."""
    group = user_group_of(self)
    users = {*group.user_ids, *self.params.get("UserIdsToAdd", [])} - {*self.params.get("UserIdsToRemove", [])}
    engine = self.params.get("Engine", group.engine).lower()
    check_members(self, engine, users)
    check_active(group)
    group.engine = engine
    set_users(self, group, users)
    begin(group, "modifying", "active", "elasticache user group modified")
    return ActionResult(group)


@adds(ElastiCacheResponse)
def delete_user_group(self):
    """aws_elasticache_user_group"""
    group = user_group_of(self)
    for cache in self.elasticache_backend.replication_groups.values():
        if group.user_group_id in cache.user_group_ids:
            raise ElastiCacheException(
                "InvalidUserGroupState",
                f"User group {group.user_group_id} is associated with {cache.replication_group_id}.",
            )
    check_active(group)
    set_users(self, group, [])
    del self.elasticache_backend.user_groups[group.user_group_id]
    group.status = "deleting"
    return ActionResult(group)
