/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A signal: a fault, a filter's answer, or the kill of a control group. */
#include <string.h>
#include <unistd.h>

#include "calls/calls.h"
#include "proc/cgroup.h"
#include "proc/maps_text.h"
#include "tracer/sight.h"
#include "words/access.h"
#include "words/uapi.h"

/* What it wanted there can only be concluded. */
static enum access access_of(
	const struct snapshot *snapshot, const struct tracer_event *event)
{
	uint64_t at = (uint64_t)(uintptr_t)event->fault.signal.si_addr;
	struct mapping m;

	if (event->fault.instruction && at == event->fault.instruction)
		return ACCESS_EXEC;
	if (!snapshot || !maps_find(maps_of(snapshot->part[PART_MAPS].text,
					    snapshot->part[PART_MAPS].length),
				 at, &m))
		return ACCESS_UNKNOWN;
	return m.perms[0] == 'r' && m.perms[1] != 'w' &&
			       event->fault.signal.si_signo == SIGSEGV
		       ? ACCESS_WRITE
		       : ACCESS_UNKNOWN;
}

void sight_of_fault(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event)
{
	struct record *record = &sight->record;
	uint64_t at = (uint64_t)(uintptr_t)event->fault.signal.si_addr;
	bool addressed = event->fault.signal.si_code > 0 &&
			 event->fault.signal.si_code != SI_KERNEL;

	sight_begin(sight, t, event->task);
	sight->failed = true;
	sight->before = snapshot_of(
		event->task, PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS));
	record->before = sight->before;
	if (event->fault.signal.si_code == SI_KERNEL &&
		sight_is_off_stack(sight, event->fault.stack)) {
		at = event->fault.stack;
		addressed = true;
	}
	sight_note_stack(sight, event, at);
	record->call.command = &command_touch;
	record->call.times = 1;
	record->call.page_size = (uint64_t)getpagesize();
	record->call.given = 7;
	set_arg(&record->call, ROLE_ADDR, at);
	set_arg(&record->call, ROLE_LENGTH, 1);
	set_arg(&record->call, ROLE_ACCESS, access_of(sight->before, event));
	record->evaluated = true;
	/* As where the subject's own handler caught it. */
	record->has_returned = addressed;
	record->returned = (struct returned){
		.duration_ns = -1, .minor = -1, .major = -1, .total = 1};
	record->has_fault_address = addressed;
	record->fault_address = at;
	record->fault_instruction = event->fault.instruction;
	record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
		.number = event->fault.signal.si_signo,
		.code = event->fault.signal.si_code,
		.coded = true};
}

/* It was not made, but it is the call that is shown. */
void sight_of_filtered(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event)
{
	struct task *task = event->task;
	struct record *record = &sight->record;

	sight_begin(sight, t, task);
	sight->failed = true;
	traced_call_make(task->traced, task->args, &record->call);
	record->evaluated = true;
	sight_take_before(sight, task);
	if (!sight->before)
		sight->before = snapshot_of(
			task, PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS));
	record->before = sight->before;
	record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
		.number = SIGSYS,
		.code = UAPI_SYS_SECCOMP,
		.coded = true};
}

struct kills kills_now(void)
{
	struct memory_group group;
	struct kills kills = {0};

	kills.known = read_memory_group(&group) &&
		      read_group_kills(&group, &kills.before);
	return kills;
}

void sight_of_kill(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event, const struct kills *kills)
{
	struct record *record = &sight->record;

	sight_begin(sight, t, event->task);
	sight->failed = true;
	record->call.command = &command_touch;
	record->call.times = 1;
	record->call.page_size = (uint64_t)getpagesize();
	record->has_group_kills = kills->known;
	record->group_kills = kills->before;
	record->outcome =
		(struct outcome){.kind = OUTCOME_SIGNAL, .number = SIGKILL};
}
