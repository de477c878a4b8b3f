#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# What is told of the heap, as others see it: /proc, a C program, strace.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"
unset MALLOC_TOP_PAD_ MALLOC_MMAP_THRESHOLD_ MALLOC_PERTURB_ GLIBC_TUNABLES
json malloc 1
machine_has glibc || skip_all "the figures are those of glibc's malloc"

# From outside, while the subject sleeps.
begin malloc 100 --times 5000 --as a , free --on a --every 2 , malloc 1M --times 3
cp "/proc/$child/maps" seen
go_on
heap=$(sed -n 's/^\([0-9a-f]*\)-\([0-9a-f]*\) .*\[heap\]$/0x\1 0x\2/p' seen)
json_is '[.steps[0].effect.mappings[] | select(.after.path == "[heap]")] | "\(.[0].start) \(.[-1].end)"' "$heap" \
	"[heap] is where it is said to be"
# shellcheck disable=SC2086 # two words
json_is "(\"${heap% *}\" | hex) as \$from | (\"${heap#* }\" | hex) as \$to
	| .steps[0].repeat.blocks | map(hex | . >= \$from and . + 100 <= \$to) | all" true "each small block lies in it"
inside=0
for block in $(ask '.steps[2].repeat.blocks[]'); do
	while read -r range _; do
		[ $((block)) -ge $((0x${range%-*})) ] && [ $((block + 1048576)) -le $((0x${range#*-})) ] &&
			inside=$((inside + 1))
	done <seen
done
is $inside 3 "each large block lies in one mapping"

# The same calls of a C program.
cat >same.c <<'C'
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void figures(const char *name, size_t usable)
{
	struct mallinfo2 i = mallinfo2();

	fprintf(stderr, "%s %zu %zu %zu %zu %zu\n", name, usable, i.uordblks + i.hblkhd, i.fordblks, i.hblkhd, i.keepcost);
}

static void *blocks[1000];

int main(void)
{
	size_t usable = 0;
	char *start = sbrk(0);

	for (int i = 0; i < 1000; i++)
		usable += malloc_usable_size(blocks[i] = malloc(2000));
	figures("malloc", usable);
	for (int i = 1; i < 1000; i += 2)
		free(blocks[i]);
	figures("free", 0);
	usable = 0;
	for (int i = 0; i < 100; i++)
		usable += malloc_usable_size(malloc(4000));
	figures("malloc", usable);
	figures("calloc", malloc_usable_size(calloc(7, 100)));
	figures("malloc", malloc_usable_size(malloc(3 << 20)));
	figures("memalign", malloc_usable_size(memalign(4096, 10000)));
	blocks[0] = realloc(blocks[0], 30000);
	figures("realloc", malloc_usable_size(blocks[0]));
	malloc_trim(0);
	figures("malloc_trim", 0);
	fprintf(stderr, "grown %td\n", (char *)sbrk(0) - start);
	return 0;
}
C
set -- malloc 2000 --times 1000 --as a , free --on a --every 2 , malloc 4000 --times 100 , calloc 100 --nmemb 7 \
	, malloc 3M , memalign 10000 --alignment 4096 , realloc 30000 --on a.1 , malloc_trim 0
if ${CC:-cc} -O0 -fno-builtin -o same same.c 2>compile && ./same 2>theirs; then
	json "$@"
	{
		ask '.steps[] | "\(.command) \(.data.usable // 0) \(.data.heap | "\(.in_use) \(.free) \(.mapped) \(.trimmable)")"'
		ask '"grown \([.steps[].data.break_grown] | add)"'
	} >ours
	# A page is the most that both heaps are aligned to.
	diff theirs ours >differ
	is "$(cat differ)" '' "a C program that does the same has the same figures"
	# A foreign break below, and a threshold out of reach: glibc 2.36 trims
	# the heap before it carves the block out of it, and says ENOMEM.
	cat >foreign.c <<'C'
#include <malloc.h>
#include <stdlib.h>
#include <unistd.h>
int main(void)
{
	void *volatile first = malloc(100);
	void *volatile large;

	brk((char *)sbrk(0) + (1 << 20));
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
	large = malloc(300 << 10);
	return first && large ? 0 : 1;
}
C
	if ${CC:-cc} -O0 -fno-builtin -o foreign foreign.c 2>compile; then
		./foreign && wanted=ok || wanted=ENOMEM
		json malloc 100 , brk +1M , mallopt mmap_threshold --value 1G , malloc 300K
		json_is 'final | outcome' "$wanted" "an allocator that stumbles stumbles here, too ($wanted)"
	fi
else
	skip "a C program that does the same has the same figures" "there is no compiler, or no mallinfo2"
fi

# What the kernel was asked: strace(1) counts the same.
# calls NAME: how often the subject made it, as strace saw.  A brk(NULL) only
# asks, and is memtool's own.
calls() {
	grep -v '^brk(NULL)' "trace.$(ask .subject.pid)" | grep -c "^$1("
}
traced() {
	line="strace memtool $*"
	rm -f trace.*
	timeout 300 strace -ff -o trace -e trace=brk,mmap,munmap "$MEMTOOL" --json "$@" </dev/null >out 2>err
	status=$?
}
if command -v strace >/dev/null && strace -o /dev/null true 2>/dev/null; then
	traced malloc 100 , malloc 1M --times 5
	few=$(calls mmap)
	traced malloc 100 , malloc 1M --times 25
	is $(($(calls mmap) - few)) 20 "a block with a mapping of its own is one mmap"
	json_is 'final.data.origin' own-mapping "and told so"
	traced malloc 100 , malloc 1M --times 25 --as a , free --on a
	json_is '[.steps[1].data.mappings_grown, .steps[2].data.mappings_grown] | add' 0 "what free unmaps was mapped"
	gone=$(calls munmap)
	traced malloc 100 , malloc 1M --times 25 --as a
	is $((gone - $(calls munmap))) 25 "by one munmap each"
	traced malloc 100
	few=$(calls brk)
	traced malloc 100 , malloc 100 --times 500
	is $(($(calls brk) - few)) 0 "blocks of the allocator's reserve cost no call"
	json_is 'final.data | "\(.origin) \(.break_grown)"' 'reserve 0' "and told so, too"
	traced malloc 100 , malloc 100 --times 5000
	[ $(($(calls brk) - few)) -eq $(($(ask final.data.break_grown) / 135168)) ]
	ok "the heap grows by 132 KiB a call"
else
	skip "strace counts the same" "there is no strace, or it may not trace"
fi

done_testing
