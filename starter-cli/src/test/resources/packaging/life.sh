#!/bin/sh
# The life of a package on a machine that has no lotusflow. Each line "name: what was seen" is looked at by the test.
set -eu
cd /
HOME=/home/empty
PATH=/usr/sbin:/usr/bin:/sbin:/bin
export HOME PATH
mkdir -p "$HOME"
nobody="setpriv --reuid=nobody --regid=nogroup --clear-groups env HOME=/tmp/nobody"

dpkg -i /lotusflow.deb >/dev/null
echo "version: $(lotusflow --version)"
[ ! -s /var/cache/lotusflow/cli.jsa ] || echo "archive: there"
[ ! -s /var/cache/lotusflow/worker.jsa ] || echo "archive of workers: there"
echo "other user: $($nobody lotusflow --version)"
echo "jar: $(java -jar /usr/share/lotusflow/lib/lotusflow.jar --version)"
echo "completion: $(bash -c '
  source /usr/share/bash-completion/completions/lotusflow
  COMP_WORDS=(lotusflow wal) COMP_CWORD=1
  _complete_lotusflow 2>/dev/null
  echo "${COMPREPLY[@]}"')"
echo "manual: $(MANPAGER=cat man -l /usr/share/man/man1/lotusflow-install.1.gz | grep -c 'Install Lotus')"
echo "manual zh: $(LC_ALL=C.UTF-8 MANPAGER=cat man -l /usr/share/man/zh_CN/man1/lotusflow-install.1.gz | grep -c '安装')"
systemd-analyze verify --man=no lotusflow.service lotusflow-worker.service lotusflow@daemon.service 2>&1 |
  grep -i lotusflow | sed 's/^/unit is wrong: /' || true
echo "exposure: $(systemd-analyze security --offline=yes /lib/systemd/system/lotusflow.service | sed -n 's/.*lotusflow.service: \([0-9.]*\).*/\1/p')"

# As systemd starts it, with the settings of the machine and the empty home of root.
mkdir -p /srv/here && cd /srv/here
lotusflow install --rehearsal >/tmp/install.log 2>&1 || { cat /tmp/install.log; exit 1; }
echo "installed: $(grep -c 'install/rehearsal done' /tmp/install.log)"
lotusflow -y rehearsal remove >/dev/null 2>&1
lotusflow down >/dev/null 2>&1

cd /
echo '# mine' >>/etc/lotusflow/environment
echo '# mine' >/etc/lotusflow/lotusflow.toml
mkdir -p /var/lib/lotusflow
echo key >/var/lib/lotusflow/payload-keys
dpkg -r lotusflow >/dev/null
# A shell of its own: this one remembers where the command was.
echo "after removal: $(sh -c 'command -v lotusflow' || echo no command), $(cat /var/lib/lotusflow/payload-keys), $(grep -c mine /etc/lotusflow/environment)"
echo "purge says: $(dpkg -P lotusflow 2>&1 | grep -c 'is kept; it may hold')"
echo "after purge: $(cat /var/lib/lotusflow/payload-keys), $(cat /etc/lotusflow/lotusflow.toml), $(ls -d /var/cache/lotusflow 2>/dev/null || echo no cache)"
