#!/bin/bash
# In the place of the entrypoints of the images of PostgreSQL, MySQL, Valkey, Memcached, moto and AppConfig's agent: of
# what those do with their arguments and variables, as much as the Compose file counts on.
set -euo pipefail

# Where a variable NAME_FILE names a file, its text is the value.
from_file() { cat "${!1}"; }

as_owner() {
  local user=$1 folder=$2
  shift 2
  mkdir -p "$folder"
  chown -R "$user" "$folder"
  chmod 700 "$folder"
  exec gosu "$user" "$0" "$@"
}

start_postgres() {
  if [ "$(id -u)" -eq 0 ]; then as_owner postgres "$PGDATA" "$@"; fi
  if [ ! -s "$PGDATA/PG_VERSION" ]; then
    PGPASSWORD=$(from_file POSTGRES_PASSWORD_FILE)
    export PGPASSWORD
    initdb --username="$POSTGRES_USER" --pwfile=<(printf '%s' "$PGPASSWORD") --auth=scram-sha-256 >/dev/null
    # With the settings that were given, and not over the network.
    pg_ctl --wait --options="$(printf ' %q' "${@:2}") -c listen_addresses='' -k /tmp" start >/dev/null
    psql --host=/tmp --username="$POSTGRES_USER" --dbname=postgres --command="CREATE DATABASE \"$POSTGRES_DB\""
    pg_ctl --wait --mode=fast stop >/dev/null
    unset PGPASSWORD
  fi
  exec "$@" -k /tmp
}

start_mysqld() {
  local data=/var/lib/mysql
  if [ "$(id -u)" -eq 0 ]; then as_owner mysql "$data" "$@"; fi
  if [ ! -d "$data/mysql" ]; then
    local password
    password=$(from_file MYSQL_ROOT_PASSWORD_FILE)
    cat >/tmp/first.sql <<SQL
ALTER USER 'root'@'localhost' IDENTIFIED BY '$password';
CREATE USER 'root'@'%' IDENTIFIED BY '$password';
GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;
CREATE DATABASE \`$MYSQL_DATABASE\`;
SQL
    "$@" --datadir="$data" --secure-file-priv= --initialize-insecure --init-file=/tmp/first.sql
    rm /tmp/first.sql
  fi
  exec "$@" --datadir="$data" --secure-file-priv= --socket=/tmp/mysqld.sock --mysqlx=OFF
}

case "${1:-}" in
  postgres | mysqld) "start_$1" "$@" ;;
  valkey-server) exec gosu valkey "$@" ;;
  memcached) exec gosu memcache "$@" ;;
  '')
    if [ -n "${LOCAL_DEVELOPMENT_DIRECTORY:-}" ]; then exec python /usr/local/share/flags.py; fi
    exec python -m moto.server -H 0.0.0.0 -p "$MOTO_PORT"
    ;;
  *) exec "$@" ;;
esac
