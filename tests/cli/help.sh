#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Help: what fits two screens, what --all adds, and when a pager shows it.

. "$(dirname "$0")/lib.sh"

# Two screens of 24 lines.
long=
wide=
"$MEMTOOL" __complete '' | grep -vx help >commands
while read -r command; do
	"$MEMTOOL" help "$command" >short
	[ "$(wc -l <short)" -le 48 ] || long="$long $command"
	awk 'length > 80 { exit 1 }' short || wide="$wide $command"
done <commands
is "$long" '' "help of each command fits two screens"
is "$wide" '' "and 80 columns"

# --all adds to it.
lacking=
while read -r command; do
	"$MEMTOOL" help --all "$command" >all
	"$MEMTOOL" help "$command" | grep -qF "memtool help --all $command" ||
		lacking="$lacking $command"
	# What trace prints has no steps.
	case $command in trace) common=--pretty ;; *) common=--skip-unsupported ;; esac
	grep -q -e "$common" all || lacking="$lacking $command"
done <commands
is "$lacking" '' "help of each command names --all, which has the common options"
run help mlock
out_has 'RLIMIT_MEMLOCK' "help of mlock names the limit"
out_has '^Outcomes with known causes: .*ENOMEM' "help lists outcomes"
out_lacks 'memlock-limit' "and not their causes"
out_lacks '--syscalls' "nor the options of every call"
cp out short
run mlock --help
cmp -s out short
ok "--help after the call is the same"
run help --all mlock
out_has '^  ENOMEM  *[a-z]' "help --all has the causes of each outcome"
out_has '--syscalls' "and the options of every call"
run help mlock --all
out_has '^  ENOMEM  *[a-z]' "--all may follow the command"
run help --all madvise
out_has '^  dontneed  *drop' "help --all describes long lists"
"$MEMTOOL" __complete madvise '' >advice
run help madvise
lacking=
while read -r name; do
	[ "$name" = then ] || tr ' ' '\n' <out | grep -qx "$name" ||
		lacking="$lacking $name"
done <advice
is "$lacking" '' "and help names each of them"

# The pager.  A pseudo-terminal stands for a person's.
if ! command -v python3 >/dev/null; then
	skip "a pager shows help" "there is no python3"
	done_testing
	exit
fi
cat >terminal.py <<'EOF'
import fcntl, os, pty, struct, sys, termios
rows, argv = int(sys.argv[1]), sys.argv[2:]
pid, fd = pty.fork()
if pid == 0:
    fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", rows, 80, 0, 0))
    os.execv(argv[0], argv)
while True:
    try:
        got = os.read(fd, 65536)
    except OSError: # the last process has closed the terminal
        break
    os.write(1, got.replace(b"\r\n", b"\n"))
ended = os.waitpid(pid, 0)[1]
sys.exit(os.WEXITSTATUS(ended) if os.WIFEXITED(ended) else 99)
EOF

# on_terminal ROWS ARGS...: the same as run, on a terminal of so many rows.
on_terminal() {
	on=$1
	shift
	line="on $on rows: memtool $*"
	timeout -k 5 60 python3 terminal.py "$on" "$MEMTOOL" "$@" >out 2>err
	status=$?
}

# plain SENTENCE: the terminal has the text of "help --all mlock", no pager.
plain() {
	[ "$status" -eq 0 ] && cmp -s out all
	ok "$1"
}

"$MEMTOOL" help --all mlock >all
sed 's/^/paged: /' all >paged
TERM=xterm
PAGER="sed 's/^/paged: /'"
export TERM PAGER
on_terminal 24 help --all mlock
[ "$status" -eq 0 ] && cmp -s out paged
ok "help that does not fit the terminal goes through the pager"
on_terminal 24 mmap --help
out_has '^paged: Usage: ' "so does --help after a call"
on_terminal 24 help
out_has '^paged: Usage: ' "and the overview"
rows=$(wc -l <all)
on_terminal $((rows + 1)) help --all mlock
plain "help that fits the terminal does not"
on_terminal "$rows" help --all mlock
[ "$status" -eq 0 ] && cmp -s out paged
ok "one row less, and it does"
on_terminal 24 help nonsense
out_lacks '^paged: ' "a refusal does not"
on_terminal 24 --version
out_lacks '^paged: ' "the version does not"
on_terminal 2 schema
out_lacks '^paged: ' "the schema does not"
run help --all mlock
plain "what is no terminal gets plain text"
TERM=dumb on_terminal 24 help --all mlock
plain "so does a dumb terminal"
(
	unset TERM
	on_terminal 24 help --all mlock
	[ "$status" -eq 0 ] && cmp -s out all
)
ok "and one of an unknown kind"

# Bad pagers.
for pager in '' ' ' cat; do
	PAGER=$pager on_terminal 24 help --all mlock
	plain "PAGER='$pager' prints plain text"
done
for pager in /nonexistent/pager 'no-such-pager --option' /dev/null; do
	PAGER=$pager on_terminal 24 help --all mlock
	[ "$status" -eq 0 ] && grep -v '^/\{0,1\}[a-z/]*sh: ' out | cmp -s - all
	ok "PAGER='$pager' cannot be started: plain text, exit status 0"
done
PAGER='exec true' on_terminal 24 help --all mlock
[ "$status" -eq 0 ] && [ ! -s out ]
ok "a pager that reads nothing is no error"
PAGER='kill -9 $$' on_terminal 24 help --all mlock
status_is 0 "nor is one that is killed"
PAGER='head -n 1' on_terminal 24 help --all mlock
is "$(cat out)" "$(head -n 1 all)" "nor is one that shows a part"

# Without PAGER: less, else more, else no pager.
unset PAGER
mkdir bin
ln -s "$(command -v sed)" bin/sed
for program in cat more less; do
	printf '#!/bin/sh\nexec sed "s/^/%s $*: /"\n' "$program" >"bin/$program"
	chmod +x "bin/$program"
	timeout -k 5 60 python3 terminal.py 24 "$(command -v env)" \
		"PATH=$work/bin" "$MEMTOOL" help mmap >out 2>err
	options=
	[ "$program" != less ] || options=-FRX
	out_has "^$program $options: Usage: " "without PAGER, $program shows it"
done
done_testing
