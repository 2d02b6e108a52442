# Fills the database of a preview with rows of its host's, as far as the rules say and masked as they say. Runs any
# number of times: what the tables of the rules had in the preview is gone then.
#
# Needs PGHOST, PGPORT, PGDATABASE, the name of the host's own database, the authorities CA_FILE, RULES, two tables of
# SQL (bindings/seeds/rules-sql.ts), and in the folder SECRETS the files master-username and master-password.
#
# The master user only makes two others. One may read the columns of the rules in the host's database, and nothing else.
# The other is one of the preview's, as code of any branch runs when it writes: by a trigger, or a default. What comes
# from the first to the second is masked. Their passwords are nowhere but here. The first two look for no name where a
# branch can have put a function of that name: of what is not in pg_catalog the schema is said.

suffix=$(printf '%s' "$preview" | tr - _)
target=${PGDATABASE}_$suffix
reader=${target}_reader
writer=${target}_writer
export PGSSLMODE=verify-full PGSSLROOTCERT="$CA_FILE" PGCONNECT_TIMEOUT=10
umask 077
scratch=$(mktemp -d)

# So many bytes, as hexadecimal digits.
random() { od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'; }
reader_password=$(random 24)
writer_password=$(random 24)

sql() {
  psql --no-psqlrc --quiet --no-align --tuples-only --set ON_ERROR_STOP=1 --set rules="$RULES" \
    --set database="$PGDATABASE" --set owner="${PGDATABASE}_owner" --set target="$target" \
    --set target_owner="${target}_owner" --set reader="$reader" --set writer="$writer" "$@"
}
catalog='-c search_path=pg_catalog'
as_master() {
  PGUSER=$(cat "$SECRETS/master-username") PGPASSWORD=$(cat "$SECRETS/master-password") PGOPTIONS=$catalog sql "$@"
}
as_reader() { PGUSER=$reader PGPASSWORD=$reader_password PGOPTIONS=$catalog sql "$@"; }
as_writer() { PGUSER=$writer PGPASSWORD=$writer_password PGOPTIONS='' sql --dbname "$target" "$@"; }
# Ends with the lines of a file, if it has any.
refuse_with() { if [ -s "$1" ]; then refuse "$(cat "$1")"; fi; }

# The rules, and the foreign keys between their tables.
tables="CREATE TEMP TABLE tables AS WITH $RULES SELECT * FROM given_tables;
CREATE TEMP TABLE rules AS WITH $RULES SELECT * FROM given_rules;
CREATE TEMP TABLE found AS
SELECT rules.*, class.oid AS relation, attribute.attnum FROM rules
LEFT JOIN pg_class AS class ON class.relname = rules.tab AND class.relnamespace = 'public'::regnamespace
  AND class.relkind IN ('r', 'p')
LEFT JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attname = rules.col
  AND attribute.attnum > 0 AND NOT attribute.attisdropped;
-- Only those whose columns are all copied. One that leads to its own table is left to the server.
CREATE TEMP TABLE ways AS
SELECT key.oid AS way, child.place, child.tab, child.col, child.mask, leads.relname AS to_tab,
  leads_by.attname AS to_col, parent.place AS to_place, parent.mask AS to_mask
FROM pg_constraint AS key
CROSS JOIN LATERAL unnest(key.conkey, key.confkey) AS pair (from_number, to_number)
JOIN found AS child ON child.relation = key.conrelid AND child.attnum = pair.from_number
JOIN pg_class AS leads ON leads.oid = key.confrelid
JOIN pg_attribute AS leads_by ON leads_by.attrelid = key.confrelid AND leads_by.attnum = pair.to_number
LEFT JOIN found AS parent ON parent.relation = key.confrelid AND parent.attnum = pair.to_number
WHERE key.contype = 'f' AND key.confrelid <> key.conrelid AND key.conkey <@ ARRAY(
  SELECT other.attnum FROM found AS other WHERE other.relation = key.conrelid);"

# The tables are the services', and so are rights to them. In the preview's its code may have made things as the writer.
forget() {
  as_master --dbname "$PGDATABASE" --single-transaction --output /dev/null <<'SQL'
SELECT pg_advisory_xact_lock(hashtext('setup'));
GRANT :"owner" TO CURRENT_USER;
SELECT format('GRANT %1$I TO CURRENT_USER; DROP OWNED BY %1$I', rolname) FROM pg_roles WHERE rolname = :'reader' \gexec
REVOKE :"owner" FROM CURRENT_USER;
SQL
  as_master --dbname "$target" --output /dev/null <<'SQL'
SELECT format('GRANT %1$I TO CURRENT_USER; DROP OWNED BY %1$I', rolname) FROM pg_roles WHERE rolname = :'writer' \gexec
SELECT format('DROP ROLE %I', rolname) FROM pg_roles WHERE rolname IN (:'reader', :'writer') \gexec
SQL
}

there=$(as_master --dbname "$PGDATABASE" --command "SELECT 1 FROM pg_database WHERE datname = '$target'")
if [ -z "$there" ]; then refuse "$target is not on this server: the preview is not made, or has a server of its own"; fi

# What is wrong with the rules, before anything is touched.
{
  printf '%s\n' "$tables"
  cat <<'SQL'
SELECT format('%s.%s: got a rule for what %s does not have; allowed: a column of a table in its schema public',
  tab, col, :'database')
FROM found WHERE attnum IS NULL ORDER BY number;
SELECT format('%s.%s: got %s for what leads to %s.%s, which %s; allowed: %s', tab, col, mask, to_tab, to_col,
  CASE WHEN to_place IS NULL THEN 'has no rule' WHEN to_place > place THEN 'comes after it'
    ELSE 'has ' || to_mask END,
  CASE WHEN to_place IS NULL THEN 'a rule for both or for none' WHEN to_place > place THEN 'the other order'
    ELSE 'the same mask' END)
FROM ways WHERE to_place IS NULL OR to_place > place OR to_mask <> mask ORDER BY place, col;
SQL
} | as_master --dbname "$PGDATABASE" >"$scratch/wrong"
refuse_with "$scratch/wrong"

forget
trap forget EXIT
{
  printf '%s\n' "BEGIN;" "$tables"
  cat <<'SQL'
-- One at a time: two that change the same rights at once fail with "tuple concurrently updated".
SELECT pg_advisory_xact_lock(hashtext('setup'));
CREATE ROLE :"reader" LOGIN;
CREATE ROLE :"writer" LOGIN;
GRANT :"target_owner" TO :"writer";
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO :"reader";
GRANT USAGE ON SCHEMA public TO :"reader";
CREATE TEMP TABLE grants AS
SELECT format('GRANT SELECT (%s) ON public.%I TO %I', string_agg(quote_ident(col), ', '), tab, :'reader') AS text
FROM found GROUP BY tab;
GRANT SELECT ON grants TO PUBLIC;
-- The tables are the services', and so theirs to give.
GRANT :"owner" TO CURRENT_USER;
SET ROLE :"owner";
SELECT text FROM grants \gexec
RESET ROLE;
REVOKE :"owner" FROM CURRENT_USER;
COMMIT;
SQL
} | as_master --dbname "$PGDATABASE" --output /dev/null
# As a hash, so that no password gets into a log of the server. It asks a terminal if there is one.
for pair in "$reader $reader_password" "$writer $writer_password"; do
  printf '%s\n' "${pair#* }" "${pair#* }" |
    PGUSER=$(cat "$SECRETS/master-username") PGPASSWORD=$(cat "$SECRETS/master-password") \
      setsid psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --command "\\password \"${pair% *}\"" \
      >/dev/null 2>"$scratch/asked" || refuse_with "$scratch/asked"
done

# What the preview has of that. It answers with numbers of rules, as names would be the branch's own.
preview_tables="CREATE TEMP TABLE rules AS WITH $RULES SELECT * FROM given_rules;
CREATE TEMP TABLE there AS
SELECT class.relname AS tab, attname, attnum, attnotnull, atthasdef, attidentity, attgenerated FROM pg_class AS class
JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0 AND NOT attribute.attisdropped
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p')
  AND class.relname IN (SELECT tab FROM rules);"
{
  printf '%s\n' "$preview_tables"
  cat <<'SQL'
SELECT format('%s.%s: got a column of the preview that is NOT NULL, without a default and without a rule; allowed: one '
  'of these', tab, attname)
FROM there WHERE attnotnull AND NOT atthasdef AND attidentity = '' AND NOT EXISTS (
  SELECT FROM rules WHERE rules.tab = there.tab AND rules.col = there.attname)
ORDER BY tab, attnum;
SQL
} | as_writer >"$scratch/wrong"
refuse_with "$scratch/wrong"
{
  printf '%s\n' "$preview_tables"
  cat <<'SQL'
SELECT number FROM rules WHERE EXISTS (
  SELECT FROM there WHERE there.tab = rules.tab AND there.attname = rules.col AND there.attgenerated = '')
ORDER BY number;
\o :left_out
SELECT format('%s.%s is not in the preview: left out', tab, col)
FROM rules WHERE NOT EXISTS (SELECT FROM there WHERE there.tab = rules.tab AND there.attname = rules.col)
ORDER BY number;
SQL
} | as_writer --set left_out="$scratch/left-out" >"$scratch/there"
cat "$scratch/left-out"
there=$(tr '\n' ' ' <"$scratch/there" | sed 's/ $//; s/ /, /g')
case $there in
  '') refuse "$target has no column of the rules: its release command makes the tables first" ;;
  *[!0-9,\ ]*) refuse "$target answers with what is no number of a rule" ;;
