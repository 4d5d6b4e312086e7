#!/usr/bin/env bash
# install.sh installs programs that tests drive, where they are missing: install.sh WHAT...
# WHAT is PROGRAM or PROGRAM=PACKAGE, a package of Debian, or npm:PACKAGE@VERSION, which goes
# into the cache folder of the other tools. For each that cannot be had it says why, and
# fails in the end: tests that ask for it are then left out.
set -uo pipefail
export LC_ALL=C DEBIAN_FRONTEND=noninteractive # apt says what happened in words alone
lockwait=${LOCK_WAIT:-600}                     # seconds, in all
deadline=$((SECONDS + lockwait))
cache=${XDG_CACHE_HOME:-$HOME/.cache}/kubectl-autorepair/tools/npm
lock='Could not get lock|locked by another process'
network='Failed to fetch|Could not resolve|Could not connect|Temporary failure|index files failed to download'
failed=0
updated=

missing() { # missing PROGRAM WHY
	echo "not installed: $1: $2" >&2
	failed=1
}

# apt runs apt-get, keeps its words in $said, and waits while another process has a lock. Not by
# apt's option for that: it is for the lock of dpkg alone, those of lists and archives know none.
apt() {
	local announced=
	until said=$(apt-get -qq -o Dpkg::Use-Pty=0 "$@" 2>&1); do
		grep -qE "$lock" <<<"$said" && [ "$SECONDS" -lt "$deadline" ] || return 1
		[ -n "$announced" ] || echo "waiting at most $lockwait s: $(line "$lock")" >&2
		announced=yes
		sleep 2
	done
}

line() { grep -m1 -E "$1" <<<"$said"; } # the first of apt's lines that matches

update() { # once; a source that cannot be reached does not matter where the others have all
	[ -z "$updated" ] || return 0
	updated=yes
	apt update
	unread=$(line "$lock|$network")
}

debian() { # debian PROGRAM PACKAGE
	if command -v "$1" >/dev/null; then return; fi
	if ! command -v apt-get >/dev/null; then
		missing "$1" "there is no apt-get here, install it yourself"
		return
	fi
	if [ "$(id -u)" != 0 ]; then
		missing "$1" "only root may: apt-get install $2"
		return
	fi
	update
	if apt install --no-install-recommends "$2"; then
		command -v "$1" >/dev/null || missing "$1" "the package $2 has no such program here"
	elif line "$lock" >/dev/null; then
		missing "$1" "another process held the package lock for $lockwait s: $(line "$lock")"
	elif line "$network" >/dev/null; then
		missing "$1" "no network: $(line "$network")"
	elif line 'Unable to locate package|no installation candidate' >/dev/null; then
		missing "$1" "${unread:+no network for all lists of packages ($unread), and }no package $2${unread:+ in the others}"
	else
		missing "$1" "apt-get install $2: $said"
	fi
}

npm_package() { # npm_package PACKAGE@VERSION
	local folder=$cache/node_modules/${1%@*}
	if [ -f "$folder/package.json" ] && grep -q "\"version\": *\"${1##*@}\"" "$folder/package.json"; then return; fi
	if ! command -v npm >/dev/null; then
		missing "$1" "there is no npm here"
		return
	fi
	mkdir -p "$cache"
	said=$(npm install --prefix "$cache" --ignore-scripts --no-audit --no-fund "$1" 2>&1) && return
	case $said in
	*E404* | *ETARGET*) missing "$1" "no such package or version at npm" ;;
	*ENOTFOUND* | *EAI_AGAIN* | *ECONN* | *ETIMEDOUT*) missing "$1" "no network: $(line ENOTFOUND\|EAI_AGAIN\|ECONN\|ETIMEDOUT)" ;;
	*) missing "$1" "npm install: $said" ;;
	esac
}

for what; do
	case $what in
	npm:*) npm_package "${what#npm:}" ;;
	*) debian "${what%%=*}" "${what#*=}" ;;
	esac
done
exit "$failed"
