"""Who is let in with a token of `aws eks get-token`."""

import base64
from datetime import datetime, timedelta, timezone

import pytest
from botocore.auth import SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from .conftest import Account
from .kubernetes_cluster import Cluster, needs_kubernetes

pytestmark = needs_kubernetes


@pytest.fixture(scope="module")
def reader(cluster):
    cluster.let_in("reader", "AmazonEKSViewPolicy")
    return cluster.account.assume("reader", "ann@example.org")


def review(cluster, token):
    """What the cluster's API server is told of a token: (user or None, error or None)"""
    path = f"clusters/{cluster.account.id}/eu-central-1/{cluster.name}/token-review?timeout=30s"
    _, answer = cluster.emulator.control("POST", path, {"spec": {"token": token}})
    return answer["status"].get("user"), answer["status"].get("error")


def make_token(keys, cluster="c", age=timedelta(), host="sts.eu-central-1.amazonaws.com", header="x-k8s-aws-id"):
    """A token that the CLI would not make."""
    credentials = Credentials(keys["aws_access_key_id"], keys["aws_secret_access_key"], keys.get("aws_session_token"))
    url = f"https://{host}/?Action=GetCallerIdentity&Version=2011-06-15"
    request = AWSRequest("GET", url, headers={header: cluster})
    signer = SigV4QueryAuth(credentials, "sts", "eu-central-1", expires=60)
    request.context["timestamp"] = (datetime.now(timezone.utc) - age).strftime("%Y%m%dT%H%M%SZ")
    signer._modify_request_before_signing(request)
    signature = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return encode(f"{request.url}&X-Amz-Signature={signature}")


def encode(url):
    return "k8s-aws-v1." + base64.urlsafe_b64encode(url.encode()).decode().rstrip("=")


def test_a_token_of_the_cli_is_let_in(cluster, reader):
    status, pods = cluster.as_bearer(cluster.token(reader)).call("GET", "/api/v1/pods")
    assert (status, pods["kind"]) == (200, "PodList")


def test_the_user_is_the_session_of_the_role(cluster, reader):
    user, _ = review(cluster, make_token(reader))
    assert user["username"] == f"arn:aws:sts::{cluster.account.id}:assumed-role/reader/ann-example.org"
    assert user["extra"] == {"arn": [cluster.account.role("reader")], "sessionName": ["ann@example.org"]}


def test_a_role_below_a_path_is_known_by_its_full_arn(cluster):
    cluster.let_in("team/blue/writer", groups=["writers"])
    user, _ = review(cluster, make_token(cluster.account.assume("team/blue/writer")))
    assert user["username"] == f"arn:aws:sts::{cluster.account.id}:assumed-role/writer/test"
    assert "writers" in user["groups"]


def test_a_user_of_the_account_is_let_in_by_its_own_key(cluster):
    iam = cluster.account.client("iam")
    user_arn = iam.create_user(UserName="robot")["User"]["Arn"]
    key = iam.create_access_key(UserName="robot")["AccessKey"]
    keys = {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}
    cluster.eks.create_access_entry(clusterName="c", principalArn=user_arn)
    assert review(cluster, make_token(keys))[0]["username"] == user_arn
    iam.update_access_key(UserName="robot", AccessKeyId=key["AccessKeyId"], Status="Inactive")
    assert "is unknown" in review(cluster, make_token(keys))[1]


def test_the_api_refuses_a_principal_without_an_entry(cluster):
    stranger = cluster.as_role("stranger")
    assert stranger.call("GET", "/api/v1/pods")[0] == 401
    assert review(cluster, cluster.token(cluster.account.assume("stranger")))[1].endswith("has no access entry")


def test_an_entry_that_is_deleted_lets_nobody_in(cluster):
    principal = cluster.let_in("leaver", "AmazonEKSViewPolicy")
    keys = cluster.account.assume("leaver")
    assert review(cluster, make_token(keys))[0]
    cluster.eks.delete_access_entry(clusterName="c", principalArn=principal)
    assert review(cluster, make_token(keys))[0] is None


def test_an_entry_for_nodes_lets_no_user_in(cluster):
    principal = cluster.account.role("node")
    cluster.account.make_role("node")
    cluster.eks.create_access_entry(clusterName="c", principalArn=principal, type="EC2")
    assert "only nodes use those" in review(cluster, make_token(cluster.account.assume("node")))[1]


def test_a_role_of_another_account_needs_an_entry_of_its_own(cluster, kubernetes_emulator, account_numbers):
    """A role of the same name in another account is somebody else."""
    other = Account(kubernetes_emulator, str(next(account_numbers)))
    cluster.let_in("namesake")
    assert review(cluster, make_token(other.assume("namesake")))[1].endswith("has no access entry")


@pytest.mark.parametrize(
    "change, error",
    [
        ({"cluster": "d"}, "the token is for another cluster than c"),
        ({"age": timedelta(minutes=16)}, "it expired"),
        ({"age": timedelta(minutes=-16)}, "it expired"),
        ({"host": "sts.example.org"}, "sts.example.org is not a host of STS"),
        ({"header": "x-other"}, "must cover the headers host and x-k8s-aws-id"),
    ],
)
def test_refuses_a_token_that_was_made_for_something_else(cluster, reader, change, error):
    assert review(cluster, make_token(reader))[0]
    user, found = review(cluster, make_token(reader, **change))
    assert user is None
    assert error in found


@pytest.mark.parametrize(
    "key, error",
    [
        ("aws_secret_access_key", "the signature does not match"),
        ("aws_session_token", "the session token does not belong to the access key"),
        ("aws_access_key_id", "is unknown"),
    ],
)
def test_refuses_a_token_made_with_another_key(cluster, reader, key, error):
    # Of the same form, so that the account can be read from it.
    other = {**reader, key: reader[key][:-4] + ("AAAA" if not reader[key].endswith("AAAA") else "BBBB")}
    user, found = review(cluster, make_token(other))
    assert user is None
    assert error in found


@pytest.mark.parametrize(
    "token",
    [
        "",
        "garbage",
        "k8s-aws-v1.",
        "k8s-aws-v1.%%%",
        "k8s-aws-v1.Z2FyYmFnZQ",
        encode("https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15"),
        encode("https://sts.amazonaws.com/?Action=AssumeRole&X-Amz-Credential=a/b/c/d/e"),
        encode(
            "https://sts.amazonaws.com/?Action=GetCallerIdentity&Version=1&X-Amz-Algorithm=a&X-Amz-Credential=a"
            "&X-Amz-Date=x&X-Amz-Expires=60&X-Amz-SignedHeaders=host;x-k8s-aws-id&X-Amz-Signature=%C3%A9"
        ),
    ],
)
def test_refuses_what_is_no_token(cluster, token):
    user, error = review(cluster, token)
    assert user is None
    assert error


def test_a_changed_request_is_refused(cluster, reader):
    text = base64.urlsafe_b64decode(make_token(reader).removeprefix("k8s-aws-v1.") + "==").decode()
    user, error = review(cluster, encode(text.replace("2011-06-15", "2011-06-16")))
    assert user is None
    assert "the signature does not match" in error


def test_an_unknown_cluster_has_no_review(cluster):
    other = Cluster(cluster.emulator, cluster.account, "none")
    status, answer = other.emulator.control(
        "POST", f"clusters/{cluster.account.id}/eu-central-1/none/token-review", {"spec": {"token": "x"}}
    )
    assert status == 404
    assert answer["error"].startswith("no cluster none")
