/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arguments are evaluated right before their step. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "acts/mincore.h"
#include "acts/write_back.h"
#include "calls/calls.h"
#include "observer/internal.h"
#include "observer/made.h"
#include "proc/maps_text.h"
#include "proc/read.h"
#include "proc/records.h"
#include "words/advice.h"

enum { DEFAULT_PAGES = 4 };

struct maps maps_in(const struct snapshot *snapshot)
{
	const struct part *text = &snapshot->part[PART_MAPS];

	return maps_of(text->text, text->length);
}

struct maps maps_now(const struct observer *o)
{
	return maps_in(performer_snapshot(o->now));
}

/*
 * The mappings of a place, as one if adjacent: musl's heap begins with a guard
 * page.
 */
static void note_place(
	struct maps maps, const char *name, struct mapping *place, bool *found)
{
	struct mapping next;

	while (maps_next(&maps, &next)) {
		if (!mapping_has_path(&next, name))
			continue;
		if (!*found)
			*place = next;
		else if (next.start == place->end)
			place->end = next.end;
		*found = true;
	}
}

/*
 * A place in the process that an inspection looks at.  If its maps cannot be
 * read, no place is found, and the inspection itself reports why.
 */
static bool place_of_process(
	pid_t pid, const char *name, struct mapping *mapping, bool *found)
{
	struct records records;
	const char *text;
	size_t length;
	bool readable =
		records_open(&records, pid, "maps", RECORD_LINE, RECORDS_ROOM);

	*found = false;
	while (readable && records_next(&records, &text, &length))
		note_place(maps_of(text, length), name, mapping, found);
	readable = readable && !records.error;
	records_close(&records);
	return readable;
}

static bool find_place(const struct observer *o, const struct expression *e,
	const struct call *call, uint64_t *value, struct reason *reason)
{
	const char *name = address_mapping_name(e->place);
	struct mapping mapping;
	bool found = false;

	*value = 0;
	if (!arg(call, ROLE_PID))
		note_place(maps_now(o), name, &mapping, &found);
	else if (!place_of_process(
			 (pid_t)arg(call, ROLE_PID), name, &mapping, &found))
		return true;
	if (!found)
		return reason_set(
			reason, 0, "there is no mapping %s now", name);
	*value = e->end ? mapping.end : mapping.start;
	return true;
}

static bool place(const struct observer *o, const struct expression *e,
	const struct call *call, uint64_t *value, struct reason *reason)
{
	if (e->place != ADDRESS_BRK)
		return find_place(o, e, call, value, reason);
	if (arg(call, ROLE_PID))
		return reason_set(reason, 0,
			"the kernel does not show the break of another "
			"process; heap.end is close to it");
	*value = performer_snapshot(o->now)->program_break;
	if (*value != BREAK_UNKNOWN)
		return true;
	return reason_set(reason, 0, "the break is unknown: brk is refused");
}

/* The block that an expression refers to; of several, the last one. */
static uint64_t start_of(const struct made *made, const struct expression *e)
{
	return e->item ? made->blocks[e->item - 1].start : made->value;
}

/* From ADDRESS to the end of the region, else of the mapping, else a page. */
static uint64_t rest(const struct observer *o, const struct step *step,
	const struct expression *e, const struct call *call)
{
	const struct expression *addr =
		&step->args[command_find_role(step->command, ROLE_ADDR)];
	struct mapping mapping;

	if (e->step >= 0) {
		const struct made *made = &o->made[e->step];
		uint64_t offset = (addr->end ? made->size : 0) + addr->number;

		if (offset <= made->size)
			return made->size - offset;
	}
	if (maps_find(maps_now(o), arg(call, ROLE_ADDR), &mapping))
		return mapping.end - arg(call, ROLE_ADDR);
	return call->page_size;
}

/* The default length of a mapping: the rest of the file from offset on. */
static bool file_size(const struct observer *o, const struct step *step,
	const struct expression *e, uint64_t *size, struct reason *reason)
{
	const struct expression *fd =
		&step->args[command_find_param(step->command, "fd")];
	uint64_t offset =
		step->args[command_find_param(step->command, "offset")].number;
	int64_t number = fd->source == SOURCE_MADE
				 ? (int64_t)o->made[fd->step].value
				 : (int64_t)fd->number;
	int error = read_file_size(o->now->pid, number, size);

	if (error && error != ENOENT)
		return reason_set(reason, 0,
			"cannot read the size of its file (stat: %s), and no "
			"--length was given",
			strerror(error));
	if (error)
		*size = DEFAULT_PAGES * (uint64_t)getpagesize();
	else if (offset < *size)
		*size -= offset;
	*size = *size > e->number ? *size : e->number;
	return true;
}

