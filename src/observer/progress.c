/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A progress line for a long step, on a terminal.  The subject prints nothing:
 * it counts in a word of its memory, which we read from outside; /proc would
 * take the mmap lock that the step may hold.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include "observer/internal.h"
#include "subject/subject.h"

enum { SECOND = 1000000000, AGAIN = SECOND / 4 };

int64_t clock_ns(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND + now.tv_nsec;
}

struct timespec timespec_of(int64_t ns)
{
	return (struct timespec){.tv_sec = (time_t)(ns / SECOND),
		.tv_nsec = (long)(ns % SECOND)};
}

void progress_allow(struct observer *o, const struct plan *plan)
{
	const char *terminal = getenv("TERM");

	if (isatty(STDERR_FILENO) && !plan->options.quiet &&
		!(terminal && strcmp(terminal, "dumb") == 0))
		o->progress.program = plan->program;
}

void progress_begin(struct observer *o, const struct record *record)
{
	o->progress.running = record;
	o->progress.to_look_at = 0;
	if (o->progress.program)
		o->progress.begun_ns = clock_ns();
}

int64_t progress_due(const struct observer *o)
{
	if (!o->progress.program || !o->progress.running)
		return 0;
	return o->progress.shown ? AGAIN : SECOND;
}

/* .total and .done of the subject's current call. */
static bool read_counts(const struct observer *o, uint64_t counts[2])
{
	const size_t size = 2 * sizeof(*counts);
	_Static_assert(
		offsetof(struct returned, done) ==
			offsetof(struct returned, total) + sizeof(*counts),
		"both are read at once");
	struct iovec here = {.iov_base = counts, .iov_len = size};
	struct iovec there = {
		.iov_base = (void *)(uintptr_t)&subject_returned->total,
		.iov_len = size};

	return command_has_trait(
		       o->progress.running->call.command, CALL_COUNTS) &&
	       process_vm_readv(o->now->pid, &here, 1, &there, 1, 0) ==
		       (ssize_t)size &&
	       counts[0] > 0;
}

/* How much is done, of how much, and the unit; false: unknown. */
static bool count_done(
	const struct observer *o, uint64_t counts[2], const char **unit)
{
	const struct record *record = o->progress.running;

	if (o->progress.to_look_at) {
		counts[0] = o->progress.to_look_at;
		counts[1] = o->progress.looked_at;
		*unit = "page";
		return true;
	}
	if (o->faults.fd != -1) {
		counts[0] = o->faults.size / o->faults.page;
		counts[1] = o->faults.served;
		*unit = "page";
		return true;
	}
	if (!read_counts(o, counts))
		return false;
	*unit = command_kind(record->call.command)->unit(&record->call);
	return true;
}

/* "memtool: step 2 (touch): 3.2 s, 5120 of 65536 pages" */
static void describe(const struct observer *o, char *text, size_t size)
{
	const struct record *record = o->progress.running;
	const struct command *command = record->call.command;
	int64_t lasts = clock_ns() - o->progress.begun_ns;
	bool page_walk = o->progress.to_look_at > 0;
	uint64_t counts[2];
	const char *unit;
	int used;

	used = snprintf(text, size, "%s: %sstep %d (%s): %.1f s",
		o->progress.program, record->step->implicit ? "before " : "",
		record->number, page_walk ? "--pages" : command->name,
		(double)lasts / SECOND);
	if (used > 0 && (size_t)used < size && count_done(o, counts, &unit))
		snprintf(text + used, size - (size_t)used, ", %llu of %llu %ss",
			(unsigned long long)counts[1],
			(unsigned long long)counts[0], unit);
}

/* No wider than the terminal, or '\r' would not reach its start. */
static int room(void)
{
	struct winsize window = {0};

	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &window) == -1 ||
		window.ws_col < 2)
		return 79;
	return window.ws_col - 1;
}

static void put_line(struct observer *o, const char *text)
{
	int length = (int)strlen(text), most = room();

	length = length > most ? most : length;
	fprintf(stderr, "\r%-*.*s", o->progress.shown, length, text);
	o->progress.shown = length;
}

void progress_show(struct observer *o)
{
	char text[256];

	describe(o, text, sizeof(text));
	put_line(o, text);
}

void progress_pass(struct observer *o)
{
	int64_t now;

	if (!o->progress.program || !o->progress.running)
		return;
	now = clock_ns();
	if (now - o->progress.begun_ns < SECOND ||
		(o->progress.shown && now - o->progress.shown_ns < AGAIN))
		return;
	o->progress.shown_ns = now;
	progress_show(o);
}

void progress_look(struct observer *o, uint64_t done, uint64_t all)
{
	if (!o->progress.program || !o->progress.running)
		return;
	o->progress.looked_at = done;
	o->progress.to_look_at = all;
	progress_pass(o);
}

void progress_end(struct observer *o)
{
	o->progress.running = NULL;
	if (!o->progress.shown)
		return;
	put_line(o, "");
	fprintf(stderr, "\r");
	o->progress.shown = 0;
}
