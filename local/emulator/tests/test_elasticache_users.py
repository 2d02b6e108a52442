import pytest
from botocore.exceptions import ClientError

from .settings import CACHE
from .waiting import until

PASSWORDS = ["the first of them", "the second of them", "the third of them"]


@pytest.fixture
def elasticache(account):
    return account.client("elasticache")


@pytest.fixture
def add_user(elasticache):
    def add_user(user_id, name=None, engine="redis", mode=None):
        mode = mode or {"Type": "password", "Passwords": PASSWORDS[:1]}
        elasticache.create_user(
            UserId=user_id, UserName=name or user_id, Engine=engine, AccessString="on", AuthenticationMode=mode
        )
        return user_id

    return add_user


def wait_for_group(elasticache):
    until(lambda: elasticache.describe_user_groups(UserGroupId="g")["UserGroups"][0]["Status"] == "active")


@pytest.fixture
def modify(elasticache):
    """Changes a user, and waits until it is active again."""

    def modify(**settings):
        elasticache.modify_user(UserId="u", **settings)
        until(lambda: elasticache.describe_users(UserId="u")["Users"][0]["Status"] == "active")

    return modify


@pytest.fixture
def add_group(elasticache, add_user):
    def add_group(*user_ids, engine="redis"):
        add_user("nobody", name="default", mode={"Type": "no-password-required"})
        made = elasticache.create_user_group(UserGroupId="g", Engine=engine, UserIds=["nobody", *user_ids])
        wait_for_group(elasticache)
        return made

    return add_group


@pytest.fixture
def read(elasticache):
    return lambda user_id: elasticache.describe_users(UserId=user_id)["Users"][0]


@pytest.fixture
def members(elasticache):
    return lambda: elasticache.describe_user_groups(UserGroupId="g")["UserGroups"][0]["UserIds"]


def test_an_iam_user_is_read_back_as_such_and_changes(modify, add_user, read):
    add_user("u", engine="valkey", mode={"Type": "iam"})
    assert read("u")["Authentication"] == {"Type": "iam"}
    assert read("u")["MinimumEngineVersion"] == "7.2"
    modify(AccessString="off")
    assert read("u")["AccessString"] == "off"
    modify(AuthenticationMode={"Type": "password", "Passwords": PASSWORDS[:1]})
    assert read("u")["Authentication"] == {"Type": "password", "PasswordCount": 1}
    modify(AuthenticationMode={"Type": "no-password-required"})
    assert read("u")["Authentication"] == {"Type": "no-password"}


def test_fails_on_an_iam_user_whose_name_is_not_its_id(elasticache, add_user):
    with pytest.raises(ClientError, match="one id and name, got u and other"):
        add_user("u", name="other", mode={"Type": "iam"})
    add_user("u", name="other")
    with pytest.raises(ClientError, match="one id and name, got u and other"):
        elasticache.modify_user(UserId="u", AuthenticationMode={"Type": "iam"})


@pytest.mark.parametrize("by", ["mode", "passwords"])
def test_a_user_has_two_passwords_and_a_change_replaces_both(modify, emulator, add_user, read, by):
    add_user("u", mode={"Type": "iam"})

    def change(passwords):
        mode = {"AuthenticationMode": {"Type": "password", "Passwords": passwords}}
        modify(**(mode if by == "mode" else {"Passwords": passwords}))

    change(PASSWORDS[:2])
    assert read("u")["Authentication"] == {"Type": "password", "PasswordCount": 2}
    change(PASSWORDS[2:])
    assert read("u")["Authentication"]["PasswordCount"] == 1
    modify(AccessString="on ~*")
    assert PASSWORDS[2] in emulator.control("GET", "secrets")[1]
    with pytest.raises(ClientError, match="got 3 passwords"):
        change(PASSWORDS)
    with pytest.raises(ClientError, match="between 16-128"):
        change(["short"])


def test_a_user_group_gains_and_loses_users(elasticache, add_user, add_group, read, members):
    add_user("a")
    group = add_group("a")
    add_user("b")
    for change in ({"UserIdsToAdd": ["b"]}, {"UserIdsToRemove": ["a"]}):
        elasticache.modify_user_group(UserGroupId="g", **change)
        wait_for_group(elasticache)
    assert members() == ["b", "nobody"]
    assert [read("a")["UserGroupIds"], read("b")["UserGroupIds"]] == [[], ["g"]]
    elasticache.delete_user_group(UserGroupId="g")
    with pytest.raises(ClientError, match="UserGroupNotFound"):
        members()
    assert read("b")["UserGroupIds"] == []
    elasticache.add_tags_to_resource(ResourceName=group["ARN"], Tags=[{"Key": "k", "Value": "v"}])
    assert elasticache.list_tags_for_resource(ResourceName=group["ARN"])["TagList"] == [{"Key": "k", "Value": "v"}]


def test_a_user_that_is_deleted_leaves_its_groups_but_not_as_their_default(elasticache, add_user, add_group, members):
    add_user("a")
    add_group("a")
    elasticache.delete_user(UserId="a")
    assert "a" not in [user["UserId"] for user in elasticache.describe_users()["Users"]]
    assert members() == ["nobody"]
    with pytest.raises(ClientError, match="DefaultUserAssociatedToUserGroup"):
        elasticache.delete_user(UserId="nobody")


def test_a_user_group_of_a_cache_is_not_deleted(elasticache, add_group):
    add_group()
    elasticache.create_replication_group(
        ReplicationGroupId="r", UserGroupIds=["g"], TransitEncryptionEnabled=True, **CACHE
    )
    with pytest.raises(ClientError, match="InvalidUserGroupState"):
        elasticache.delete_user_group(UserGroupId="g")


def test_fails_on_a_user_group_with_an_unknown_user(elasticache, add_group):
    with pytest.raises(ClientError, match="UserNotFound"):
        add_group("none")


def test_fails_on_a_user_group_with_two_users_of_one_name(elasticache, add_user, add_group):
    add_group(add_user("a", name="n"))
    add_user("b", name="n")
    with pytest.raises(ClientError, match="DuplicateUserName"):
        elasticache.modify_user_group(UserGroupId="g", UserIdsToAdd=["b"])


def test_fails_on_a_redis_user_group_without_a_default_user(elasticache, add_user):
    with pytest.raises(ClientError, match="DefaultUserRequired"):
        elasticache.create_user_group(UserGroupId="g", Engine="redis", UserIds=[add_user("a")])


def test_fails_on_a_valkey_user_group_with_a_user_without_password(add_group):
    with pytest.raises(ClientError, match="with a password or IAM only"):
        add_group(engine="valkey")
