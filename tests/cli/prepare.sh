#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154,SC2016
#
# What scripts/prepare says where packages are missing and it may not install
# them.  It runs with a PATH of a few programs, so that nothing else is found.
. "$(dirname "$0")/lib.sh"

sanitized && skip_all "it is as without sanitizers"
# stub NAME: a program that is there, with its text on standard input.
stub() {
	{
		echo '#!/bin/sh'
		cat
	} >"bin/$1"
	chmod +x "bin/$1"
}

# machine MANAGER...: one that has these and no compiler, for an ordinary user.
machine() {
	rm -rf bin
	mkdir bin
	for tool in sh tr dirname cat; do
		ln -s "$(command -v $tool)" bin/$tool
	done
	echo 'echo 1000' | stub id
	for manager; do
		echo 'echo "$0 $*" >>"$CALLED"; exit 1' | stub "$manager"
	done
}

prepare() {
	line="prepare $*"
	: >called
	timeout 20 env "CALLED=$work/called" "PATH=$work/bin" /bin/sh \
		"$SRCDIR/scripts/prepare" "$@" >out 2>err </dev/null
	status=$?
}

machine apt-get sudo
prepare
status_is 3 "missing packages: it could not work"
err_has '^memtool: missing: .*cc .*libcjson' "it names what is missing"
is "$(grep -c '^sudo ' err)" 1 "there is one line to paste"
is "$(grep '^sudo ' err)" "sudo apt-get install gcc libc6-dev make autoconf \
automake pkg-config libpopt-dev libcjson-dev" "it has every package"
is "$(grep -v '/sudo -n' called)" '' "nothing was installed"
is "$(cat out)" '' "standard output is left to memtool"

prepare --tests
is "$(grep '^sudo ' err)" "sudo apt-get install gcc libc6-dev make autoconf \
automake pkg-config libpopt-dev libcjson-dev check jq python3-jsonschema" \
	"with --tests the packages of the tests too"

prepare --list apt-get
status_is 0 "the list is no attempt to build"
is "$(paste -s -d ' ' out)" "gcc libc6-dev make autoconf automake pkg-config \
libpopt-dev libcjson-dev" "it is of what apt-get would install"
is "$(cat err)" '' "and nothing is said besides"

machine dnf
prepare --list apk --tests
out_has '^check-dev$' "any manager's names can be asked for"
prepare
is "$(grep '^su ' err)" "su -c 'dnf install gcc make autoconf automake \
pkgconf-pkg-config popt-devel cjson-devel'" "without sudo the line uses su"
machine apk sudo
prepare
err_has '^sudo apk add gcc musl-dev .*cjson-dev$' "apk has its own names"
machine pacman sudo
prepare
err_has '^sudo pacman -S --needed gcc .*cjson$' "so has pacman"

machine
prepare --tests
status_is 3 "an unknown package manager: it could not work"
err_has 'missing: cc .*check jq' "what is missing is named all the same"
err_has 'gcc make .*popt cjson check jq python-jsonschema' \
	"and what packages to look for"

machine apt-get
echo 'echo 0' | stub id
prepare
status_is 3 "root, and the manager fails: it could not work"
err_has '^apt-get install gcc .*libcjson-dev$' "root gets the line without sudo"
grep -q 'apt-get .*install' called
ok "but it was tried"

done_testing
