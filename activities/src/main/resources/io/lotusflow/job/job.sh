#!/bin/sh
# Leads one detached job and writes down how it ends.
# Arguments: the attempt's folder, the lock file, the weight (NORMAL or GUEST), then the command.
# All data comes as arguments and environment; none of it is ever put into this text.
attempt=$1
lock=$2
weight=$3
shift 3

job_path=${PATH-}
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
exec </dev/null >>"$attempt/log" 2>&1

# A signal to the whole tree ends the command; we stay, to say so. Not "ignore": that is inherited.
trap : HUP INT QUIT TERM

# The whole tree holds this lock, until its last process has gone.
exec 9>>"$lock"
flock -w 30 9 || exit 75
# We came late: another wrapper has begun this attempt, or it was stopped before it began.
if [ -e "$attempt/process" ] || [ -e "$attempt/stopped" ]; then
  exit 75
fi

# Room for the verdict, taken while there is some: the command may fill the disk.
printf '%-20s\n' unknown >"$attempt/exit.new" || exit 74

ulimit -n 1048576 2>/dev/null || ulimit -S -n "$(ulimit -H -n)" 2>/dev/null
if [ "$weight" = GUEST ]; then
  renice -n 15 -p $$ >/dev/null 2>&1
  ionice -c 2 -n 7 -p $$ >/dev/null 2>&1
  # Each session competes as a whole; within it alone "nice" means nothing to the others.
  [ ! -w /proc/self/autogroup ] || echo 15 2>/dev/null >/proc/self/autogroup
fi

# The start time follows the name, which may itself hold spaces and brackets.
take_ticks() {
  shift 19
  ticks=$1
}
read -r boot </proc/sys/kernel/random/boot_id
read -r stat </proc/$$/stat
# shellcheck disable=SC2086 # split into words on purpose
take_ticks ${stat##*) }
printf '%s %s %s\n' "$$" "$ticks" "$boot" >"$attempt/process.new" || exit 74
mv "$attempt/process.new" "$attempt/process" || exit 74

PATH=$job_path "$@"
code=$?
printf '%-20s\n' "$code" 1<>"$attempt/exit.new"
mv "$attempt/exit.new" "$attempt/exit"
