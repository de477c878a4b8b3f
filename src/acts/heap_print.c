/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print facts about a block, and about the allocator. */
#include "acts/heap.h"

#include <inttypes.h>

uint64_t heap_asked(const struct call *call)
{
	uint64_t length = arg(call, ROLE_LENGTH);

	return command_find_role(call->command, ROLE_NMEMB) >= 0
		       ? arg(call, ROLE_NMEMB) * length
		       : length;
}

bool heap_made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	*start = (uint64_t)returned->value;
	*size = heap_asked(call);
	return *start != 0;
}

static const struct {
	const char *slug, *says;
} origins[HEAP_ORIGINS] = {
	[HEAP_ORIGIN_UNKNOWN] = {NULL, NULL},
	[HEAP_ORIGIN_GROWN] = {"heap-grown", "the heap grew for it"},
	[HEAP_ORIGIN_OWN] = {"own-mapping", "in its own mapping"},
	[HEAP_ORIGIN_MAPPING] = {"new-mapping",
		"in a new mapping for several blocks"},
	[HEAP_ORIGIN_REUSED] = {"reused", "from freed memory"},
	[HEAP_ORIGIN_RESERVE] = {"reserve", "from the allocator's reserve"},
	[HEAP_ORIGIN_SAME] = {"same", "in place"},
	[HEAP_ORIGIN_MIXED] = {"mixed", NULL},
};

static void print_origin(struct render *r, const struct heap_findings *heap)
{
	enum heap_origin origin = (enum heap_origin)heap->origin;
	bool seen = heap->seen;

	render_fact(
		r, "origin", NULL, as_text(seen ? origins[origin].slug : NULL));
	render_fact(
		r, "reused", NULL, seen ? as_count(heap->reused) : as_null());
	if (seen && origins[origin].says)
		render_printf(r, STYLE_PLAIN, ", %s", origins[origin].says);
	if (!seen || origin != HEAP_ORIGIN_MIXED)
		return;
	if (heap->reused)
		render_printf(r, STYLE_PLAIN,
			", %" PRIu64 " of %" PRIu64 " from freed memory",
			heap->reused, heap->blocks);
	else
		render_printf(r, STYLE_PLAIN,
			", from several places, none in freed memory");
}

/* JSON always has it; text only if it is not as promised. */
static void print_alignment(struct render *r, const struct call *call,
	const struct heap_findings *heap)
{
	bool asked = command_find_role(call->command, ROLE_ALIGNMENT) >= 0;
	bool seen = heap->seen && heap->blocks;

	render_fact(r, "aligned", NULL,
		asked && seen ? as_truth(heap->misaligned == 0) : as_null());
	if (asked && seen)
		render_printf(r, heap->misaligned ? STYLE_BAD : STYLE_PLAIN,
			heap->misaligned ? ", not aligned" : ", aligned");
}

static void print_zero(struct render *r, const struct heap_findings *heap)
{
	enum heap_zero zero = (enum heap_zero)heap->zero;

	render_fact(r, "zero", NULL,
		zero == HEAP_ZERO_UNKNOWN ? as_null()
					  : as_truth(zero == HEAP_ZERO_YES));
	if (zero != HEAP_ZERO_UNKNOWN)
		render_printf(r,
			zero == HEAP_ZERO_YES ? STYLE_PLAIN : STYLE_BAD,
			zero == HEAP_ZERO_YES ? ", all zero"
					      : ", NOT all zero");
}

void heap_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct heap_findings *heap = &returned->found.heap;
	uint64_t blocks = heap->blocks;
	uint64_t asked = blocks * heap_asked(call);
	bool seen = heap->seen && blocks;
	bool more = seen && heap->all_usable >= asked;

	render_fact(r, "asked", seen ? "asked " : NULL,
		seen ? as_bytes(asked) : as_null());
	render_fact(r, "usable", seen ? ", usable " : NULL,
		seen ? as_bytes(heap->all_usable) : as_null());
	render_fact(r, "overhead", NULL,
		more ? as_bytes(heap->all_usable - asked) : as_null());
	print_alignment(r, call, heap);
	print_zero(r, heap);
	print_origin(r, heap);
	heap_print_state(r, call, returned, bytes);
}

static struct value figure(const struct heap_findings *heap, uint64_t bytes)
{
	return heap->has_info ? as_bytes(bytes) : as_null();
}

void heap_print_state(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const struct heap_findings *heap = &returned->found.heap;
	const char *allocator = heap_allocator();
	bool info = heap->has_info;
	bool seen = heap->seen;

	(void)bytes;
	/* The effect shows them line by line. */
	render_fact(r, "break_grown", NULL,
		seen ? as_change(heap->grown) : as_null());
	render_fact(r, "mappings_grown", NULL,
		seen ? as_change(heap->mappings) : as_null());
	render_line(r, 3);
	render_fact(
		r, "allocator", allocator ? "" : NULL, as_foreign(allocator));
	render_object(r, "heap");
	render_fact(r, "in_use", info ? ": in use " : NULL,
		figure(heap, heap->in_use));
	render_fact(
		r, "free", info ? ", free " : NULL, figure(heap, heap->free));
	render_fact(r, "mapped", heap->mapped ? ", mapped " : NULL,
		figure(heap, heap->mapped));
	/* Unknown after a failed step, or with another allocator. */
	if (!info && seen && heap_has_info() && call->heap_spoilt)
		render_printf(r, STYLE_FAINT,
			": not read, its records may be corrupt");
	render_fact(r, "trimmable", NULL, figure(heap, heap->trimmable));
	render_close(r);
}
