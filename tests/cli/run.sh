#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC2016 # the $ are memtool's and jq's
#
# memtool run: a file of steps is read as a command line is, and what is wrong
# in it is shown with its place.
. "$(dirname "$0")/lib.sh"

steps() { # FORMAT: of printf
	# shellcheck disable=SC2059
	printf "$1" >steps.mt
}

# What a file means.

steps '#!/usr/bin/env -S memtool run\n\n# a comment\nmmap 2p --as a , touch write # two\n\nmadvise \\\n  dontneed\npeek 1\n'
json run steps.mt
json_is '[.steps[] | "\(.step) \(.line) \(.command)"] | join(", ")' \
	'1 4 mmap, 2 4 touch, 3 6 madvise, 4 8 peek' "each step has its number and its line"
json_is '"\(.kind) \(.ok) \(.memtool.argv[-2:])"' 'chain true ["run","steps.mt"]' "the document is that of a chain"
cp out of_file
json mmap 2p --as a , touch write , madvise dontneed , peek 1
is "$(jq -c '[.steps[] | [.step, .command, .expect, .args.length]]' out)" \
	"$(jq -c '[.steps[] | [.step, .command, .expect, .args.length]]' of_file)" \
	"the steps are those of the same command line"
json_is '[.steps[].line] | unique | tostring' '[null]' "which has no lines"
works "a file is text, too" run steps.mt
json run - <steps.mt
json_is '.error.message | test("no steps")' true "standard input is /dev/null here"
"$MEMTOOL" run - --json <steps.mt >out
json_is '"\(.steps | length) \(.ok)"' '4 true' "a hyphen is standard input"
steps 'mmap 4p\nmunmap'
works "the last line may lack its newline" run steps.mt
steps 'munlock\nmlock 1p\n'
json run steps.mt
json_is '[.steps[] | select(.implicit) | .line] | tostring' '[1]' "an implicit step has the line that it serves"
json run steps.mt --dry-run
json_is '[.steps[] | "\(.line) \(.result.reason)"] | unique | join(", ")' '1 dry run, 2 dry run' "a dry run shows lines, too"
steps 'maps\n'
json run steps.mt
json_is '.kind' maps "a lone inspection is a document of its own"
steps 'mmap 4p\nfork --as c\ntouch write --in c\nmprotect none\ntouch --expect SIGSEGV\nmaps --in c\n'
json run steps.mt
json_is '"\(.ok) \([.steps[] | .in.name] | join(" "))"' 'true main main c main main c' \
	"processes, expected outcomes and inspections are as on a command line"

# Quotes.

steps 'poke --text "a \\"b\\" \\\\ $" \n'
run run steps.mt
err_has "steps.mt:1:25: a name is missing after" "a dollar needs a name"
steps 'set A x\npoke --text "a \\"b\\" \\\\ \\$ ${A}"\npoke --text '\''a $A \\'\''\npoke --text a\\ \\$#b"c"'\''d'\''\n'
json run steps.mt
json_is '[.steps[] | select(.implicit | not) | .args.text] | join("|")' 'a "b" \ $ x|a $A \|a $#bcd' \
	"quotes, escapes and variables are those of a shell"
steps "poke --text ''\n"
run run steps.mt
err_has "steps.mt:1:13: poke: " "two quotes are an empty word"
steps 'mmap 4p --prot read|write\nmunm\\\nap\n'
json run steps.mt
json_is '"\(.steps[0].args.prot) \(.steps[1].command) \(.steps[1].line)"' 'PROT_READ|PROT_WRITE munmap 2' \
	"a bar needs no quotes, and a joined line none"

# Variables and options.

