#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
#
# Words that are very long, or no text: a complaint stays one short line that
# says what is accepted, and the document has the whole of it.

# shellcheck source=tests/cli/lib.sh
. "$(dirname "$0")/lib.sh"

# long CHARACTER...: a word of 100,000 bytes or so.
long() {
	printf "$1%.0s" $(seq $((100000 / $2)))
}

# short ACCEPTED SENTENCE ARGS...: the word $word is refused in a short line that
# has ACCEPTED, and is whole in the document.
short() {
	accepted=$1
	sentence=$2
	shift 2
	json "$@"
	[ "$status" -eq 2 ] && [ "$(wc -l <err)" -eq 1 ] &&
		[ "$(wc -c <err)" -lt 700 ] && grep -qF -e "$accepted" err &&
		grep -qF -e "...$end" err
	ok "$sentence: the line has its end, and what is accepted"
	[ "$(ask "(.error.word | length >= $length) and
		(.error.message | length >= $length)")" = true ]
	ok "$sentence: the document has the whole word"
}

positions() {
	short 'lists the calls' "a $1 as a call" "$word"
	short 'lists the calls' "a $1 as a later call" mmap then "$word"
	short 'lists the options' "a $1 as an option" mmap "--$word"
	short 'lists the options' "a $1 with one dash" mmap "-$word"
	short 'lists the options' "a $1 as an option with a value" mmap "--$word=4"
	short 'options of a call follow' "a $1 as an option before the call" "--$word"
	short 'is not a number; accepted are' "a $1 as a size" mmap "$word"
	short 'is not a number; accepted are' "a $1 as an option's value" mmap --length "$word"
	short 'is not a number; accepted are' "a $1 as a joined value" mmap "--length=$word"
	short 'unknown suffix' "a number with a $1 behind it" mmap "4$word"
	short 'hp (huge pages)' "a $1 behind an offset's sign" mmap --offset "-$word"
	short 'without a suffix is accepted' "a $1 as a descriptor" mmap --fd "4$word"
	short 'names and numbers are accepted' "a $1 in a list of flags" mmap --flags "private,$word"
	short 'names and numbers are accepted' "a $1 first in a list" mmap --flags "$word,private"
	short "names or numbers joined by ','" "an empty place in a list with a $1" mmap --flags "private,,$word"
	short 'is not an outcome; accepted are ok' "a $1 as an outcome" mmap --expect "ok,$word"
	short 'is not a code of SIGSEGV' "a $1 as a signal's code" mmap --expect "SIGSEGV:$word"
	short "accepted are letters, digits and '_'" "a $1 as a name" mmap --as "$word"
	short 'gives names' "a $1 as a chosen name" mmap then touch --on "$word"
	short 'is not an address; accepted are' "a $1 as an address" touch --addr "$word"
	short 'is not an address' "a $1 as a distance" touch --addr "stack+$word"
	short "begin the next step with 'then'" "a $1 as a second word" mmap 4p "$word"
	short "one command is accepted" "a $1 as a second word of help" help mmap "$word"
	short "is not a call; 'memtool help' lists" "a $1 as a word of help" help "$word"
	short 'is too long; a path has' "a $1 as a path" open "$word"
	short 'is too long; a path has' "a $1 as a file to map" mmap --file "$word"
	short 'two digits per byte are accepted' "a $1 as bytes" poke "$word"
	short 'octal digits' "a $1 as a mode" open made --mode "$word"
	short 'never are accepted' "a $1 as a colour" mmap --color "$word"
	short '0 to 999999999 is accepted' "a $1 as a time to hold" mmap --hold "$word"
	short 'is not a process ID; 1 to 2147483647 is accepted' "a $1 as a process" maps "$word"
	short 'neither a valid outcome nor a valid call' "a $1 to explain" explain "$word"
	short 'nor a valid call' "a $1 to explain behind an outcome" explain ENOMEM "$word"
	short 'is too long; a path has' "a $1 as a trace" fit "$word"
	short 'bimodal are accepted' "a $1 as a distribution" fit --random 9 --sizes "$word"
	short 'is not a number; accepted are' "a $1 as a bound" fit --random 9 --sizes "powers:$word..4"
	short 'is not an address; accepted are' "a $1 to translate" translate "$word"
	short 'is not a number; accepted are' "a $1 as a size of zones" zones "$word"
}

word=$(long x 1)
length=100000
end=xxxxxxxxxxxxxxxxxxxx
positions "long word"

