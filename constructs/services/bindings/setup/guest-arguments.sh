# Reads the arguments behind the preview's id: the service, its user and the rotation. For what comes behind.
#
# Needs SECRETS_OF_PREVIEWS, what the names of previews' secrets begin with; THING, the database or cache that the user is
# for; the region and credentials of AWS.
#
# Code of any branch chooses the arguments and writes the secret. So a name is taken only if it is a preview's own, and a
# password of letters and digits alone.
service=${2-}
user=${3-}
rotation=${4-}
check_name service "$service"
case $rotation in
  '' | *[!0-9]*) refuse "Got the rotation \"$rotation\", allowed: digits" ;;
esac

# Leaves it in `password`: what a function prints, it prints in a shell of its own, which could not end this one.
fetch_password() {
  secret=$(aws secretsmanager get-secret-value --secret-id "$SECRETS_OF_PREVIEWS$preview/$service/$THING/user" \
    --version-stage "rotation-$rotation" --query SecretString --output text)
  password=${secret#*\"password\":\"}
  password=${password%%\"*}
  case $password in
    '' | *[!A-Za-z0-9]*) refuse "The secret of $user holds no password of letters and digits" ;;
  esac
}