steps 'set SIZE 2p\nset TWICE "$SIZE , touch"\nmmap $SIZE\n'
json run steps.mt
json_is '.steps[0].args.length | pages' 2 "set gives a value"
json run --set SIZE=3p steps.mt
json_is '.steps[0].args.length | pages' 3 "--set replaces it"
json run steps.mt --set=SIZE=5p --set TWICE=x
json_is '.steps[0].args.length | pages' 5 "behind the file, too, and twice"
steps 'set WORDS "4p , touch"\nmmap $WORDS\n'
run run steps.mt
err_has "steps.mt:2:6: mmap: length: '4p , touch': unknown suffix" "a value stays one word"
steps '# first\noptions --stop --memory none\nmprotect --addr 1 read\nmmap\n'
json run steps.mt
json_is '"\(.steps[1].result.status) \(.steps[0].effect.memory)"' 'skipped null' "a line of options gives options"
json run steps.mt --memory counters
json_is '.steps[0].effect.memory | type' object "those of the command line replace them"
json --memory counters run steps.mt
json_is '.steps[0].effect.memory | type' object "before run, too"
run run steps.mt
err_has "1 in line 3 (mprotect: wanted ok, got EINVAL), 2 in line 4 (mmap: wanted ok, got skipped)" \
	"what is not as expected is named with its line"

# A file that is a program.

if env -S 'true' 2>/dev/null; then
	{
		echo "#!/usr/bin/env -S $MEMTOOL run"
		echo 'set SIZE 2p'
		echo 'mmap $SIZE'
	} >program
	chmod +x program
	line=./program
	./program --set SIZE=3p --json >out 2>err </dev/null
	json_is '.steps[0].args.length | pages' 3 "a file can be a program"
else
	skip "a file can be a program" "this env knows no -S"
fi

# Mistakes: nothing is performed, one line names the place.  LINE and COLUMN are
# null where it is about the whole file.

: >documents
: >expected
refused() { # LINE COLUMN TEXT SENTENCE [ARGS...]
	wanted_place="$1:$2: "
	[ "$1" != null ] || wanted_place=
	row=$(printf 'usage\tsteps.mt\t%s\t%s\t2\t0' "$1" "$2")
	text=$3
	sentence=$4
	shift 4
	json run steps.mt "$@"
	[ "$status" -eq 2 ] && one_line && [ "$(wc -l <out)" -eq 1 ] &&
		grep -qF -e "memtool: steps.mt:${wanted_place:- }" err && grep -qF -e "$text" err
	ok "$sentence"
	cat out >>documents
	printf '%s\t%s\n' "$row" "$sentence" >>expected
}