/*
 * On a 32-bit machine addresses wrap at 2^32, and a length from a file may be
 * too large to pass.
 */
static bool settle(
	struct call *call, size_t n, uint64_t value, struct reason *reason)
{
	const struct param *param = call->command->params[n];

	if (param->kind == PARAM_ADDRESS && param->most)
		value &= param->most;
	if (param->kind == PARAM_SIZE && param->most && value > param->most)
		return reason_set(reason, 0,
			"%s would be %" PRIu64 ", and at most %" PRIu64
			" is possible on this machine",
			param->name, value, param->most);
	call->args[n] = value;
	return true;
}

static bool evaluate_one(const struct observer *o, const struct plan *plan,
	const struct step *step, size_t n, struct call *call,
	struct reason *reason)
{
	const struct expression *e = &step->args[n];
	int needs = plan_needs(step, n);
	const struct made *made = needs < 0 ? NULL : &o->made[needs];
	uint64_t value = 0;

	if (made && !was_made(o, plan, step, needs,
			    e->item      ? e->item
			    : step->each ? step->every
					 : 0,
			    reason))
		return false;
	switch (e->source) {
	case SOURCE_NUMBER:
		value = e->number;
		break;
	case SOURCE_PLACE:
		if (!place(o, e, call, &value, reason))
			return false;
		value += e->number;
		break;
	case SOURCE_MADE:
		value = start_of(made, e) + (e->end ? made->size : 0) +
			e->number;
		break;
	case SOURCE_REST:
		value = rest(o, step, e, call);
		break;
	case SOURCE_FILE_SIZE:
		if (!file_size(o, step, e, &value, reason))
			return false;
		break;
	}
	return settle(call, n, value, reason);
}

/*
 * A step that acts on each of several blocks: write the addresses for the
 * subject to read.  The first is the call's own address.
 */
static bool list_addresses(const struct observer *o, const struct step *step,
	struct call *call, struct reason *reason)
{
	size_t n = (size_t)command_find_param(step->command, "addr");
	const struct expression *e = &step->args[n];
	const struct made *made = &o->made[e->step];
	uint64_t added = (e->end ? made->size : 0) + e->number;
	uint64_t page[512];
	size_t used = 0;

	for (uint64_t i = step->every; i <= made->count; i += step->every) {
		off_t at = (off_t)((call->blocks - used) * sizeof(*page));

		page[used++] = made->blocks[i - 1].start + added;
		if (call->blocks++ == 0)
			set_arg(call, ROLE_ADDR, *page);
		if (used < 512 && i + step->every <= made->count)
			continue;
		if (pwrite(o->addresses, page, used * sizeof(*page), at) == -1)
			return reason_set(reason, 0, "the list of blocks: %s",
				strerror(errno));
		used = 0;
	}
	call->times = (uint32_t)(call->blocks * step->times);
	return true;
}

/*
 * Whether somebody looks at the subject after the call, even if it succeeds:
 * then it may not end by itself.
 */
static bool is_looked_at(const struct plan *plan, const struct step *step,
	const struct call *call)
{
	const struct advice *advice = advice_of(arg(call, ROLE_ADVICE));

	return step->pages || plan->options.hold != HOLD_NOT ||
	       plan_forks(plan) ||
	       command_has_trait(step->command, CALL_LOOKED_AT) ||
	       call_has_flag(call, FLAG_FAULTS_IN) ||
	       advice->traits & ADVICE_CONCERNS_FILES;
}

bool evaluate(const struct observer *o, const struct plan *plan,
	const struct step *step, struct call *call, struct reason *reason)
{
	call->page_size = (uint64_t)getpagesize();
	call->parts = snapshot_parts(plan, call->index) |
		      snapshot_parts(plan, call->index + 1);
	call->times = (uint32_t)step->times;
	call->with_heap = o->uses_heap;
	for (size_t n = 0; n < command_params(step->command); n++) {
		if (!evaluate_one(o, plan, step, n, call, reason))
			return false;
		if (step->each && step->command->params[n] == &param_addr &&
			!list_addresses(o, step, call, reason))
			return false;
	}
	call->last = step + 1 == plan->steps + plan->count &&
		     !is_looked_at(plan, step, call);
	if (step->command == &command_touch && !WRITES_BACK_AT_ONCE)
		find_store_range(o, call);
	if (step->command == &command_fork)
		own_memory_add(o, call);
	if (step->text) {
		memcpy(call->text, step->text, step->text_length);
		call->text_length = (uint32_t)step->text_length;
	}
	return true;
}
