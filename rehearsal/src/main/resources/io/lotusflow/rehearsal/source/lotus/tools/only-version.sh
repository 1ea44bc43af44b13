#!/bin/sh
name=${0##*/}
case "$1" in
  --version | -v) echo "$name version v@VERSION@" ;;
  *)
    echo "NAME:"
    echo "   $name - stands in for Lotus' $name and knows only --version"
    ;;
esac