steps 'mmap\n\n\n\n\n\n  mprotct read\n'
refused 7 3 "'mprotct' is not a call" "an unknown call in line 7"
refused 7 3 "did you mean 'mprotect'?" "which has a suggestion"
steps 'mmap 4p , mmap 4p , mprotect reed\n'
refused 1 30 "'reed'" "a bad word in the third step of a line"
steps 'mmap --flags private,annonymous\n'
refused 1 22 "'annonymous'" "one of a list"
steps 'mmap\n\tmprotect --prot=reed\n'
refused 2 18 "'reed'" "a value behind ="
steps 'touch \303\251 , munmap 4x\n'
refused 1 7 "'é'" "a column is a character"
steps 'mmap 4p --prot\nmunmap\n'
refused 1 9 "'--prot' needs a value" "no value is taken from the next line"
steps 'mmap ,\nmunmap\n'
refused 1 6 "a call is missing after ','" "a comma at the end of a line"
steps 'mmap\n, munmap\n'
refused 2 1 "a call is missing before ','" "a comma at its beginning"
steps 'mmap 4p\npoke --text "abc\n# "\n'
refused 2 13 "is not closed" "a double quote that is not closed"
steps "mmap 4p\npoke --text 'abc\n"
refused 2 13 "is not closed" "a single one"
steps 'mmap \\'
refused 1 6 "is the last character" "a backslash at the very end"
steps 'set SIZE 4p\nmmap $SIZ\n'
refused 2 6 "did you mean 'SIZE'?" "an unknown variable"
steps 'mmap $SIZE\nset SIZE 4p\n'
refused 1 6 "'\$SIZE' is not set" "one that is set later"
steps 'mmap ${SIZE\n'
refused 1 6 "a name is missing" "a brace that is not closed"
steps 'set\nmmap\n'
refused 1 1 "a name is missing" "set without a name"
steps 'set SIZE\nmmap\n'
refused 1 5 "has no value" "set without a value"
steps 'set SIZE=4p\nmmap\n'
refused 1 5 "is not a name" "set with ="
steps 'set SIZE 4p 5p\nmmap\n'
refused 1 13 "one word too many" "set with two values"
steps 'set SIZE 4p\nset N 1\nset SIZE 5p\nmmap\n'
refused 3 5 "already set in line 1" "set twice"
steps 'mmap\noptions --stop\n'
refused 2 1 "first line only" "options in another line"
steps 'set N 1\noptions --stop\nmmap\n'
refused 2 1 "first line only" "options behind set"
steps 'options --stop mmap\nmmap\n'
refused 1 16 "'mmap' is not an option" "a call among the options"
steps 'options --stpo\nmmap\n'
refused 1 9 "did you mean '--stop'?" "an unknown option there"
steps 'options --memory none , --stop\nmmap\n'
refused 1 23 "',' is not an option" "a comma there"
steps 'mmap\nmprotect --help\n'
refused 2 10 "cannot contain '--help'" "help"
steps 'mmap\nmprotect read -V\n'
refused 2 1 "cannot contain '--version'" "the version by its letter"
steps 'options --stop --no-aslr\nmmap\n'
refused 1 16 "cannot contain --no-aslr" "how memtool starts"
steps 'options --stop --runs 3\nmmap\n'
refused 1 16 "cannot contain --runs" "how often"
steps 'mmap\nmmap 4p , munmap --runs=3\n'
refused 2 18 "cannot contain --runs" "nor in a step"
steps 'options --stop --help\nmmap\n'
refused 1 16 "cannot contain '--help'" "help among the options"
steps 'run steps.mt\n'
refused 1 1 "'run' is not a call" "a file in a file"
steps 'schema\n'
refused 1 1 "'schema' is not a call" "a program in a file"
steps 'mmap\nzones\n'
refused 2 1 "'zones' is not a call" "an inspection that stands alone"
steps 'mmap 4p\r\nmunmap\r\n'
refused 1 8 "carriage return" "lines that end as on other systems"
steps 'mmap 4p\nmun\000map\n'
refused 2 4 "zero byte" "a binary file"
cp "$MEMTOOL" steps.mt
refused 1 8 "zero byte" "a program"
steps '\357\273\277mmap\n'
refused 1 1 "byte order mark" "a byte order mark"
steps ''
refused null null "there are no steps" "an empty file"
steps '# nothing\n\noptions --stop\nset N 1\n'
refused null null "there are no steps" "a file without steps"
steps 'mmap 4p\n'
rm steps.mt && mkdir steps.mt
refused null null "it is a directory" "a directory"
rmdir steps.mt
refused null null "No such file" "a file that is not there"
ln -s /dev/zero steps.mt
refused null null "larger than 16 MiB" "a file without an end"
rm steps.mt
if can_be_nobody; then
	steps 'mmap\n'
	chmod 000 steps.mt
	as_nobody refused null null "Permission denied" "a file that may not be read"
	rm -f steps.mt
fi

DOCUMENT_KEYS='[.error.kind, .error.file, .error.line, .error.column, .exit_status, (.steps // [] | length)]'
jq -r "$DOCUMENT_KEYS | map(tostring) | join(\"\t\")" documents >found
cut -f 1-6 expected | cmp -s - found
ok "the documents have the place, and no step"

# Mistakes of the command line have no place in a file.

