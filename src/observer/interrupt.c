/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/interrupt.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const int asking[] = {SIGINT, SIGTERM, SIGHUP};

enum { ASKING = sizeof(asking) / sizeof(*asking) };

/* The first signal that asked memtool to stop, and when it came. */
static volatile sig_atomic_t interruption;
static volatile time_t interrupted_at;
static volatile sig_atomic_t stirred; /* SIGCHLD came */

static time_t seconds_now(void)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

/*
 * timeout(1) asks twice at once, the process and its group: that is one
 * request.
 */
static void on_interrupt(int number)
{
	if (!interruption) {
		interrupted_at = seconds_now();
		interruption = number;
	} else if (seconds_now() - interrupted_at > 1) {
		_exit(128 + number);
	}
}

static void on_child(int number)
{
	(void)number;
	stirred = 1;
}

static void set_handler(int signal, void (*handler)(int), int flags)
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = flags;
	/* One at a time, whichever it is. */
	for (size_t i = 0; i < ASKING; i++)
		sigaddset(&action.sa_mask, asking[i]);
	sigaction(signal, &action, NULL);
}

/* Handle those whose handler is FROM: nohup(1), and & in a script, ignore. */
static void set_handlers(void (*from)(int), int flags)
{
	struct sigaction now;

	for (size_t i = 0; i < ASKING; i++)
		if (sigaction(asking[i], NULL, &now) == 0 &&
			now.sa_handler == from)
			set_handler(asking[i], on_interrupt, flags);
}

void interrupt_catch(void)
{
	sigset_t child;

	set_handlers(SIG_DFL, SA_RESTART);
	set_handler(SIGCHLD, on_child, SA_RESTART);
	/* Whoever started us may have blocked it. */
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_UNBLOCK, &child, NULL);
}

void interrupt_input(bool reading)
{
	set_handlers(on_interrupt, reading ? 0 : SA_RESTART);
}

int interrupt_pending(void)
{
	return interruption;
}

/* Blocked until ppoll, so that none can slip in between look and sleep. */
int interrupt_poll(
	struct pollfd *fds, nfds_t count, const struct timespec *timeout)
{
	sigset_t blocked, before;
	int ready = -1, error = EINTR;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ASKING; i++)
		sigaddset(&blocked, asking[i]);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	if (!interruption && !stirred) {
		ready = ppoll(fds, count, timeout, &before);
		error = errno;
	}
	stirred = 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return ready;
}
