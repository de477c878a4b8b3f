/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Calls of the allocator that die by what a step before them did to its memory,
 * as the observer has noted it.
 */
#include "why/heap/allocator.h"
#include "why/telling.h"
#include "words/array.h"

static const char *const did[HEAP_HARMS] = {
	[HEAP_HARM_WRITE] = "wrote outside of a block",
	[HEAP_HARM_FREE] = "freed what was no block",
	[HEAP_HARM_BREAK] = "moved the program break back",
	[HEAP_HARM_CALL] = "changed the heap's memory",
};

/* The last of those steps: it is the nearest. */
static int find_harm(const struct inquiry *q)
{
	const struct heap_harm *harm = q->record->heap_harm;
	int found = -1;

	for (int i = 0; i < HEAP_HARMS; i++)
		if (harm[i].step &&
			(found < 0 || harm[i].step > harm[found].step))
			found = i;
	return found;
}

static void tell_harm(struct cause *c, const struct heap_harm *harm)
{
	cause_fact(c, "step", NULL, as_count((uint64_t)harm->step));
	cause_text(c, "call", "by ", harm->command->name);
	cause_fact(c, "start", "at ", as_address(harm->start));
	cause_fact(c, "end", NULL, as_address(harm->end));
}

/* It died where such a step had been at work. */
static bool heap_memory_gone(const struct inquiry *q, struct cause *c)
{
	const struct record *record = q->record;

	for (int i = HEAP_HARM_BREAK; i <= HEAP_HARM_CALL; i++) {
		const struct heap_harm *harm = &record->heap_harm[i];

		if (!harm->step || !record->has_fault_address ||
			record->fault_address < harm->start ||
			record->fault_address >= harm->end)
			continue;
		tell_harm(c, harm);
		cause_fact(c, "address", "died at ",
			as_address(record->fault_address));
		return cause_says(c,
			"step %d took memory away that the allocator uses",
			harm->step);
	}
	return false;
}

/* That it broke the records is sure only where the allocator says so. */
static bool heap_damaged(const struct inquiry *q, struct cause *c)
{
	int kind = find_harm(q);
	const struct heap_harm *harm;

	if (kind < 0)
		return false;
	harm = &q->record->heap_harm[kind];
	c->verified = q->record->said != NULL;
	tell_harm(c, harm);
	cause_said(q, c);
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	return cause_says(c, "step %d %s: the allocator's records %s broken",
		harm->step, did[kind], c->verified ? "are" : "may be");
}

static bool allocator_abort(const struct inquiry *q, struct cause *c)
{
	if (!q->record->said)
		return false;
	c->spare = true;
	cause_said(q, c);
	cause_try(c, "valgrind PROGRAM, or cc -g -fsanitize=address");
	return cause_says(
		c, "the allocator found a mistake, and ended the program");
}

#define ALLOCATES(outcomes)                                                    \
	"malloc=" outcomes " memalign=" outcomes " posix_memalign=" outcomes   \
	" malloc_trim=" outcomes " mallopt=" outcomes " "

static const struct cause_row rows[] = {
	{"heap-memory-gone",
		HEAP_FREES("SIGSEGV,SIGBUS") ALLOCATES("SIGSEGV,SIGBUS"),
		"a step before took memory away that the allocator uses", NULL,
		heap_memory_gone},
	{"heap-damaged",
		HEAP_FREES("SIGABRT,SIGSEGV,SIGBUS")
			ALLOCATES("SIGABRT,SIGSEGV,SIGBUS"),
		"a step before wrote over the allocator's records",
		"valgrind, or cc -fsanitize=address", heap_damaged},
	{"allocator-abort", HEAP_FREES("SIGABRT") ALLOCATES("SIGABRT"),
		"the allocator found a mistake, and ended the program",
		"valgrind, or cc -fsanitize=address", allocator_abort},
};

const struct cause_table causes_of_heap_damage = {rows, ARRAY_SIZE(rows)};
