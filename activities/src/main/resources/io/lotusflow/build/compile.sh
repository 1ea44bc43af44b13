#!/bin/sh
# Builds Lotus in the current folder. Cleans only when what is built has changed, so that a run after a kill goes on.
# $1 file that keeps what the tree was last cleaned for   $2 what is built   $3… make's targets, in order
set -eu
stamp=$1
what=$2
shift 2
if [ "$(cat "$stamp" 2>/dev/null || :)" != "$what" ]; then
  echo "== make clean"
  make clean
  mkdir -p "$(dirname "$stamp")"
  printf '%s\n' "$what" > "$stamp.new"
  mv -f "$stamp.new" "$stamp"
fi
for target in "$@"; do
  echo "== make $target"
  make "$target"
done
