#!/bin/sh
# A systemd of its own in private namespaces, with none of this machine's units. Called as root with
# a folder for its own use; runs until it is killed.
set -eu
if [ "${2:-}" != inside ]; then
  exec unshare --fork --kill-child --pid --mount --uts --ipc --cgroup --mount-proc "$0" "$1" inside
fi
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /etc/systemd/system
mkdir -p /run/labunits
for target in sysinit basic shutdown umount final multi-user local-fs rescue emergency; do
  printf '[Unit]\nDescription=%s\nDefaultDependencies=no\n' "$target" >"/run/labunits/$target.target"
done
exec env container=lab SYSTEMD_UNIT_PATH=/run/labunits:/etc/systemd/system \
  /lib/systemd/systemd --system --unit=multi-user.target --log-target=kmsg --show-status=0
