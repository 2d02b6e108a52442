# Reads the first argument, the id of a preview, as `preview`, and ends where it is none. For what comes behind.
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
check_name preview "$preview"
# A long name of a host's user ends in a hash before its turn: one part, never two.
case $preview in
  ?*-?*) ;;
  *) refuse "Got the preview \"$preview\", allowed: an id of two parts, such as pr-42" ;;
esac

