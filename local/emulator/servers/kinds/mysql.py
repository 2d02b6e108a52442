"""MySQL as RDS sets it up: a master user without the rights that RDS keeps to itself."""

from .. import process
from ..process import Failed
from .server import HOST, OWNER, Server

# Source: Amazon RDS User Guide, "Master user account privileges".
MASTER_RIGHTS = (
    "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, SHOW DATABASES, "
    "CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, "
    "CREATE ROUTINE, ALTER ROUTINE, CREATE USER, EVENT, TRIGGER"
)
# As in postgres.py.
SMALL = {
    "innodb-buffer-pool-size": "32M",
    "innodb-redo-log-capacity": "8M",
    # Written when a transaction ends, so that a copy has it; on the disk by the second.
    "innodb-flush-log-at-trx-commit": "2",
    "innodb-doublewrite": "OFF",
    "sync-binlog": "0",
    "performance-schema": "OFF",
    "table-open-cache": "400",
    "mysqlx": "OFF",
    "bind-address": HOST,
    # Whoever comes by 127.0.0.1 is not `localhost`, whose users are of the server's own.
    "skip-name-resolve": "ON",
    "secure-file-priv": "NULL",
}
LEFT_OUT = {name.replace("-", "_") for name in (*SMALL, "port", "datadir", "socket")}


class Mysql(Server):
    def create(self, data):
        process.run([*self._program(data), "--initialize-insecure", "--innodb-redo-log-capacity=8M"])
        # Its own number, which each server makes for itself.
        (data / "auto.cnf").unlink()

    def _program(self, data):
        # `usr/sbin` or `usr/bin` is in what its files are below.
        files = f"--basedir={self.program.path.parent.parent}", f"--datadir={data}"
        return self.program.path, "--no-defaults", *files

    def prepare(self, desired):
        """Its own user of the emulator. RDS has a procedure in the place of KILL, which the master user may not use.
        Source: Amazon RDS User Guide, "Ending a session or query"."""
        statements = [
            "ALTER USER root@localhost ACCOUNT LOCK",
            f"CREATE USER IF NOT EXISTS {OWNER}@'{HOST}'",
            f"ALTER USER {OWNER}@'{HOST}' IDENTIFIED BY '{self._secret}'",
            f"GRANT ALL ON *.* TO {OWNER}@'{HOST}' WITH GRANT OPTION",
            f"CREATE DEFINER = {OWNER}@'{HOST}' PROCEDURE IF NOT EXISTS mysql.rds_kill(IN thread BIGINT) KILL thread",
        ]
        self._first.write_text("".join(f"{statement};\n" for statement in statements))
        self._first.chmod(0o600)

    @property
    def _first(self):
        return self.folder / "first.sql"

    def command(self, desired):
        own = {
            "port": self.port,
            # Below the folder of the data: the name of a socket must be short.
            "socket": "mysql.sock",
            "pid-file": self.folder / "mysqld.pid",
            "init-file": self._first,
            "ssl-ca": self._authority.path,
            "ssl-cert": self.folder / "server.crt",
            "ssl-key": self.folder / "server.key",
        }
        given = {f"loose-{name}": value for name, value in desired.settings if name not in LEFT_OUT}
        return [*self._program(self.data), *(f"--{name}={value}" for name, value in {**given, **SMALL, **own}.items())]

    def answers(self):
        self._mysql("SELECT 1")
        self._first.unlink(missing_ok=True)

    def adapt(self, desired):
        for name, value in desired.settings:
            if name not in LEFT_OUT:
                self._set(name, value)
        master = f"{literal(desired.user)}@'%'"
        database = f"CREATE DATABASE IF NOT EXISTS {identifier(desired.database)};" if desired.database else ""
        self._mysql(
            f"CREATE USER IF NOT EXISTS {master}; ALTER USER {master} IDENTIFIED BY {literal(desired.password)};"
            f"GRANT {MASTER_RIGHTS} ON *.* TO {master} WITH GRANT OPTION; {database}"
        )

    def _set(self, name, value):
        """What it reads at its start alone, or has not, is for then."""
        try:
            self._mysql(f"SET GLOBAL {identifier(name)} = {value if value.lstrip('-').isdigit() else literal(value)}")
        except Failed:
            pass

    def _mysql(self, sql):
        client = [self.program.beside("mysql"), "--no-defaults", "--batch", "--skip-column-names", "--protocol=TCP"]
        where = f"--host={HOST}", f"--port={self.port}", f"--user={OWNER}", "--ssl-mode=REQUIRED"
        return process.run([*client, *where], sql, MYSQL_PWD=self._secret)


def literal(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def identifier(name):
    return "`" + name.replace("`", "``") + "`"
