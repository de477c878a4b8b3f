#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

scripts=$SRCDIR/scripts/completion

# offers SENTENCE CANDIDATES WORD... PART: exactly these, in this order.
offers() {
	sentence=$1
	wanted=$2
	shift 2
	run __complete "$@"
	is "$(paste -s -d ' ' out)" "$wanted" "$sentence"
}

# among SENTENCE CANDIDATE WORD... PART: this is one of them.
among() {
	sentence=$1
	wanted=$2
	shift 2
	run __complete "$@"
	grep -qxF -e "$wanted" out
	ok "$sentence"
}

# The program itself.

offers "a command is completed" mremap mrem
among "an empty word offers the calls" mmap ''
among "an empty word offers the inspections" schema ''
among "an empty word offers help" help ''
offers "options before the call are skipped" mremap --json --color never mrem
among "after then a call may follow" mmap mmap 4M then ''
among "after a comma a call may follow" mmap mmap 4M , ''
offers "no inspection may follow after then" '' mmap then schem
printf 'set SIZE 4p\n\tset PROT rw # set NO 1\nmmap $SIZE\n' >steps
offers "the variables of a file of steps are completed" SIZE= run steps --set S
offers "so are they behind =" --set=PROT= run steps --set=P
offers "run has an option for them" --set run steps --se
offers "a file's name is the shell's to complete" '' run st
offers "no call follows a file" '' run steps mm
offers "trace has options" --failed trace --fa
offers "one takes calls" mmap,madvise trace --calls mmap,mad
offers "a program's name is the shell's to complete" '' trace l
offers "and so is what follows it" '' trace ls --fa
offers "with or without two hyphens" '' trace -- ls then mm
offers "help takes a command" mremap help mrem
offers "and no second one" '' help mmap mrem
offers "help takes a command after --all" mremap help --all mrem
offers "help has an option" --all help --a
offers "after its command, too" --all help mmap --a
offers "which no call has" '' mmap --al
offers "an unknown call is followed by nothing" '' nonesuch mrem

run __complete ''
sort out >calls
"$MEMTOOL" help | sed -n 's/^  \([a-z][a-z_]*\)  .*/\1/p; $s/.*/help/p' |
	sort >wanted
cmp -s calls wanted
ok "the calls and inspections that help lists are offered, and help"

# What a command's help lists is what is offered, for each of them.
differ=
grep -vx help calls >named
while read -r call; do
	"$MEMTOOL" help --all "$call" >help.out
	sed -n 's/^  \(-.,\)* *\(--[a-z][a-z0-9-]*\).*/\2/p' help.out | sort >wanted
	run __complete "$call" --
	sort out | cmp -s - wanted || differ="$differ $call"
done <named
is "$differ" '' "the options that a command's help lists are offered"
offers "an option is completed" --flags mmap --fl
offers "an option behind the word is completed" --flags mmap 4M --fl
offers "the option of one step is none of the next" '' mmap 4M then brk --fl
offers "options before the call are completed" --skip-unsupported --sk

"$MEMTOOL" help --all mmap | sed -n '/^For --flags/,/^$/s/^  \([^ ]*\).*/\1/p' |
	sort >wanted
run __complete mmap --flags ''
sort out | cmp -s - wanted
ok "the flags that help lists are offered"
offers "a flag is completed" hugetlb mmap --flags hugetl
offers "a flag behind = is completed" --flags=hugetlb mmap --flags=hugetl
offers "a flag within a list is completed" private,hugetlb \
	mmap --flags private,hugetl
offers "a flag within a list behind = is completed" \
	--flags=private,hugetlb mmap --flags=private,hugetl
offers "a flag behind | is completed" 'private|hugetlb' \
	mmap --flags 'private|hugetl'
offers "a flag behind + is completed" +populate mmap --flags +pop
offers "a flag with its prefix keeps it" MAP_HUGETLB mmap --flags MAP_HUGETL
offers "within a list, too" private,MAP_HUGETLB \
	mmap --flags private,MAP_HUGETL
