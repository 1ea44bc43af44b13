#!/bin/sh
# Makes a swap file beside its place and puts it there when it is whole. Run as root.
# $1 file   $2 bytes   $3 type of the file system
set -eu
file=$1
bytes=$2
side=$file.lotusflow-making
rm -f -- "$side"
: > "$side"
chmod 0600 "$side"
# btrfs: neither copied on write nor compressed, else the kernel refuses it.
[ "$3" != btrfs ] || chattr +C "$side"
echo "== fallocate"
fallocate --length "$bytes" "$side" || {
  # Some file systems give space only to what is written; and swap must have no holes.
  echo "== dd"
  dd if=/dev/zero of="$side" bs=1M count="$bytes" iflag=count_bytes conv=fsync status=progress
}
echo "== mkswap"
mkswap "$side"
mv --no-target-directory -- "$side" "$file"
