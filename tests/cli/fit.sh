#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010 # then is a word of memtool's
. "$(dirname "$0")/lib.sh"

works "a random trace is replayed" fit --random 100000 --seed 1
json fit --random 100000
json_is '"\(.kind) \(.steps) \(.subject) \(.error) \(.exit_status)"' 'fit null null null 0' "it performs nothing"
json_is '[.fit.strategies[].strategy] | join(" ")' 'first next best buddy none' "there are five strategies"
json_is '.fit.trace | "\(.form) \(.path) \(.seed) \(.sizes) \(.events)"' \
	'random null 1 uniform:16..4096 100000' "what was made is told"
json_is '.fit.trace | .allocations + .frees + .resizes' 100000 "the events are of three kinds"
json_is '.fit.model | "\(.header) \(.alignment) \(.least_block) \(.grow) \(.limit)"' '16 16 32 131072 null' \
	"so is what a heap is like"
json_is '[.fit.strategies[] | .peak, .end, .samples[] | .asked + .internal + .external == .heap] | all' true \
	"every byte of a heap is asked for, or lost within a block, or between them"
# shellcheck disable=SC2016 # the $ is jq's
json_is '[.fit as $f | .fit.strategies[] | .end.asked == $f.trace.asked and .end.blocks == $f.trace.live
	and .peak.asked == $f.trace.asked_peak] | all' true "what is live is the same for all"
json_is '[.fit.strategies[] | .samples | length] | unique | join(" ")' 60 "there are 60 samples of each"
json_is '[.fit.strategies[] | .samples[-1] == .end] | all' true "the last of them is the end"
json_is '[.fit.strategies[] | .end.heap == .peak_heap and .growths * 131072 <= .peak_heap] | all' true \
	"each growth is of 128 KiB or more"
json_is '.fit.strategies[-1] | "\(.searches) \(.longest_search) \(.end.free_blocks) \(.end.largest_free)"' \
	'null null null null' "without a free list nothing is searched"
json_is '.fit.strategies | .[4].growths > 10 * .[0].growths' true "and each block costs new memory"
cp out first
json fit --random 100000 --seed 0x1
is "$(jq -c .fit.strategies out)" "$(jq -c .fit.strategies first)" "a seed is one trace"
json fit --random 100000 --seed 2
[ "$(jq -c .fit.strategies out)" != "$(jq -c .fit.strategies first)" ]
ok "another seed is another"
for sizes in powers:16..64k bimodal uniform:1..1; do
	works "sizes may be $sizes" fit --random 20000 --sizes "$sizes"
done
works "one event is a trace" fit --random 1

# By hand: what each strategy must do is counted on fingers.
cat >trace <<'END'
# Two holes, of 112 and of 64 bytes
a 1 96
a 2 16
a 3 48
a 4 16
f 1
f 3
a 5 40
END
json fit trace --grow 16
status_is 0 "a plain text is replayed"
json_is '.fit.trace | "\(.form) \(.path) \(.events) \(.allocations) \(.frees) \(.resizes) \(.live) \(.asked)"' \
	'plain trace 7 5 2 0 3 72' "its events are counted"
# 240 bytes of heap; in use 32 + 32, and 64 of the first or all of the second hole.
json_is '[.fit.strategies[:4][].end.heap | tostring] | join(" ")' '240 240 240 256' "so are the bytes of the heaps"
json_is '[.fit.strategies[:3][].end | "\(.used) \(.free_blocks) \(.largest_free)"] | join(", ")' \
	'128 2 64, 128 1 112, 128 1 112' "first fit cuts the first hole, the others take the one that fits"
json_is '[.fit.strategies[:3][].longest_search | tostring] | join(" ")' '1 1 2' "they examine so many blocks"
json_is '.fit.strategies[4].end | "\(.heap) \(.used)"' '304 128' "without a free list the heap grows by all of them"
run fit - --only buddy
status_is 2 "standard input may be empty, which is no trace"
"$MEMTOOL" fit - --only first <trace >out 2>err
is "$? $(grep -c '^first ' out)" "0 2" "a trace may come from standard input"
json fit --trace trace --only best,none
json_is '[.fit.strategies[].strategy] | join(" ")' 'best none' "--only chooses strategies"
printf 'a 1 1000\na 2 1000\nf 1\nr 2 3000\nf 2\n' >small
json fit small --limit 2100
json_is '[.fit.strategies[].failures | tostring] | join(" ")' '1 1 1 1 1' "--limit lets some fail"
json_is '[.fit.strategies[] | .end.heap <= 2100] | all' true "and no heap is larger"
json_is '"\(.fit.model.limit) \(.ok)"' '2100 true' "that is a result and no failure"
json fit trace --dry-run
json_is '"\(.fit.trace.events) \(.ok) \(.exit_status)"' '7 null 0' "a dry run is no different, for nothing is performed"
run fit trace --quiet
is "$status $(cat out err)" '0 ' "--quiet says nothing"

