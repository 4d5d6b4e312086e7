#!/usr/bin/env bash
# leftout.sh runs a command that runs tests, then names and counts the tests that it left
# out because a program is not there: leftout.sh COMMAND... It ends as the command does.
set -uo pipefail
LEFT_OUT=$(mktemp) || exit
export LEFT_OUT
trap 'rm -f "$LEFT_OUT"' EXIT

status=0
"$@" || status=$?
echo "tests left out, as they cannot run here: $(sort -u "$LEFT_OUT" | wc -l | tr -d ' ')"
sort -u "$LEFT_OUT" | sed 's/^/  /'
exit "$status"
