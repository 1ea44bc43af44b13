#!/bin/sh
# Built by the rehearsal's Makefile: what follows the last line of this script is a jar.
self=$(readlink -f "$0")
java=@JAVA@
[ -x "$java" ] || java=java
classes=@CDS@$self.jsa
flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx256m -Xlog:disable -Xlog:all=error:stderr'
if [ "$classes" -nt "$self" ]; then
  flags="$flags -XX:SharedArchiveFile=$classes"
elif [ "$*" = --version ] && mkdir -p "${classes%/*}" 2>/dev/null; then
  # The first one asked for its version remembers the classes it parsed; every later start is quicker for it.
  "$java" $flags -XX:ArchiveClassesAtExit="$classes.$$" -cp "$self" Warm >/dev/null 2>&1 && mv -f "$classes.$$" "$classes"
  rm -f "$classes.$$"
fi
exec "$java" $flags -cp "$self" @MAIN@ "$@"
exit
