#!/bin/sh
# Runs a script in a copy of this machine's file system that is gone afterwards.
# Arguments: an empty folder, the package, the script. Needs root.
set -eu
if [ "${4-}" != inside ]; then
  exec unshare --mount --pid --fork --mount-proc --kill-child /bin/sh "$0" "$1" "$2" "$3" inside
fi
mount --make-rprivate /
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$1/root"
for folder in proc sys dev; do mount --rbind "/$folder" "$1/root/$folder"; done
rm -rf "$1/root/var/lib/lotusflow" "$1/root/etc/lotusflow"
cp "$2" "$1/root/lotusflow.deb"
cp "$3" "$1/root/script"
exec chroot "$1/root" /bin/sh /script
