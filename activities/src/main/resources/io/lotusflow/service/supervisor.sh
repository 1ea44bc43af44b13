#!/bin/sh
# Keeps one program running where there is no systemd.
# Arguments: the service's folder, its log, the limit of open files, seconds before the first and
# at most before a further restart, then the command.
# All data comes as arguments and environment; none of it is ever put into this text.
folder=$1
log=$2
nofile=$3
first_delay=$4
longest_delay=$5
shift 5

program_path=${PATH-}
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
umask 022
exec </dev/null >>"$log" 2>&1

# Two supervisors would start two programs. The program does not hold this lock: it may outlive us.
exec 9>>"$folder/lock"
flock -n 9 || exit 75
ulimit -n "$nofile" 2>/dev/null || ulimit -S -n "$(ulimit -H -n)" 2>/dev/null

# Writes who the calling shell is; a subshell's own number is only to be had this way.
identify() {
  read -r stat </proc/self/stat
  number=${stat%% *}
  # The start time follows the name, which may itself hold spaces and brackets.
  # shellcheck disable=SC2086 # split into words on purpose
  take_ticks ${stat##*) }
  read -r boot </proc/sys/kernel/random/boot_id
  printf '%s %s %s\n' "$number" "$ticks" "$boot" >"$1.new"
  mv "$1.new" "$1"
}
take_ticks() {
  shift 19
  ticks=$1
}
lives() {
  [ -e "$folder/program" ] || return 1
  read -r was_number was_ticks was_boot <"$folder/program"
  read -r boot </proc/sys/kernel/random/boot_id
  [ "$was_boot" = "$boot" ] && [ -r "/proc/$was_number/stat" ] || return 1
  read -r stat <"/proc/$was_number/stat" || return 1
  # shellcheck disable=SC2086
  take_ticks ${stat##*) }
  [ "$ticks" = "$was_ticks" ]
}
say() {
  printf '%s lotusflow: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$1"
}

child=
stop_child() {
  : >"$folder/stop"
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap stop_child TERM INT HUP

identify "$folder/supervisor"
restarts=0
delay=$first_delay
# The program of a supervisor that was killed is taken over, not started a second time.
adopted=no
if lives; then
  adopted=yes
  [ ! -e "$folder/restarts" ] || read -r restarts <"$folder/restarts"
  say "watching process $was_number again"
fi

while [ ! -e "$folder/stop" ]; do
  began=$(date +%s)
  if [ "$adopted" = yes ]; then
    while lives && [ ! -e "$folder/stop" ]; do
      sleep 1
    done
    adopted=no
    code=unknown
  else
    printf '%s\n' "$restarts" >"$folder/restarts"
    (
      trap - TERM INT HUP
      identify "$folder/program"
      PATH=$program_path
      exec "$@"
    ) 9>&- &
    child=$!
    wait "$child"
    code=$?
    # A signal to us ends the wait, not the program.
    while kill -0 "$child" 2>/dev/null; do
      wait "$child"
      code=$?
    done
    child=
  fi
  [ ! -e "$folder/stop" ] || break
  if [ $(($(date +%s) - began)) -ge 60 ]; then
    delay=$first_delay
  fi
  say "the program ended with code $code; starting it again in $delay s"
  sleep "$delay"
  delay=$((delay * 2))
  [ "$delay" -le "$longest_delay" ] || delay=$longest_delay
  restarts=$((restarts + 1))
done
say "stopped"
