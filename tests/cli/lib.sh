#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=sh
#
# A small TAP library.  A test script sources it, runs memtool by `run` or
# `json`, says what must hold, and ends with `done_testing`:
#
#	. "$(dirname "$0")/lib.sh"
#	json munmap --addr +1 --expect EINVAL
#	status_is 0 "an errno that was expected is success"
#	done_testing
#
# The caller may set
#	MEMTOOL     the binary, an absolute path (default: ./memtool)
#	MACHINE     tests/machine, which knows what is possible here (default:
#	            below the folder of MEMTOOL)
#	DOCUMENTS   a path: each JSON document is appended as one line to a file
#	            of this name and the script's number, so that documents.sh
#	            can validate all of them
#	MEMTOOL_SANITIZED  yes: exact effects cannot be expected; no: they can

# What is compared must not depend on who runs the tests.
LC_ALL=C
TERM=dumb
export LC_ALL TERM
unset NO_COLOR POSIXLY_CORRECT
umask 022
# The first file that a chain opens shall be descriptor 3 whoever calls.
exec 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&-

here=$(cd "$(dirname "$0")" && pwd)
SRCDIR=${SRCDIR:-$(cd "$here/../.." && pwd)}
MEMTOOL=${MEMTOOL:-$PWD/memtool}
MACHINE=${MACHINE:-${MEMTOOL%/*}/tests/machine}
export MEMTOOL SRCDIR here

# A file of its own: scripts that run at the same time would cut into the
# documents of each other.
[ -z "${DOCUMENTS:-}" ] || DOCUMENTS=$DOCUMENTS.$$

page=$(getconf PAGESIZE)
tests=0
status=0
line='(nothing has run)'
limits=
as=

if [ ! -x "$MEMTOOL" ]; then
	echo "Bail out! there is no memtool at $MEMTOOL"
	exit 1
fi

work=$(mktemp -d "${TMPDIR:-/tmp}/memtool-test.XXXXXX") || exit 1
job=
pid=

# shellcheck source-path=SCRIPTDIR
. "$here/tap.sh"

# Nothing outlives the run, however it ends.
clean_up() {
	[ -z "$job" ] || kill -TERM "$job" 2>/dev/null
	[ -z "$pid" ] || kill -KILL "$pid" 2>/dev/null
	print_results
	cd / && rm -rf "$work" "$work".*
}
stopped_by() { # NUMBER
	lost "signal $1 ended the script during: $line"
}
trap clean_up EXIT
trap 'stopped_by 1' HUP
trap 'stopped_by 2' INT
trap 'stopped_by 15' TERM
cd "$work" || exit 1
# An ordinary user shall find the way to what lies here.
chmod 755 "$work"
: >out
: >err

# Words for the filters of json_is.
# shellcheck disable=SC2016 # the $ are jq's
jq_words='
def final: .steps[-1];
def outcome: .result
	| if .status == "error" then .errno.name // "unknown"
	  elif .status == "signal" then
		.signal.name + (if .signal.code then ":" + .signal.code else "" end)
	  else .status end;
def outcomes: [.steps[] | outcome] | join(" ");
def pages: . / $page;
def hex: ltrimstr("0x") | explode
	| reduce .[] as $c (0; . * 16 + (if $c > 96 then $c - 87 else $c - 48 end));
def changes: [.effect.mappings[]
	| "\(.change) \(.size | pages) \(.before.perms // "-") \(.after.perms // "-")"]
	| join(", ");
def faults: .effect.faults.minor;
def distance($from): hex - ($from | hex) | pages;
def calls: [.steps[].call] | join("; ");
'

# The command as it is run: below limits and as another user where the test
# asked for them, with nothing to read.  "make check" bounds the time of the
# whole script: a timeout(1) for each run would cost as much as memtool.
invoke() {
	if [ -n "$limits" ]; then
		# shellcheck disable=SC2086 # $as is a command of several words
		$as sh -c "$limits"' && exec "$@"' sh "$MEMTOOL" "$@" \
			</dev/null >out 2>err
	else
		# shellcheck disable=SC2086
		$as "$MEMTOOL" "$@" </dev/null >out 2>err
	fi
	status=$?
}

# run ARGS...: memtool's output goes to the files out and err, its exit status
# to $status.
run() {
	line="memtool $*"
	invoke "$@"
}

# json ARGS...: the same with --json.
json() {
	line="memtool --json $*"
	invoke --json "$@"
	keep_document
}

keep_document() {
	[ -z "${DOCUMENTS:-}" ] || cat out >>"$DOCUMENTS"
}

# limited COMMANDS run|json ARGS...: below limits, "ulimit -v 20000".
limited() {
	limits=$1
	shift
	"$@"
	line="($limits) $line"
	limits=
}

# as_nobody run|json ARGS...: as an ordinary user, whoever we are.
as_nobody() {
	[ "$(id -u)" != 0 ] || as="$nobody"
	"$@"
	as=
}

nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'

# Whether as_nobody can do what it says.
can_be_nobody() {
	[ "$(id -u)" = 0 ] || return 0
	nobody_runs "$MEMTOOL" && return 0
	# The binary may lie where only root looks.
	cp "$MEMTOOL" "$work/memtool" && chmod 755 "$work/memtool" &&
		nobody_runs "$work/memtool" && MEMTOOL=$work/memtool
}

# By way of a shell: setpriv itself still has the rights of root when it
# executes a program.
nobody_runs() {
	# shellcheck disable=SC2086,SC2016 # several words; $0 is the shell's
	$nobody sh -c 'exec "$0" --version' "$1" >/dev/null 2>&1
}

# Stay on one processor.  A new page waits in a batch of the processor that made
# it (mm/swap.c); MADV_FREE on another one neither marks nor counts it.
on_one_processor() {
	taskset -cp $(($$ % $(nproc))) $$ >/dev/null 2>&1 || true
}

# Whether memtool is built with sanitizers; "make check" says so.
sanitized() {
	if [ -z "${MEMTOOL_SANITIZED:-}" ]; then
		MEMTOOL_SANITIZED=no
		if ldd "$MEMTOOL" 2>/dev/null | grep -q 'lib[a-z]*san' ||
			nm "$MEMTOOL" 2>/dev/null | grep -q '__asan_init'; then
			MEMTOOL_SANITIZED=yes
		fi
	fi
	[ "$MEMTOOL_SANITIZED" = yes ]
}

# can_limit_memory SENTENCE: whether memtool can live below a limit on memory;
# AddressSanitizer cannot, and SENTENCE is skipped.
can_limit_memory() {
	sanitized || return 0
	skip "$1" "AddressSanitizer needs much memory"
	return 1
}

out_has() {
	if grep -q -e "$1" out; then
		pass "$2"
	else
		flunk "$2" "wanted on stdout '$1'"
	fi
}

out_lacks() {
	if grep -q -e "$1" out; then
		flunk "$2" "not wanted on stdout '$1'"
	else
		pass "$2"
	fi
}

err_has() {
	if grep -q -e "$1" err; then
		pass "$2"
	else
		flunk "$2" "wanted on stderr '$1'"
	fi
}

# Whether memtool said exactly one line on stderr, and said who it is.
one_line() {
	[ "$(wc -l <err)" -eq 1 ] && grep -q '^memtool: .' err
}

# refused TEXT SENTENCE ARGS...: exit status 2, a document, and one line with TEXT.
refused() {
	text=$1
	sentence=$2
	shift 2
	json "$@"
	if [ "$status" -eq 2 ] && one_line && [ "$(wc -l <out)" -eq 1 ] && grep -qF -e "$text" err; then
		pass "$sentence"
	else
		flunk "$sentence" "wanted exit status 2 and a line with '$text'"
	fi
}

# refused_for WORD REASON ARGS...: exit status 2, and one line with both.
refused_for() {
	word=$1
	reason=$2
	shift 2
	run "$@"
	status_is 2 "refused: $*"
	err_has "$word.*$reason" "it says why"
	one_line
	ok "in one line"
}

# works SENTENCE ARGS...: as text and as JSON all is as expected.
works() {
	sentence=$1
	shift
	run "$@"
	if [ "$status" -ne 0 ] || [ -s err ] || [ ! -s out ]; then
		flunk "$sentence" "wanted exit status 0 and silence on stderr"
		return
	fi
	json "$@"
	if [ "$status" -eq 0 ] && [ ! -s err ] &&
		grep -q '"exit_status":0' out && grep -q '"ok":true' out; then
		pass "$sentence"
	else
		flunk "$sentence" "wanted the same as JSON"
	fi
}

# ends OUTCOME SENTENCE ARGS...: the last step ends with this errno or signal
# (SIGSEGV:SEGV_MAPERR), and says so as text, as JSON and in the exit status.
ends() {
	wanted=$1
	sentence=$2
	shift 2
	run "$@"
	case $wanted in
	SIG*) shown="= ${wanted%%:*}" ;;
	*) shown="= \(-1\|NULL\|[0-9]*\) $wanted (" ;;
	esac
	if [ "$status" -ne 1 ] || ! one_line ||
		! grep -q "wanted ok, got $wanted)" err ||
		! grep -q -e "$shown" out; then
		flunk "$sentence" "wanted $wanted, exit status 1, one line on stderr"
		return
	fi
	json "$@"
	json_is "\"\\(final | outcome) \\(.ok) \\(.exit_status) $status\"" \
		"$wanted false 1 1" "$sentence"
}

# machine_has PROPERTY [SENTENCE]: whether tests/machine finds that property
# here.  If not, SENTENCE is skipped, with its reason.
machine_has() {
	eval "known=\${machine_$1:-}"
	if [ -z "$known" ]; then
		known=$("$MACHINE" "$1")
		case $? in
		0) known=yes ;;
		1) known="no: ${known:-$1}" ;;
		*) lost "$MACHINE does not tell of $1" ;;
		esac
		eval "machine_$1=\$known"
	fi
	[ "$known" = yes ] && return 0
	[ $# -lt 2 ] || skip "$2" "${known#no: }"
	return 1
}

# The bytes of an instruction that returns, and of one that is none, on the
# machine that memtool was built for; nothing where they are not known here.
# uname would name the kernel's machine, which may be another.
return_instruction() {
	case $(od -An -tx1 -j18 -N2 "$MEMTOOL" | tr -d ' ') in
	3e00 | 0300) echo c3 0f0b ;;          # x86-64, i386
	b700) echo c0035fd6 00000000 ;;       # arm64
	2800) echo 1eff2fe1 f000f0e7 ;;       # 32-bit ARM
	1500) echo 2000804e 00000000 ;;       # 64-bit POWER, little endian
	f300) echo 67800000 00000000 ;;       # RISC-V
	0016) echo 07fe 0000 ;;               # s390x
	esac
}

# where PROPERTY CHECK ARGS... SENTENCE: a check that holds only where tests/machine
# finds this property.
where() {
	property=$1
	shift
	for sentence; do :; done
	! machine_has "$property" "$sentence" || "$@"
}

# The C library's words for an errno.
words() { # ENOMEM
	"$MACHINE" strerror "$1"
}

# needs SENTENCE REASON ARGS...: whether this works here.  A kernel or user may
# lack it; then SENTENCE is skipped.
needs() {
	needed=$1
	why=$2
	shift 2
	run "$@"
	[ "$status" -eq 0 ] && return 0
	skip "$needed" "$why"
	return 1
}

# A chain that waits: `begin ARGS...` runs "ARGS , open fifo" in the
# background and returns when the steps of ARGS are done.  Opening the fifo
# for reading waits until somebody opens it for writing: `go_on` does.
# $pid is memtool, $child its subject, $job what the shell waits for: $starter,
# which bounds the time, and gives SIGINT back to what runs in the background.
starter='timeout -k 10 --foreground 300'
begin() {
	line="memtool --json $* , open fifo"
	rm -f fifo
	mkfifo fifo || return 1
	launch --json "$@" , open reached --flags creat,wronly , open fifo
}

# The same with a last step of one's own, after "open reached".
launch() {
	rm -f reached
	# shellcheck disable=SC2086 # $starter is several words
	$starter "$MEMTOOL" "$@" </dev/null >out 2>err &
	job=$!
	await has_reached || lost "this chain does not come to its last step: $line"
	[ -e reached ] || lost "this chain ended before its last step: $line"
	pid=$job
	[ -z "$starter" ] || pid=$(children_of "$job")
	child=$(children_of "$pid")
	# It has one call left to make until it sleeps in it.
	await asleep "$child"
}

# The chain's last step but one is done, or memtool is gone.
has_reached() {
	[ -e reached ] || gone "$job"
}

# Open both ends, so that this cannot wait itself.
go_on() {
	exec 9<>fifo
	finish
	exec 9>&-
}

# Wait for what begin began; $status is its exit status.
finish() {
	await gone "$pid" || kill -KILL "$pid"
	wait "$job" 2>/dev/null
	status=$?
	job=
	pid=
	# Of a memtool that was killed nothing is expected.
	[ "$status" -eq 137 ] || keep_document
}

children_of() {
	if [ -r "/proc/$1/task/$1/children" ]; then
		read -r first _ <"/proc/$1/task/$1/children"
		echo "$first"
	else
		for stat in /proc/[0-9]*/stat; do
			sed -n "s/^\([0-9]*\) (.*) [A-Z] $1 .*/\1/p" "$stat"
		done 2>/dev/null
	fi
}

state_of() {
	while read -r key value _; do
		[ "$key" != State: ] || { echo "$value" && return; }
	done 2>/dev/null <"/proc/$1/status"
}

# Asleep for a while: between two steps it sleeps for microseconds only.
asleep() {
	for _ in 1 2 3; do
		[ "$(state_of "$1")" = S ] || return 1
		sleep 0.02
	done
}

# Whether a file's pages are shared memory: /tmp is often a tmpfs.
is_on_tmpfs() { # FILE
	[ "$(stat -f -c %T "$1")" = tmpfs ]
}

# Whether SIGTERM has a handler yet: before that it ends a program at once.
catches_term() {
	caught=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$1/status" 2>/dev/null)
	[ $((0x${caught:-0} >> 14 & 1)) -eq 1 ] || gone "$1"
}

# A zombie is gone: it only waits for whoever adopted it.
gone() {
	case $(state_of "$1") in
	'' | Z | X) return 0 ;;
	esac
	return 1
}

