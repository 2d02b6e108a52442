# Lets the number of pods of each Deployment follow its queue. TARGETS has a line for each: its name, the queue's URL,
# messages for each pod, the fewest pods and the most. It adds pods at once, and takes some away when for HOLD_SECONDS
# fewer would have done. What it can't read or change stays as it is.
ACCOUNT=${ACCOUNT:-/var/run/secrets/kubernetes.io/serviceaccount}
API=${API:-https://kubernetes.default.svc}
STATE=${STATE:-/tmp}
namespace=$(cat "$ACCOUNT/namespace")

# What happened, as a line of JSON. $1 level, $2 message, $3 Deployment, $4 further properties.
say() {
  printf '{"level":"%s","msg":"%s","deployment":"%s"%s}\n' "$1" "$2" "$3" "${4:-}"
}

# The number of pods of a Deployment as the Kubernetes API has it. $1 method, $2 Deployment, further options of curl.
scale() {
  method=$1 deployment=$2
  shift 2
  printf 'Authorization: Bearer %s\n' "$(cat "$ACCOUNT/token")" |
    curl --silent --show-error --fail --max-time 10 --cacert "$ACCOUNT/ca.crt" --header @- \
      --request "$method" "$@" \
      "$API/apis/apps/v1/namespaces/$namespace/deployments/$deployment/scale"
}

# Of its answer: `spec.replicas`, which is left out where it is 0.
replicas() {
  tr -d ' \n\t' | awk 'match($0, /"spec":[{][^}]*[}]/) { spec = substr($0, RSTART, RLENGTH); gsub(/[^0-9]/, "", spec); print spec + 0 }'
}

# Messages that wait, and those under way: who works on one is needed until it is done.
messages() {
  aws sqs get-queue-attributes --queue-url "$1" --output text \
    --attribute-names ApproximateNumberOfMessages ApproximateNumberOfMessagesNotVisible \
    --query 'Attributes.[ApproximateNumberOfMessages,ApproximateNumberOfMessagesNotVisible]' |
    awk '/^[0-9]+[ \t]+[0-9]+$/ { print $1 + $2 }'
}

# The most pods that were wanted within HOLD_SECONDS, now included. $1 Deployment, $2 what is wanted, $3 the time.
held() {
  file=$STATE/$1
  { [ ! -f "$file" ] || cat "$file"; echo "$3 $2"; } |
    awk -v from=$(($3 - HOLD_SECONDS)) '$1 > from' >"$file.new"
  mv "$file.new" "$file"
  awk '$2 > most { most = $2 } END { print most + 0 }' "$file"
}

follow() {
  deployment=$1 url=$2 each=$3 least=$4 most=$5
  now=$(date +%s)
  count=$(messages "$url") && [ -n "$count" ] || { say error 'the queue can not be read' "$deployment"; return; }
  current=$(scale GET "$deployment" | replicas)
  [ -n "$current" ] || { say error 'the number of pods can not be read' "$deployment"; return; }
  # One that has just begun knows nothing of what was wanted before: it takes no pod away for a while.
  [ -f "$STATE/$deployment" ] || echo "$now $current" >"$STATE/$deployment"
  wanted=$(((count + each - 1) / each))
  [ "$wanted" -ge "$least" ] || wanted=$least
  [ "$wanted" -le "$most" ] || wanted=$most
  wanted=$(held "$deployment" "$wanted" "$now")
  # More than the most may have been held from before a change of it.
  [ "$wanted" -le "$most" ] || wanted=$most
  [ "$wanted" != "$current" ] || return 0
  change=",\"from\":$current,\"to\":$wanted,\"messages\":$count"
  if scale PATCH "$deployment" --header 'Content-Type: application/merge-patch+json' \
    --data "{\"spec\":{\"replicas\":$wanted}}" >/dev/null; then
    say info 'the number of pods follows the queue' "$deployment" "$change"
  else
    say error 'the number of pods can not be changed' "$deployment" "$change"
  fi
}

# The first process of a container is ended by no signal that it does not listen to.
trap 'exit 0' TERM INT
while true; do
  while read -r name rest; do
    # shellcheck disable=SC2086 the rest of a line is several words
    [ -z "$name" ] || follow "$name" $rest
  done <<LINES
$TARGETS
LINES
  date +%s >"$STATE/alive"
  sleep "$POLL_SECONDS" &
  wait $!
done
