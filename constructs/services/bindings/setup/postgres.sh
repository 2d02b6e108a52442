# Makes the user of one service in a PostgreSQL database, or gives it its password. Runs any number of times. Makes the
# database as well where there is none: a preview has one of its own on the server of its host.
#
# Needs PGHOST, PGPORT, PGDATABASE, the authorities CA_FILE, and in the folder SECRETS the files master-username,
# master-password, username and password.
#
# All services of a database are members of one role that owns everything in it, and act as that role: what one
# makes, the others can read, change and migrate. Others than members may not even connect.

PGUSER=$(cat "$SECRETS/master-username")
PGPASSWORD=$(cat "$SECRETS/master-password")
export PGUSER PGPASSWORD
export PGSSLMODE=verify-full PGSSLROOTCERT="$CA_FILE" PGCONNECT_TIMEOUT=10
# Whoever owns a database can put a function format() beside that of the server, which would run as the master user.
export PGOPTIONS='-c search_path=pg_catalog'
user=$(cat "$SECRETS/username")
owner="${PGDATABASE}_owner"

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --dbname postgres --file - --set database="$PGDATABASE" \
  --output /dev/null <<'SQL'
-- One at a time, as the services of a preview come together.
SELECT pg_advisory_lock(hashtext('setup'));

-- RDS lets every user into these two. What a user leaves there would outlive its preview, and nobody can make a
-- database while somebody is in the second.
REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC;
SELECT format('CREATE DATABASE %I', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec
SQL

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --single-transaction --file - \
  --set database="$PGDATABASE" --set owner="$owner" --set user="$user" --output /dev/null <<'SQL'
-- One at a time: two that change the same rights at once fail with "tuple concurrently updated".
SELECT pg_advisory_xact_lock(hashtext('setup'));

SELECT format('CREATE ROLE %I NOLOGIN', :'owner')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
SELECT format('CREATE ROLE %I LOGIN', :'user')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'user') \gexec

REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
-- CREATE is for schemas and trusted extensions.
GRANT CONNECT, CREATE, TEMPORARY ON DATABASE :"database" TO :"owner";
GRANT USAGE, CREATE ON SCHEMA public TO :"owner";

GRANT :"owner" TO :"user";
ALTER ROLE :"user" IN DATABASE :"database" SET role TO :"owner";
SQL

# psql sends a hash, so that the password itself gets into no log of the server. It asks a terminal if there is one.
printf '%s\n' "$(cat "$SECRETS/password")" "$(cat "$SECRETS/password")" |
  setsid psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command "\\password \"$user\"" >/dev/null
echo "User $user of database $PGDATABASE is ready"
