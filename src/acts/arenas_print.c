/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print the allocator's arenas, a line each. */
#include "acts/arenas.h"
#include "acts/heap.h"
#include "render/field.h"

struct row {
	struct arena arena;
	uint64_t in_use;
};

#define ROW(member) MEMBER(struct row, member)

static const struct field fields[] = {
	{"arena", "arena ", VALUE_COUNT, ROW(arena.number)},
	{"in_use", ": in use ", VALUE_BYTES, ROW(in_use)},
	{"free", ", free ", VALUE_BYTES, ROW(arena.free)},
	{"trimmable", ", at its end ", VALUE_BYTES, ROW(arena.trimmable)},
	{"size", ", of ", VALUE_BYTES, ROW(arena.size)},
	{"most", JSON_ONLY, VALUE_BYTES, ROW(arena.most)},
};

static void print_arena(struct render *r, const struct arena *arena)
{
	struct row row = {.arena = *arena, .in_use = arena->size - arena->free};

	render_object(r, NULL);
	render_line(r, 3);
	render_fields(r, FIELDS(fields), &row);
	render_close(r);
}

static void print_mapped(struct render *r, const struct mapped_blocks *mapped)
{
	bool any = mapped->known && mapped->count;

	if (any)
		render_line(r, 3);
	render_fact(r, "mapped_blocks",
		any ? "blocks in mappings of their own " : NULL,
		mapped->known ? as_count(mapped->count) : as_null());
	render_fact(r, "mapped", any ? ", " : NULL,
		mapped->known ? as_bytes(mapped->bytes) : as_null());
}

void arenas_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	const char *text =
		bytes && returned->scratch_used ? (const char *)bytes : "";
	const char *allocator = heap_allocator();
	struct mapped_blocks mapped = {0};
	struct arena arena;

	(void)call;
	render_line(r, 3);
	render_fact(
		r, "allocator", allocator ? "" : NULL, as_foreign(allocator));
	render_rows(r, "arenas");
	while (arenas_next(&text, &arena, &mapped))
		print_arena(r, &arena);
	render_close(r);
	print_mapped(r, &mapped);
}
