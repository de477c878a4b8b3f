/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Misused blocks: freed twice, used after free, overrun.  The observer's ledger
 * knows the blocks; the allocator's outcome shows whether it noticed.
 */
#include <inttypes.h>

#include "why/access/accesses.h"
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "words/array.h"

static const struct heap_use *use_of(const struct diagnosis *d)
{
	return &d->record->heap_use;
}

static bool resizes(const struct diagnosis *d)
{
	return command_kind(d->command)->makes == MADE_MEMORY;
}

static void cause_block(const struct diagnosis *d, struct cause *c)
{
	const struct span *block = &use_of(d)->block;

	cause_fact(c, "block", "block ", as_address(block->start));
	cause_fact(c, "usable", "usable ", as_bytes(block->end - block->start));
}

/* If the process dies, the allocator noticed; if it returns, not. */
static const char *unnoticed(const struct diagnosis *d)
{
	if (d->signal)
		return "";
	return d->record->output ? ", which was let pass" : ", unnoticed";
}

static bool double_free(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);
	uint64_t blocks = d->call->blocks ? d->call->blocks : 1;
	bool before =
		use->kind == HEAP_USE_FREED && use->address == use->block.start;
	bool again = !resizes(d) && use->kind == HEAP_USE_LIVE &&
		     d->call->times > blocks && arg(d->call, ROLE_ADDR);

	if (!before && !again)
		return false;
	cause_block(d, c);
	cause_fact(c, "freed_in", NULL,
		before ? as_count((uint64_t)use->block.step) : as_null());
	cause_said(d, c);
	cause_try(c,
		resizes(d)
			? "malloc a new block: a freed one has no size"
			: "free each block once, then set the pointer to NULL");
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (again)
		return cause_says(c, "this step frees the same %s again%s",
			blocks > 1 ? "blocks" : "block", unnoticed(d));
	return cause_says(c, "the block was freed before, in step %d%s",
		use->block.step, unnoticed(d));
}

static void explain_inside(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);
	bool below = use->address < use->block.start;
	uint64_t off = below ? use->block.start - use->address
			     : use->address - use->block.start;
	bool behind = !below && use->address >= use->block.end;
	char text[32];

	cause_block(d, c);
	cause_fact(c, "offset", NULL,
		as_change(below ? -(int64_t)off : (int64_t)off));
	cause_said(d, c);
	format_bytes(off, text, sizeof(text));
	if (behind)
		cause_says(c, "the address is beyond the block's end");
	else
		cause_says(c, "the address is %s %s the block's start", text,
			below ? "before" : "after");
	cause_try(c, "0x%" PRIx64 ", the address that the allocator returned",
		use->block.start);
}

/* The mapping's name, as "[stack]", explains enough. */
static void explain_no_block(const struct diagnosis *d, struct cause *c)
{
	struct mapping m;

	cause_fact(c, "address", NULL, as_address(arg(d->call, ROLE_ADDR)));
	if (diagnosis_mapping(d, arg(d->call, ROLE_ADDR), &m))
		cause_mapping(c, &m);
	else
		cause_text(c, "mapping", "", "nothing is mapped there");
	cause_said(d, c);
	cause_try(c, "an address that malloc or its family returned, or NULL");
	cause_says(c, "the allocator has no block at this address%s",
		unnoticed(d));
}

static bool invalid_free(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);

	if (use->kind == HEAP_USE_NONE) {
		/* Several addresses: all were blocks. */
		if (!arg(d->call, ROLE_ADDR) || d->call->blocks)
			return false;
		explain_no_block(d, c);
		return true;
	}
	if (use->address == 0 || use->address == use->block.start)
		return false;
	explain_inside(d, c);
	return true;
}

/* The last byte accessed, computed from the length. */
static uint64_t last_byte(const struct diagnosis *d)
{
	struct call call = *d->call;
	struct places places = {0};

	set_arg(&call, ROLE_ADDR, use_of(d)->address);
	if (asks(d, &command_touch))
		places = places_of(&call);
	if (places.count)
		return place_at(&places, places.count - 1);
	return use_of(d)->address + arg(&call, ROLE_LENGTH) - 1;
}

static bool is_access(const struct diagnosis *d)
{
	return arg(d->call, ROLE_LENGTH) != 0;
}

static bool use_after_free(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);
	bool writes = fault_access(d) == ACCESS_WRITE;
	struct mapping m;

	if (use->kind != HEAP_USE_FREED || !is_access(d))
		return false;
	cause_block(d, c);
	cause_fact(c, "freed_in", NULL, as_count((uint64_t)use->block.step));
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (d->signal && !diagnosis_mapping(d, fault_address(d), &m))
		return cause_says(c,
			"the block was freed in step %d, and its memory "
			"returned to the kernel",
			use->block.step);
	if (d->signal)
		return cause_says(
			c, "the block was freed in step %d", use->block.step);
	return cause_says(c,
		"the block was freed in step %d: the allocator owns what was "
		"%s",
		use->block.step, writes ? "written" : "read");
}

/* The block was resized or freed, and its address reused. */
static bool stale_pointer(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);

	if (!use->stale || (!command_has_trait(d->command, CALL_USES_HEAP) &&
				   !is_access(d)))
		return false;
	cause_block(d, c);
	cause_fact(c, "given_in", NULL, as_count((uint64_t)use->block.step));
	cause_try(c, "the address that step %d returned", use->block.step);
	return cause_says(c,
		"the block of this name is gone: step %d got its memory",
		use->block.step);
}

static bool past_the_block(const struct diagnosis *d, struct cause *c)
{
	const struct heap_use *use = use_of(d);
	uint64_t last = last_byte(d);
	bool below = use->address < use->block.start;
	char text[32];

	if (use->kind != HEAP_USE_BEYOND || !is_access(d) ||
		(!below && last < use->block.end))
		return false;
	cause_block(d, c);
	cause_fact(c, "address", "at ", as_address(use->address));
	cause_fact(c, "last", "to ", as_address(last));
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (below) {
		format_bytes(
			use->block.start - use->address, text, sizeof(text));
		return cause_says(c,
			"it begins %s before the block: that belongs to the "
			"allocator or another block",
			text);
	}
	format_bytes(last + 1 - use->block.end, text, sizeof(text));
	return cause_says(c,
		"it goes %s beyond the block: that belongs to the allocator or "
		"another block",
		text);
}

#define ACCESSES(outcomes)                                                     \
	"touch=" outcomes " peek=" outcomes " poke=" outcomes                  \
	" usercopy=" outcomes

static const struct cause_row rows[] = {
	{"double-free", HEAP_FREES("ok,SIGABRT,SIGSEGV,SIGBUS,SIGILL,SIGTRAP"),
		"the block was freed before", "free each block once",
		double_free},
	{"invalid-free", HEAP_FREES("ok,SIGABRT,SIGSEGV,SIGBUS,SIGILL,SIGTRAP"),
		"the address is not one that the allocator returned",
		"the address that malloc returned", invalid_free},
	{"stale-pointer", HEAP_FREES("ok") ACCESSES("ok"),
		"the block is gone, and its memory was reused",
		"the address that the later call returned", stale_pointer},
	{"use-after-free", ACCESSES("ok,SIGSEGV"), "the block was freed before",
		"valgrind, or cc -fsanitize=address", use_after_free},
	{"past-the-block", ACCESSES("ok,SIGSEGV"), "it goes beyond the block",
		"valgrind, or cc -fsanitize=address", past_the_block},
};

const struct cause_table causes_of_blocks = {rows, ARRAY_SIZE(rows)};
