# Makes the user of one service in a MySQL database, or gives it its password. Runs any number of times. Makes the
# database as well where there is none: a preview has one of its own on the server of its host.
#
# Needs DATABASE_HOST, DATABASE_PORT, DATABASE_NAME, the authorities CA_FILE, and in the folder SECRETS the files
# master-username, master-password, username and password.
#
# All services of a database may do everything in it: what one makes, the others can read, change and migrate. None
# may see another database, make users or pass rights on.

MYSQL_PWD=$(cat "$SECRETS/master-password")
export MYSQL_PWD
user=$(cat "$SECRETS/username")
password=$(cat "$SECRETS/password")
# In GRANT the name is a pattern, where _ stands for any character.
database=$(printf '%s' "$DATABASE_NAME" | sed 's/_/\\_/g')

# The server's logs have a hash in place of the password.
mysql --no-defaults --host="$DATABASE_HOST" --port="$DATABASE_PORT" --protocol=TCP --connect-timeout=10 \
  --ssl-mode=VERIFY_IDENTITY --ssl-ca="$CA_FILE" --user="$(cat "$SECRETS/master-username")" <<SQL
CREATE DATABASE IF NOT EXISTS \`$DATABASE_NAME\`;
CREATE USER IF NOT EXISTS '$user'@'%' IDENTIFIED BY '$password' REQUIRE SSL;
-- Locked are users that began to be dropped, when a preview comes back.
ALTER USER '$user'@'%' IDENTIFIED BY '$password' REQUIRE SSL ACCOUNT UNLOCK;
GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, INDEX, REFERENCES, CREATE TEMPORARY TABLES, LOCK TABLES,
  CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, EXECUTE, EVENT, TRIGGER
  ON \`$database\`.* TO '$user'@'%';
SQL
echo "User $user of database $DATABASE_NAME is ready"
