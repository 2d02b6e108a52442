# Fills the database of a preview with rows of its host's, as far as the rules say and masked as they say. Runs any
# number of times: what the tables of the rules had in the preview is gone then.
#
# Needs DATABASE_HOST, DATABASE_PORT and DATABASE_NAME, the name of the host's own database, the authorities CA_FILE,
# RULES, two tables of SQL (bindings/seeds/rules-sql.ts), and in the folder SECRETS the files master-username and
# master-password.
#
# The master user only makes another one, which may read the columns of the rules in the host's database and write to
# the preview's. All rows stay on the server. Triggers of the preview, code of any branch, run in the session that
# writes: by then it has neither the rows as they were nor the key of the masks. Its password is nowhere but here.

suffix=$(printf '%s' "$preview" | tr - _)
target=${DATABASE_NAME}_$suffix
# A service's user has a turn behind its id.
user=seed_$suffix
umask 077
scratch=$(mktemp -d)
password=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')

sql() {
  mysql --no-defaults --host="$DATABASE_HOST" --port="$DATABASE_PORT" --protocol=TCP --connect-timeout=10 \
    --ssl-mode=VERIFY_IDENTITY --ssl-ca="$CA_FILE" --default-character-set=utf8mb4 \
    --batch --raw --skip-column-names "$@"
}
# Views of the catalog are many tables each: to look for the best order of all takes seconds.
settings='SET SESSION optimizer_search_depth = 1, group_concat_max_len = 1000000'
as_master() {
  MYSQL_PWD=$(cat "$SECRETS/master-password") sql --user="$(cat "$SECRETS/master-username")" --init-command="$settings"
}
as_seeder() { MYSQL_PWD=$password sql --user="$user"; }
# Ends with the lines of a file, if it has any.
refuse_with() { if [ -s "$1" ]; then refuse "$(cat "$1")"; fi; }
# As it stands in GRANT, where the name is a pattern and _ any character.
pattern() { printf '%s' "$1" | sed 's/_/\\_/g'; }

there=$(as_master <<SQL
SELECT 1 FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = '$target';
SQL
)
if [ -z "$there" ]; then refuse "$target is not on this server: the preview is not made, or has a server of its own"; fi

# The columns of a database's own tables; the foreign keys of the host's whose columns all have rules. One that leads to
# its own table is left to the server.
with="WITH $RULES,
host AS (
  SELECT TABLE_NAME, COLUMN_NAME FROM information_schema.COLUMNS JOIN information_schema.TABLES
    USING (TABLE_SCHEMA, TABLE_NAME) WHERE TABLE_SCHEMA = '$DATABASE_NAME' AND TABLE_TYPE = 'BASE TABLE'),
preview AS (
  SELECT COLUMNS.* FROM information_schema.COLUMNS JOIN information_schema.TABLES
    USING (TABLE_SCHEMA, TABLE_NAME) WHERE TABLE_SCHEMA = '$target' AND TABLE_TYPE = 'BASE TABLE'
    AND TABLE_NAME IN (SELECT tab FROM given_tables)),
rules AS (
  SELECT given_rules.* FROM given_rules JOIN preview ON TABLE_NAME = tab AND COLUMN_NAME = col
    AND GENERATION_EXPRESSION = ''),
tables AS (SELECT * FROM given_tables WHERE place IN (SELECT place FROM rules)),
keyed AS (
  SELECT CONSTRAINT_NAME AS way, TABLE_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME, number
  FROM information_schema.KEY_COLUMN_USAGE
  LEFT JOIN given_rules ON tab = TABLE_NAME AND col = COLUMN_NAME
  WHERE TABLE_SCHEMA = '$DATABASE_NAME' AND REFERENCED_TABLE_NAME <> TABLE_NAME),