# Whether no living process is left in the process group of this number.
gone_with_its_group() {
	for stat in /proc/[0-9]*/stat; do
		# state, parent and group stand behind the name (proc_pid_stat(5))
		sed -n 's/.*) \([^ ]*\) [^ ]* \([^ ]*\) .*/\1 \2/p' "$stat" 2>/dev/null
	done | awk -v group="$1" '$1 !~ /[ZX]/ && $2 == group { found = 1 }
		END { exit found }'
}

# nobody_runs_with WORD: whether no process has this word on its command line.
# By a file, so that grep itself has not.
nobody_runs_with() {
	printf '%s\n' "$1" >"$work.word"
	! cat /proc/[0-9]*/cmdline 2>/dev/null | tr '\0' '\n' |
		grep -qxF -f "$work.word"
}

# leaves_nothing MARK DELAYS ARGS...: memtool, which has MARK on its line, is
# interrupted by each signal after each delay: which of them left a process is
# in $left.
leaves_nothing() {
	mark=$1
	delays=$2
	shift 2
	left=
	for delay in $delays; do
		for signal in INT TERM KILL; do
			# shellcheck disable=SC2086 # $starter is several words
			$starter "$MEMTOOL" "$@" >/dev/null 2>&1 &
			job=$!
			sleep "$delay"
			pid=$(children_of "$job")
			[ -z "$pid" ] || kill -$signal "$pid" 2>/dev/null
			wait "$job" 2>/dev/null
			await nobody_runs_with "$mark" || left="$left $signal"
		done
	done
	job=
	pid=
}

# await COMMAND...: until it succeeds.  A busy machine has two minutes.
await() {
	awaited=0
	until "$@"; do
		awaited=$((awaited + 1))
		case $awaited in
		50) awaited_until=$(($(date +%s) + 120)) ;;
		*00) [ "$(date +%s)" -lt "$awaited_until" ] || return 1 ;;
		esac
		sleep 0.02
	done
}
