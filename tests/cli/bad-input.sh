#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
. "$(dirname "$0")/lib.sh"

# refused WORD SUGGESTION SENTENCE ARGS...: a mistake in the line is exit
# status 2, one line on stderr that names WORD, and a whole document; nothing is
# performed.  A WORD of "-" stands for a mistake that no word is guilty of
# (something is missing), a SUGGESTION of "-" for none.  The documents are
# looked at in one go at the end: starting jq for each takes too long.
: >documents
: >expected
refused() {
	word=$1
	suggestion=$2
	sentence=$3
	shift 3
	json "$@"
	if [ "$status" -ne 2 ] || ! one_line || [ "$(wc -l <out)" -ne 1 ] ||
		{ [ "$word" != - ] && ! grep -qiF -e "$word" err; } ||
		{ [ "$suggestion" != - ] && ! grep -qF -e "did you mean '$suggestion'?" err; }; then
		flunk "$sentence" "wanted exit status 2, one document," \
			"one line on stderr with '$word', suggesting '$suggestion'"
		return
	fi
	pass "$sentence"
	cat out >>documents
	printf 'usage\t%s\t%s\t2\tfalse\t0\tnull\t%s\n' "$word" "$suggestion" "$sentence" >>expected
}

# As text there is nothing on stdout.
for mistake in mprotct 'mmap 4q' 'mmap --lenght 4p' 'mmap 4p 5p' mprotect 'mmap ,' 'mmap --as brk'; do
	# shellcheck disable=SC2086 # a line of several words
	run $mistake
	[ "$status" -eq 2 ] && one_line && [ ! -s out ]
	ok "$mistake is exit status 2 and one line, on stderr only"
done

# Calls.
refused mprotct mprotect "an unknown call" mprotct read
refused nonsense - "an unknown call that resembles nothing" nonsense
refused MMAP mmap "a call in capitals" MMAP
refused toch touch "an unknown call in a later step" mmap , toch
refused 4p - "a number in place of a call" 4p
for typo in the than tehn thne '&&' ';' '|' '||' and '+'; do
	refused "$typo" 'then' "$typo where then is meant" mmap 4M "$typo" touch
done
refused touch 'then' "a word that is taken for the first one" mprotect the touch
refused and 'then' "a call that takes no word" munlockall and
refused foo - "a second word that means no then" mmap 4M foo
refused 1 '--nmemb 1' "the size twice, where a count is left" calloc 1 --size 256M
refused 64 '--alignment 64' "the size twice, where an alignment is left" memalign 64 --size 100
refused 8p '--length 8p' "the new length twice" mremap 8p --new-length 4p
refused 4M - "the length twice, where nothing is left" mmap 4M --length 8M
refused stack '--only stack' "a kind of mapping in place of a process" maps stack
refused rw '--prot rw' "a protection in place of a length" mmap rw
refused onfault '--flags onfault' "a flag in place of a length" mlock onfault
refused nobody - "a name in place of a process" maps nobody
refused hello '--text hello' "text in place of bytes" poke hello
refused - - "no bytes" poke
refused - - "bytes and text" poke 41 --text B
refused - - "text and a byte to fill with" poke --text A --fill 3
refused 256 - "more than a byte" poke --fill 256
refused -1 - "less than a byte" poke --fill -1
refused '' - "no text" poke --text ''
refused 'then' - "then at the beginning" 'then' mmap
refused 'then' - "then at the end" mmap 'then'
refused 'then' - "then doubled" mmap 'then' 'then' touch
refused , - "a comma at the end" mmap ,
refused , - "a comma at the beginning" , mmap
refused 'then' - "a comma and then" mmap , 'then' touch
refused 'then' - "nothing but then" 'then'
refused schema - "an inspection in a chain" mmap , schema
refused schema - "a chain behind an inspection" schema , mmap
refused foo - "a word for an inspection" schema foo
refused --length - "an option of a call before the call" --length 4p mmap
refused --expect - "an option of a step before the call" --expect ok mmap

run
[ "$status" -eq 2 ] && one_line && grep -q help err
ok "no call at all is refused, with a hint at help"
json
json_is '"\(.error.kind) \(.steps)"' 'usage []' "no call at all is a document with --json"
run ''
[ "$status" -eq 2 ] && one_line
ok "an empty call is refused"

