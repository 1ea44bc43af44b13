#!/bin/sh
# Becomes a real systemd in private namespaces, with no unit of the machine's own:
#   unshare --fork --kill-child --pid --mount --uts --ipc --cgroup --mount-proc sh systemd-lab.sh
# Ending the unshare process ends everything in it.
set -eu
mount --make-rprivate /
mount -t tmpfs -o mode=0755 tmpfs /run
mount -t tmpfs -o mode=0755 tmpfs /etc/systemd/system
mkdir -p /etc/logrotate.d
mount -t tmpfs -o mode=0755 tmpfs /etc/logrotate.d
mkdir /run/labunits
# Empty ones: the machine's would run its sysctl, udev and mounts.
for target in sysinit basic shutdown umount final multi-user local-fs rescue emergency network-online; do
  printf '[Unit]\nDefaultDependencies=no\n' >"/run/labunits/$target.target"
done
container=lab SYSTEMD_UNIT_PATH=/run/labunits:/run/systemd/transient:/etc/systemd/system \
  exec /lib/systemd/systemd --system --unit=multi-user.target --log-target=kmsg --show-status=0
