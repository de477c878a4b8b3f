/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of the subject: its status, and cleaning up. */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"
#include "words/array.h"
#include "words/signals.h"

void describe_death(const struct performer *performer, char *text, size_t size)
{
	int status = performer->wait_status;
	const char *name =
		WIFSIGNALED(status) ? signal_name(WTERMSIG(status)) : NULL;
	char who[NAME_SIZE + 32] = "the subject";

	if (performer->parent)
		snprintf(who, sizeof(who), "%s%s%s",
			performer->process ? "thread" : "process",
			*performer->name ? " " : "", performer->name);
	if (performer->timed_out)
		snprintf(text, size, "--timeout ended %s", who);
	else if (performer->killed)
		snprintf(text, size, "%s lost its channel and was killed", who);
	else if (WIFEXITED(status))
		snprintf(text, size, "%s exited with status %d", who,
			WEXITSTATUS(status));
	else
		snprintf(text, size, "%s died of %s", who,
			name ? name : "a signal");
}

pid_t wait_for_end(struct performer *p, pid_t pid, int *status, int options)
{
	struct rusage usage;
	pid_t got = wait4(pid, status, options, &usage);

	if (got == p->pid && !WIFSTOPPED(*status))
		p->cpu_ns = (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) *
				    1000000000LL +
			    (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) *
				    1000LL;
	return got;
}

/* A reported stop of a traced process is not its end. */
static bool is_gone(struct observer *o, struct performer *p, int options)
{
	pid_t got = wait_for_end(p, p->pid, &p->wait_status, options);

	if (got == -1 && errno == ECHILD && p->parent)
		return zombie_is_gone(p, options);
	if (got == -1 && errno != EINTR) {
		/* The status is unknown: it must not look like 0. */
		observer_trouble(o, "waitpid", errno);
		p->killed = true;
		return true;
	}
	return got == p->pid && !WIFSTOPPED(p->wait_status);
}

static bool is_gone_within(struct observer *o, struct performer *p, int ms)
{
	while (!is_gone(o, p, WNOHANG)) {
		if (ms-- == 0)
			return false;
		poll(NULL, 0, 1);
	}
	return true;
}

/*
 * PATIENTLY: wait for the status of a dying one; a living one is killed.  If it
 * cannot be killed, it ends with its channel, or with us.
 */
void reap(struct observer *o, struct performer *p, bool patiently)
{
	enum { SECOND = 1000 };

	if (p->pid == 0 || p->dead)
		return;
	p->dead = patiently && is_gone_within(o, p, SECOND);
	if (p->dead)
		return;
	p->dead = true;
	p->killed |= patiently;
	if (kill(p->pid, SIGKILL) == 0) {
		while (!is_gone(o, p, 0))
			continue;
		return;
	}
	close(p->channel);
	p->channel = -1;
	is_gone_within(o, p, 10 * SECOND);
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
	enum { MOST = 65536 }; /* the file's length can be anything */
	off_t size = output_size(o) - start;
	char *text;
	ssize_t got;

	size = size > MOST ? MOST : size;
	text = size > 0 ? malloc((size_t)size + 1) : NULL;
	got = text ? pread(o->output, text, (size_t)size, start) : -1;

	/* A file that was only extended has no text. */
	if (got <= 0 || *text == '\0') {
		free(text);
		return NULL;
	}
	text[got] = '\0';
	return text;
}

void note_output(struct observer *o)
{
	o->written = output_size(o);
}

char *output_since_noted(const struct observer *o)
{
	return output_from(o, o->written);
}

struct ending observer_ending(struct observer *o, const struct plan *plan)
{
	const struct performer *p = &o->subject;
	bool held;

	/* A signal during the report of the last step counts as well. */
	if (!o->interrupted)
		o->interrupted = interrupt_pending();
	held = plan->options.hold != HOLD_NOT && can_hold(o, plan);
	return (struct ending){
		.pid = p->pid,
		.died = p->dead && !o->interrupted,
		.wait_status = p->wait_status,
		.died_in = p->dead && plan->count
				   ? plan->steps[p->died_in].number
				   : 0,
		.output = output_from(o, 0),
		.interrupted = o->interrupted,
		.held = held,
		.by_exit = p->dead && plan->count &&
			   command_has_trait(
				   plan->steps[p->died_in].command, CALL_ENDS),
		.first = p,
		.children = o->children,
		.child_count = o->child_count,
	};
}

void performer_release(struct performer *p)
{
	int *const links[] = {&p->channel, &p->recording};

	for (size_t i = 0; i < ARRAY_SIZE(links); i++) {
		if (*links[i] != -1)
			close(*links[i]);
		*links[i] = -1;
	}
	for (int i = 0; i < 2 * SNAPSHOT_PARTS; i++)
		free(p->snapshots[i / SNAPSHOT_PARTS]
				.part[i % SNAPSHOT_PARTS]
				.text);
	p->snapshots[0] = p->snapshots[1] = (struct snapshot){0};
	reader_free(&p->reader);
	ledger_free(&p->ledger);
	/* Its PID may be reused. */
	p->pid = 0;
	p->dead = false;
}

void observer_end(struct observer *o)
{
	/* The whole group: code run by touch may have forked. */
	if (o->subject.pid) {
		kill(-o->subject.pid, SIGKILL);
		reap(o, &o->subject, false);
		orphans_end(o);
	}
	groups_end(o);
	forks_end(o);
	performer_release(&o->subject);
	for (size_t i = 0; i < o->made_count; i++)
		free(o->made[i].blocks);
	free(o->made);
	backings_free(&o->backings);
	o->made = NULL;
	o->made_count = 0;
	if (o->output != -1)
		close(o->output);
	if (o->addresses != -1)
		close(o->addresses);
	o->output = o->addresses = -1;
}