# Options.
refused --lenght --length "an unknown option" mmap --lenght 4p
refused --josn --json "an unknown option before the call" --josn mmap
refused --stride - "another call's option" mmap --stride 4
refused --nonsense - "an unknown option that resembles nothing" touch --nonsense
refused -x - "an unknown letter" mmap -x
refused --length - "a missing value" mmap --length
refused --as - "a missing value at the end of the chain" mmap , mmap --as
refused --json=yes - "a value for an option that takes none" mmap --json=yes
refused 5p - "an option twice" mmap --length 4p --length 5p
refused b - "a name twice" mmap --as a --as b
refused ok - "an expectation twice" mmap --expect fail --expect ok
refused blue - "an unknown colour" mmap --color blue
refused ALWAYS always "a colour in capitals" --color=ALWAYS mmap

refused nohugepage, - "a comma that is no word of its own" mmap 4M , madvise nohugepage, touch
run mmap 4M , madvise nohugepage, touch
err_has "needs spaces around it: 'nohugepage , touch'" "and how it is meant is told"

run mmap --lenght=4p
[ "$status" -eq 2 ] && one_line && grep -q -e "--lenght.*did you mean '--length'?" err
ok "an unknown option with its value is refused"
run mmap --length --json
[ "$status" -eq 2 ] && one_line && grep -q -e "--json" err
ok "an option where a value belongs is taken for the value"
json_is '"\(.error.kind) \(.error.word)"' 'usage --json' "which is told as JSON, as that was asked for"

# Words.
refused 5p - "two words" mmap 4p 5p
refused 4p - "a word and its option" mmap 4p --length 5p
refused a - "a region as word and by --on" mmap --as a , mmap --as b , munmap a --on b
refused 4 - "a word for a call that takes none" pagesize 4
refused now - "a word for munlockall" munlockall now
refused - - "mprotect without its protection" mprotect
refused - - "madvise without its advice" madvise
refused - - "mremap without its new length" mremap
refused - - "alloca without its size" alloca
refused - - "malloc without its size" malloc
refused - - "mallopt without its value" mallopt mxfast
grep -q "with --value$" err
ok "its value is no plain word"
refused - - "open without its path" open
refused - - "poke without its bytes" poke
refused - - "ftruncate without its size" memfd , ftruncate
refused - - "ftruncate without a file" ftruncate 4k
refused - - "close without a file" close

# Numbers.
refused 4q - "a bad suffix" mmap 4q
refused 4kk - "a doubled suffix" mmap 4kk
refused '4 k' - "a space before the suffix" mmap '4 k'
refused 4P - "a bare P" mmap 4P
refused 1HP - "huge pages in capitals" mmap 1HP
refused 007 - "a leading zero" mmap 007
refused 010k - "a leading zero before a suffix" mmap 010k
refused 0x - "0x alone" mmap 0x
refused 0xg - "0x and no digit" mmap 0xg
refused 1e6 - "an exponent" mmap 1e6
refused 1.5M - "a fraction" mmap 1.5M
refused +4 - "a plus sign" alloca +4
refused 18446744073709551616 - "2^64" mmap 18446744073709551616
refused 99999999999999999999999 - "many digits" mmap 99999999999999999999999
refused 0x10000000000000000 - "2^64 in hexadecimal" mmap 0x10000000000000000
refused 16777216t - "a suffix that overflows" mmap 16777216t
refused 16384PiB - "PiB that overflow" mmap 16384PiB
refused -1 - "negative where it is unsigned" mmap -1
refused -4k - "a negative length" touch --length -4k
refused -1 - "a negative new length" mremap -1
refused 9223372036854775808 - "2^63 where it is signed" sbrk 9223372036854775808
refused -9223372036854775809 - "below -2^63" sbrk -9223372036854775809
refused 2147483648 - "a descriptor that is no int" mmap --fd 2147483648
refused 4k - "a descriptor with a suffix" memfd , close 4k
refused ten "--file ten" "a word for a number" mmap ten
refused 65p - "more than peek takes" peek 65p
refused 9 - "a mode that is not octal" open f --flags creat --mode 9
refused rw - "a mode in letters" open f --flags creat --mode rw
refused 4x - "a bad suffix behind --option=" mmap --length=4x
refused 4x - "a bad number in a later step" mmap , touch --length 4x

# An empty value: the word cannot be shown, what it was for can.
for option in length addr prot flags fd offset expect as; do
	run mmap --$option ''
	[ "$status" -eq 2 ] && one_line && grep -q -e "$option" err
	ok "an empty --$option is refused by its name"
done
run mmap ''
[ "$status" -eq 2 ] && one_line && grep -q 'accepted' err
ok "an empty word is refused, saying what is accepted"

