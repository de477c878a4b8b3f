/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of the subject: what is known of it, and that nothing is left. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"
#include "words/array.h"
#include "words/signals.h"

void describe_death(const struct performer *p, char *text, size_t size)
{
	int status = p->wait_status;
	const char *name =
		WIFSIGNALED(status) ? signal_name(WTERMSIG(status)) : NULL;

	if (p->killed)
		snprintf(text, size, "lost its channel and was ended");
	else if (WIFEXITED(status))
		snprintf(text, size, "exited with status %d",
			WEXITSTATUS(status));
	else
		snprintf(text, size, "died of %s", name ? name : "a signal");
}

/* A stop that is reported while it is traced is not its end. */
static bool is_gone(struct observer *o, int options)
{
	pid_t got = waitpid(o->subject.pid, &o->subject.wait_status, options);

	if (got == -1 && errno != EINTR) {
		/* How it ended is not known: that must not look like a 0. */
		observer_trouble(o, "waitpid", errno);
		o->subject.killed = true;
		return true;
	}
	return got == o->subject.pid && !WIFSTOPPED(o->subject.wait_status);
}

static bool is_gone_within(struct observer *o, int ms)
{
	while (!is_gone(o, WNOHANG)) {
		if (ms-- == 0)
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

/*
 * PATIENTLY: one that is dying shall tell of what; one that lives must go.
 * Where it cannot be killed, the end of its channel ends it, or our own does.
 */
void reap(struct observer *o, bool patiently)
{
	enum { SECOND = 1000 };

	if (o->subject.pid == 0 || o->subject.dead)
		return;
	o->subject.dead = patiently && is_gone_within(o, SECOND);
	if (o->subject.dead)
		return;
	o->subject.dead = true;
	o->subject.killed |= patiently;
	if (kill(o->subject.pid, SIGKILL) == 0) {
		while (!is_gone(o, 0))
			continue;
		return;
	}
	close(o->subject.channel);
	o->subject.channel = -1;
	is_gone_within(o, 10 * SECOND);
}

/* How much the subject has written to its standard output and error. */
static off_t output_size(const struct observer *o)
{
	struct stat status;

	return o->output == -1 || fstat(o->output, &status) == -1
		       ? 0
		       : status.st_size;
}

/* What it wrote from START on; NULL: nothing. */
static char *output_from(const struct observer *o, off_t start)
{
	enum { MOST = 65536 }; /* a file can be made as long as one likes */
	off_t size = output_size(o) - start;
	char *text;
	ssize_t got;

	size = size > MOST ? MOST : size;
	text = size > 0 ? malloc((size_t)size + 1) : NULL;
	got = text ? pread(o->output, text, (size_t)size, start) : -1;

	/* A file that was only made longer says nothing. */
	if (got <= 0 || *text == '\0') {
		free(text);
		return NULL;
	}
	text[got] = '\0';
	return text;
}

void note_output(struct observer *o)
{
	o->said = output_size(o);
}

char *output_since_noted(const struct observer *o)
{
	return output_from(o, o->said);
}

struct ending observer_ending(struct observer *o, const struct plan *plan)
{
	bool held;

	/* One that came while the last step was told counts as well. */
	if (!o->interrupted)
		o->interrupted = interrupt_pending();
	held = plan->options.hold != HOLD_NOT && can_hold(o, plan);
	return (struct ending){
		.pid = o->subject.pid,
		.died = o->subject.dead && !o->interrupted,
		.wait_status = o->subject.wait_status,
		.died_in = o->subject.dead && plan->count
				   ? plan->steps[o->subject.died_in].number
				   : 0,
		.output = output_from(o, 0),
		.interrupted = o->interrupted,
		.held = held,
	};
}

static void close_links(struct observer *o)
{
	int *const links[] = {&o->subject.channel, &o->subject.recording,
		&o->output, &o->subject.addresses};

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		if (*links[i] != -1)
			close(*links[i]);
		*links[i] = -1;
	}
}

void observer_end(struct observer *o)
{
	/* Its group: what touch executed may have forked. */
	if (o->subject.pid) {
		kill(-o->subject.pid, SIGKILL);
		reap(o, false);
		strays_end(o);
	}
	for (int i = 0; i < 2 * SNAPSHOT_PARTS; i++)
		free(o->subject.snapshots[i / SNAPSHOT_PARTS]
				.part[i % SNAPSHOT_PARTS]
				.text);
	reader_free(&o->subject.reader);
	for (size_t i = 0; i < o->made_count; i++)
		free(o->made[i].blocks);
	free(o->made);
	ledger_free(&o->ledger);
	backings_free(&o->backings);
	o->made = NULL;
	o->made_count = 0;
	close_links(o);
	o->subject.snapshots[0] = o->subject.snapshots[1] =
		(struct snapshot){0};
	/* Its number may soon be another's. */
	o->subject.pid = 0;
	o->subject.dead = false;
}
