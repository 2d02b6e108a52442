"""An account that is lost: what else is there goes on, and what it held can't be had from anywhere."""

import pytest
from botocore.exceptions import ClientError

from .conftest import CAME_WITH_THE_ACCOUNT


@pytest.fixture
def closed(emulator, account):
    account.client("s3").create_bucket(
        Bucket=f"assets-{account.id}", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    account.client("sns").create_topic(Name="alerts")
    assert account.inventory() != []
    assert emulator.control("POST", "closed-accounts", {"account": account.id})[0] == 200
    return account


def refusal(call, **parameters):
    with pytest.raises(ClientError) as refused:
        call(**parameters)
    return refused.value.response["Error"]["Code"]


def test_nobody_comes_in(closed):
    for client in (closed.client("sns"), closed.root("sns")):
        assert refusal(client.list_topics) == "AccessDenied"
    with pytest.raises(ClientError, match="not authorized to perform: sts:AssumeRole"):
        closed.assume(CAME_WITH_THE_ACCOUNT)


def test_all_that_it_held_is_gone_and_another_can_have_the_names_of_its_buckets(emulator, closed):
    assert closed.inventory(pending=True) == []
    emulator.client("s3").create_bucket(
        Bucket=f"assets-{closed.id}", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    emulator.client("s3").delete_bucket(Bucket=f"assets-{closed.id}")