esac

# As a script for the preview, with the rows in it. They are copied first and masked then, all as of one moment.
write_rows() {
  {
    printf '%s\n' "BEGIN ISOLATION LEVEL REPEATABLE READ;" "$tables" \
      "DELETE FROM ways WHERE (place, col) NOT IN (SELECT place, col FROM rules WHERE number IN ($there));" \
      "DELETE FROM ways WHERE (to_place, to_col) NOT IN (SELECT place, col FROM rules WHERE number IN ($there));" \
      "DELETE FROM rules WHERE number NOT IN ($there);"
    cat <<'SQL'
DELETE FROM tables WHERE place NOT IN (SELECT place FROM rules);
-- Strong random numbers, which are made here and end with the session.
CREATE TEMP TABLE mask AS
SELECT gen_random_uuid()::text || gen_random_uuid()::text AS key,
  :'first_names' AS first_names, :'last_names' AS last_names;
CREATE FUNCTION pg_temp.hex(value text) RETURNS text LANGUAGE sql IMMUTABLE AS
  'SELECT encode(sha256(convert_to(value, ''UTF8'')), ''hex'')';
CREATE FUNCTION pg_temp.digest(value text) RETURNS text LANGUAGE sql STABLE AS
  'SELECT pg_temp.hex(key || pg_temp.hex(key || value)) FROM pg_temp.mask';
CREATE TEMP TABLE whole AS
SELECT place, string_agg(condition, ' AND ') AS condition FROM (
  SELECT place, format('(%s OR EXISTS (SELECT FROM pg_temp.rows_%s AS p WHERE %s))',
    string_agg(format('t.%I IS NULL', col), ' OR '), to_place,
    string_agg(format('p.%I = t.%I', to_col, col), ' AND ')) AS condition
  FROM ways GROUP BY way, place, to_place) AS each
GROUP BY place;
SELECT format('CREATE TEMP TABLE rows_%s AS SELECT %s FROM public.%I AS t WHERE %s %s LIMIT %s', place,
  (SELECT string_agg(format('t.%I', col), ', ' ORDER BY number) FROM rules WHERE rules.place = tables.place), tab,
  COALESCE((SELECT condition FROM whole WHERE whole.place = tables.place), 'true'),
  CASE WHEN newest IN (SELECT col FROM rules WHERE rules.place = tables.place)
    THEN format('ORDER BY t.%I DESC NULLS LAST', newest) ELSE '' END, most)
FROM tables ORDER BY place \gexec
SELECT format('BEGIN; SET ROLE %I;', :'target_owner');
SELECT format('DELETE FROM public.%I;', tab) FROM tables ORDER BY place DESC;
SELECT format('SELECT ''COPY public.%I (%s) FROM STDIN;''', tab, string_agg(quote_ident(col), ', ' ORDER BY number)),
  format('COPY (SELECT %s FROM pg_temp.rows_%s AS t) TO STDOUT', string_agg(expression, ', ' ORDER BY number), place),
  'SELECT ''\.'''
FROM tables JOIN rules USING (place, tab) GROUP BY place, tab ORDER BY place \gexec
SELECT '\o /dev/null';
SELECT format('SELECT setval(pg_get_serial_sequence(%1$L, %2$L), max(%2$I)) FROM %1$s;', format('public.%I', tab), col)
FROM rules WHERE pg_get_serial_sequence(format('public.%I', tab), col) IS NOT NULL ORDER BY number;
SELECT '\o';
SELECT format('SELECT ''%1$s: '' || count(*) || '' rows'' FROM public.%1$I;', tab) FROM tables ORDER BY place;
SQL
    # A message may have a value in it.
  } | as_reader --set VERBOSITY=sqlstate --set first_names="$first_names" --set last_names="$last_names" &&
    echo 'COMMIT;'
}
{ write_rows || touch "$scratch/failed"; } | as_writer
if [ -e "$scratch/failed" ]; then refuse "The rows of $PGDATABASE could not be read or masked: nothing was copied"; fi
echo "Database $target has rows of $PGDATABASE, masked"
