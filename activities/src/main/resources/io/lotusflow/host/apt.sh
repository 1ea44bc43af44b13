#!/bin/sh
# Installs packages; fetches the lists only when they do not suffice. Never upgrades one that is there.
# $1 configuration file   $2… packages
set -eu
configuration=$1
shift
apt() {
  echo "== apt-get $1"
  if [ "$(id -u)" = 0 ]; then
    DEBIAN_FRONTEND=noninteractive apt-get --config-file="$configuration" "$@"
  else
    sudo -n DEBIAN_FRONTEND=noninteractive apt-get --config-file="$configuration" "$@"
  fi
}
add() {
  apt install --assume-yes --no-install-recommends --no-upgrade "$@"
}
add "$@" && exit 0
apt update
add "$@"
