# Gives the user of one service in a Redis or Valkey cache its password. Runs any number of times.
#
# Needs CACHE_USER, the region and credentials of AWS, a folder TMPDIR that can be written to, and in the folder SECRETS
# the file password. Terraform makes the user without a password, as it would keep it in its state.

wait_until_active() {
  for _ in $(seq 60); do
    status=$(aws elasticache describe-users --user-id "$CACHE_USER" --query 'Users[0].Status' --output text)
    if [ "$status" = active ]; then return; fi
    sleep 5
  done
  echo "User $CACHE_USER is $status, not active, after five minutes" >&2
  return 1
}

# In a file, as arguments can be seen by others.
umask 077
printf '{"UserId": "%s", "AuthenticationMode": {"Type": "password", "Passwords": ["%s"]}}' \
  "$CACHE_USER" "$(cat "$SECRETS/password")" >"$TMPDIR/request.json"

wait_until_active
aws elasticache modify-user --cli-input-json "file://$TMPDIR/request.json" >/dev/null
rm "$TMPDIR/request.json"
wait_until_active
echo "User $CACHE_USER is ready"