many=private,private,private,private,private,private,private,private
many=$many,$many,$many,$many,$many
offers "a list may be long" "$many,hugetlb" mmap --flags "$many,hugetl"
among "the beginning of a prefix offers it" MAP_PRIVATE mmap --flags MA
offers "capitals are taken for small letters" hugetlb mmap --flags HUGETL
offers "of a field of one value there is no list" '' madvise free,d
offers "short forms of a protection are offered" 'rw rwx' mmap --prot rw
offers "a word is completed as its option is" dontfork madvise dontf
offers "where the word stands, then may follow" then madvise free t
offers "then may follow an option's value" then mmap --length 4M t
offers "how a file is opened is completed" nonblock mmap --open nonb

offers "a region is offered" buf mmap --as buf then touch --on ''
offers "a region named behind = is offered" buf \
	mmap --as=buf then touch --on b
offers "a region is offered behind =" --on=buf \
	mmap --as buf then touch --on=b
offers "of two regions one is chosen" two \
	mmap --as one then mmap --as two then touch --on t
offers "a region has an end" buf.end mmap --as buf then touch --addr buf.
offers "a step's own name is none that it can act on" '' mmap --as a --on ''
offers "no region is offered where none is named" '' mmap then touch --on ''
among "a region is an address" buf mmap --as buf then touch --addr ''
offers "a place is an address" stack touch --addr st
offers "a file is offered" data memfd --as data then close d
offers "blocks of a repeated step are offered" 'a.1 a.2 a.3' \
	malloc 9 --as a --times 3 then free --on a.
offers "where the word stands, too, and of many the last" 'a.1 a.1000' \
	malloc 9 --as a --times=1000 then free a.1
offers "a block is an address, and has an end" a.7.end \
	malloc 9 --as a --times 1k then touch --addr a.7.
offers "its step is offered as one" a \
	malloc 9 --as a --times 3 then free --on a
offers "of one block there is no first" '' malloc 9 --as a then free --on a.
offers "times that are no number make no blocks" '' \
	malloc 9 --as a --times 3x then free --on a.
offers "a property is completed" mdwe prctl mdw
offers "a user is completed" nobody setuid nobo
offers "a call to filter is completed" process_madvise seccomp process_madv
offers "and its answer" madvise=ENOSYS seccomp madvise=ENOSY
offers "a capability is completed" ipc_lock capset ipc_l
offers "a limit is completed" memlock= setrlimit meml
offers "and unlimited is a value" memlock=unlimited setrlimit memlock=u
offers "a parameter of the allocator is completed" mmap_threshold mallopt mmap_t
offers "with its prefix, too" M_TOP_PAD mallopt M_TOP
offers "how often a call is made is an option" --times malloc 9 --times

offers "an errno is an outcome" 'ENOMEM ENOMSG ENOMEDIUM' mmap --expect ENOM
offers "a signal is an outcome" SIGSEGV mmap --expect SIGSE
offers "several outcomes are a list" ok,ENOTTY mmap --expect ok,ENOTT
offers "a signal has codes" SIGSEGV:SEGV_ACCERR \
	mmap --expect SIGSEGV:SEGV_ACCE
offers "ok is an outcome" --expect=ok mmap --expect=o
offers "colors are offered" 'auto always never' --color ''
offers "a color is completed behind =" --color=never --color=n
offers "a color is completed in a step" never mmap 4M --color n
offers "ways to look at pages are offered" 'auto scan pagemap mincore' \
	mmap --pages-by ''

offers "a file name is left to the shell" '' mmap --file ''
offers "a file name behind = is left to the shell" '' mmap --file=''
offers "a path is left to the shell" '' open ''
among "behind the path options are offered" --flags open /dev/null --
run __complete
is "$status $(cat out err)" '0 ' "without a word there is nothing to complete"

# The shells, which shall find the program, and a renamed one, by its name.

bin=$work/bin
mkdir bin files home
touch files/only-this
ln -s "$MEMTOOL" bin/memtool
ln -s "$MEMTOOL" bin/x-memtool
cp "$scripts/memtool.bash" x-memtool
cp "$scripts/memtool.fish" x-memtool.fish
sed '1s/memtool/x-memtool/' "$scripts/_memtool" >home/_x-memtool
cp "$scripts/_memtool" home
PATH=$bin:$PATH
HOME=$work/home
export PATH HOME

