/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracer/sight.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "calls/calls.h"
#include "proc/cgroup.h"
#include "proc/map_query.h"
#include "proc/read.h"
#include "tracer/space.h"
#include "words/access.h"
#include "words/advice.h"
#include "words/uapi.h"

static const char *const files[SNAPSHOT_PARTS] = {
	[PART_MAPS] = "maps",
	[PART_ROLLUP] = "smaps_rollup",
	[PART_STATUS] = "status",
	[PART_SMAPS] = "smaps",
};

struct snapshot *snapshot_of(const struct task *task, uint32_t parts)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));

	for (int i = 0; snapshot && i < SNAPSHOT_PARTS; i++) {
		struct part *part = &snapshot->part[i];

		if (!(parts & PART_BIT(i)))
			continue;
		part->text =
			read_process_file(task->tid, files[i], &part->length);
		if (part->text)
			snapshot->parts |= PART_BIT(i);
	}
	if (snapshot && !(snapshot->parts & PART_BIT(PART_MAPS)))
		snapshot_drop(&snapshot);
	if (snapshot)
		snapshot->program_break =
			task->space && task->space->program_break
				? task->space->program_break
				: BREAK_UNKNOWN;
	return snapshot;
}

void snapshot_drop(struct snapshot **snapshot)
{
	for (int i = 0; *snapshot && i < SNAPSHOT_PARTS; i++)
		free((*snapshot)->part[i].text);
	free(*snapshot);
	*snapshot = NULL;
}

/* The whole pages of the call's range; false: it is empty or wraps. */
static bool range_of_call(
	const struct call *call, uint64_t *start, uint64_t *end)
{
	uint64_t page = call->page_size;

	*start = arg(call, ROLE_ADDR);
	*end = *start + (arg(call, ROLE_LENGTH) + page - 1) / page * page;
	return *end > *start;
}

/* Whether munmap finds nothing, or mprotect nothing to change. */
static bool has_nothing_to_do(const struct task *task, const struct call *call)
{
	uint64_t start, end, prot = arg(call, ROLE_PROT);
	struct map_query query = map_query_of(task->tid);
	struct mapping m;
	bool found = false, nothing = true;

	if (!range_of_call(call, &start, &end))
		return false;
	for (uint64_t at = start; nothing && at < end; at = m.end) {
		if (!map_query_next(&query, at, &m) || m.start >= end)
			break;
		found = true;
		nothing = call->command == &command_mprotect &&
			  (m.perms[0] == 'r') == !!(prot & PROT_READ) &&
			  (m.perms[1] == 'w') == !!(prot & PROT_WRITE) &&
			  (m.perms[2] == 'x') == !!(prot & PROT_EXEC);
	}
	nothing = nothing && (found || call->command == &command_munmap) &&
		  !query.failed;
	map_query_end(&query);
	return nothing;
}

uint32_t sight_before(const struct task *task, const struct call *call)
{
	const uint32_t maps = PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS);
	uint64_t start, end;

	/* A length that is 0, or is rounded up to it. */
	if (command_find_role(call->command, ROLE_LENGTH) >= 0 &&
		!range_of_call(call, &start, &end))
		return maps;
	switch (task->traced->bit) {
	case TRACED_MUNMAP:
	case TRACED_MPROTECT:
		return has_nothing_to_do(task, call) ? maps : 0;
	case TRACED_MUNLOCK:
	case TRACED_MSEAL:
		return maps | PART_BIT(PART_SMAPS);
	case TRACED_MUNLOCKALL:
	case TRACED_MREMAP:
	case TRACED_MSYNC:
		return maps;
	case TRACED_MADVISE:
		/* Only flags show whether it changes something. */
		return advice_of(arg(call, ROLE_ADVICE))->changes
			       ? maps | PART_BIT(PART_SMAPS)
			       : 0;
	default:
		return 0;
	}
}

static void clear(struct sight *sight)
{
	struct record *record = &sight->record;
	struct call *call = &record->call;

	/* The call's text is large, and no traced call has any. */
	memset(record, 0, (size_t)((char *)call - (char *)record));
	memset(call, 0, offsetof(struct call, text));
	memset(call + 1, 0,
		(size_t)((char *)(record + 1) - (char *)(call + 1)));
	sight->before = sight->after = NULL;
	sight->failed = false;
}

/* Who is seen: nothing was set for it by a step. */
static void note_performer(
	struct sight *sight, const struct tracer *t, const struct task *task)
{
	clear(sight);
	sight->process.pid = task->pid;
	sight->thread.pid = task->tid;
	sight->thread.process = &sight->process;
	sight->record.performer = &sight->process;
	sight->record.acting =
		task->tid == task->pid ? &sight->process : &sight->thread;
	sight->record.future_locked = task->space && task->space->future_locked;
	sight->record.traced = true;
	sight->record.tracer_filters = t->request->argv && !t->every;
	sight->exact = t->tasks == 1 || tracer_threads(t, task) == 1;
}

static void note_break(struct sight *sight, const struct task *task)
{
	struct returned *returned = &sight->record.returned;
	uint64_t asked = arg(&sight->record.call, ROLE_ADDR);
	uint64_t answer = (uint64_t)returned->value;

	returned->found.program_break.before =
		task->space && task->space->program_break
			? task->space->program_break
			: BREAK_UNKNOWN;
	returned->found.program_break.after = answer;
	/* brk(2) never fails: it answers with the break as it is. */
	if (asked && answer != asked)
		returned->error = ENOMEM;
}

