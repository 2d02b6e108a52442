# Deletes the users of a preview from the caches of its host. Runs any number of times.
#
# Needs the preview's id as its argument, and the region and credentials of AWS.

preview=${1-}
case $preview in
  '' | *[!a-z0-9-]*)
    echo "Got the preview \"$preview\", allowed: lower-case letters, digits and dashes" >&2
    exit 1
    ;;
esac
users=$(aws elasticache describe-users --query 'Users[].UserId' --output text)
for user in $users; do
  case $user in
    guest-"$preview"-????????-[ab])
      # It leaves its groups by that. Source: ElastiCache API Reference, DeleteUser.
      aws elasticache delete-user --user-id "$user" >/dev/null
      echo "User $user is gone"
      ;;
  esac
done
