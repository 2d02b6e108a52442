# Fetches the password of one user of a preview, for the script of the next container, which acts as the master user.
# Runs any number of times.
#
# Needs a folder GUEST, for the files suffix, username and password.
suffix=$(printf '%s' "$preview" | tr - _)
case $user in
  *[!a-z0-9_-]*) refuse "Got the user \"$user\", allowed: lower-case letters, digits, dashes and underscores" ;;
  ?*"_${suffix}_a" | ?*"_${suffix}_b") ;;
  *) refuse "Got the user \"$user\", allowed: one of $preview, so that it ends in _${suffix}_a or _${suffix}_b" ;;
esac
fetch_password

# Nobody but the next container, which has the same user.
umask 077
printf '%s' "$suffix" >"$GUEST/suffix"
printf '%s' "$user" >"$GUEST/username"
printf '%s' "$password" >"$GUEST/password"