ways AS (
  SELECT DENSE_RANK() OVER (ORDER BY way, TABLE_NAME) AS way,
    child.number, child.place, child.tab, child.col, child.mask,
    REFERENCED_TABLE_NAME AS to_tab, REFERENCED_COLUMN_NAME AS to_col, parent.number AS to_number,
    parent.place AS to_place, parent.mask AS to_mask
  FROM keyed JOIN given_rules AS child ON child.number = keyed.number
  LEFT JOIN given_rules AS parent ON parent.tab = REFERENCED_TABLE_NAME AND parent.col = REFERENCED_COLUMN_NAME
  WHERE (way, TABLE_NAME) NOT IN (SELECT way, TABLE_NAME FROM keyed WHERE number IS NULL))"

# What is wrong, before anything is touched.
as_master >"$scratch/wrong" <<SQL
$with
SELECT CONCAT(tab, '.', col, ': got a rule for what $DATABASE_NAME does not have; allowed: a column of a table')
FROM given_rules LEFT JOIN host ON TABLE_NAME = tab AND COLUMN_NAME = col WHERE COLUMN_NAME IS NULL ORDER BY number;
$with
SELECT CONCAT(tab, '.', col, ': got ', mask, ' for what leads to ', to_tab, '.', to_col, ', which ',
  CASE WHEN to_place IS NULL THEN 'has no rule' WHEN to_place > place THEN 'comes after it'
    ELSE CONCAT('has ', to_mask) END, '; allowed: ',
  CASE WHEN to_place IS NULL THEN 'a rule for both or for none' WHEN to_place > place THEN 'the other order'
    ELSE 'the same mask' END)
FROM ways WHERE to_place IS NULL OR to_place > place OR to_mask <> mask ORDER BY place, col;
$with
SELECT CONCAT(TABLE_NAME, '.', COLUMN_NAME, ': got a column of the preview that is NOT NULL, without a default and '
  'without a rule; allowed: one of these')
FROM preview LEFT JOIN given_rules ON tab = TABLE_NAME AND col = COLUMN_NAME
WHERE number IS NULL AND IS_NULLABLE = 'NO' AND COLUMN_DEFAULT IS NULL AND GENERATION_EXPRESSION = ''
  AND EXTRA NOT LIKE '%auto_increment%' AND EXTRA NOT LIKE '%DEFAULT_GENERATED%'
ORDER BY TABLE_NAME, ORDINAL_POSITION;
SQL
refuse_with "$scratch/wrong"
as_master <<SQL
$with
SELECT CONCAT(tab, '.', col, ' is not in the preview: left out')
FROM given_rules LEFT JOIN preview ON TABLE_NAME = tab AND COLUMN_NAME = col WHERE COLUMN_NAME IS NULL ORDER BY number;
SQL

# What to run, as lines of SQL: of all tables first the rows as they are, then masked, then into the preview's.
as_master >"$scratch/statements" <<SQL
$with,
columns AS (
  SELECT place, tab, most, newest, GROUP_CONCAT('t.\`', col, '\`' ORDER BY number) AS plain,
    GROUP_CONCAT('\`', col, '\`' ORDER BY number) AS names,
    GROUP_CONCAT(expression, ' AS \`', col, '\`' ORDER BY number) AS masked, MAX(col = newest) AS is_ordered
  FROM tables JOIN rules USING (place, tab) GROUP BY place, tab, most, newest),
checked AS (
  SELECT way, place, to_place, GROUP_CONCAT(DISTINCT '\`', to_col, '\`') AS keys_,
    CONCAT('(', GROUP_CONCAT('t.\`', col, '\` IS NULL' SEPARATOR ' OR '),
      ' OR EXISTS (SELECT 1 FROM \`$target\`.seed_way_', way, ' AS p WHERE ',
      GROUP_CONCAT('p.\`', to_col, '\` = t.\`', col, '\`' SEPARATOR ' AND '), '))') AS condition_
  FROM ways WHERE number IN (SELECT number FROM rules) AND to_number IN (SELECT number FROM rules)
  GROUP BY way, place, to_place)