# The text.
run fit --random 200000
out_has '^strategy .* growths .* peak .* end .* search failed$' "the strategies stand in a table"
is "$(grep -cE '^(first|next|best|buddy|none) .*%' out)" 10 "each has a row and a line over the trace"
awk 'length($0) > 80 { wide = 1 } END { exit wide }' out
ok "the text fits 80 columns"
LC_ALL=C.UTF-8 "$MEMTOOL" fit --random 2000 >out
# Fifty-nine or sixty of one of eight marks, three bytes each, from e29681 on.
[ "$(od -An -tx1 -v out | tr -d ' \n' | grep -o 'e2968[1-8]' | wc -l)" -ge 300 ]
ok "where the locale has UTF-8 the lines are of blocks"

# bad REASON SENTENCE: the file bad is refused in one line, before anything.
bad() {
	run fit bad
	if [ "$status" -ne 2 ] || ! one_line || [ -s out ]; then
		flunk "$2" "wanted exit status 2, one line on stderr, none on stdout"
		return
	fi
	grep -qF -e "memtool: fit: bad$1" err
	ok "$2"
	json fit bad
	json_is '"\(.kind) \(.fit) \(.error.kind) \(.error.word) \(.exit_status) \(.ok)"' \
		'fit null usage bad 2 false' "$2: as JSON"
}
text() {
	# shellcheck disable=SC2059 # escapes are meant
	printf "$1" >bad
}
text 'a 1 5\nf 2\n'
bad ':2: block 2 is freed but not allocated' "the free of an unknown block is refused"
text 'a 1 5\nf 1\nf 1\n'
bad ':3: block 1 is freed after it was freed' "a double free is"
text 'a 1 5\na 2\n'
bad ':2: the line ends before its SIZE' "a truncated line is"
text 'a 1 99999999999999999999\n'
bad ':1: the SIZE' "a size that overflows is"
text 'a 1 5\n\na 1 6\n'
bad ':3: block 1 is already allocated' "the allocation of a live block is"
text ''
bad ': it is empty' "an empty file is"
head -c 3000 "$MEMTOOL" >bad
bad ':1: this is not text' "a binary file is"
awk 'BEGIN { for (i = 0; i < 20000; i++) printf "a 1 " }' >bad
bad ':1: the line is too long; 16383 bytes are accepted' "a line without end is"
text '@ ./a.out:(main+0x1e)[0x401166] + 0x4052a0 0x6'
bad ':1: the line is cut off' "a trace of mtrace that ends within a line is"
text '@ a[0x1] + 0x10 0x6\n@ a[0x1] - 0x10\n@ a[0x1] - 0x10\n'
bad ':3: block 0x10 is freed after it was freed' "a double free in one is"
rm bad && mkdir bad
bad ': Is a directory' "a directory is"
rmdir bad
bad ": $(words ENOENT)" "a file that is not there is"
sentence="a file that nobody may read is"
if can_be_nobody; then
	echo 'a 1 5' >bad
	chmod 0 bad
	if [ "$(id -u)" = 0 ]; then
		as_nobody run fit bad
		is "$status $(cat err)" "2 memtool: fit: bad: $(words EACCES)" "$sentence"
	else
		bad ": $(words EACCES)" "$sentence"
	fi
	rm -f bad
else
	skip "$sentence" "nobody cannot execute memtool here"
fi
long=$(printf '%0300d' 0 | sed 's/0/x/g')/$(printf '%0200d' 0)
json fit "$long"
json_is '.error.message | length < 400 and endswith("0: '"$(words ENOENT)"'") or endswith("'"$(words ENAMETOOLONG)"'")' \
	true "of a long name the reason is told"

# refused SENTENCE ARGS...: the command line is wrong.
refused() {
	sentence=$1
	shift
	json "$@"
	[ "$status" -eq 2 ] && one_line && [ "$(ask .error.kind)" = usage ]
	ok "$sentence"
}
refused "there must be a trace" fit
refused "there must not be two" fit trace --random 5
refused "--seed is of a random trace" fit trace --seed 5
refused "so is --sizes" fit trace --sizes powers
refused "no event is no trace" fit --random 0
refused "there may be too many" fit --random 1000000000
refused "an unknown distribution is refused" fit --random 5 --sizes gauss
refused "so is an empty range" fit --random 5 --sizes uniform:9..8
refused "so is an unknown strategy" fit trace --only frist
json_is .error.suggestion first "the one that was meant is told"
refused "growth is by multiples of 16" fit trace --grow 100
refused "a second word is refused" fit trace trace
refused "it takes no part in a chain" mmap then fit trace
refused "there is no process to hold" fit trace --hold enter

