# Deletes the users of a preview from the caches of its host. Runs any number of times.
#
# Needs the region and credentials of AWS.

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
