#!/usr/bin/env bash
# What a person would put into a script instead of lotusflow: the commands of the rehearsal install, in the same order,
# and nothing that would survive a crash. `install-overhead` compares the two.
#
#   plain/install.sh SETTINGS TIMES    SETTINGS as the rehearsal writes them; TIMES gets "seconds step" per step
set -euo pipefail
settings=$1
times=$2

# The value of a key in a table; of a list its one entry.
value() {
  awk -v table="[$1]" -v key="$2" '
    /^\[/ { inside = ($0 == table) }
    inside && $1 == key { sub(/^[^=]*= */, ""); gsub(/[][" ]/, ""); print; exit }' "$settings"
}

source_url=$(value build source)
ref=$(value build ref)
src=$(value build checkout)
prefix=$(value build prefix)
tools=$(value toolchain folder)
go_downloads=$(value toolchain go_downloads)
rustup_init=$(value toolchain rustup_init)
gateway=$(value network_access ipfs_gateways)
daemon=$(value daemon repo)
daemon_api=$(value daemon api)
libp2p=$(value daemon libp2p_listen)
snapshot_url=$(value snapshot source)
downloads=$(value snapshot downloads)
miner=$(value miner repo)
miner_api=$(value miner api)
params=$(value miner parameters)
backup=$(value miner key_backup)
faucet=$(value miner faucet)
log=$(value services log_folder)
root=$(dirname "$src")
bin=$prefix/current/bin

export LOTUS_PATH=$daemon LOTUS_MINER_PATH=$miner FIL_PROOFS_PARAMETER_CACHE=$params IPFS_GATEWAY=$gateway
export FIL_PROOFS_PARENT_CACHE TMPDIR BELLMAN_NO_GPU=1 GOLOG_LOG_FMT=nocolor
FIL_PROOFS_PARENT_CACHE=$(value miner parents)
TMPDIR=$(value miner tmpdir)

# --- The steps ------------------------------------------------------------------------------------

checkout() {
  commit=$(git ls-remote --heads --tags "$source_url" "$ref^{}" "$ref" | sort -k2 | tail -n 1 | cut -f 1)
  git clone "$source_url" "$src"
  git -C "$src" checkout --force --detach "$commit"
  git -C "$src" submodule sync --recursive
  git -C "$src" submodule update --init --recursive --force
}

# The newest that is new enough, where the machine has none that is.
provide_go() {
  local minimum version there
  minimum=$(cat "$src/GO_VERSION_MIN")
  there=$(PATH=$PATH:/usr/local/go/bin go env GOVERSION 2>/dev/null || :)
  if [ -n "$there" ] && printf '%s\n%s\n' "$minimum" "${there#go}" | sort -CV; then
    return
  fi
  version=$(curl -fsS "$go_downloads?mode=json&include=all" |
    grep -o '"version": *"go[0-9.]*"' | grep -o 'go[0-9.]*' | sort -V | tail -n 1)
  mkdir -p "$tools/$version"
  curl -fsSL --output "$tools/go.tar.gz" "$go_downloads$version.linux-amd64.tar.gz"
  tar --extract --gzip --no-same-owner --strip-components=1 --directory="$tools/$version" --file="$tools/go.tar.gz"
  export PATH=$tools/$version/bin:$PATH
}

provide_rust() {
  export CARGO_HOME=$tools/cargo RUSTUP_HOME=$tools/rustup RUSTUP_INIT_SKIP_PATH_CHECK=yes
  mkdir -p "$tools"
  curl -fsSL --output "$tools/rustup-init" "$rustup_init"
  printf '%s  %s\n' "$(curl -fsSL "$rustup_init.sha256" | cut -d ' ' -f 1)" "$tools/rustup-init" | sha256sum --check
  chmod 0755 "$tools/rustup-init"
  "$tools/rustup-init" -y --no-modify-path --profile minimal \
    --default-toolchain "$(sed -n 's/^channel *= *"\(.*\)"/\1/p' "$src/extern/filecoin-ffi/rust/rust-toolchain.toml")"
}

# With as little weight as lotusflow gives to what works beside a living miner.
guest() {
  setsid --wait sh -c '
    renice -n 15 -p $$ && ionice -c 2 -n 7 -p $$ && echo 15 >/proc/self/autogroup
    exec "$@"' guest "$@"
}

compile() {
  export FFI_BUILD_FROM_SOURCE=1 FFI_USE_GPU=0 RUSTFLAGS="-C target-cpu=native -g"
  guest make -C "$src" clean
  guest make -C "$src" deps
  guest make -C "$src" all lotus-bench
  for program in lotus lotus-miner lotus-worker lotus-bench; do "$src/$program" --version; done
}

install_version() {
  local label side
  label=$("$src/lotus" --version | sed 's/.*version //')
  side=$prefix/versions/$label.tmp
  mkdir -p "$side/bin"
  cp --preserve=mode,timestamps --target-directory="$side/bin" "$src"/{lotus,lotus-miner,lotus-worker,lotus-bench}
  sync "$side/bin"/*
  mv --no-target-directory "$side" "$prefix/versions/$label"
  ln -sfn "versions/$label" "$prefix/current"
  "$bin/lotus" --version
}

fetch_params() {
  mkdir -p "$params"
  "$bin/lotus" fetch-params 2KiB
}

fetch_snapshot() {
  local url
  mkdir -p "$downloads"
  url=$(curl -fsSLI --output /dev/null --write-out '%{url_effective}' "$snapshot_url")
  car=$downloads/${url##*/}
  curl -fsSL --output "$car" "$url"
  printf '%s  %s\n' "$(curl -fsSL "$url.sha256sum" | cut -d ' ' -f 1)" "$car" | sha256sum --check
}

import_snapshot() {
  mkdir -p "$daemon" "$daemon.import"
  daemon_config >"$daemon.import/config.toml"
  LOTUS_PATH=$daemon.import guest "$bin/lotus" daemon --import-snapshot "$car" --halt-after-import --bootstrap=false \
    --remove-existing-chain=false
  mv "$daemon.import/datastore" "$daemon/datastore"
  rm -rf "$daemon.import" "$car"
}

daemon_config() {
  printf '[API]\n  ListenAddress = "%s"\n[Libp2p]\n  ListenAddresses = ["%s"]\n' "$daemon_api" "$libp2p"
  printf '[Chainstore]\n  EnableSplitstore = true\n'
}

start_daemon() {
  mkdir -p "$log"
  "$bin/lotus" config default >/dev/null # which of our keys it knows
  daemon_config >"$daemon/config.toml"
  setsid "$bin/lotus" daemon </dev/null >>"$log/daemon.log" 2>&1 9>&- &
  echo $! >"$root/daemon.pid"
  until rpc "$daemon" "$daemon_api" Version; do sleep 0.2; done
}

# A call without parameters; its answer on standard output.
rpc() {
  local port=${2#/ip4/127.0.0.1/tcp/}
  curl -fsS --header "Authorization: Bearer $(cat "$1/token")" --header 'Content-Type: application/json' \
    --data "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"Filecoin.$3\",\"params\":[${4-}]}" \
    "http://127.0.0.1:${port%/http}/rpc/v${5-1}"
}

sync_wait() {
  until head_is_current; do sleep 0.5; done
}

head_is_current() {
  local time
  time=$(rpc "$daemon" "$daemon_api" ChainHead | grep -o '"Timestamp": *[0-9]*' | head -n 1 | grep -o '[0-9]*$')
  [ $(($(date +%s) - time)) -lt 6 ]
}

make_wallets() {
  owner=$("$bin/lotus" wallet new bls)
  worker=$("$bin/lotus" wallet new bls)
}

back_up_keys() {
  mkdir -p -m 0700 "$backup"
  for key in "$owner" "$worker"; do
    (umask 077 && "$bin/lotus" wallet export "$key" >"$backup/$key.key")
    "$bin/lotus" wallet export "$key" | cmp - "$backup/$key.key"
  done
}

wait_for_funds() {
  curl -fsS --request POST "$faucet?address=$owner&fil=3"
  curl -fsS --request POST "$faucet?address=$worker&fil=1" # else init makes the worker's account first, five epochs more
  until rpc "$daemon" "$daemon_api" WalletBalance "\"$owner\"" | grep -q '"result": *"[1-9]'; do sleep 0.5; done
}

create_miner() {
  mkdir -p "$TMPDIR" "$FIL_PROOFS_PARENT_CACHE"
  "$bin/lotus-miner" init --owner="$owner" --worker="$worker" --sector-size=2KiB --no-local-storage --nosync
}

start_miner() {
  local at=${miner_api#/ip4/}
  at=${at%/http}
  "$bin/lotus-miner" config default >/dev/null # which of our keys it knows
  sed -i -e "s|^  #ListenAddress = \"/ip4/127.0.0.1/tcp/2345/http\"|  ListenAddress = \"$miner_api\"|" \
    -e "s|^  #RemoteListenAddress = .*|  RemoteListenAddress = \"${at/\/tcp\//:}\"|" "$miner/config.toml"
  setsid "$bin/lotus-miner" run </dev/null >>"$log/miner.log" 2>&1 9>&- &
  echo $! >"$root/miner.pid"
  until rpc "$miner" "$miner_api" Version '' 0; do sleep 0.2; done
}

attach_storage() {
  mkdir -p "$root/seal" "$root/store"
  "$bin/lotus-miner" storage attach --init --seal --weight=10 "$root/seal"
  "$bin/lotus-miner" storage attach --init --store --weight=10 "$root/store"
}

check_miner() {
  rpc "$miner" "$miner_api" ActorAddress '' 0
  rpc "$miner" "$miner_api" StorageLocal '' 0
}

# --- Run ------------------------------------------------------------------------------------------

step() {
  local began
  began=$(date +%s%N)
  "$1"
  awk -v ns=$(($(date +%s%N) - began)) -v step="$1" 'BEGIN { printf "%.3f %s\n", ns / 1e9, step }' >>"$times"
}

: >"$times"
for name in checkout provide_go provide_rust compile install_version fetch_params fetch_snapshot import_snapshot \
  start_daemon sync_wait make_wallets back_up_keys wait_for_funds create_miner start_miner attach_storage check_miner; do
  step "$name"
done
