# Goes before postgres.sh or mysql.sh where the user is a preview's: puts links to the files of two folders into one.
#
# Needs the folders MASTER, with the files master-username and master-password, and GUEST, as guest-user.sh fills it.

SECRETS=$(mktemp -d)
ln -s "$MASTER"/master-* "$GUEST"/* "$SECRETS"
