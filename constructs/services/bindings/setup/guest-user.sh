# Fetches the password of one user of a preview, for the script of the next container. Runs any number of times.
#
# Needs as arguments the preview's id, the service, the user's name and the rotation; SECRETS_OF_PREVIEWS, what the names
# of previews' secrets begin with; THING, what the user is for; a folder GUEST, for the files suffix, username and
# password; the region and credentials of AWS.
#
# Code of any branch chooses the arguments and writes the secret, and the next script acts as the master user. So a name
# is taken only if it is a preview's own, and a password of letters and digits alone.

refuse() {
  echo "$1" >&2
  exit 1
}
check_name() {
  case $2 in
    '' | *[!a-z0-9-]*) refuse "Got the $1 \"$2\", allowed: lower-case letters, digits and dashes" ;;
  esac
}
preview=${1-}
service=${2-}
username=${3-}
rotation=${4-}
check_name preview "$preview"
check_name service "$service"
# A long name of a host's user ends in a hash before its turn: one part, never two.
case $preview in
  ?*-?*) ;;
  *) refuse "Got the preview \"$preview\", allowed: an id of two parts, such as pr-42" ;;
esac
case $rotation in
  '' | *[!0-9]*) refuse "Got the rotation \"$rotation\", allowed: digits" ;;
esac
suffix=$(printf '%s' "$preview" | tr - _)
case $username in
  *[!a-z0-9_-]*) refuse "Got the user \"$username\", allowed: lower-case letters, digits, dashes and underscores" ;;
  ?*"_${suffix}_a" | ?*"_${suffix}_b") ;;
  *) refuse "Got the user \"$username\", allowed: one of $preview, so that it ends in _${suffix}_a or _${suffix}_b" ;;
esac

secret=$(aws secretsmanager get-secret-value --secret-id "$SECRETS_OF_PREVIEWS$preview/$service/$THING/user" \
  --version-stage "rotation-$rotation" --query SecretString --output text)
password=${secret#*\"password\":\"}
password=${password%%\"*}
case $password in
  '' | *[!A-Za-z0-9]*) refuse "The secret of $username holds no password of letters and digits" ;;
esac

# Nobody but the next container, which has the same user.
umask 077
printf '%s' "$suffix" >"$GUEST/suffix"
printf '%s' "$username" >"$GUEST/username"
printf '%s' "$password" >"$GUEST/password"
