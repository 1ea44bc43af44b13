#!/bin/sh
# Takes the rules of lotusflow back after a while, unless somebody has said that they stay.
# Arguments: a folder, seconds, how the marks of the rules begin. In the folder: "kept" is that word;
# "ufw-MARK" has what was allowed, one a line.
folder=$1
seconds=$2
mark=$3
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin

# Root does no more than the two programs that only root may run.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

echo $$ >"$folder/waiting"
left=$seconds
while [ "$left" -gt 0 ]; do
  sleep 1
  left=$((left - 1))
  # Taken back by hand meanwhile: what there is now is not ours.
  [ "$(cat "$folder/waiting" 2>/dev/null)" = $$ ] || exit 0
  [ -e "$folder/kept" ] && break
done
if [ -e "$folder/kept" ] && [ "$seconds" -gt 0 ]; then
  rm -f "$folder/waiting"
  exit 0
fi

if command -v nft >/dev/null; then
  as_root nft -a list ruleset | awk -v mark="comment \"$mark" '
    $1 == "table" { family = $2; table = $3 }
    $1 == "chain" { chain = $2 }
    index($0, mark) && match($0, /# handle [0-9]+/) {
      print family, table, chain, substr($0, RSTART + 9, RLENGTH - 9)
    }' | while read -r family table chain handle; do
    as_root nft delete rule "$family" "$table" "$chain" handle "$handle" </dev/null
  done
fi
for allowed in "$folder/ufw-$mark"*; do
  [ -e "$allowed" ] || continue
  while read -r rule; do
    # shellcheck disable=SC2086 # written by us: words without spaces of their own
    as_root ufw --force delete $rule </dev/null
  done <"$allowed"
  rm -f "$allowed"
done
rm -f "$folder/waiting" "$folder/kept"
