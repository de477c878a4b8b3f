/* SPDX-License-Identifier: GPL-2.0-or-later */
/* --hold: keep the subject for other tools to look at. */
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"

bool can_hold(struct observer *o, const struct plan *plan)
{
	if (!o->subject.pid || o->subject.dead || o->interrupted || o->troubled)
		return false;
	if (waitpid(o->subject.pid, &o->subject.wait_status, WNOHANG) !=
		o->subject.pid)
		return true;
	/* Something else has ended it meanwhile. */
	o->subject.dead = true;
	o->subject.died_in = plan->count - 1;
	return false;
}

enum input { INPUT_MORE, INPUT_ENTER, INPUT_END };

/* A byte at a time: do not read past the line. */
static enum input read_input(void)
{
	char c;
	ssize_t got = read(STDIN_FILENO, &c, 1);

	if (got == 1)
		return c == '\n' ? INPUT_ENTER : INPUT_MORE;
	return got == -1 && errno == EINTR ? INPUT_MORE : INPUT_END;
}

/* The state of standard input before we wait for it. */
static enum input first_input(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};

	return poll(&input, 1, 0) == 1 ? read_input() : INPUT_MORE;
}

/* True: the subject ended meanwhile. */
static bool wait_until(const struct observer *o, bool reads, const int64_t *ns)
{
	int64_t end = ns ? clock_ns() + *ns : 0;

	for (;;) {
		struct pollfd polls[2] = {
			{.fd = o->subject.channel, .events = POLLIN},
			{.fd = STDIN_FILENO, .events = POLLIN}};
		int64_t left = end - clock_ns();
		struct timespec timeout = timespec_of(left > 0 ? left : 0);
		int ready;

		if (interrupt_pending() || (ns && left <= 0))
			return false;
		ready = interrupt_poll(
			polls, reads ? 2 : 1, ns ? &timeout : NULL);
		if (ready == -1 && errno != EINTR)
			return false;
		if (has_ended(&o->subject))
			return true;
		if (ready <= 0)
			continue;
		if (polls[0].revents)
			return true;
		if (polls[1].revents && read_input() != INPUT_MORE)
			return false;
	}
}

static void text_death(
	const struct observer *o, const struct plan *plan, const char *before)
{
	char death[DEATH_SIZE];

	describe_death(&o->subject, death, sizeof(death));
	fprintf(stderr, "%s: %s%s\n", plan->program, before, death);
}

static void text_held(
	const struct observer *o, const struct plan *plan, const char *ends)
{
	fprintf(stderr, "%s: the subject is held: pid %d; %s\n", plan->program,
		(int)o->subject.pid, ends);
	for (size_t i = 0; i < o->child_count; i++) {
		const struct performer *p = o->children[i];

		if (has_ended(p) || (p->process && has_ended(p->process)))
			continue;
		fprintf(stderr, "%s: so is %s%s%s: %s %d\n", plan->program,
			p->process ? "thread" : "process", *p->name ? " " : "",
			p->name, p->process ? "tid" : "pid", (int)p->pid);
	}
}

static bool hold_for(const struct observer *o, const struct plan *plan)
{
	char ends[64];

	snprintf(ends, sizeof(ends), "it ends in %.9g s",
		(double)plan->options.hold_ns / 1e9);
	text_held(o, plan, ends);
	return wait_until(o, false, &plan->options.hold_ns);
}

/*
 * End of input counts as Enter, unless it comes at once (/dev/null, as in the
 * background of a script): then nothing would be held.
 */
static bool hold_for_enter(const struct observer *o, const struct plan *plan)
{
	enum input input = first_input();

	text_held(o, plan,
		input == INPUT_END ? "a signal ends it" : "Enter ends it");
	return input != INPUT_ENTER && wait_until(o, input == INPUT_MORE, NULL);
}

void observer_hold(struct observer *o, const struct plan *plan,
	const struct ending *ending)
{
	if (plan->options.hold == HOLD_NOT || ending->interrupted)
		return;
	if (!ending->held) {
		if (o->subject.dead)
			text_death(o, plan, "there is nothing to hold: ");
		return;
	}
	if (plan->options.hold == HOLD_TIME ? !hold_for(o, plan)
					    : !hold_for_enter(o, plan))
		return;
	reap(o, &o->subject, true);
	text_death(o, plan, "no longer held: ");
}
