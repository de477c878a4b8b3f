/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "observer/inside.h"

static const int asking[] = {SIGINT, SIGTERM, SIGHUP};

enum { ASKING = sizeof(asking) / sizeof(*asking) };

/* The first signal that asked memtool to stop, and when it came. */
static volatile sig_atomic_t interruption;
static volatile time_t interrupted_at;
static volatile sig_atomic_t telling; /* part of the report may be out */
static volatile sig_atomic_t stirred; /* SIGCHLD came since child_look() */

static time_t seconds_now(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/*
 * The report shall be whole.  Whoever asks again wants it now, and the subject
 * goes with us; but timeout(1) asks twice at once, the process and its group:
 * that is one.
 */
static void on_interrupt(int number)
{
	if (!telling)
		_exit(128 + number);
	if (!interruption) {
		interrupted_at = seconds_now();
		interruption = number;
	} else if (seconds_now() - interrupted_at > 1) {
		_exit(128 + number);
	}
}

static void set_handlers(void (*from)(int), void (*to)(int))
{
	for (size_t i = 0; i < ASKING; i++) {
		struct sigaction action;

		sigaction(asking[i], NULL, &action);
		if (action.sa_handler != from) /* nohup(1), & in a script */
			continue;
		memset(&action, 0, sizeof(action));
		action.sa_handler = to;
		action.sa_flags = SA_RESTART;
		/* One at a time, whichever it is. */
		for (size_t j = 0; j < ASKING; j++)
			sigaddset(&action.sa_mask, asking[j]);
		sigaction(asking[i], &action, NULL);
	}
}

void interrupt_catch(void)
{
	set_handlers(SIG_DFL, on_interrupt);
}

void interrupt_expect(void)
{
	telling = 1;
}

int interrupt_pending(void)
{
	return interruption;
}

void interrupt_release(void)
{
	set_handlers(on_interrupt, SIG_DFL);
}

static void on_child(int number)
{
	(void)number;
	stirred = 1;
}

void child_watch(bool watched)
{
	struct sigaction action = {
		.sa_handler = watched ? on_child : SIG_DFL,
		.sa_flags = SA_RESTART};
	sigset_t child;

	sigaction(SIGCHLD, &action, NULL);
	/* Last: one that came before would keep interrupt_poll() awake. */
	stirred = 0;
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	if (watched) /* whoever started us may have blocked it */
		sigprocmask(SIG_UNBLOCK, &child, NULL);
}

void child_look(void)
{
	stirred = 0;
}

/* Blocked until ppoll, so that none can slip in between look and sleep. */
int interrupt_poll(
	struct pollfd *fds, nfds_t count, const struct timespec *timeout)
{
	sigset_t blocked, before;
	int ready = -1;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ASKING; i++)
		sigaddset(&blocked, asking[i]);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	if (!interruption && !stirred)
		ready = ppoll(fds, count, timeout, &before);
	sigprocmask(SIG_SETMASK, &before, NULL);
	return ready;
}

bool poll_channel(struct observer *o)
{
	struct pollfd polls[] = {{.fd = o->channel, .events = POLLIN},
		{.fd = faults_poll(o), .events = POLLIN}};
	int64_t shows = progress_due(o), serves = faults_due(o);
	int64_t due = serves && (!shows || serves < shows) ? serves : shows;
	struct timespec timeout = timespec_of(due);
	int ready = interrupt_poll(polls, 2, due ? &timeout : NULL);

	if (o->faults.fd != -1) {
		faults_serve(o);
		progress_pass(o);
	} else if (ready == 0 && !interruption) {
		progress_show(o);
	}
	return ready > 0 && polls[0].revents && !faults_take(o);
}

bool was_interrupted(struct observer *o)
{
	if (!interruption)
		return false;
	o->interrupted = interruption;
	reap(o, false);
	return true;
}

enum wait_result wait_for_answer(struct observer *o, struct answer *answer)
{
	for (;;) {
		bool ready = poll_channel(o);
		ssize_t got;

		if (was_interrupted(o))
			return WAIT_INTERRUPTED;
		if (!ready)
			continue;
		got = recv(o->channel, answer, sizeof(*answer), 0);
		if (got == (ssize_t)sizeof(*answer))
			return WAIT_ANSWERED;
		/* Reset: it left without reading us, but not without a word. */
		if (got == -1 && (errno == EINTR || errno == ECONNRESET))
			continue;
		return WAIT_DIED;
	}
}