static void note_outcome(struct sight *sight)
{
	const struct call_kind *kind = command_kind(sight->record.call.command);
	struct record *record = &sight->record;
	struct made_block block = {(uint64_t)record->returned.value,
		arg(&record->call, ROLE_LENGTH), 0};

	sight->failed = record->returned.error != 0;
	record->outcome = (struct outcome){
		.kind = sight->failed ? OUTCOME_ERROR : OUTCOME_OK,
		.number = record->returned.error};
	record->unsupported = record->returned.error == ENOSYS;
	if (sight->failed || kind->makes != MADE_MEMORY)
		return;
	record->has_region =
		!kind->made || kind->made(&record->call, &record->returned,
				       &block.start, &block.size);
	record->region_start = block.start;
	record->region_size = block.size;
}

void sight_of_call(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event)
{
	struct task *task = event->task;
	struct record *record = &sight->record;

	note_performer(sight, t, task);
	traced_call_make(task->traced, task->args, &record->call);
	record->evaluated = record->has_returned = true;
	record->returned = (struct returned){.value = (int64_t)event->value,
		.error = event->restarted ? 0 : event->error,
		.duration_ns = -1,
		.minor = -1,
		.major = -1,
		.file_before = -1,
		.file_after = -1,
		.calls = 1};
	if (record->call.command == &command_brk)
		note_break(sight, task);
	note_outcome(sight);
	sight->before = task->before;
	task->before = NULL;
	if (sight->before || sight->failed)
		sight->after = snapshot_of(task,
			sight->before
				? sight->before->parts
				: PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS));
	/* A call that failed changed little: its state is the one before. */
	if (!sight->before && sight->failed) {
		sight->before = sight->after;
		sight->after = NULL;
	}
	record->before = sight->before;
	record->after = sight->after;
}

/* What it wanted there can only be concluded. */
static enum access access_of(
	const struct snapshot *snapshot, const struct tracer_event *event)
{
	uint64_t at = (uint64_t)(uintptr_t)event->signal.si_addr;
	struct mapping m;

	if (event->instruction && at == event->instruction)
		return ACCESS_EXEC;
	if (!snapshot || !maps_find(maps_of(snapshot->part[PART_MAPS].text,
					    snapshot->part[PART_MAPS].length),
				 at, &m))
		return ACCESS_READ;
	return m.perms[0] == 'r' && m.perms[1] != 'w' &&
			       event->signal.si_signo == SIGSEGV
		       ? ACCESS_WRITE
		       : ACCESS_READ;
}

/*
 * The stack of a thread is a mapping as any other.  It is the one above the
 * fault, if the stack pointer is in it, or has left it for the guard below.
 */
static void note_stack(struct sight *sight, const struct tracer_event *event)
{
	const struct part *text = &sight->before->part[PART_MAPS];
	uint64_t at = (uint64_t)(uintptr_t)event->signal.si_addr;
	struct maps maps = maps_of(text->text, text->length);
	struct mapping m, guard = {0};

	while (maps_next(&maps, &m) && m.end <= at)
		;
	if (m.start > at || m.end <= at || strncmp(m.perms, "---", 3) != 0)
		return;
	guard = m;
	if (!maps_next(&maps, &m) || m.start != guard.end ||
		event->stack < guard.start || event->stack > m.end)
		return;
	sight->thread.stack = (struct span){.start = guard.start, .end = m.end};
}

/*
 * The kernel could not push the frame of a handler: it tells no address, but
 * the stack pointer has left the stack, which is the next mapping.
 */
static bool is_off_stack(const struct sight *sight, uint64_t pointer)
{
	const struct part *text;
	struct maps maps;
	struct mapping m;

	if (!sight->before || !pointer)
		return false;
	text = &sight->before->part[PART_MAPS];
	maps = maps_of(text->text, text->length);
	while (maps_next(&maps, &m) && m.end <= pointer)
		;
	return m.start > pointer && mapping_has_path(&m, "[stack]");
}

void sight_of_fault(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event)
{
	struct record *record = &sight->record;
	uint64_t at = (uint64_t)(uintptr_t)event->signal.si_addr;
	bool addressed =
		event->signal.si_code > 0 && event->signal.si_code != SI_KERNEL;

	note_performer(sight, t, event->task);
	sight->failed = true;
	sight->before = snapshot_of(
		event->task, PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS));
	record->before = sight->before;
	if (event->signal.si_code == SI_KERNEL &&
		is_off_stack(sight, event->stack)) {
		at = event->stack;
		addressed = true;
	}
	sight->thread.stack = (struct span){0};
	if (sight->before && event->stack)
		note_stack(sight, event);
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
	record->fault_instruction = event->instruction;
	record->outcome = (struct outcome){.kind = OUTCOME_SIGNAL,
		.number = event->signal.si_signo,
		.code = event->signal.si_code,
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

	note_performer(sight, t, event->task);
	sight->failed = true;
	record->call.command = &command_touch;
	record->call.times = 1;
	record->call.page_size = (uint64_t)getpagesize();
	record->has_group_kills = kills->known;
	record->group_kills = kills->before;
	record->outcome =
		(struct outcome){.kind = OUTCOME_SIGNAL, .number = SIGKILL};
}

void sight_free(struct sight *sight)
{
	snapshot_drop(&sight->before);
	snapshot_drop(&sight->after);
}
