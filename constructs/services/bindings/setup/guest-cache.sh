# Makes a user of a preview in a Redis or Valkey cache of its host, or gives it its password. Runs any number of times.
#
# Needs USER_GROUP, who may sign in to the cache; COMMANDS, what a user may do there; a folder TMPDIR that can be written
# to.
#
# The user may use keys and channels with the preview's prefix alone, and its id is a preview's.
check_name user "$user"
case $user in
  guest-"$preview"-????????-[ab]) ;;
  *) refuse "Got the user \"$user\", allowed: one of $preview, as guest-$preview-12345678-a" ;;
esac
fetch_password

wait_until_active() {
  for _ in $(seq 60); do
    status=$(aws elasticache "describe-$1s" --"$1"-id "$2" --query "$3[0].Status" --output text)
    if [ "$status" = active ]; then return; fi
    sleep 5
  done
  echo "$2 is $status, not active, after five minutes" >&2
  return 1
}
# As a JSON document, with every key that is given.
request() {
  printf '{"UserId": "%s", %s"AccessString": "on ~%s:* resetchannels &%s:* %s",
    "AuthenticationMode": {"Type": "password", "Passwords": ["%s"]}}' \
    "$user" "$1" "$preview" "$preview" "$COMMANDS" "$password"
}

# In a file, as arguments can be seen by others.
umask 077
file=$TMPDIR/request.json
there=$(aws elasticache describe-users --query "Users[?UserId=='$user'].UserId" --output text)
if [ -z "$there" ]; then
  # For Valkey as well, as the user group is.
  request "\"UserName\": \"$user\", \"Engine\": \"redis\", " >"$file"
  aws elasticache create-user --cli-input-json "file://$file" >/dev/null
else
  request '' >"$file"
  wait_until_active user "$user" Users
  aws elasticache modify-user --cli-input-json "file://$file" >/dev/null
fi
rm "$file"
wait_until_active user "$user" Users

# Others change the group as well, and one change at a time is all that it takes.
for try in $(seq 60); do
  wait_until_active user-group "$USER_GROUP" UserGroups
  member=$(aws elasticache describe-user-groups --user-group-id "$USER_GROUP" \
    --query "UserGroups[0].UserIds[?@=='$user']" --output text)
  if [ -n "$member" ]; then break; fi
  aws elasticache modify-user-group --user-group-id "$USER_GROUP" --user-ids-to-add "$user" >/dev/null ||
    echo "Try $try of 60 to add $user to $USER_GROUP failed"
  sleep 1
done
if [ -z "$member" ]; then refuse "$user is not in $USER_GROUP"; fi
wait_until_active user "$user" Users
echo "User $user is ready"