not_of_file() { # TEXT SENTENCE ARGS...
	text=$1
	sentence=$2
	shift 2
	json "$@"
	[ "$status" -eq 2 ] && one_line && grep -qF -e "$text" err
	ok "$sentence"
	json_is '"\(.error.file) \(.error.line)"' 'null null' "$sentence: it has no place"
}
steps 'set SIZE 4p\nmmap $SIZE\n'
not_of_file "FILE is missing" "no file" run
not_of_file "'more' is one word too many" "two files" run steps.mt more
not_of_file "cannot be part of a chain" "a call behind it" run steps.mt , mmap
not_of_file "cannot be part of a chain" "a call before it" mmap , run steps.mt
not_of_file "'=' is missing" "--set without =" run steps.mt --set SIZE
not_of_file "is not a name" "--set without a name" run steps.mt --set =4p
not_of_file "has no line 'set SIZ VALUE' that it could replace; did you mean 'SIZE'?" \
	"--set of what the file does not set" run steps.mt --set SIZ=4p
not_of_file "once is accepted" "--set twice" run steps.mt --set SIZE=4p --set SIZE=5p
not_of_file "needs a value" "--set without anything" run steps.mt --set
not_of_file "unknown option '--set'" "--set for a call" mmap --set SIZE=4p
json run steps.mt --set SIZE=4x
json_is '"\(.error.file) \(.error.line) \(.error.column) \(.error.word)"' 'steps.mt 2 6 4x' \
	"a bad value of --set is shown where it is used"

if command -v script >/dev/null; then
	script -qec "'$MEMTOOL' run -" /dev/null </dev/null >out 2>&1
	grep -q "standard input is a terminal" out
	ok "a terminal is refused"
else
	skip "a terminal is refused" "there is no script(1)"
fi

# Much of it.

awk 'BEGIN { printf "mmap 4p"; for (i = 0; i < 5000; i++) printf " , touch write"; print " , mmap 4x" }' >steps.mt
refused 1 70016 "'4x'" "a very long line has columns, too"
awk 'BEGIN { for (i = 1; i <= 3000; i++) print "mmap --as r" i; print "munmap --on r3000" }' >steps.mt
json run steps.mt --dry-run
json_is '.steps[-1] | "\(.line) \(.on.step)"' '3001 3000' "thousands of lines and names"

# Reading can be interrupted.

has_child() {
	[ -n "$(children_of "$job")" ]
}
mkfifo fifo
exec 9<>fifo
# shellcheck disable=SC2086 # $starter is several words
$starter "$MEMTOOL" run --json fifo </dev/null >out 2>err &
job=$!
await has_child
pid=$(children_of "$job")
await catches_term "$pid"
kill -TERM "$pid"
wait "$job"
status=$?
job=
pid=
exec 9>&-
json_is '"\(.error.kind) \(.exit_status) \(.steps | length)"' 'interrupted 143 0' "the reading of a file can be interrupted"

# --- assertions, and options that a file cannot have --------------------------------

printf 'options --assert size=0\nmmap 4p\n' >steps.mt
json run steps.mt
status_is 1 "a file asserts something of the total"
json_is '.assert | map("\(.fact) \(.met)") | join(", ")' 'size false' "as a command line does"
json --assert size=4p run steps.mt
json_is '.assert | map("\(.fact) \(.met)") | join(", ")' 'size true, size false' "what that asserts must hold, too"
printf 'mmap 4p\ntouch --assert falts=3\nmunmap\n' >steps.mt
run run steps.mt
status_is 2 "an unknown fact is refused"
err_has "^memtool: steps.mt:2:16: touch: assert: 'falts'" "where it stands"
for option in --no-aslr '--runs 3' '--warmup 3'; do
	printf 'options %s\nmmap 4p\n' "$option" >steps.mt
	run run steps.mt
	status_is 2 "options $option"
	err_has 'accepted on the command line' "is refused with the way to give it"
done
run --runs 2 run -
status_is 2 "several runs of standard input"
err_has 'only once' "are refused with the reason"
mkfifo queue
echo mmap >queue &
run --runs 2 run queue
wait
status_is 2 "and so are those of a queue"
err_has 'queue: .*no regular file' "which the others would find empty"

done_testing
