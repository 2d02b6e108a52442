"""An emulator with real servers, and clients that reach them as pods do: by name, with the emulator's authority."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from ...servers.programs import Programs
from ..conftest import Account, start_and_wait
from ..waiting import until

PROGRAMS = Path(os.environ.get("EMULATOR_SERVERS", Path.home() / ".cache/platform-local/servers"))
STRANGER = Path("/etc/ssl/certs/ca-certificates.crt")


class Refused(Exception):
    """What a client says."""


def run(command, text="", **variables):
    ended = subprocess.run([*map(str, command)], input=text, capture_output=True, text=True, env=variables)
    if ended.returncode:
        raise Refused(ended.stderr + ended.stdout)
    return ended.stdout.strip()


class Real:
    """An account on an emulator, with its servers."""

    def __init__(self, emulator, account):
        self.emulator, self.account = emulator, account
        self.authority = emulator.directory.parent / "authority" / "authority.pem"
        self.rds, self.elasticache = account.client("rds"), account.client("elasticache")

    def on(self, emulator):
        return Real(emulator, self.account.on(emulator))

    def servers(self):
        return self.emulator.control("GET", "servers")[1]

    def told(self, name):
        return next((line for line in self.emulator.control("GET", "servers/told")[1] if line.startswith(f"{name}:")), None)

    def find(self, name):
        return next(server for server in self.servers() if server["name"] == name)

    def database(self, name):
        return self.rds.describe_db_instances(DBInstanceIdentifier=name)["DBInstances"][0]

    def create(self, name, engine, version, **settings):
        defaults = {"DBInstanceClass": "db.t4g.medium", "MasterUsername": "chief", "ManageMasterUserPassword": True}
        self.rds.create_db_instance(
            DBInstanceIdentifier=name, Engine=engine, EngineVersion=version, DBName="shop", **{**defaults, **settings}
        )
        self.wait(name)

    def modify(self, name, **settings):
        self.rds.modify_db_instance(DBInstanceIdentifier=name, ApplyImmediately=True, **settings)
        self.wait(name)

    def wait(self, name):
        until(lambda: self.database(name)["DBInstanceStatus"] == "available", found=lambda: self.told(name))

    def password(self, name):
        arn = self.database(name)["MasterUserSecret"]["SecretArn"]
        return json.loads(self.account.client("secretsmanager").get_secret_value(SecretId=arn)["SecretString"])["password"]

    def query(self, name, sql, **how):
        engine = self.database(name)["Engine"]
        return (self.psql if engine == "postgres" else self.mysql)(name, sql, **how)

    def psql(self, name, sql, password=None, tls=True, authority=None):
        host = self.database(name)["Endpoint"]["Address"]
        at, port = self.find(host)["at"].split(":")
        trust = f"sslmode=verify-full sslrootcert={authority or self.authority}" if tls else "sslmode=disable"
        where = f"host={host} hostaddr={at} port={port} user=chief dbname=shop {trust}"
        psql = Programs(PROGRAMS).find("postgres", "17").beside("psql")
        return run([psql, "-XAtq", where, "-c", sql], PGPASSWORD=password or self.password(name))

    def mysql(self, name, sql, password=None, tls=True, authority=None):
        at, port = self.find(self.database(name)["Endpoint"]["Address"])["at"].split(":")
        trust = [f"--ssl-ca={authority or self.authority}", "--ssl-mode=VERIFY_IDENTITY"] if tls else ["--ssl-mode=DISABLED"]
        client = [Programs(PROGRAMS).find("mysql", "8.4").beside("mysql"), "--no-defaults", "-BN"]
        where = [f"-h{at}", f"-P{port}", "-uchief", "shop"]
        return run([*client, *trust, *where, "-e", sql], MYSQL_PWD=password or self.password(name))

    def cache(self, group, *words, user=None, password="", tls=True):
        host = self.group(group)["NodeGroups"][0]["PrimaryEndpoint"]["Address"]
        at, port = self.find(host)["at"].split(":")
        trust = ["--tls", "--sni", host, "--cacert", self.authority] if tls else []
        who = ["--user", user, "--no-auth-warning"] if user else []
        client = Programs(PROGRAMS).find("valkey", "8.2").beside("valkey-cli")
        said = run([client, "-h", at, "-p", port, *trust, *who, *words], VALKEYCLI_AUTH=password, REDISCLI_AUTH=password)
        # It prints an error of the server as any other answer.
        if said.split(" ")[0].strip() in ("NOPERM", "NOAUTH", "WRONGPASS", "ERR") or "AUTH failed" in said:
            raise Refused(said)
        return said

    def group(self, name):
        return self.elasticache.describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"][0]

    def wait_for_group(self, name):
        until(lambda: self.group(name)["Status"] == "available", found=lambda: self.told(name))


@pytest.fixture(scope="session")
def real_emulator(tmp_path_factory):
    directory = tmp_path_factory.mktemp("real") / "emulator"
    running = start_and_wait(directory, "--servers", str(PROGRAMS))
    yield running
    running.process.terminate()
    running.process.wait()


@pytest.fixture(scope="session")
def real(real_emulator, account_numbers):
    return Real(real_emulator, Account(real_emulator, str(next(account_numbers))))
