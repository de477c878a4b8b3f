#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
#
# Every example of README and manual is run as it stands.  A block is the lines
# between .EX and .EE of a page, or an indented or fenced run of lines of
# README; of these the ones that begin with "$ " are run in one shell, in an
# empty directory.  Each must succeed, but one that is followed by "$ echo $?"
# and a number, which must end with that.  What is shown as the output of
# memtool is held against what it prints; see shape.awk.
. "$(dirname "$0")/lib.sh"
on_one_processor

mkdir bin
cp "$MEMTOOL" bin/memtool
PATH=$work/bin:$PATH
export PATH

# blocks_of_page FILE: the commands, roff undone, a line "%" after each block.
blocks_of_page() {
	awk '
	/^\.EX/ { inside = 1; next }
	/^\.EE/ { if (inside) print "%"; inside = 0; next }
	!inside || /^\.\\"/ { next }
	/^\.(PP|TP|IP|RS|RE|P|LP|br|sp)/ { next }
	{
		# A font macro in an example: its arguments are the line.
		if (sub(/^\.(B|I|BR|IR|RB|RI|BI|IB|R) /, "")) gsub(/"/, "")
		gsub(/\\f[BIRP]|\\f\(C[WRB]|\\f\[[A-Z]*\]/, "")
		gsub(/\\-/, "-")
		gsub(/\\\(aq|\\\[aq\]/, "\047")
		gsub(/\\\(dq|\\\[dq\]/, "\"")
		gsub(/\\\(ti|\\\[ti\]/, "~")
		gsub(/\\\(ha|\\\[ha\]/, "^")
		gsub(/\\\(ga|\\\[ga\]/, "`")
		gsub(/\\&/, "")
		gsub(/\\\(rs|\\\[rs\]|\\e/, "\\")
		print
	}' "$1" | keep_commands
}

blocks_of_readme() {
	awk '
	/^```/ { print "%"; fence = !fence; next }
	fence { print; next }
	/^(    |\t)/ { sub(/^(    |\t)/, ""); inside = 1; print; next }
	/^$/ { next }
	inside { print "%"; inside = 0 }
	END { print "%" }' "$1" | keep_commands
}

# Commands, what belongs to them (a line that ends in a backslash goes on, and
# one that begins with "> "), what is shown behind a bar, and the number behind
# "echo $?".
keep_commands() {
	awk '
	/^%$/ { print; command = status = 0; next }
	more || (command && /^> /) { sub(/^> /, ""); print "+" $0; more = /\\$/; next }
	{ command = /^\$ / }
	status && /^[0-9]+$/ { print "=" $0; status = 0; next }
	/^\$ echo \$\?$/ { status = 1; next }
	/^\$ / { status = 0; print; more = /\\$/; next }
	{ status = 0 }
	NF { print "|" $0 }'
}

# Each block as a script of its own, block.001 and so on, which writes down where
# it fails: where a command ends, so must its status.  What command N prints
# goes to a file, to be held against shown.001.N, what the page shows of
# memtool's own output: that of others is theirs, and so is what comes out of a
# pipe.  Prints how many commands there are.
make_scripts() {
	rm -f block.* shown.*
	awk '
	function end_command(status,   quoted) {
		if (pending == "") return
		if (!commands) {
			file = sprintf("block.%03d", ++blocks)
			print "# made of an example" >file
			print "check() { [ \"$1\" -eq \"$2\" ] ||" \
				" { echo \"status $1, not $2: $3\" >>\"$FAILED\"; }; }" >file
		}
		quoted = pending
		gsub(/\n/, " ", quoted)
		gsub(/\047/, "\047\\\047\047", quoted)
		printf "{ %s\n} >\"$PRINTED.%d\" 2>&1\n", pending, commands >file
		printf "check $? %s \047%s\047\n", status, quoted >file
		pending = ""
		commands++
		total++
	}
	function keep_shown(text,   file) {
		if (pending !~ /^(memtool|scripts\/run)/ || pending ~ /\|[ \n]/) return
		file = sprintf("shown.%03d.%d", blocks + !commands, commands)
		print text >>file
		close(file)
	}
	/^%$/ { end_command(0); if (commands) close(file); commands = 0; next }
	/^\$/ { end_command(0); pending = substr($0, 3); next }
	/^\+/ { pending = pending "\n" substr($0, 2); next }
	/^\|/ { keep_shown(substr($0, 2)); next }
	/^=/ { end_command(substr($0, 2)) }
	END { end_command(0); print total + 0 }' commands
}

wanted=good
shape_wanted=good
# What depends on the allocator.
allocates='LD_PRELOAD|(memtool|then|,) ([a-z_]*alloc|free|[a-z_]*memalign|malloc_trim|mallopt|reallocarray) '

run_example() { # SCRIPT
	if sanitized && grep -qE "$allocates" "$1"; then
		skip "example $number of $source" "AddressSanitizer has an allocator of its own"
		return
	fi
	if sanitized && grep -q -e '--assert' "$1"; then
		skip "example $number of $source" "a sanitizer has memory of its own"
		return
	fi
	if grep -qE "$allocates" "$1"; then
		machine_has glibc "example $number of $source" || return
	fi
	if grep -q 'sbrk -.*ENOMEM' "$1"; then
		machine_has pristine_heap "example $number of $source" || return
	fi
	if grep -q 'memtool trace' "$1"; then
		machine_has ptrace "example $number of $source" || return
	fi
	case $needs_ldt in
	*" $1 "*) machine_has ldt "example $number of $source" || return ;;
	esac
	rm -rf empty printed.*
	mkdir empty
	: >failed
	line="the commands of example $number of $source"
	(cd empty && FAILED=$work/failed PRINTED=$work/printed exec sh "$work/$1" </dev/null >"$work/out" 2>"$work/err")
	status=$?
	if [ "$status" -eq 0 ] && [ ! -s failed ]; then
		got=good
	else
		got=bad
	fi
	if [ $got = $wanted ]; then
		pass "example $number of $source"
	else
		cat printed.* >out 2>/dev/null
		flunk "example $number of $source" "$(head -5 failed | tr '\n' ';')"
	fi
	compare_output "${1#block.}"
}

# The words of the program, a line each.
words_of_program() {
	LC_ALL=C tr -cs 'A-Za-z' '\n' <"$MEMTOOL" | grep -E '.{3}' |
		tr '[:upper:]' '[:lower:]' | LC_ALL=C sort -u
}
words_of_program >vocabulary

# What a page shows as the output of memtool itself against what it prints.
compare_output() { # BLOCK
	: >differences
	for shown in shown."$1".*; do
		[ -e "$shown" ] || return 0
		awk -f "$SRCDIR/tests/shape.awk" vocabulary \
			"printed.${shown##*.}" "$shown" >>differences
	done
	if [ -s differences ]; then
		got=bad
	else
		got=good
	fi
	if [ $got = $shape_wanted ]; then
		pass "example $number of $source shows what is printed"
	else
		cat printed.* >out
		flunk "example $number of $source shows what is printed" \
			"$(head -5 differences)"
	fi
}

examples_of() {
	number=0
	total=$(make_scripts)
	[ "$total" -gt 0 ] || return 0
	needs_ldt=" $(grep -l 'segments --demonstrate' block.* | tr '\n' ' ')"
	for script in block.*; do
		number=$((number + 1))
		run_example "$script"
	done
}

for page_file in "$SRCDIR"/man/*.[1-9]; do
	[ -f "$page_file" ] || continue
	source=$(basename "$page_file")
	blocks_of_page "$page_file" >commands
	examples_of
done
for readme in "$SRCDIR"/README "$SRCDIR"/README.md; do
	[ -f "$readme" ] || continue
	source=$(basename "$readme")
	blocks_of_readme "$readme" >commands
	examples_of
done

# Both kinds of text are understood: an example of each, made here.
cat >page.1 <<'PAGE'
.EX
$ memtool mmap 4p \-\-expect ok
-  not a command
$ memtool munmap \-\-addr +1
$ echo $?
1
$ memtool open \(aqno such\e\efile\(aq \e
> \-\-expect ENOENT
.EE
PAGE
blocks_of_page page.1 >commands
source="a page made here"
examples_of
is "$number $total" '1 3' "commands of a page are found"
is "$(sed -n 's/^\$ memtool open //p' commands)" "'no such\\\\file' \\" "escapes of roff are undone"
# And one that is wrong is found to be.
wanted=bad
printf '.EX\n$ memtool munmap \\-\\-addr +1\n.EE\n.EX\n$ memtool mmap\n$ echo $?\n1\n.EE\n' >page.1
blocks_of_page page.1 >commands
source="a page with mistakes"
examples_of
wanted=good
# As is one that shows what is never printed: another call, a word, no cause.
shape_wanted=bad
cat >page.1 <<'PAGE'
.EX
$ memtool mmap 4p
1  munmap(0x7f0000000000, 4096) = 0
.EE
.EX
$ memtool mmap 4p
mmap(NULL, 16384, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, \-1, 0)
   mappings fnord
.EE
.EX
$ memtool madvise 1212 \-\-expect EINVAL
1  madvise(0x7f0000000000, 16384, 0x4bc) = \-1 EINVAL (Invalid argument)
.EE
PAGE
blocks_of_page page.1 >commands
source="a page with wrong output"
examples_of
is "$number" 3 "wrong output is found"
shape_wanted=good
cat >README.made <<'PAGE'
Text, and then:

    $ memtool mmap , \
    touch write
    1  mmap(NULL, 65536, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
       = 0x7f0000000000                                                    9.9 us
    $ false
    $ echo $?
    1

More text.

    $ memtool pagesize
PAGE
blocks_of_readme README.made >commands
source="a README made here"
examples_of
is "$number" 2 "blocks of a README are found"

# The list in README has no output: what it says of translate is true for all.
sed -n 's/^    memtool \(translate [^ ]*\)  .*/\1/p' "$SRCDIR/README" >commands
while read -r words; do
	# shellcheck disable=SC2086 # several words
	run $words
	status_is 0 "README: $words works"
	out_has '^page .*  present' "README: $words shows a page that is there"
	out_has '^frame ' "README: $words tells of its frame, or why not"
done <commands

if [ "$tests" -le 17 ]; then
	skip "the examples of README and manual" "there are none at $SRCDIR"
fi
done_testing