run __complete fit --only bu
is "$(cat out)" buddy "strategies are completed"
run __complete fit --sizes po
is "$(cat out)" powers "distributions are"
run __complete fit ''
is "$(cat out)" '' "a file may stand behind it"

# A real program, recorded by the means of glibc; awk counts the same.
cat >program.c <<'END'
#include <mcheck.h>
#include <stdlib.h>
#include <string.h>
int main(void)
{
	char *kept[300], *before = malloc(77);
	mtrace();
	for (int i = 0; i < 300; i++) {
		char *text = strdup("a text that is here for a moment");
		kept[i] = calloc(i + 1, 3);
		if (i % 3 == 0)
			kept[i] = realloc(kept[i], 2000 + i);
		free(text);
	}
	for (int i = 0; i < 300; i += 2)
		free(kept[i]);
	free(before);
	return 0;
}
END
record() {
	${CC:-cc} -O0 -o program program.c 2>/dev/null || return 1
	LD_PRELOAD=libc_malloc_debug.so.0 MALLOC_TRACE=$work/recorded ./program 2>/dev/null && [ -s recorded ]
}
if record; then
	json fit recorded
	status_is 0 "a program that calls mtrace is recorded and replayed"
	json_is .fit.trace.form mtrace "its form is seen"
	# What is freed or resized was allocated in the trace, but for the first.
	awk '
	$(NF - 2) == "+" { allocations++; size[$(NF - 1)] = $NF }
	$(NF - 1) == "<" { delete size[$NF] }
	$(NF - 2) == ">" { resizes++; size[$(NF - 1)] = $NF }
	$(NF - 1) == "-" { if ($NF in size) { frees++; delete size[$NF] } else unknown++ }
	END {
		for (i in size) { live++; print size[i] }
		print allocations, frees, resizes, unknown, live >"counted"
	}' recorded >left
	sum=0
	while read -r size; do
		sum=$((sum + size))
	done <left
	json_is '.fit.trace | "\(.allocations) \(.frees) \(.resizes) \(.unknown) \(.live)"' "$(cat counted)" \
		"its calls are counted as awk counts them"
	json_is .fit.trace.allocations "$(grep -c ' + 0x' recorded)" "and as grep does"
	json_is '.fit.strategies[] | .end.asked' "$(printf '%s\n' $sum $sum $sum $sum $sum)" \
		"the bytes that are left are the same"
	json_is '.fit.trace.unknown' 1 "the block from before the trace is known to be unknown"
else
	skip "a program that calls mtrace is recorded and replayed" "no compiler, or no libc_malloc_debug.so.0"
fi

# The recipe of the manual, for a program that starts others: what they allocate
# is not in the trace, and what it allocated before is.
page_of_fit=$SRCDIR/man/memtool-fit.1
sed -e 's/\\-/-/g' "$page_of_fit" | sed -n '/^\$ cat > record\.c <<END/,/^> END/p' |
	sed -e '1d' -e '$d' -e 's/^> //' >record.c
cat >starts.c <<'END'
#include <stdlib.h>
int main(void)
{
	char *before = malloc(12345);
	int status = system("sort /etc/passwd; sh -c 'wc /etc/passwd'");
	char *after = malloc(12346);

	free(before);
	free(after);
	return status != 0;
}
END
recipe() { # COMMAND...
	rm -f trace
	LD_PRELOAD=libc_malloc_debug.so.0:$PWD/record.so MALLOC_TRACE=$PWD/trace \
		"$@" >started 2>err
}
line="the recipe of the manual"
[ -s record.c ]
ok "the manual has a recipe"
if ${CC:-cc} -shared -fPIC -o record.so record.c 2>err &&
	${CC:-cc} -O0 -o starts starts.c 2>err &&
	recipe ./starts && [ -s trace ]; then
	[ -s started ]
	ok "the recipe: the programs that were started ran"
	is "$(grep -c ' + 0x[0-9a-f]* 0x303[9a]$' trace)" 2 \
		"the recipe: the trace is of the program alone, whole"
	is "$(grep -c '^= Start' trace)" 1 "the recipe: it was begun once"
	json fit trace
	status_is 0 "the recipe: memtool reads it"
	recipe sh -c 'sort /etc/passwd; wc /etc/passwd' && [ -s trace ]
	ok "the recipe: a shell is recorded"
	is "$(grep -cE '/(sort|wc):' trace)" 0 "but nothing that it starts"
else
	skip "the recipe of the manual" "no compiler, or no libc_malloc_debug.so.0"
fi

done_testing
