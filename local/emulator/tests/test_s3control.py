"""S3 Control puts the account before the host, as AWS's endpoint rules say for any endpoint: 111111111111.127.0.0.1. No
DNS knows that name. A request for it comes by way of a proxy, which is the emulator itself.
"""

import pytest
from botocore.config import Config

from .tested_role import Role, allow, refused

BLOCK = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


@pytest.fixture
def by_proxy(emulator):
    return Config(retries={"total_max_attempts": 1}, proxies={"http": f"http://127.0.0.1:{emulator.port}"})


def test_the_public_access_block_of_an_account_is_set_read_and_gone(account, by_proxy):
    client = account.client("s3control", config=by_proxy)
    client.put_public_access_block(AccountId=account.id, PublicAccessBlockConfiguration=BLOCK)
    assert client.get_public_access_block(AccountId=account.id)["PublicAccessBlockConfiguration"] == BLOCK
    client.delete_public_access_block(AccountId=account.id)
    assert account.inventory() == []
    # Terraform waits for this answer.
    refused(lambda: client.get_public_access_block(AccountId=account.id), "NoSuchPublicAccessBlockConfiguration")


def test_only_who_may_change_the_account_sets_it(account, by_proxy):
    role = Role(account, allow(["s3:GetAccountPublicAccessBlock", "s3:PutBucketPublicAccessBlock"]))
    client = role.client("s3control", config=by_proxy)
    message = refused(
        lambda: client.put_public_access_block(AccountId=account.id, PublicAccessBlockConfiguration=BLOCK)
    )
    assert "s3:PutAccountPublicAccessBlock" in message