# Names.
refused raed read "an unknown protection" mprotect raed
refused rwz - "letters of no protection" mprotect rwz
refused wr - "letters in another order" mprotect wr
refused PROT_RED PROT_READ "an unknown protection with its prefix" mprotect PROT_RED
refused sharde shared "an unknown flag" mmap --flags sharde
refused MAP_SHARDE MAP_SHARED "an unknown flag with its prefix" mmap --flags MAP_SHARDE
refused popluate populate "an unknown flag behind +" mmap --flags +popluate
refused donteed dontneed "an unknown advice" madvise donteed
refused raed read "an unknown access" touch raed
refused rdnly rdonly "an unknown flag of open" open f --flags rdnly
refused rdnly rdonly "an unknown flag in --open" touch --file f --open rdnly
refused curent current "an unknown flag of mlockall" mlockall curent
refused private - "shared and private" mmap --flags shared,private
refused MAP_PRIVATE - "the same with prefix and |" mmap --flags 'MAP_SHARED|MAP_PRIVATE'
refused huge_1gb - "two sizes of huge pages" mmap --flags +hugetlb,huge_2mb,huge_1gb
refused shared - "shared added to private" mmap --flags +shared
refused wronly - "reading only and writing only" open f --flags rdonly,wronly
refused cold - "two kinds of advice" madvise free,cold
refused write - "two ways of touching" touch read,write
refused private,anonymous, - "a name missing at the end" mmap --flags private,anonymous,
refused ,private - "a name missing at the beginning" mmap --flags ,private
refused 'private||anonymous' - "a name missing in between" mmap --flags 'private||anonymous'
refused + - "a plus and nothing" mmap --flags +
refused +read - "a plus without a default" mprotect +read

# Outcomes.
refused EINVALL EINVAL "an unknown errno" mmap --expect EINVALL
refused SIGSEV SIGSEGV "an unknown signal" mmap --expect SIGSEV
refused sucess - "a word that is no outcome" mmap --expect sucess
refused SEGV_NONE - "an unknown code" mmap --expect SIGSEGV:SEGV_NONE
refused ok,, - "an outcome missing" mmap --expect ok,,

# Regions, names and addresses.
refused nobody - "an unknown region" munmap nobody
refused nobody - "an unknown region by --on" touch --on nobody
refused aplha alpha "an unknown region that resembles one" mmap --as alpha , touch --on aplha
refused later - "a region that is named only later" touch --on later , mmap --as later
refused a - "a name used twice" mmap --as a , mmap --as a
for name in NULL brk stack heap vdso end; do
	refused $name - "the reserved name $name" mmap --as $name
done
refused 'then' - "the name then" mmap --as 'then'
refused 1a - "a name that begins with a digit" mmap --as 1a
refused a-b - "a name with a dash" mmap --as a-b
refused a.b - "a name with a dot" mmap --as a.b
refused ä - "a name that is not ASCII" mmap --as ä
refused 4p - "a size where a region belongs" munmap 4p
refused nowhere - "an address from an unknown region" touch --addr nowhere
refused nowhere - "an address from the end of an unknown region" touch --addr nowhere.end+4
refused end - "the end of no region" mmap --addr end
refused .end - "an end of nothing" touch --addr .end
refused NULL.end - "an end of NULL" touch --addr NULL.end
refused 5+ - "a plus without a size" touch --addr 5+
refused 5- - "a minus without a size" touch --addr 5-
refused 1+2+3 - "two offsets" touch --addr 1+2+3
refused a:1 - "an address of other signs" touch --addr a:1
refused m - "memory where a file belongs" mmap --as m , ftruncate 4k --on m
refused m - "memory where a descriptor belongs" mmap --as m , mmap --fd m
refused f - "a file where memory belongs" memfd --as f , touch --on f
refused f - "a file as an address" memfd --as f , touch --addr f
refused f - "a name that is no region but a file" memfd --as f , munmap f

# Files.
run touch --open rdwr
[ "$status" -eq 2 ] && one_line && grep -q -e --open err && grep -q -e --file err
ok "--open without --file is refused"
json touch --open rdwr
json_is .error.word rdwr "and the document has its value"
refused a - "--file and --on" mmap --as a , touch --file f --on a
refused f - "--file and an address of its own" touch --file f --addr 0x1000 --length 1
run mmap data.bin
err_has 'file data.bin' "a path where a length belongs is given a hint at --file"
refused data.bin '--file data.bin' "a path where a length belongs" mmap data.bin

