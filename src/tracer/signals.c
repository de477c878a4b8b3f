/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Signals of memtool's own.  A terminal sends ^C to the program as well, which
 * decides what happens; what is sent to memtool alone is handed on.  With --pid
 * they ask memtool to let the process go.
 */
#include <errno.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "tracer/internal.h"
#include "words/array.h"

static const int caught[] = {SIGINT, SIGQUIT, SIGTERM, SIGHUP};

static volatile sig_atomic_t asked;
static bool attached;           /* --pid */
static volatile pid_t receiver; /* the program; 0: it is not started yet */

/*
 * The signal may come right before waitpid(2), which then would not end.  So
 * it comes again until that has been seen.
 */
static void on_asked(int number, siginfo_t *info, void *context)
{
	static const struct itimerval again = {{0, 20000}, {0, 20000}};
	int error = errno;

	(void)context;
	if (attached && number != SIGALRM) {
		asked = number;
		setitimer(ITIMER_REAL, &again, NULL);
	} else if (receiver && info->si_code == SI_USER) {
		kill(receiver, number);
	}
	errno = error;
}

void signals_begin(const struct tracer *t)
{
	struct sigaction action;

	attached = !t->request->argv;
	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_asked;
	action.sa_flags = SA_SIGINFO; /* and no SA_RESTART */
	for (size_t i = 0; i < ARRAY_SIZE(caught); i++) {
		struct sigaction now;

		if (sigaction(caught[i], NULL, &now) == 0 &&
			now.sa_handler != SIG_IGN)
			sigaction(caught[i], &action, NULL);
	}
	/* It comes at each stop, and waitpid(2) tells the same. */
	signal(SIGCHLD, SIG_DFL);
	if (attached)
		sigaction(SIGALRM, &action, NULL);
}

void signals_receiver(pid_t pid)
{
	receiver = pid;
}

int signals_asked(void)
{
	return asked;
}

void signals_end(void)
{
	static const struct itimerval none;

	setitimer(ITIMER_REAL, &none, NULL);
}
