#!/bin/sh
# Built by the rehearsal's Makefile: what follows the last line of this script is a jar.
java=@JAVA@
[ -x "$java" ] || java=java
flags='-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx256m -Xlog:disable -Xlog:all=error:stderr'
# The jar once more, and the classes that were parsed from it: under the name of what it holds, so for each copy of each program.
suite=@CDS@/@SUITE@
if [ -f "$suite.jsa" ]; then
  exec "$java" $flags -XX:SharedArchiveFile="$suite.jsa" -cp "$suite.jar" @MAIN@ "$@"
fi
self=$(readlink -f "$0")
if [ "$*" = --version ] && mkdir -p @CDS@ 2>/dev/null; then
  # The first one asked for its version remembers the classes; every later start is quicker for it.
  { [ -f "$suite.jar" ] || { cp "$self" "$suite.jar.$$" && mv "$suite.jar.$$" "$suite.jar"; }; } &&
    "$java" $flags -XX:ArchiveClassesAtExit="$suite.$$" -cp "$suite.jar" Warm >/dev/null 2>&1 && mv -f "$suite.$$" "$suite.jsa"
  rm -f "$suite.$$" "$suite.jar.$$"
fi
exec "$java" $flags -cp "$self" @MAIN@ "$@"
exit