# Bytes.
refused c - "half a byte" poke c
refused c3x1 '--text c3x1' 'a digit that is not hexadecimal' poke c3x1
refused 0x - "no byte at all" poke 0x
run poke "$(printf '%08192d' 0)"
[ "$status" -eq 2 ] && one_line && grep -q '00000000' err
ok "too many bytes are refused"

# What the documents say of all these.
line='(as in the test of this name above)'
: >out
: >err
jq -r '[.error.kind, .error.word // "-", .error.suggestion // "-", .exit_status,
	.ok, (.steps | length), (.subject | tostring)] | @tsv' documents >got
cut -f 1-7 expected >wanted
if [ "$(wc -l <got)" -eq "$(wc -l <wanted)" ]; then
	while IFS= read -r expectation; do
		IFS= read -r found <&4
		sentence=${expectation##*	}
		wanted=${expectation%	*}
		is "$found" "$wanted" "$sentence: the document says what and where"
	done <expected 4<got
else
	flunk "each document can be read"
fi

# The step is told, too.
json mmap , mmap , touch --length 4x
json_is .error.step 3 "an error tells its step"
json_is '.error.message | test("4x")' true "the message names the word"
json --josn mmap
json_is .error.step null "before the call there is no step"
json mmap --as a 'then' munmap b 'then' pagesize
json_is '.memtool.argv[1:] | join(" ")' '--json mmap --as a then munmap b then pagesize' \
	"the document has the whole line"

# Nothing is performed, whatever stands before the mistake.
run open made --flags creat,wronly , mmap 4x
[ ! -e made ]
ok "a mistake at the end keeps the first step from being performed"

# What is printed is safe to print.
run mmap "$(printf '4\033[31m\na')"
[ "$status" -eq 2 ] && one_line && ! grep -q "$(printf '\033')" err
ok "a word with control characters does no harm on stderr"
json mmap "$(printf '4\377')"
json_is .error.word '4\xff' "a word that is no UTF-8 is told in ASCII"
run mmap "$(printf '%05000d' 1)"
[ "$status" -eq 2 ] && one_line
ok "a very long word is refused in one line"
run help nonsense
[ "$status" -eq 2 ] && one_line && grep -q nonsense err
ok "help of an unknown command is refused"
run help mmap munmap
[ "$status" -eq 2 ] && one_line && grep -q munmap err
ok "help of two commands is refused"
for words in 'help --json' 'help mmap --json' 'help --json mmap' 'help --help' 'help -h mmap' \
	'help --all mmap' 'help mmap --all' 'help --json --all mmap --all'; do
	# shellcheck disable=SC2086 # several words
	run $words
	[ "$status" -eq 0 ] && grep -q '^Usage: ' out
	ok "'$words' prints help: options may stand anywhere"
done
run help mmap --frob
[ "$status" -eq 2 ] && one_line && grep -qe --frob err
ok "but unknown ones are refused there, too"

# help_refuses SENTENCE PATTERN WORDS...
help_refuses() {
	sentence=$1
	pattern=$2
	shift 2
	run "$@"
	[ "$status" -eq 2 ] && one_line && [ ! -s out ] && grep -qe "$pattern" err
	ok "$sentence"
}
help_refuses "help --all without a command is refused" '--all needs a command' help --all
help_refuses "so is the overview with all" '--all needs a command' help help --all
help_refuses "a short letter for --all is refused" "did you mean '--all'" help -a
help_refuses "--all with a value is refused" 'takes no value' help --all=yes mmap
help_refuses "help --all of an unknown command is refused" nonsense help --all nonsense
help_refuses "help --all of two commands is refused" munmap help --all mmap munmap
help_refuses "help --all in a chain is refused" "'then'" help --all mmap then munmap
help_refuses "--all is no option of a call" "'memtool help --all mlock'" mlock --all
help_refuses "not even with --help" "'memtool help --all mlock'" mlock --help --all
help_refuses "nor of memtool" "'memtool help --all COMMAND'" --all mlock

# A comma that joins steps is a word of its own.
for words in '4M,touch' '4M ,touch' '4M, touch'; do
	# shellcheck disable=SC2086 # several words
	run mmap $words
	[ "$status" -eq 2 ] && one_line && grep -qF "'4M , touch'" err
	ok "'mmap $words' shows how to write it"
done
run madvise dontneed,touch
grep -qF "'dontneed , touch'" err
ok "also after a name"
for name in 1a stack then a-b; do
	run mmap --as $name
	[ "$status" -eq 2 ] && grep -qF "not beginning with a digit, at most 63" err
	ok "what a name may be is said of '$name'"
done

done_testing
