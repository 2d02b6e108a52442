# Drops the database of a preview from a PostgreSQL server, with its users. Runs any number of times.
#
# Needs PGHOST, PGPORT and PGDATABASE, the name of the host's own database, the authorities CA_FILE, and in the folder
# SECRETS the files master-username and master-password.

# Never the host's own, since something comes behind its name.
database="${PGDATABASE}_$(printf '%s' "$preview" | tr - _)"
PGUSER=$(cat "$SECRETS/master-username")
PGPASSWORD=$(cat "$SECRETS/master-password")
export PGUSER PGPASSWORD
export PGSSLMODE=verify-full PGSSLROOTCERT="$CA_FILE" PGCONNECT_TIMEOUT=10 PGOPTIONS='-c search_path=pg_catalog'

# A role that was to fill it and was killed has rights in the host's database (seed/postgres.sh).
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction --file - --set owner="${PGDATABASE}_owner" \
  --set reader="${database}_reader" --output /dev/null <<'SQL'
SELECT format('GRANT %1$I TO CURRENT_USER; GRANT %2$I TO CURRENT_USER; DROP OWNED BY %2$I; DROP ROLE %2$I;
  REVOKE %1$I FROM CURRENT_USER', :'owner', rolname) FROM pg_roles WHERE rolname = :'reader' \gexec
SQL
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres --file - --set database="$database" \
  --set owner="${database}_owner" --output /dev/null <<'SQL'
-- Whatever its users own is in it.
SELECT format('DROP DATABASE %I WITH (FORCE)', :'database')
WHERE EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SELECT format('DROP ROLE %I', member.rolname)
FROM pg_auth_members
JOIN pg_roles AS member ON member.oid = pg_auth_members.member
JOIN pg_roles AS owner ON owner.oid = pg_auth_members.roleid
WHERE owner.rolname = :'owner' AND member.rolname <> current_user \gexec
SELECT format('DROP ROLE %I', :'owner')
WHERE EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SQL
echo "Database $database is gone"