# The scripts know nothing of their own.
grep -nE 'mmap|madvise|--flags|private' "$scripts"/* >out
is "$(cat out)" '' "no script names a call, an option or a flag"

# in_bash SENTENCE WANTED WORD...: the words as bash parts them, where a word
# that begins with + follows without a space.
in_bash() {
	sentence=$1
	wanted=$2
	shift 2
	line="bash: $*"
	SCRIPT=${script:-$scripts/memtool.bash} bash --norc ask.bash "$@" \
		>out 2>err
	is "$(cat out err)" "$wanted" "$sentence"
}

cat >ask.bash <<'END'
compopt() { options+=" $*"; }
. "$SCRIPT"
options= COMP_LINE= COMP_WORDS=()
for word; do
	[[ -z $COMP_LINE || $word == +* ]] || COMP_LINE+=' '
	COMP_LINE+=${word#+}
	COMP_WORDS+=("${word#+}")
done
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
COMP_POINT=$((${#COMP_LINE} - ${BEHIND:-0}))
[[ -z $WORDBREAKS ]] || COMP_WORDBREAKS=$WORDBREAKS
registered=$(complete -p "${1##*/}")
function=${registered##*-F }
"${function%% *}" "$1" "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
echo "${COMPREPLY[*]}$options"
END

if command -v bash >/dev/null; then
	in_bash "bash: a call" mremap memtool mrem
	in_bash "bash: behind then" mremap memtool mmap 4M then mrem
	in_bash "bash: an option" --flags memtool mmap --fl
	in_bash "bash: behind a flag no space is put" \
		'hugetlb -o nospace' memtool mmap --flags hugetl
	in_bash "bash: a flag within a list" \
		'private,hugetlb -o nospace' memtool mmap --flags private,hugetl
	in_bash "bash: a flag behind =" \
		'hugetlb -o nospace' memtool mmap --flags += +hugetl
	in_bash "bash: a list behind =" \
		'private,hugetlb -o nospace' \
		memtool mmap --flags += +private,hugetl
	in_bash "bash: nothing behind = yet" 'auto always never' \
		memtool --color +=
	in_bash "bash: a word behind --option=value" mremap \
		memtool --color += +never mrem
	WORDBREAKS=' ' in_bash "bash: a flag behind =, where = parts no words" \
		'--flags=hugetlb -o nospace' memtool mmap --flags=hugetl
	in_bash "bash: a region" buf memtool mmap --as buf then touch --on ''
	in_bash "bash: several candidates" 'ENOMEM ENOMSG ENOMEDIUM' \
		memtool mmap --expect ENOM
	in_bash "bash: quotes are no part of a word" \
		'private|hugetlb -o nospace' \
		memtool mmap --flags "'private|hugetl"
	BEHIND=3 in_bash "bash: what stands behind the cursor does not count" \
		mremap memtool mremXYZ
	in_bash "bash: nothing where a file may stand" '' memtool mmap --file ''
	# shellcheck disable=SC2016 # they are bash's
	bash --norc -c '. "$1"; complete -p memtool' - \
		"$scripts/memtool.bash" >out
	out_has '-o default ' "bash: then it takes file names"
	in_bash "bash: the program by its path" mremap "$bin/memtool" mrem
	script=$work/x-memtool in_bash "bash: a renamed program" mremap \
		x-memtool mrem
else
	skip "bash" "there is no bash"
fi

# in_fish SENTENCE WANTED LINE
in_fish() {
	line="fish: $3"
	# shellcheck disable=SC2016 # they are fish's
	(
		cd "$work/files" || exit
		LINE=$3 SCRIPT=${script:-$scripts/memtool.fish} \
			XDG_CONFIG_HOME=$HOME XDG_DATA_HOME=$HOME \
			fish -c 'source $SCRIPT; complete -C "$LINE"'
	) >out 2>err
	is "$(cut -f 1 out | paste -s -d ' ' -)$(cat err)" "$2" "$1"
}

if command -v fish >/dev/null; then
	in_fish "fish: a call" mremap 'memtool mrem'
	in_fish "fish: behind then" mremap 'memtool mmap 4M then mrem'
	in_fish "fish: an option" --flags 'memtool mmap --fl'
	in_fish "fish: behind a flag more may follow" 'hugetlb hugetlb,' \
		'memtool mmap --flags hugetl'
	in_fish "fish: a flag within a list" \
		'private,anon private,anonymous' \
		'memtool mmap --flags private,an'
	in_fish "fish: a flag behind =" \
		'--flags=private,anon --flags=private,anonymous' \
		'memtool mmap --flags=private,an'
	in_fish "fish: a region" buf 'memtool mmap --as buf then touch --on '
	in_fish "fish: an open quote" 'private|anon private|anonymous' \
		"memtool mmap --flags 'private|an"
	in_fish "fish: a file" only-this 'memtool open '
	in_fish "fish: a file of an option" only-this 'memtool mmap --file o'
	in_fish "fish: a file behind =" --file=only-this \
		'memtool mmap --file=o'
	in_fish "fish: behind another command" mremap 'true; memtool mrem'
	in_fish "fish: the program by its path" mremap "$bin/memtool mrem"
	script=$work/x-memtool.fish in_fish "fish: a renamed program" mremap \
		'x-memtool mrem'
else
	skip "fish" "there is no fish"
fi

# An interactive zsh on a terminal of its own: each line of the file "typed"
# and a tab are typed, and what then stands on the line is written to "shown".
cat >type.zsh <<'END'
zmodload zsh/zpty || exit 1
zpty typist zsh -f -i || exit 1

# Wait for N lines in "shown"; the terminal must be read, or it fills up.
await() {
	local drop
	repeat 500; do
		while zpty -rt typist drop; do :; done
		(( ${#${(f)"$(<shown)"}} >= $1 )) && return
		sleep 0.02
	done
	exit 1
}

: >shown
zpty -w typist 'fpath=($HOME $fpath); cd files
	show() { print -r -- "$BUFFER|" >>../shown; BUFFER= }
	autoload -U compinit && compinit -D -u && zle -N show &&
		bindkey "^I" complete-word "^G" show && print ready >>../shown'
await 1
lines=("${(@f)$(<typed)}")
for ((i = 1; i <= $#lines; i++)); do
	zpty -w -n typist "$lines[i]"$'\t\a'
	await $((i + 1))
done
zpty -d typist
END

# LINE, WANTED and SENTENCE in turn, a line each.
cat >zsh.cases <<END
memtool mrem
memtool mremap |
a call
memtool mmap 4M then mrem
memtool mmap 4M then mremap |
behind then
memtool mmap --fl
memtool mmap --flags |
an option
memtool mmap --flags hugetl
memtool mmap --flags hugetlb|
behind a flag no space is put
memtool mmap --flags HUGETL
memtool mmap --flags hugetlb|
capitals
memtool mmap --flags private,hugetl
memtool mmap --flags private,hugetlb|
a flag within a list
memtool mmap --flags=private,hugetl
memtool mmap --flags=private,hugetlb|
a flag behind =
memtool mmap --flags private\\|hugetl
memtool mmap --flags private\\|hugetlb|
a flag behind a quoted |
memtool mmap --as buf then touch --on 
memtool mmap --as buf then touch --on buf |
a region
memtool mmap --color nev
memtool mmap --color never |
a color
memtool open on
memtool open only-this |
a file
memtool mmap --file=on
memtool mmap --file=only-this |
a file behind =
true; memtool mrem
true; memtool mremap |
behind another command
$bin/memtool mrem
$bin/memtool mremap |
the program by its path
x-memtool mrem
x-memtool mremap |
a renamed program
END

if ! command -v zsh >/dev/null; then
	skip "zsh" "there is no zsh"
else
	line="zsh -n _memtool"
	zsh -n "$scripts/_memtool" >out 2>err
	ok "zsh: the script is well formed"
	sed -n '1~3p' zsh.cases >typed
	line="zsh: type.zsh"
	TERM=vt100 timeout 300 zsh -f type.zsh </dev/null >out 2>err
	if [ "$(sed -n 1p shown)" != ready ]; then
		skip "zsh" "it has no terminal or no compinit"
	else
		n=1
		while read -r typed && read -r wanted && read -r sentence; do
			n=$((n + 1))
			line="zsh: $typed"
			is "$(sed -n "${n}p" shown)" "$wanted" "zsh: $sentence"
		done <zsh.cases
	fi
fi

# Causes, where they may stand.
offers "a cause is completed" double-free explain double-f
offers "a cause of one word as well" capability explain capab
offers "and after its option" memlock-limit explain --cause memlock
offers "joined to it, too" --cause=double-free explain --cause=double-f
among "an empty word offers the causes" double-free explain ''
offers "behind an outcome there is no cause" '' explain ENOMEM double-f
offers "a process may be the subject" self maps --pid s
offers "poke's options are completed" '--text' poke --te

done_testing