# In characters it is half as long.
word=$(long "$(printf '\303\251')" 2)
length=50000
end=$(printf '\303\251\303\251\303\251')
short 'is not a number; accepted are' "a long word of two-byte characters" mmap "$word"
iconv -f UTF-8 -t UTF-8 err >/dev/null
ok "it is cut between characters"
short 'is not a valid mapping flag' "the same in a list" mmap --flags "private,$word"

word=$(long "$(printf '\377')" 1)
length=100000
end='\xff\xff\xff'
short 'is not a number; accepted are' "a long word that is no UTF-8" mmap "$word"
short 'lists the calls' "the same as a call" "$word"

# A suggestion that repeats the word.
word=$(long x 1).c
length=100000
json mmap "$word"
grep -q "did you mean '--file xxx.*\.\.\.xxx*\.c'?" err && [ "$(wc -c <err)" -lt 700 ]
ok "a suggestion with a long word is cut as well"
json_is '.error.suggestion | length' 100009 "the document has the whole suggestion"

# More than one name, more than there is room for.
flags=$(printf 'private,%.0s' $(seq 33))private
json mmap --flags "$flags"
[ "$status" -eq 2 ] && grep -q '32 are accepted' err
ok "of too many names the complaint says how many are accepted"
json mmap --expect "$(printf 'ok,%.0s' $(seq 17))ok"
[ "$status" -eq 2 ] && grep -q 'more than 16 outcomes' err
ok "of too many outcomes the complaint says how many are accepted"

# The verdict is whole, however long the expectation is.
run open /nonexistent/file --expect "$(printf 'SIGSEGV:SEGV_ACCERR,%.0s' $(seq 15))SIGSEGV:SEGV_MAPERR"
grep -q 'SEGV_MAPERR, got ENOENT)' err
ok "the verdict has the whole expectation, and what came"

# called NAME ARGS...: memtool, called by another name.
called() {
	bash -c 'name=$1; shift; exec -a "$name" "$@"' bash "$@" </dev/null >out 2>err
	status=$?
	line="$*"
}

# safe FILE: no control characters but line breaks, and UTF-8.
safe() {
	iconv -f UTF-8 -t UTF-8 "$1" >/dev/null 2>&1 &&
		! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$1" &&
		! LC_ALL=C grep -q "$(printf '\302[\200-\237]')" "$1"
}

if command -v bash >/dev/null; then
	escaped='a\x1b[31m\x0ab\x7fc\xc2\x9bd\xff'
	name=$(printf '/bin/a\033[31m\nb\177c\302\233d\377')
	called "$name" "$MEMTOOL" mmpa
	[ "$status" -eq 2 ] && safe err && [ "$(wc -l <err)" -eq 1 ] && grep -qF "$escaped: 'mmpa'" err
	ok "a strange name of the program is escaped in a complaint"
	called "$name" "$MEMTOOL" open /nonexistent/file
	[ "$status" -eq 1 ] && safe err && safe out && grep -qF "$escaped: 1 of 1" err
	ok "and in a verdict"
	called "$name" "$MEMTOOL" -q open /nonexistent/file
	[ "$status" -eq 1 ] && safe err && grep -qF "$escaped: step 1" err
	ok "and in the line of --quiet"
	called "$name" "$MEMTOOL" --version
	safe out && grep -qF "$escaped " out
	ok "and in the version"
	for help in '--help' 'help mprotect' 'mmap --help'; do
		# shellcheck disable=SC2086 # two words
		called "$name" "$MEMTOOL" $help
		[ "$status" -eq 0 ] && safe out && grep -qF "$escaped" out
		ok "and in the text of '$help'"
	done
	for form in --json --pretty; do
		called "$name" "$MEMTOOL" $form mmpa
		[ "$status" -eq 2 ] && safe out && safe err
		ok "a document of $form has no raw control characters"
		called "$(printf 'a\033\177\302\233d')" "$MEMTOOL" $form open "$(printf '/none/\177\302\205\302\240')"
		[ "$status" -eq 1 ] && safe out && grep -qF '\u009b' out && grep -qF '\u007f' out
		ok "it has their escapes with $form"
		is "$(jq -c '[.memtool.argv[0], .steps[0].args.path] | map(explode[-3:])' out)" \
			'[[127,155,100],[127,133,160]]' "which a reader of $form has as they were"
	done
	called '' "$MEMTOOL" mmpa
	grep -q '^memtool: ' err
	ok "without a name it is memtool"
	called /bin/ "$MEMTOOL" mmpa
	grep -q '^memtool: ' err
	ok "a name that is a folder's is none"
else
	skip "the name of the program" "no bash to choose it"
fi

done_testing
