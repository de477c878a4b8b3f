/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "record/system_calls.h"

#include <stdlib.h>

static struct system_call *keep(struct system_calls *calls)
{
	size_t room = calls->room ? 2 * calls->room : 16;
	struct system_call *more;

	if (calls->kept == SYSTEM_CALLS_KEPT || calls->kept < calls->count)
		return &calls->unkept; /* keep the first ones, without a gap */
	if (calls->kept == calls->room) {
		more = reallocarray(calls->list, room, sizeof(*more));
		if (!more)
			return &calls->unkept;
		calls->list = more;
		calls->room = room;
	}
	return &calls->list[calls->kept++];
}

static struct system_call_count *row_of(
	struct system_calls *calls, const struct system_call *call)
{
	struct system_call_count *row = calls->counts;

	for (; row < calls->counts + calls->kinds; row++)
		if (row->number == call->number &&
			row->foreign == call->foreign && !row->others)
			return row;
	if (calls->kinds == SYSTEM_CALL_COUNTS)
		return row - 1;
	*row = (struct system_call_count){
		.number = call->number, .foreign = call->foreign};
	calls->kinds++;
	row->others = calls->kinds == SYSTEM_CALL_COUNTS;
	return row;
}

void system_calls_enter(
	struct system_calls *calls, const struct system_call *call)
{
	calls->open = keep(calls);
	*calls->open = *call;
	calls->count++;
	calls->kind = row_of(calls, call);
	calls->kind->count++;
}

void system_calls_return(struct system_calls *calls, int64_t result, int error)
{
	if (!calls->open)
		return;
	calls->open->returned = true;
	calls->open->result = result;
	calls->open->error = error;
	if (error)
		calls->kind->errors++;
	calls->open = NULL;
}

struct system_call *system_calls_open(struct system_calls *calls)
{
	return calls->open == &calls->unkept ? NULL : calls->open;
}

static int compare(const void *a, const void *b)
{
	const struct system_call_count *one = a, *other = b;

	if (one->count != other->count)
		return one->count < other->count ? 1 : -1;
	if (one->number != other->number)
		return one->number > other->number ? 1 : -1;
	return one->foreign - other->foreign;
}

void system_calls_sort(struct system_calls *calls)
{
	calls->open = NULL;
	calls->kind = NULL;
	qsort(calls->counts, calls->kinds, sizeof(*calls->counts), compare);
}

void system_calls_free(struct system_calls *calls)
{
	if (!calls)
		return;
	for (size_t i = 0; i < calls->kept; i++)
		free(calls->list[i].path);
	free(calls->list);
	free(calls);
}
