/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Waiting for the subject: its answer, its end, or a signal of ours. */
#include <errno.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "observer/internal.h"

bool observer_trouble(struct observer *o, const char *what, int error)
{
	if (!o->troubled)
		complain_system(&o->trouble, what, error);
	o->troubled = true;
	return false;
}

bool poll_channel(struct observer *o)
{
	struct pollfd polls[] = {{.fd = o->subject.channel, .events = POLLIN},
		{.fd = faults_poll(o), .events = POLLIN}};
	int64_t shows = progress_due(o), serves = faults_due(o);
	int64_t due = serves && (!shows || serves < shows) ? serves : shows;
	struct timespec timeout = timespec_of(due);
	int ready = interrupt_poll(polls, 2, due ? &timeout : NULL);

	if (ready == -1 && errno != EINTR)
		return observer_trouble(o, "ppoll", errno);
	if (o->faults.fd != -1) {
		faults_serve(o);
		progress_pass(o);
	} else if (ready == 0) {
		progress_show(o);
	}
	return ready > 0 && polls[0].revents && !faults_take(o);
}

bool was_interrupted(struct observer *o)
{
	if (!interrupt_pending())
		return false;
	o->interrupted = interrupt_pending();
	reap(o, false);
	return true;
}

bool has_ended(const struct performer *p)
{
	siginfo_t info = {0};

	if (p->dead)
		return true;
	return waitid(P_PID, (id_t)p->pid, &info,
		       WEXITED | WNOHANG | WNOWAIT) == 0 &&
	       info.si_pid == p->pid;
}

/* Take what the subject has said.  WAIT_ON: nothing yet. */
static enum wait_result hear(struct observer *o, struct answer *answer)
{
	ssize_t got =
		recv(o->subject.channel, answer, sizeof(*answer), MSG_DONTWAIT);

	if (got == (ssize_t)sizeof(*answer)) {
		answer->failed[sizeof(answer->failed) - 1] = '\0';
		return answer->writer == o->subject.pid ? WAIT_ANSWERED
							: WAIT_ON;
	}
	if (got >= 0)
		return WAIT_DIED;
	/* Reset: it left without reading us, but not without a word. */
	if (errno == EINTR || errno == ECONNRESET)
		return WAIT_ON;
	if (errno == EAGAIN)
		return has_ended(&o->subject) ? WAIT_DIED : WAIT_ON;
	observer_trouble(o, "recv", errno);
	return WAIT_TROUBLED;
}

enum wait_result wait_for_answer(struct observer *o, struct answer *answer)
{
	enum wait_result result = WAIT_ON;

	while (result == WAIT_ON) {
		bool ready = poll_channel(o);

		if (o->troubled)
			return WAIT_TROUBLED;
		if (was_interrupted(o))
			return WAIT_INTERRUPTED;
		if (ready || has_ended(&o->subject))
			result = hear(o, answer);
	}
	return result;
}
