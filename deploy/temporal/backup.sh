#!/bin/sh
# Copies all of PostgreSQL as it is at one instant, while it works. Not pg_dump: that would copy the
# two databases one after the other, and runs would be in one that the other does not know.
#
#   backup.sh FOLDER [KEEP]     as a user who may replicate: postgres
#
# Makes FOLDER/YYYYMMDDTHHMMSSZ and keeps the newest KEEP (14). Exit code 75: another one goes on.
set -eu
folder=$1 keep=${2:-14}
umask 077
mkdir -p "$folder"
exec 9>"$folder/.lock"
flock -n 9 || { echo "another backup to $folder goes on" >&2; exit 75; }
name=$(date -u +%Y%m%dT%H%M%SZ)
rm -rf "$folder"/.unfinished
pg_basebackup --pgdata="$folder/.unfinished" --format=tar --gzip --wal-method=stream --checkpoint=fast --no-password
mv "$folder/.unfinished" "$folder/$name"
echo "$folder/$name"
# Names sort as times do.
ls -1 "$folder" | grep -E '^[0-9]{8}T[0-9]{6}Z$' | sort -r | tail -n +"$((keep + 1))" | while read -r old; do
  rm -r "${folder:?}/$old"
done
