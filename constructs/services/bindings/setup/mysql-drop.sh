# Drops the database of a preview from a MySQL server, with its users. Runs any number of times.
#
# Needs DATABASE_HOST, DATABASE_PORT and DATABASE_NAME, the name of the host's own database, the authorities CA_FILE, and
# in the folder SECRETS the files master-username and master-password.

# Never the host's own, since something comes behind its name.
database="${DATABASE_NAME}_$(printf '%s' "$preview" | tr - _)"
# In GRANT the name is a pattern, where _ stands for any character, and is kept as it was given.
grants="FROM mysql.db WHERE Db = '$(printf '%s' "$database" | sed 's/_/\\_/g')'"
MYSQL_PWD=$(cat "$SECRETS/master-password")
export MYSQL_PWD

run() {
  mysql --no-defaults --host="$DATABASE_HOST" --port="$DATABASE_PORT" --protocol=TCP --connect-timeout=10 \
    --ssl-mode=VERIFY_IDENTITY --ssl-ca="$CA_FILE" --user="$(cat "$SECRETS/master-username")" --batch --raw --skip-column-names "$@"
}

# Runs what a query returns. Not by a pipe, where nobody sees that the query failed.
run_each() {
  statements=$(run --execute="$1")
  shift
  printf '%s\n' "$statements" | run "$@"
}

# Whoever is in a transaction keeps the database from being dropped, and comes back when its connection is ended.
run_each "SELECT CONCAT('ALTER USER ', QUOTE(User), '@', QUOTE(Host), ' ACCOUNT LOCK;') $grants"
# By force, as one that is gone by then is no failure.
run_each "SELECT CONCAT('CALL mysql.rds_kill(', ID, ');') FROM information_schema.PROCESSLIST
  WHERE USER IN (SELECT User $grants)" --force
# Or it would wait for a year.
run --execute="SET SESSION lock_wait_timeout = 60; DROP DATABASE IF EXISTS \`$database\`"
run_each "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') $grants"
echo "Database $database is gone"
