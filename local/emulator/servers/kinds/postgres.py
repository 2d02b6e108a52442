"""PostgreSQL as RDS sets it up: TLS only, a master user who makes roles but is no superuser and owns the databases."""

import os
import shutil
import signal

from .. import process
from .server import HOST, OWNER, Server

# It holds a few rows on a machine that has others to run, and nothing of it has to outlive the emulator.
SMALL = {
    "shared_buffers": "16MB",
    "huge_pages": "off",
    "max_wal_size": "128MB",
    "min_wal_size": "32MB",
    "fsync": "off",
    "full_page_writes": "off",
    "jit": "off",
    "autovacuum_naptime": "5min",
    "unix_socket_directories": "",
    "listen_addresses": HOST,
    "password_encryption": "scram-sha-256",
}
# Of a parameter group, what would not be small, or asks for libraries.
LEFT_OUT = {*SMALL, "shared_preload_libraries", "wal_buffers", "logging_collector", "log_destination", "port"}


class Postgres(Server):
    # "Fast": it ends the sessions and itself.
    end_signal = signal.SIGINT

    def create(self, data):
        initdb = self.program.beside("initdb")
        options = "--username", OWNER, "--auth", "reject", "--no-sync", "--no-locale", "--encoding", "UTF8"
        process.run([initdb, "--pgdata", data, *options])

    def prepare(self, desired):
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        self._write_settings(desired)
        alone = [self.program.path, "--single", *self._options, "postgres"]
        # The name is fixed, the password has letters and digits only.
        process.run(alone, f"ALTER ROLE {OWNER} PASSWORD '{self._secret}'\n")

    @property
    def _options(self):
        return "-D", self.data, "-c", f"config_file={self.folder / 'postgresql.conf'}"

    def command(self, desired):
        return [self.program.path, *self._options]

    def _write_settings(self, desired):
        given = {name: value for name, value in desired.settings if name in self._known() - LEFT_OUT}
        own = {
            "port": self.port,
            "ssl": "on",
            "ssl_cert_file": self.folder / "server.crt",
            "ssl_key_file": self.folder / "server.key",
            "hba_file": self.folder / "pg_hba.conf",
        }
        lines = [f"{name} = {literal(str(value))}\n" for name, value in {**given, **SMALL, **own}.items()]
        (self.folder / "postgresql.conf").write_text("".join(lines))
        # Source: Amazon RDS User Guide, "Using SSL with a PostgreSQL DB instance": forced from version 15 on, unless
        # the parameter says otherwise.
        forced = dict(desired.settings).get("rds.force_ssl", "1") == "1"
        rules = [("hostssl", "all", OWNER), ("hostssl", "replication", OWNER), ("hostssl" if forced else "host", "all", "all")]
        hba = [f"{kind} {database} {user} {HOST}/32 scram-sha-256\n" for kind, database, user in rules]
        (self.folder / "pg_hba.conf").write_text("".join(hba))

    def _known(self):
        """Names of its settings: a group has others too, which RDS acts on, and an unknown one keeps it from starting."""
        listed = process.run([self.program.path, "--describe-config"])
        return {line.partition("\t")[0] for line in listed.splitlines()}

    def answers(self):
        self._psql("SELECT 1")

    def adapt(self, desired):
        self._write_settings(desired)
        os.kill(self._process.pid, signal.SIGHUP)
        master = identifier(desired.user)
        self._psql(
            # The password stays out of its log.
            "SET log_statement = 'none'; SET log_min_duration_statement = -1;\n"
            f"{unless_there('pg_roles', 'rolname', desired.user, f'CREATE ROLE {master}')}"
            f"ALTER ROLE {master} LOGIN CREATEROLE CREATEDB PASSWORD {literal(desired.password)};\n"
            # Source: Amazon RDS User Guide, "Master user account privileges".
            f"GRANT pg_signal_backend, pg_monitor TO {master};\n"
            + "".join(f"ALTER DATABASE {own} OWNER TO {master};\n" for own in ("postgres", "template1"))
            + self._first_database(desired, master)
        )

    def _first_database(self, desired, master):
        if not desired.database:
            return ""
        create = f"CREATE DATABASE {identifier(desired.database)} OWNER {master}"
        return unless_there("pg_database", "datname", desired.database, create)

    def _psql(self, sql):
        quiet = "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"
        return process.run([self.program.beside("psql"), *quiet, self._address("postgres")], sql, PGPASSWORD=self._secret)

    def _address(self, database):
        return f"host={HOST} port={self.port} user={OWNER} dbname={database} sslmode=require"

    def copy_to(self, folder):
        backup = self.program.beside("pg_basebackup")
        options = "--checkpoint=fast", "--no-sync", "--wal-method=stream", "--pgdata", folder
        process.run([backup, "--dbname", self._address(""), *options], PGPASSWORD=self._secret)

    def upgrade(self, program, desired):
        """Goes on as another version with all that this one holds."""
        dump = self.folder / "all.sql"
        try:
            dumped = [program.beside("pg_dumpall"), "--dbname", self._address("postgres"), "--file", dump]
            process.run(dumped, PGPASSWORD=self._secret)
            self.stop()
            shutil.rmtree(self.data)
            self.program = program
            self.start(desired)
            # What a new server has as well is there already.
            load = [program.beside("psql"), "--no-psqlrc", "--quiet", "--file", dump, self._address("postgres")]
            process.run(load, PGPASSWORD=self._secret)
        finally:
            dump.unlink(missing_ok=True)


def unless_there(catalogue, column, name, statement):
    return f"SELECT {literal(statement)} WHERE NOT EXISTS (SELECT FROM {catalogue} WHERE {column} = {literal(name)}) \\gexec\n"


def literal(text):
    return "'" + text.replace("'", "''") + "'"


def identifier(name):
    return '"' + name.replace('"', '""') + '"'
