#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck source-path=SCRIPTDIR disable=SC1091,SC2154
# shellcheck disable=SC1010,SC2016,SC2034 # then is a word of memtool's, the $ are jq's
. "$(dirname "$0")/lib.sh"

# The same chains with other allocators, by LD_PRELOAD.
! sanitized || skip_all "AddressSanitizer has an allocator of its own"

# Whether memtool runs with the library that the dynamic linker finds by this
# name.  What the linker cannot load glibc's says on stderr, and musl's does not;
# both go on without.
can_preload() {
	LD_PRELOAD=$1 "$MEMTOOL" maps >out 2>err </dev/null && [ ! -s err ] &&
		grep -q "/${1##*/}" out
}

# preloaded LIBRARY run|json ARGS...
preloaded() {
	library=$1
	shift
	as="env LD_PRELOAD=$library"
	"$@"
	as=
}

# each_with LIBRARY FILE: what holds with any allocator.
each_with() {
	library=$1
	name=$2
	preloaded "$library" json malloc 100 --times 10000 --as a then free --on a --every 2 then malloc 200 --times 100
	status_is 0 "$name: ten thousand blocks, every second freed, a hundred others"
	json_is '[.steps[].data.allocator] | unique | join(" ")' "$name" "$name: it is told by its file"
	json_is '[.steps[].data.heap | .in_use, .free, .mapped, .trimmable] | unique | tostring' '[null]' \
		"$name: glibc's figures are not asked"
	json_is '[.steps[0, 2].repeat.blocks[]] | length == (unique | length)' true "$name: all addresses are distinct"
	json_is '[.steps[0, 2].data | .usable >= .asked and .overhead == .usable - .asked] | all' true "$name: usable bytes are told"
	json_is '.steps[0].data | (.usable / 10000) as $u | $u == ($u | floor) and $u >= 100 and $u <= 128' true \
		"$name: as much for each"
	json_is '.steps[0] | (.data.usable / 10000) as $u | [.repeat.blocks[] | hex] | sort as $b
		| [range(1; $b | length) | $b[.] - $b[. - 1] >= $u] | all' true "$name: and no two overlap"
	json_is '.steps[0].data.origin | IN("reserve", "new-mapping", "mixed")' true "$name: they come from its reserve or a new mapping"
	json_same '.steps[0].data | .mappings_grown' '.steps[0] | [.effect.mappings[]
		| select(.change == "added" and .after.path != "[heap]") | .size] | add // 0' "$name: which is counted"
	preloaded "$library" json malloc 100 then free then malloc 100
	json_is '"\(outcomes)"' 'ok ok ok' "$name: malloc, free, malloc"
	json_is 'final | (.result.value == "x") or (.data.origin | IN("reused", "reserve"))' true "$name: of memory that it has"
	preloaded "$library" json malloc 64M
	json_is 'final.data | .mappings_grown + .break_grown >= 67108864 and (.origin | IN("own-mapping", "new-mapping", "heap-grown"))' true \
		"$name: for a very large block memory is fetched"
	preloaded "$library" json malloc 3000 --as a , poke ffffffff , free , calloc 3000 --times 100
	json_is 'final.data.zero' true "$name: calloc is zero"
	preloaded "$library" json posix_memalign 100 --alignment 64K --times 10
	json_is 'final | .data.aligned and (.repeat.blocks | all(hex % 65536 == 0))' true "$name: alignment holds"
	preloaded "$library" json malloc 100 , poke 6d656d , realloc 100K , peek 3
	json_is 'final.data.bytes' 6d656d "$name: realloc keeps what was there"
	# Some leave errno as it was.
	preloaded "$library" json calloc --nmemb 0x100000000 --size 0x100000000
	json_is 'final | "\(.result.status) \(.result.value) \(.region)"' 'error null null' "$name: a product beyond 64 bits is a failure"
	json_is 'final.result | .errno.name == "ENOMEM" or .reason == "refused, without an errno"' true "$name: with its errno or without"
	# Whatever it does is the result: silence, a message, a signal.
	preloaded "$library" json malloc 100 --as a then free --on a then free --on a
	json_is 'final | outcome | test("^(ok|SIG)")' true "$name: what a double free comes to is its result"
	preloaded "$library" run malloc 100 --times 3
	out_has "^   $name\$" "$name: text tells whose they are"
}

for pair in libjemalloc.so.2:libjemalloc.so.2 libmimalloc.so.2.0:libmimalloc.so.2.0 libtcmalloc_minimal.so.4:libtcmalloc_minimal.so.4; do
	if can_preload "${pair%%:*}"; then
		each_with "${pair%%:*}" "${pair#*:}"
	else
		skip "${pair%%:*}" "it is not installed"
	fi
done

# An allocator that breaks its promises is caught: its calloc does not clear,
# and what it aligns is not aligned.
cat >bad.c <<'C'
#include <errno.h>
#include <stddef.h>
#include <string.h>
static _Alignas(4096) char memory[1 << 20];
static size_t used = 16;
void *malloc(size_t size)
{
	size_t at = used;
	if (size > sizeof(memory) / 2 || (used += (size + 31) & ~(size_t)15) > sizeof(memory)) {
		errno = ENOMEM;
		return NULL;
	}
	*(size_t *)(memory + at) = size;
	return memory + at + 16;
}
void free(void *p) { (void)p; }
void *calloc(size_t n, size_t size)
{
	char *p = malloc(n * size);
	if (p)
		memset(p, 0, n * size);
	if (p && n * size == 777)
		p[776] = 1;
	return p;
}
void *realloc(void *old, size_t size)
{
	void *p = malloc(size);
	if (p && old) {
		size_t had = *(size_t *)((char *)old - 16);
		memcpy(p, old, had < size ? had : size);
	}
	return p;
}
size_t malloc_usable_size(void *p) { return p ? *(size_t *)((char *)p - 16) : 0; }
void *memalign(size_t a, size_t size) { (void)a; return malloc(size); }
void *aligned_alloc(size_t a, size_t size) { (void)a; return malloc(size); }
int posix_memalign(void **p, size_t a, size_t size) { (void)a; *p = malloc(size); return *p ? 0 : ENOMEM; }
C
if ${CC:-cc} -fno-builtin -shared -fPIC -o bad.so bad.c 2>/dev/null && can_preload "$work/bad.so"; then
	preloaded "$work/bad.so" json calloc 777 , calloc 776 , calloc 777 --times 3 , calloc 111 --nmemb 7
	json_is '[.steps[].data.zero] | join(" ")' 'false true false false' "a calloc that does not clear is found out"
	preloaded "$work/bad.so" run calloc 777
	out_has 'NOT all zero' "and text says so"
	preloaded "$work/bad.so" json aligned_alloc 100 --alignment 16 , aligned_alloc 100 --alignment 4096 , posix_memalign 9 --alignment 512 --times 9
	json_is '[.steps[].data.aligned] | join(" ")' 'true false false' "and an alignment that does not hold"
	preloaded "$work/bad.so" run posix_memalign 100 --alignment 64K
	out_has ', not aligned' "which text says, too"
	preloaded "$work/bad.so" json malloc 100 --times 10 --as a , free , malloc 100
	json_is 'final.data | "\(.allocator) \(.origin) \(.usable)"' 'bad.so reserve 100' "of memory that it has from the start"
else
	skip "an allocator that breaks its promises" "no shared library can be built here"
fi

done_testing
