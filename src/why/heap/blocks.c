/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blocks that were used as they may not be: freed twice, used when freed, or
 * written beyond.  What each address was to the allocator the observer's ledger
 * tells; what became of it, the allocator itself, if it noticed.
 */
#include <inttypes.h>

#include "why/access/accesses.h"
#include "why/heap/allocator.h"
#include "why/telling.h"
#include "words/array.h"

static const struct heap_use *use_of(const struct inquiry *q)
{
	return &q->record->heap_use;
}

static bool resizes(const struct inquiry *q)
{
	return command_kind(q->command)->makes == MADE_MEMORY;
}

static void cause_block(const struct inquiry *q, struct cause *c)
{
	const struct span *block = &use_of(q)->block;

	cause_fact(c, "block", "block ", as_address(block->start));
	cause_fact(c, "usable", "usable ", as_bytes(block->end - block->start));
}

/* Where it dies, it was noticed; where it returns, it was not. */
static const char *unnoticed(const struct inquiry *q)
{
	if (q->signal)
		return "";
	return q->record->said ? ", and was let pass" : ", and nothing noticed";
}

static bool double_free(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);
	uint64_t blocks = q->call->blocks ? q->call->blocks : 1;
	bool before =
		use->kind == HEAP_USE_FREED && use->address == use->block.start;
	bool again = !resizes(q) && use->kind == HEAP_USE_LIVE &&
		     q->call->times > blocks && arg(q->call, ROLE_ADDR);

	if (!before && !again)
		return false;
	cause_block(q, c);
	cause_fact(c, "freed_in", NULL,
		before ? as_count((uint64_t)use->block.step) : as_null());
	cause_said(q, c);
	cause_try(c, resizes(q) ? "malloc another: what was freed has no size"
				: "free each block once, and forget its "
				  "address then");
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (again)
		return cause_says(c, "this step frees the same %s again%s",
			blocks > 1 ? "blocks" : "block", unnoticed(q));
	return cause_says(c, "the block was freed before, in step %d%s",
		use->block.step, unnoticed(q));
}

static void tell_inside(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);
	bool below = use->address < use->block.start;
	uint64_t off = below ? use->block.start - use->address
			     : use->address - use->block.start;
	bool behind = !below && use->address >= use->block.end;
	char text[32];

	cause_block(q, c);
	cause_fact(c, "offset", NULL,
		as_change(below ? -(int64_t)off : (int64_t)off));
	cause_said(q, c);
	format_bytes(off, text, sizeof(text));
	if (behind)
		cause_says(c, "the address lies behind the block's end");
	else
		cause_says(c,
			"the address is not where the block begins, but "
			"%s %s that",
			text, below ? "before" : "behind");
	cause_try(c, "0x%" PRIx64 ", which is what the allocator gave",
		use->block.start);
}

/* What lies there, if anything: "[stack]" says enough. */
static void tell_no_block(const struct inquiry *q, struct cause *c)
{
	struct mapping m;

	cause_fact(c, "address", NULL, as_address(arg(q->call, ROLE_ADDR)));
	if (inquiry_mapping(q, arg(q->call, ROLE_ADDR), &m))
		cause_mapping(c, &m);
	else
		cause_text(c, "mapping", "", "nothing is mapped there");
	cause_said(q, c);
	cause_try(c, "what malloc or one of its family returned, or NULL");
	cause_says(c, "the allocator gave no block at this address%s",
		unnoticed(q));
}

static bool invalid_free(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);

	if (use->kind == HEAP_USE_NONE) {
		/* Of several all were blocks. */
		if (!arg(q->call, ROLE_ADDR) || q->call->blocks)
			return false;
		tell_no_block(q, c);
		return true;
	}
	if (use->address == 0 || use->address == use->block.start)
		return false;
	tell_inside(q, c);
	return true;
}

/* How far the accesses go, which the observer has by their length alone. */
static uint64_t last_byte(const struct inquiry *q)
{
	struct call call = *q->call;
	struct places places = {0};

	set_arg(&call, ROLE_ADDR, use_of(q)->address);
	if (asks(q, &command_touch))
		places = places_of(&call);
	if (places.count)
		return place_at(&places, places.count - 1);
	return use_of(q)->address + arg(&call, ROLE_LENGTH) - 1;
}

static bool is_access(const struct inquiry *q)
{
	return arg(q->call, ROLE_LENGTH) != 0;
}

static bool use_after_free(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);
	bool writes = fault_access(q) == ACCESS_WRITE;
	struct mapping m;

	if (use->kind != HEAP_USE_FREED || !is_access(q))
		return false;
	cause_block(q, c);
	cause_fact(c, "freed_in", NULL, as_count((uint64_t)use->block.step));
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (q->signal && !inquiry_mapping(q, fault_address(q), &m))
		return cause_says(c,
			"the block was freed in step %d, and its memory given "
			"back",
			use->block.step);
	if (q->signal)
		return cause_says(
			c, "the block was freed in step %d", use->block.step);
	return cause_says(c,
		"the block was freed in step %d: what is %s there is the "
		"allocator's",
		use->block.step, writes ? "written" : "read");
}

/* The block was resized, or freed, and another was given its address. */
static bool stale_pointer(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);

	if (!use->stale || (!command_has_trait(q->command, CALL_USES_HEAP) &&
				   !is_access(q)))
		return false;
	cause_block(q, c);
	cause_fact(c, "given_in", NULL, as_count((uint64_t)use->block.step));
	cause_try(c, "the address that step %d returned", use->block.step);
	return cause_says(c,
		"the block of this name is gone: step %d was given its memory",
		use->block.step);
}

static bool past_the_block(const struct inquiry *q, struct cause *c)
{
	const struct heap_use *use = use_of(q);
	uint64_t last = last_byte(q);
	bool below = use->address < use->block.start;
	char text[32];

	if (use->kind != HEAP_USE_BEYOND || !is_access(q) ||
		(!below && last < use->block.end))
		return false;
	cause_block(q, c);
	cause_fact(c, "address", "at ", as_address(use->address));
	cause_fact(c, "last", "to ", as_address(last));
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	if (below) {
		format_bytes(
			use->block.start - use->address, text, sizeof(text));
		return cause_says(c,
			"it begins %s before the block: that is "
			"the allocator's, or another block's",
			text);
	}
	format_bytes(last + 1 - use->block.end, text, sizeof(text));
	return cause_says(c,
		"it goes %s beyond the block: that is the "
		"allocator's, or another block's",
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
		"the address is not one that the allocator gave",
		"the address that malloc returned", invalid_free},
	{"stale-pointer", HEAP_FREES("ok") ACCESSES("ok"),
		"the block is gone, and its memory was given again",
		"the address that the later call returned", stale_pointer},
	{"use-after-free", ACCESSES("ok,SIGSEGV"), "the block was freed before",
		"valgrind, or cc -fsanitize=address", use_after_free},
	{"past-the-block", ACCESSES("ok,SIGSEGV"), "it goes beyond the block",
		"valgrind, or cc -fsanitize=address", past_the_block},
};

const struct cause_table causes_of_blocks = {rows, ARRAY_SIZE(rows)};
