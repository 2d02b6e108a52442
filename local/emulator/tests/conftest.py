"""One emulator for all tests; each test has an account of its own."""

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

LOCAL = Path(__file__).parents[2]
REGION = "eu-central-1"
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

    def client(self, service, config=NO_RETRIES, **credentials):
        credentials = credentials or {"aws_access_key_id": "test", "aws_secret_access_key": "test"}
        endpoint = f"http://127.0.0.1:{self.port}"
        return boto3.client(service, REGION, endpoint_url=endpoint, config=config, **credentials)


class Account:
    def __init__(self, emulator, account_id):
        self.id = account_id
        self._emulator = emulator
        role = f"arn:aws:iam::{account_id}:role/OrganizationAccountAccessRole"
        session = emulator.client("sts").assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
        self._credentials = {
            "aws_access_key_id": session["AccessKeyId"],
            "aws_secret_access_key": session["SecretAccessKey"],
            "aws_session_token": session["SessionToken"],
        }

    def client(self, service, **settings):
        return self._emulator.client(service, **settings, **self._credentials)

    def inventory(self, query=""):
        return self._emulator.control("GET", f"inventory{query}")[1].get(self.id, [])

    def kinds(self, query=""):
        return {(resource["service"], resource["kind"]) for resource in self.inventory(query)}

    def requests(self):
        _, entries = self._emulator.control("GET", "requests")
        return [entry for entry in entries if entry["account"] == self.id]

    def subnets(self, count=2):
        ec2 = self.client("ec2")
        vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        return [
            ec2.create_subnet(VpcId=vpc_id, CidrBlock=f"10.0.{index}.0/24")["Subnet"]["SubnetId"]
            for index in range(count)
        ]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def start(port, directory):
    return subprocess.Popen(
        [sys.executable, "-m", "emulator", "--port", str(port), "--directory", str(directory)],
        cwd=LOCAL,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def start_and_wait(directory):
    emulator = Emulator(port := free_port(), directory, start(port, directory))
    for _ in range(200):
        try:
            emulator.control("GET", "health")
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
def account_numbers():
    return iter(range(100_000_000_001, 100_000_001_000))


@pytest.fixture
def account(emulator, account_numbers):
    return Account(emulator, str(next(account_numbers)))
