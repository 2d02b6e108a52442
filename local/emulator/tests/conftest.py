"""One emulator for all tests; each test has an account of its own."""

import copy
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import boto3
import pytest
from botocore.config import Config

from . import waiting
from .kubernetes_cluster import LOCAL, PROGRAM, REGION, Cluster

# A key that nobody made is one of the account that this role trusts.
CAME_WITH_THE_ACCOUNT = "OrganizationAccountAccessRole"
NO_RETRIES = Config(retries={"total_max_attempts": 1})


@dataclass
class Emulator:
    port: int
    directory: Path
    process: subprocess.Popen

    def control(self, method, path, body=None):
        """-> (status, parsed answer)"""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/_emulator/{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
        )
        try:
            with urllib.request.urlopen(request) as response:
                return response.status, json.load(response)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def client(self, service, config=NO_RETRIES, region=REGION, **credentials):
        credentials = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        endpoint = f"http://127.0.0.1:{self.port}"
        return boto3.client(service, region, endpoint_url=endpoint, config=config, **credentials)


class Account:
    def __init__(self, emulator, account_id):
        self.id = account_id
        self._emulator = emulator
        self._credentials = self.assume(CAME_WITH_THE_ACCOUNT)

    def on(self, emulator):
        """The same account, and the same session, on an emulator that went on from a snapshot."""
        other = copy.copy(self)
        other._emulator = emulator
        return other

    def role(self, name):
        return f"arn:aws:iam::{self.id}:role/{name}"

    def root(self, service):
        """A client of the account's root, which may do everything."""
        key = f"AKIAROOT{self.id}"
        return self._emulator.client(service, aws_access_key_id=key, aws_secret_access_key=key)

    def make_role(self, role):
        """A role with all rights that everybody may take, unless it is there."""
        path, _, name = f"/{role}".rpartition("/")
        trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
        iam = self.root("iam")
        try:
            iam.create_role(
                Path=f"{path}/",
                RoleName=name,
                AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
            )
        except iam.exceptions.EntityAlreadyExistsException:
            return
        iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")

    def assume(self, role, session="test"):
        """Keys of a session of a role, named as boto3 names them."""
        if role == CAME_WITH_THE_ACCOUNT:
            sts = self._emulator.client("sts")
        else:
            self.make_role(role)
            sts = self.client("sts")
        keys = sts.assume_role(RoleArn=self.role(role), RoleSessionName=session)["Credentials"]
        return {
            "aws_access_key_id": keys["AccessKeyId"],
            "aws_secret_access_key": keys["SecretAccessKey"],
            "aws_session_token": keys["SessionToken"],
        }

    def client(self, service, **settings):
        return self._emulator.client(service, **settings, **self._credentials)

    def inventory(self, pending=False):
        query = f"account={self.id}{'&pending' if pending else ''}"
        return self._emulator.control("GET", f"inventory?{query}")[1].get(self.id, [])

    def kinds(self, pending=False):
        return {(resource["service"], resource["kind"]) for resource in self.inventory(pending)}

    def requests(self):
        _, entries = self._emulator.control("GET", "requests")
        return [entry for entry in entries if entry["account"] == self.id]

    def subnets(self, count=2):
        ec2 = self.client("ec2")
        vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        return [
            ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{index}.0/24", AvailabilityZone=f"{REGION}{zone}")[
                "Subnet"
            ]["SubnetId"]
            for index, zone in zip(range(count), "abc")
        ]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# Most tests are about something else than a role that is too new; see probes/test_new_identities.py.
AT_ONCE = ["--pace", "iam identity effective=0"]


def start(port, directory, *options):
    own = ["--port", str(port), "--directory", str(directory)]
    return subprocess.Popen(
        [sys.executable, "-m", "emulator", *own, *AT_ONCE, *options],
        cwd=LOCAL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_and_wait(directory, *options):
    emulator = Emulator(port := free_port(), directory, start(port, directory, *options))
    for _ in range(200):
        try:
            emulator.control("GET", "health")
            waiting.RUNNING.append(emulator)
            return emulator
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the emulator does not start: " + emulator.process.communicate()[0])


@pytest.fixture(scope="session")
def emulator(tmp_path_factory):
    running = start_and_wait(tmp_path_factory.mktemp("emulator"))
    yield running
    running.process.terminate()
    running.process.wait()


@pytest.fixture(scope="session")
def kubernetes_emulator(tmp_path_factory):
    """An emulator whose clusters have a Kubernetes API."""
    folder = tmp_path_factory.mktemp("kubernetes")
    # With an authority for servers, and all that a node needs of AWS, though no server and no container has to start.
    nothing = str(folder / "no-programs")
    options = "--kubernetes", str(PROGRAM), "--servers", nothing, "--node", nothing, "--images", nothing
    running = start_and_wait(folder / "emulator", *options)
    yield running
    running.process.terminate()
    running.process.wait()


@pytest.fixture(scope="session")
def cluster(kubernetes_emulator, account_numbers):
    """One cluster for all tests that do not need one of their own: each takes roles and namespaces of its own."""
    account = Account(kubernetes_emulator, str(next(account_numbers)))
    made = Cluster(kubernetes_emulator, account).create().wait_until_active()
    made.install("aws-secrets-store-csi-driver-provider")
    return made


@pytest.fixture(scope="session")
def account_numbers():
    return iter(range(100_000_000_001, 100_000_001_000))


@pytest.fixture
def account(emulator, account_numbers):
    return Account(emulator, str(next(account_numbers)))
