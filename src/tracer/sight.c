/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tracer/sight.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "calls/calls.h"
#include "proc/read.h"
#include "proc/smaps_part.h"
#include "tracer/space.h"

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

struct snapshot *snapshot_until(const struct task *task, uint64_t end)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));
	struct part *maps, *smaps;

	if (!snapshot)
		return NULL;
	maps = &snapshot->part[PART_MAPS];
	smaps = &snapshot->part[PART_SMAPS];
	smaps->text = read_smaps_until(task->tid, end, &smaps->length);
	if (smaps->text)
		maps->text = maps_of_smaps(
			smaps->text, smaps->length, &maps->length);
	if (!maps->text) {
		snapshot_drop(&snapshot);
		return NULL;
	}
	snapshot->parts = PART_BIT(PART_MAPS) | PART_BIT(PART_SMAPS);
	snapshot->until = end;
	snapshot->program_break = BREAK_UNKNOWN;
	return snapshot;
}

void snapshot_drop(struct snapshot **snapshot)
{
	for (int i = 0; *snapshot && i < SNAPSHOT_PARTS; i++)
		free((*snapshot)->part[i].text);
	free(*snapshot);
	*snapshot = NULL;
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

void sight_begin(
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

	/* The kernel has no errno for it: a filter has answered. */
	if (returned->error)
		answer = BREAK_UNKNOWN;
	returned->found.program_break.before =
		task->space && task->space->program_break
			? task->space->program_break
			: BREAK_UNKNOWN;
	returned->found.program_break.after = answer;
	/* brk(2) never fails: it answers with the break as it is. */
	if (asked && !returned->error && answer != asked)
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

/* The causes for which an advice is refused ask for flags in its range only. */
static void add_flags(struct snapshot *snapshot, const struct task *task,
	const struct call *call)
{
	struct part *smaps;

	if (!snapshot || call->command != &command_madvise)
		return;
	smaps = &snapshot->part[PART_SMAPS];
	smaps->text = read_smaps_until(task->tid,
		arg(call, ROLE_ADDR) + arg(call, ROLE_LENGTH) + call->page_size,
		&smaps->length);
	if (smaps->text)
		snapshot->parts |= PART_BIT(PART_SMAPS);
}

void sight_take_before(struct sight *sight, struct task *task)
{
	/* The cause of a failure may be elsewhere. */
	if (sight->failed && task->before && task->before->until)
		snapshot_drop(&task->before);
	sight->before = task->before;
	task->before = NULL;
}

void sight_of_call(struct sight *sight, const struct tracer *t,
	const struct tracer_event *event)
{
	struct task *task = event->task;
	struct record *record = &sight->record;

	sight_begin(sight, t, task);
	traced_call_make(task->traced, task->args, &record->call);
	record->vector = task->args[2];
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
	sight_take_before(sight, task);
	if (sight->failed || (sight->before && !sight->before->until))
		sight->after = snapshot_of(task,
			sight->before
				? sight->before->parts
				: PART_BIT(PART_MAPS) | PART_BIT(PART_STATUS));
	/* A call that failed changed little: its state is the one before. */
	if (!sight->before && sight->failed) {
		sight->before = sight->after;
		sight->after = NULL;
		add_flags(sight->before, task, &record->call);
	}
	record->before = sight->before;
	/* It changes flags only: from those before follows if it changed any.
	 */
	record->after = sight->before && sight->before->until ? sight->before
							      : sight->after;
}

void sight_free(struct sight *sight)
{
	snapshot_drop(&sight->before);
	snapshot_drop(&sight->after);
}
