/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Allocator calls that die because an earlier step damaged its memory, as the
 * observer noted.
 */
#include "why/evidence.h"
#include "why/heap/allocator.h"
#include "words/array.h"

static const char *const did[HEAP_HARMS] = {
	[HEAP_HARM_WRITE] = "wrote outside of a block",
	[HEAP_HARM_FREE] = "freed an address that was not a block",
	[HEAP_HARM_BREAK] = "moved the program break back",
	[HEAP_HARM_CALL] = "changed the heap's memory",
};

/* The last of those steps is the nearest. */
static int find_harm(const struct diagnosis *d)
{
	const struct heap_harm *harm = d->record->heap_harm;
	int found = -1;

	for (int i = 0; i < HEAP_HARMS; i++)
		if (harm[i].step &&
			(found < 0 || harm[i].step > harm[found].step))
			found = i;
	return found;
}

static void explain_harm(struct cause *c, const struct heap_harm *harm)
{
	cause_fact(c, "step", NULL, as_count((uint64_t)harm->step));
	cause_text(c, "call", "by ", harm->command->name);
	cause_fact(c, "start", "at ", as_address(harm->start));
	cause_fact(c, "end", NULL, as_address(harm->end));
}

/* It died in memory that such a step changed. */
static bool heap_memory_gone(const struct diagnosis *d, struct cause *c)
{
	const struct record *record = d->record;

	for (int i = HEAP_HARM_BREAK; i <= HEAP_HARM_CALL; i++) {
		const struct heap_harm *harm = &record->heap_harm[i];

		if (!harm->step || !record->has_fault_address ||
			record->fault_address < harm->start ||
			record->fault_address >= harm->end)
			continue;
		explain_harm(c, harm);
		cause_fact(c, "address", "died at ",
			as_address(record->fault_address));
		return cause_says(c,
			"step %d took memory away from the allocator",
			harm->step);
	}
	return false;
}

/* Certain only if the allocator reports it. */
static bool heap_damaged(const struct diagnosis *d, struct cause *c)
{
	int kind = find_harm(d);
	const struct heap_harm *harm;

	if (kind < 0)
		return false;
	harm = &d->record->heap_harm[kind];
	c->verified = d->record->output != NULL;
	explain_harm(c, harm);
	cause_said(d, c);
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	return cause_says(c, "step %d %s: the allocator's records %s damaged",
		harm->step, did[kind], c->verified ? "are" : "may be");
}

static bool allocator_abort(const struct diagnosis *d, struct cause *c)
{
	if (!d->record->output)
		return false;
	c->spare = true;
	cause_said(d, c);
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	return cause_says(
		c, "the allocator found an error, and ended the program");
}

#define ALLOCATES(outcomes)                                                    \
	"malloc=" outcomes " memalign=" outcomes " posix_memalign=" outcomes   \
	" malloc_trim=" outcomes " mallopt=" outcomes " "

static const struct cause_row rows[] = {
	{"heap-memory-gone",
		HEAP_FREES("SIGSEGV,SIGBUS") ALLOCATES("SIGSEGV,SIGBUS"),
		"an earlier step took memory away from the allocator", NULL,
		heap_memory_gone},
	{"heap-damaged",
		HEAP_FREES("SIGABRT,SIGSEGV,SIGBUS")
			ALLOCATES("SIGABRT,SIGSEGV,SIGBUS"),
		"an earlier step overwrote the allocator's records",
		"valgrind, or cc -fsanitize=address", heap_damaged},
	{"allocator-abort", HEAP_FREES("SIGABRT") ALLOCATES("SIGABRT"),
		"the allocator found an error, and ended the program",
		"valgrind, or cc -fsanitize=address", allocator_abort},
};

const struct cause_table causes_of_heap_damage = {rows, ARRAY_SIZE(rows)};
