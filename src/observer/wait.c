/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Wait for the subject: its answer, its end, or a signal to us. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"
#include "words/array.h"
#include "words/program.h"

/* What a limit that memtool was started below makes of its own calls. */
static const struct {
	int error, resource;
	const char *name;
} limits[] = {
	{EFBIG, RLIMIT_FSIZE, "RLIMIT_FSIZE"},
	{EMFILE, RLIMIT_NOFILE, "RLIMIT_NOFILE"},
};

/* Whether so few descriptors are free that some may have been missing. */
static bool lacks_descriptors(uint64_t limit)
{
	enum { NEEDED = 16 };
	int missing = NEEDED;

	for (uint64_t fd = 0; fd < limit && missing; fd++)
		missing -= fcntl((int)fd, F_GETFD) == -1;
	return missing > 0;
}

struct failure failure_of(const char *what, int error)
{
	struct failure failure;
	struct rlimit is;
	int used = snprintf(failure.text, sizeof(failure.text), "%s%s%s", what,
		error ? ": " : "", error ? strerror(error) : "");

	for (size_t i = 0; i < ARRAY_SIZE(limits); i++)
		if (limits[i].error == error &&
			used < (int)sizeof(failure.text) &&
			getrlimit(limits[i].resource, &is) == 0 &&
			is.rlim_cur != RLIM_INFINITY &&
			(error != EMFILE || lacks_descriptors(is.rlim_cur)))
			snprintf(failure.text + used,
				sizeof(failure.text) - (size_t)used,
				": %s needs a higher %s than %llu",
				program_name(), limits[i].name,
				(unsigned long long)is.rlim_cur);
	return failure;
}

bool observer_trouble(struct observer *o, const char *what, int error)
{
	if (!o->troubled)
		complain(&o->trouble, NULL, "%s", failure_of(what, error).text);
	o->trouble.kind = COMPLAINT_SYSTEM;
	o->troubled = true;
	return false;
}

/* Nanoseconds until the step's --timeout; 0: it has none. */
static int64_t timeout_due(const struct observer *o)
{
	int64_t left = o->deadline_ns - clock_ns();

	if (!o->deadline_ns)
		return 0;
	return left > 0 ? left : 1;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a && (!b || a < b) ? a : b;
}

bool poll_channel(struct observer *o)
{
	struct pollfd polls[] = {{.fd = o->now->channel, .events = POLLIN},
		{.fd = faults_poll(o), .events = POLLIN}};
	int64_t shows = progress_due(o), ends = timeout_due(o);
	int64_t due = sooner(faults_due(o), sooner(ends, shows));
	struct timespec timeout = timespec_of(due);
	int ready = interrupt_poll(polls, 2, due ? &timeout : NULL);

	if (ready == -1 && errno != EINTR)
		return observer_trouble(o, "ppoll", errno);
	if (o->faults.fd != -1) {
		faults_serve(o);
		progress_pass(o);
	} else if (ready == 0 && due != ends) {
		progress_show(o);
	}
	return ready > 0 && polls[0].revents && !faults_take(o);
}

bool was_interrupted(struct observer *o)
{
	if (!interrupt_pending())
		return false;
	o->interrupted = interrupt_pending();
	reap(o, o->now, false);
	return true;
}

bool has_timed_out(struct observer *o)
{
	if (!o->deadline_ns || clock_ns() < o->deadline_ns)
		return false;
	o->deadline_ns = 0;
	o->now->timed_out = true;
	reap(o, o->now, false);
	return true;
}

bool has_ended(const struct performer *performer)
{
	siginfo_t info = {0};

	if (performer->dead)
		return true;
	if (waitid(P_PID, (id_t)performer->pid, &info,
		    WEXITED | WNOHANG | WNOWAIT) == 0)
		return info.si_pid == performer->pid;
	return performer->parent && !performer->process &&
	       zombie_exists(performer->pid);
}

union message {
	struct answer answer;
	struct {
		struct piece head;
		char bytes[PIECE_MAX];
	} piece;
};

/* Write a piece of the recording that the subject could not write. */
static enum wait_result take_piece(
	struct observer *o, const union message *message, size_t length)
{
	const struct piece *head = &message->piece.head;
	ssize_t size = (ssize_t)(length - sizeof(*head));

	if (head->writer == o->now->pid &&
		pwrite(o->now->recording, message->piece.bytes, (size_t)size,
			(off_t)head->at) != size) {
		observer_trouble(o, "write to the recording", errno);
		return WAIT_TROUBLED;
	}
	return WAIT_ON;
}

/* Receive from the subject.  WAIT_ON: nothing yet. */
static enum wait_result hear(struct observer *o, struct answer *answer)
{
	union message message;
	ssize_t got =
		recv(o->now->channel, &message, sizeof(message), MSG_DONTWAIT);

	if (got >= (ssize_t)sizeof(struct piece) &&
		message.piece.head.mark == PIECE_MARK)
		return take_piece(o, &message, (size_t)got);
	if (got == (ssize_t)sizeof(*answer)) {
		*answer = message.answer;
		answer->failed[sizeof(answer->failed) - 1] = '\0';
		return answer->writer == o->now->pid ? WAIT_ANSWERED : WAIT_ON;
	}
	if (got >= 0)
		return WAIT_DIED;
	/* ECONNRESET: it ended without reading, but may have answered. */
	if (errno == EINTR || errno == ECONNRESET)
		return WAIT_ON;
	if (errno == EAGAIN)
		return has_ended(o->now) ? WAIT_DIED : WAIT_ON;
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
		if (ready || has_ended(o->now))
			result = hear(o, answer);
		if (result == WAIT_ON && has_timed_out(o))
			return WAIT_TIMED_OUT;
	}
	return result;
}