SELECT text FROM (
  SELECT 1 AS part, place, 1 AS step, CONCAT('CREATE TEMPORARY TABLE \`$target\`.seed_way_', way,
    ' AS SELECT DISTINCT ', keys_, ' FROM \`$target\`.seed_rows_', to_place, ';') AS text FROM checked
  UNION ALL SELECT 1, place, 2, CONCAT('CREATE TEMPORARY TABLE \`$target\`.seed_rows_', place, ' AS SELECT ', plain,
    ' FROM \`$DATABASE_NAME\`.\`', tab, '\` AS t WHERE ',
    COALESCE(
      (SELECT GROUP_CONCAT(condition_ SEPARATOR ' AND ') FROM checked WHERE checked.place = columns.place), 'TRUE'),
    IF(is_ordered, CONCAT(' ORDER BY t.\`', newest, '\` DESC'), ''), ' LIMIT ', most, ';') FROM columns
  UNION ALL SELECT 2, place, 1, CONCAT('CREATE TEMPORARY TABLE \`$target\`.seed_masked_', place, ' AS SELECT ', masked,
    ' FROM \`$target\`.seed_rows_', place, ' AS t;') FROM columns
  UNION ALL SELECT 3, place, 1, CONCAT('DROP TEMPORARY TABLE \`$target\`.seed_rows_', place, ';') FROM columns
  UNION ALL SELECT 3, place, 2, CONCAT('DROP TEMPORARY TABLE \`$target\`.seed_way_', way, ';') FROM checked
  UNION ALL SELECT 4, 0, 0, 'SET @mask_key = NULL; SELECT ''masked''; START TRANSACTION;'
  UNION ALL SELECT 4, 1000 - place, 1, CONCAT('DELETE FROM \`$target\`.\`', tab, '\`;') FROM columns
  UNION ALL SELECT 5, place, 1, CONCAT('INSERT INTO \`$target\`.\`', tab, '\` (', names, ') SELECT ', names,
    ' FROM \`$target\`.seed_masked_', place, ';') FROM columns
  UNION ALL SELECT 5, 1000, 1, 'COMMIT;'
  UNION ALL SELECT 6, place, 1, CONCAT('SELECT CONCAT(''', tab, ': '', COUNT(*), '' rows'') FROM \`$target\`.\`',
    tab, '\`;') FROM columns) AS all_ ORDER BY part, place, step;
SQL
case $(cat "$scratch/statements") in
*seed_masked*) ;;
*) refuse "$target has no column of the rules: its release command makes the tables first" ;;
esac

forget() { printf "DROP USER IF EXISTS '%s'@'%%';" "$user" | as_master; }
forget
trap forget EXIT
{
  # The server's logs have a hash in place of the password.
  printf "CREATE USER '%s'@'%%' IDENTIFIED BY '%s' REQUIRE SSL;\n" "$user" "$password"
  printf "GRANT SELECT, INSERT, DELETE, CREATE TEMPORARY TABLES ON \`%s\`.* TO '%s'@'%%';\n" \
    "$(pattern "$target")" "$user"
  as_master <<SQL
$with
SELECT CONCAT('GRANT SELECT (', GROUP_CONCAT('\`', col, '\`'), ') ON \`$DATABASE_NAME\`.\`', tab,
  '\` TO ''$user''@''%'';')
FROM rules GROUP BY tab;
SQL
} >"$scratch/grants"
as_master <"$scratch/grants"
rm "$scratch/grants"

{
  # Without locks on what the host's services write just now. A number 0 stays one.
  echo 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED;'
  echo "SET SESSION sql_mode = CONCAT(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO');"
  # Strong random, made there, and gone with the session.
  echo 'SET @mask_key = HEX(RANDOM_BYTES(32));'
  echo "SET @first_names = '$first_names', @last_names = '$last_names';"
  cat "$scratch/statements"
} >"$scratch/session"
if ! as_seeder <"$scratch/session" >"$scratch/said" 2>"$scratch/faults"; then
  # A message may have a value in it, and is shown when the values are masked.
  if [ -n "$(sed -n '/^masked$/p' "$scratch/said")" ]; then refuse_with "$scratch/faults"; fi
  reason=$(sed 's/ at line.*//' "$scratch/faults")
  refuse "The rows of $DATABASE_NAME could not be read or masked: nothing was copied. $reason"
fi
sed '/^masked$/d' "$scratch/said"
echo "Database $target has rows of $DATABASE_NAME, masked"
