/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/alloca.h"
#include "subject/internal.h"

static void put(enum entry_kind kind, const void *payload, size_t size)
{
	writer_put(&subject.writer, kind, subject.call.index, payload, size);
}

static void begin(void)
{
	struct returned *r = &subject.returned;
	bool raw_clock = r->raw_clock;

	/* All of it is written down, what lies between its members too. */
	memset(r, 0, sizeof(*r));
	r->raw_clock = raw_clock;
	r->traced = subject.call.traced;
	r->duration_ns = r->minor = r->major = -1;
	repeat_begin();
	put(ENTRY_BEGUN, NULL, 0);
}

static void finish(void)
{
	const struct returned *r = &subject.returned;

	if (r->traced)
		act_mark(MARK_DONE);
	repeat_end();
	put(ENTRY_RETURNED, r, sizeof(*r));
	if (r->scratch_used)
		put(ENTRY_BYTES, act_scratch, r->scratch_used);
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

/* The real stack has taken its memory, or could not: as of any other call. */
static void note_on_stack(void)
{
	struct returned *r = &subject.returned;

	subject.on_stack = 0;
	act_end(r);
	/* A trap and a return from its handler are no part of an alloca. */
	r->duration_ns = -1;
	r->value = (int64_t)(uintptr_t)subject.taken;
	subject.taken = NULL;
	repeat_note(!subject.faulted);
}

/* With --times the real stack is asked again. */
static bool again_on_stack(void)
{
	struct returned *r = &subject.returned;

	if (subject.faulted || r->calls >= subject.call.times)
		return false;
	r->ended = false;
	repeat_again();
	act_begin(r);
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

/*
 * The next call mostly follows within some ten microseconds.  Asking for it
 * that long, before going to sleep, keeps the processor's caches warm: what
 * follows a sleep takes half as long again as in a program that makes its
 * calls one after the other.
 */
static ssize_t await_call(void)
{
	enum { TRIES = 400 };
	ssize_t got = -1;

	for (int i = 0; got == -1 && i < TRIES; i++)
		got = recv(subject.links.channel, &subject.call,
			sizeof(subject.call), MSG_DONTWAIT);
	while (got == -1 && (errno == EINTR || errno == EAGAIN))
		got = recv(subject.links.channel, &subject.call,
			sizeof(subject.call), 0);
	return got;
}

static bool receive(void)
{
	ssize_t got = await_call();

	if (got < (ssize_t)offsetof(struct call, text))
		return false;
	subject.call.text[subject.call.text_length % CALL_TEXT_MAX] = '\0';
	return true;
}

void subject_answer(const char *failed, int error)
{
	const struct returned *r = &subject.returned;
	struct answer answer = {.error = error,
		.writer = subject.writer.self,
		.end = subject.writer.end,
		.value = r->value,
		.returned_error = r->error,
		.has_returned = r->ended && !r->refused &&
				(r->error || r->calls == subject.call.times)};

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
 * It ends while the observer still tells; a failure waits for questions,
 * and so does what was done in part.
 */
static void end_after_the_last(void)
{
	const struct returned *r = &subject.returned;
	bool short_of = command_has_trait(subject.call.command, CALL_COUNTS) &&
			r->done < r->total;

	if (subject.call.last && !r->error && !subject.faulted && !short_of)
		_exit(0);
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
	while (receive()) {
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
