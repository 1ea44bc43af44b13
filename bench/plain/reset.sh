#!/usr/bin/env bash
# The chain reset as it is done by hand: fetch, stop, delete, import, start. It is generous to the hand: the snapshot is
# fetched while the node still runs, and nothing is verified.
#
#   plain/reset.sh SETTINGS    of a rehearsal whose daemon runs as lotusflow's service
set -euo pipefail
settings=$1

# The value of a key in a table.
value() {
  awk -v table="[$1]" -v key="$2" '
    /^\[/ { inside = ($0 == table) }
    inside && $1 == key { sub(/^[^=]*= */, ""); gsub(/[][" ]/, ""); print; exit }' "$settings"
}

export LOTUS_PATH FIL_PROOFS_PARAMETER_CACHE IPFS_GATEWAY GOLOG_LOG_FMT=nocolor
LOTUS_PATH=$(value daemon repo)
FIL_PROOFS_PARAMETER_CACHE=$(value miner parameters)
IPFS_GATEWAY=$(value network_access ipfs_gateways)
root=$(dirname "$settings")
service=$(dirname "$root")/services/lotusflow-rehearsal-daemon
bin=$(value build prefix)/current/bin

# The service would start it again; then the daemon itself, politely.
stop_daemon() {
  local part pid
  for part in supervisor program; do
    read -r pid _ <"$service/$part"
    kill "$pid" 2>/dev/null || : # the supervisor may have ended it
    while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done
  done
}

car=$root/by-hand.car
curl -fsSL --output "$car" "$(value snapshot source)"
stop_daemon
rm -rf "$LOTUS_PATH/datastore/chain" "$LOTUS_PATH/datastore/splitstore"
"$bin/lotus" daemon --import-snapshot "$car" --halt-after-import --bootstrap=false --remove-existing-chain=false \
  >"$root/by-hand.log" 2>&1
setsid "$bin/lotus" daemon </dev/null >>"$root/by-hand.log" 2>&1 &
echo $! >"$root/by-hand.pid"
rm -f "$car"
