/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a fork leaves behind: memory that is missing, and pages to copy. */
#include "record/performer.h"
#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "words/access.h"
#include "words/array.h"

/* The index in the plan of the step that made the region acted on. */
static int made_at(const struct record *record)
{
	return (int)record->call.index - (int)(record->step - record->on);
}

/* Whether the process that made it is another than the one that acts. */
static bool is_foreign(const struct record *record)
{
	return record->on->process != record->step->process ||
	       record->on->process_item != record->step->process_item;
}

/* Whether the parent has the memory now; false: not, or it is gone. */
static bool parent_has(const struct diagnosis *d, uint64_t address)
{
	const struct performer *parent = d->record->performer->parent;
	const struct part *text = &performer_snapshot(parent)->part[PART_MAPS];
	struct mapping m;

	return !parent->dead &&
	       maps_find(maps_of(text->text, text->length), address, &m);
}

/*
 * Parent and child share what was mapped before the fork.  What one of them
 * maps later is its own, though both names are in one name space here.
 */
static bool not_inherited(const struct diagnosis *d, struct cause *c)
{
	const struct record *record = d->record;
	uint64_t address = arg(d->call, ROLE_ADDR);
	const struct performer *performer = record->performer;
	struct mapping m;

	if (!record->step || !record->on || !performer || !is_foreign(record) ||
		diagnosis_mapping(d, address, &m))
		return false;
	if (performer->parent && made_at(record) < performer->step) {
		c->verified = parent_has(d, address);
		cause_try(c, "madvise dofork, before the fork");
		return cause_says(c,
			"the child was forked without this memory, as dontfork "
			"asks");
	}
	cause_fact(c, "step", "made in step ", as_number(record->on->number));
	cause_try(c, "map it before the fork, with --flags shared");
	return cause_says(c,
		"another process has mapped it since the fork, for itself "
		"alone");
}

/* Whether the step writes to memory that was there at the last fork. */
static bool writes_older_than_fork(const struct record *record)
{
	bool writes = record->call.command != &command_touch ||
		      arg(&record->call, ROLE_ACCESS) == ACCESS_WRITE;

	return writes && record->step && record->on && record->performer &&
	       made_at(record) < record->performer->last_fork;
}

/*
 * fork(2) write-protects private pages in both processes.  The first write to
 * each page faults; if nobody else has the page by then, it is only unprotected
 * (mm/memory.c, do_wp_page).
 */
static bool unprotected(const struct diagnosis *d, struct cause *c)
{
	const struct effect *effect = d->effect;

	if (!writes_older_than_fork(d->record) || effect->minor <= 0 ||
		!effect->measured || effect_delta(effect, MEMORY_RESIDENT) ||
		effect_delta(effect, MEMORY_SWAPPED) ||
		effect_delta(effect, MEMORY_SHARED_DIRTY) ||
		effect_dirtied(effect))
		return false;
	cause_fact(
		c, "faults", "page faults ", as_count((uint64_t)effect->minor));
	return cause_says(c,
		"the fork write-protected the pages; no other process has them "
		"now, so none was copied");
}

static const struct cause_row rows[] = {
	{"not-inherited",
		"touch=SIGSEGV peek=SIGSEGV poke=SIGSEGV usercopy=EFAULT,ok "
		"mprotect=ENOMEM madvise=ENOMEM mlock=ENOMEM munlock=ENOMEM "
		"msync=ENOMEM mincore=ENOMEM mremap=EFAULT mseal=ENOMEM "
		"munmap=ok",
		"the process was forked before the memory was mapped, or "
		"without it",
		"map it before the fork, with MAP_SHARED", not_inherited},
	{"write-protected", "touch=ok poke=ok",
		"a fork had write-protected the pages", NULL, unprotected},
};

const struct cause_table causes_of_forked = {rows, ARRAY_SIZE(rows)};
