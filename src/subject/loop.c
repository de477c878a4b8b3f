/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/alloca.h"
#include "acts/children.h"
#include "subject/internal.h"

static void put(enum entry_kind kind, const void *payload, size_t size)
{
	writer_put(&subject.writer, kind, subject.call.index, payload, size);
}

static void begin(void)
{
	struct returned *returned = &subject.returned;
	bool raw_clock = returned->raw_clock;

	/* It is recorded with its padding. */
	memset(returned, 0, sizeof(*returned));
	returned->raw_clock = raw_clock;
	returned->traced = subject.call.traced;
	returned->duration_ns = returned->minor = returned->major = -1;
	repeat_begin();
	file_size_before(&subject.call, returned);
	put(ENTRY_BEGUN, NULL, 0);
}

static void finish(void)
{
	struct returned *returned = &subject.returned;

	if (returned->traced)
		act_mark(MARK_DONE);
	repeat_end();
	file_size_after(&subject.call, returned);
	put(ENTRY_RETURNED, returned, sizeof(*returned));
	if (returned->scratch_used)
		put(ENTRY_BYTES, act_scratch, returned->scratch_used);
}

void loop_perform(void)
{
	int way;

	begin();
	way = sigsetjmp(subject.jump, 0);
	if (way == GUARD_DIRECT) {
		subject.guarded = 1;
		repeat_calls();
	}
	subject.guarded = 0;
	if (way == GUARD_CHILD) {
		child_start();
		return;
	}
	subject.faulted = way == GUARD_FAULT;
	if (way == GUARD_CLOCK && subject.returned.duration_ns < 0)
		subject.returned.raw_clock = true;
	if (way == GUARD_FAULT) {
		act_end(&subject.returned);
		put(ENTRY_SIGNAL, &subject.fault, sizeof(subject.fault));
	}
	if (way != GUARD_DIRECT)
		repeat_note(way == GUARD_CLOCK);
	finish();
}

static void begin_on_stack(void)
{
	begin();
	subject.faulted = false;
	act_begin(&subject.returned);
	subject.on_stack = 1;
}

/* Note the real stack's result like that of any other call. */
static void note_on_stack(void)
{
	struct returned *returned = &subject.returned;

	subject.on_stack = 0;
	act_end(returned);
	/* The trap and the return from its handler are not part of alloca. */
	returned->duration_ns = -1;
	returned->value = (int64_t)(uintptr_t)subject.taken;
	subject.taken = NULL;
	repeat_note(!subject.faulted);
}

/* With --times, use the real stack again. */
static bool again_on_stack(void)
{
	struct returned *returned = &subject.returned;

	if (subject.faulted || returned->calls >= subject.call.times)
		return false;
	returned->ended = false;
	repeat_again();
	act_begin(returned);
	subject.on_stack = 1;
	return true;
}

static void finish_on_stack(void)
{
	alloca_note_limit(&subject.returned);
	if (subject.faulted)
		put(ENTRY_SIGNAL, &subject.fault, sizeof(subject.fault));
	finish();
	snapshot_take(subject.call.parts);
	subject_answer(NULL, 0);
}

void subject_answer(const char *failed, int error)
{
	const struct returned *returned = &subject.returned;
	struct answer answer = {.error = error,
		.writer = subject.writer.self,
		.end = subject.writer.end,
		.value = returned->value,
		.returned_error = returned->error,
		.has_returned = returned->ended && !returned->refused &&
				(returned->error ||
					returned->calls == subject.call.times)};

	if (!error && subject.writer.error) {
		failed = subject.writer.failed;
		answer.error = subject.writer.error;
	}
	if (failed)
		strncpy(answer.failed, failed, sizeof(answer.failed) - 1);
	if (send(subject.links.channel, &answer, sizeof(answer),
		    MSG_NOSIGNAL) == -1)
		_exit(1);
}

/*
 * End while the observer still prints; but after a failure or a partial success
 * wait for questions.
 */
static void end_after_the_last(void)
{
	const struct returned *returned = &subject.returned;
	bool short_of;

	if (!subject.call.last || returned->error || subject.faulted)
		return;
	short_of = command_has_trait(subject.call.command, CALL_COUNTS) &&
		   returned->done < returned->total;
	if (!short_of)
		_exit(0);
}

/* The first thread ends the others: one cannot tell of its own end. */
static uint32_t performing_thread(void)
{
	return command_has_trait(subject.call.command, CALL_ENDS)
		       ? 0
		       : subject.call.thread;
}

void loop_run(void)
{
	if (subject.on_stack) {
		note_on_stack();
		if (again_on_stack())
			return;
		finish_on_stack();
		end_after_the_last();
	}
	while (threads_begin() || call_receive()) {
		if (subject.call.look) {
			children_write_own(&subject.call);
			snapshot_take(subject.call.parts);
			subject_answer(NULL, 0);
			continue;
		}
		threads_pass_on(performing_thread());
		if (command_has_trait(subject.call.command, CALL_ON_STACK)) {
			begin_on_stack();
			return;
		}
		snapshot_stay();
		loop_perform();
		if (!subject.call.probe)
			snapshot_take(subject.call.parts);
		subject_answer(NULL, 0);
		end_after_the_last();
	}
	_exit(0);
}
