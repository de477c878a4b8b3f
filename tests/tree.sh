#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# The source tree itself: its floors, its manual, its scripts.

set -u
SRCDIR=${SRCDIR:-$(cd "$(dirname "$0")/.." && pwd)}
cd "$SRCDIR" || exit 1
tests=0

# check SENTENCE COMMAND...
check() {
	sentence=$1
	shift
	tests=$((tests + 1))
	if said=$("$@" 2>&1); then
		echo "ok $tests - $sentence"
	else
		echo "not ok $tests - $sentence"
		echo "$said" | sed 's/^/# /' | head -50
	fi
}

skip() { # SENTENCE REASON
	tests=$((tests + 1))
	echo "ok $tests - $1 # SKIP $2"
}

every_source_has_its_licence() {
	lacking=$(grep -L 'SPDX-License-Identifier: GPL-2.0-or-later' \
		src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] man/*.[0-9] tests/*.[ch] tests/*.sh \
		tests/*.py tests/cli/*.sh tests/elsewhere/* scripts/completion/* \
		scripts/record-fixtures tests/recorded/lines \
		configure.ac Makefile.am)
	[ -z "$lacking" ] || { echo "$lacking"; false; }
}

# A command is in the table, in the schema and in the build.
every_command_is_in_the_schema() {
	for command in $("$MEMTOOL" __complete ''); do
		case $command in help | schema | run) continue ;; esac
		grep -q "\"$command\"" src/report/memtool.schema.json || {
			echo "$command is not in the schema"
			return 1
		}
	done
}

# The map of the source: what it names is there, and each folder is in it.
the_map_is_true() {
	missing=$(grep -oE '[a-z_/]+/[a-z_]+\.[ch]|[a-z_]+\.c' src/README |
		while read -r name; do
			[ -e "src/$name" ] || [ -e "$name" ] || echo "$name"
		done)
	[ -z "$missing" ] || {
		echo "src/README names" "$missing" "but it is not there"
		return 1
	}
	for folder in src/*/; do
		grep -qE "^$(basename "$folder") {2,}[a-z]" src/README || {
			echo "src/README has no line for $folder"
			return 1
		}
	done
	for folder in src/*/*/; do
		grep -qE "[ :]$(basename "$folder")([ ,.]|$)" src/README || {
			echo "src/README has no line for $folder"
			return 1
		}
	done
}

# A file that is not built, or a header that nobody includes, is a leftover.
every_source_is_used() {
	unused=$(
		for file in src/*.c src/*/*.c src/*/*/*.c; do
			grep -qE "[[:space:]]$file( |\$)" Makefile.am \
				src/*/Makemodule.am || echo "$file"
		done
		for file in src/*.h src/*/*.h src/*/*/*.h; do
			grep -qrF "#include \"${file#src/}\"" src tests \
				--include='*.[ch]' || echo "$file"
		done
	)
	[ -z "$unused" ] || { echo "$unused"; false; }
}

# Nor is a test any good that nobody runs, or a script that no test reads.
every_test_is_run() {
	unused=$(
		for file in tests/*.c tests/*.sh tests/cli/*.sh; do
			name=${file##*/}
			grep -qE "[[:space:]]${file%.c}(\.c)?( |\$)" Makefile.am \
				tests/Makemodule.am ||
				grep -qF "/$name\"" tests/*.sh tests/cli/*.sh ||
				echo "$file"
		done
	)
	[ -z "$unused" ] || { echo "$unused"; false; }
}

# tests/machine: each of its answers is yes, or no with a reason.
the_machine_answers() {
	machine=${MEMTOOL%/*}/tests/machine
	for property in $("$machine"); do
		said=$("$machine" "$property")
		case $? in
		0) [ -z "$said" ] || return 1 ;;
		1) [ -n "$said" ] || return 1 ;;
		*) return 1 ;;
		esac
		echo "$property: ${said:-yes}"
	done
	"$machine" no_such_property 2>/dev/null
	[ $? -eq 2 ]
}

# Mistakes in the pages of three calls, and what check-manual must print.
mistakes_in_the_manual_are_found() {
	work=$(mktemp -d) || return 1
	mkdir "$work/man"
	# An option of its own is missing, and so is a shared one.
	awk '/^\.TP/ { getline tag; if (tag ~ /new..length/) { getline; next } print; $0 = tag } 1' \
		man/memtool-mremap.1 | sed 's/\\fB\\%\\-\\-every\\fR/others/' \
		>"$work/man/memtool-mremap.1"
	# A shared option that it does not take, and one that stands twice.
	sed -e 's/^This call also takes/& \\fB\\%\\-\\-as\\fR,/' \
		-e 's/^\.SH OPTIONS/&\n.TP\n\\fB\\%\\-\\-on\\fR\nTwice./' \
		man/memtool-mprotect.1 >"$work/man/memtool-mprotect.1"
	# An option of its own among the shared ones, and no reference to them.
	sed -e 's/^This call also takes/& \\fB\\%\\-\\-advice\\fR,/' \
		-e 's/memtool\\-options/memtool/' \
		man/memtool-madvise.1 >"$work/man/memtool-madvise.1"
	scripts/check-manual "$MEMTOOL" "$work" mremap mprotect madvise |
		sed 's,^.*/,,' >"$work/found"
	cat >"$work/wanted" <<-'LINES'
		memtool-mremap.1: OPTIONS lacks --every
		memtool-mremap.1: OPTIONS lacks --new-length
		memtool-mprotect.1: there is no option --as
		memtool-mprotect.1: OPTIONS has twice --on
		memtool-madvise.1: memtool-options(7) does not describe --advice
		memtool-madvise.1: OPTIONS has twice --advice
		memtool-madvise.1: OPTIONS does not point at memtool-options(7)
	LINES
	diff "$work/wanted" "$work/found"
	same=$?
	rm -r "$work"
	return $same
}

check "every property of the machine is answered" the_machine_answers
check "includes go downward only" scripts/check-floors .
check "no floor calls one above it, and the subject nothing that allocates" env MAKEFLAGS= \
	make -s -C "${MEMTOOL%/*}" check-links
check "manual and tables agree" scripts/check-manual "$MEMTOOL" .
check "mistakes in the manual are found" mistakes_in_the_manual_are_found
check "every source names its licence" every_source_has_its_licence
check "every source is built, and every header included" every_source_is_used
check "every test is run" every_test_is_run
check "the map of the source is true" the_map_is_true
check "every command stands in the schema" every_command_is_in_the_schema
if command -v shellcheck >/dev/null; then
	check "the shell scripts are clean" shellcheck -x -P SCRIPTDIR \
		scripts/bench scripts/bootstrap scripts/check-floors \
		scripts/check-links scripts/check-manual \
		scripts/check-subject scripts/cross-build scripts/debian-unpack \
		scripts/libraries scripts/musl scripts/package scripts/prepare \
		scripts/recipes/installed scripts/record-fixtures \
		scripts/rename-page scripts/run \
		scripts/sanitize scripts/test scripts/test-elsewhere \
		scripts/valgrind tests/elsewhere/guest.sh \
		tests/elsewhere/judge.sh tests/tree.sh
else
	skip "the shell scripts are clean" "shellcheck is not installed"
fi
echo "1..$tests"
