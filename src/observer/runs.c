/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/runs.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"
#include "subject/subject.h"
#include "words/array.h"

enum { MESSAGE_SAMPLE, MESSAGE_ENDED, MESSAGE_ALL };

struct message {
	uint32_t kind;
	int32_t status; /* of a run that has ended: not 0: not as expected */
	struct run_sample sample;
};

static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP};

static struct {
	size_t runs, warmup;
	int link; /* of this run to the others; -1: none */
	volatile pid_t first, other;
	struct sigaction before[ARRAY_SIZE(forwarded)];
} state = {.link = -1};

/* A terminal sends its signals to all of us; others are meant for the runs. */
static void forward(int signal, siginfo_t *info, void *context)
{
	(void)context;
	if (info->si_code > 0)
		return;
	if (state.first)
		kill(state.first, signal);
	if (state.other)
		kill(state.other, signal);
}

static void catch_signals(void)
{
	struct sigaction action = {
		.sa_sigaction = forward, .sa_flags = SA_SIGINFO | SA_RESTART};

	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++) {
		sigaction(forwarded[i], NULL, &state.before[i]);
		if (state.before[i].sa_handler != SIG_IGN)
			sigaction(forwarded[i], &action, NULL);
	}
}

/* In a new run: everything as it was when memtool was started. */
static void become_a_run(pid_t parent)
{
	for (size_t i = 0; i < ARRAY_SIZE(forwarded); i++)
		sigaction(forwarded[i], &state.before[i], NULL);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(1);
}

static void be_silent(void)
{
	int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (fd == -1)
		_exit(1);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

static int await_run(pid_t run)
{
	int status;

	while (waitpid(run, &status, 0) == -1)
		continue;
	return status;
}

/* Fork a silent run; true in it.  *STATUS is how it ended. */
static bool run_other(int *status)
{
	pid_t self = getpid(), run = fork();

	*status = 1;
	if (run == 0) {
		become_a_run(self);
		be_silent();
		return true;
	}
	if (run == -1)
		return false;
	state.other = run;
	*status = await_run(run);
	state.other = 0;
	return false;
}

static bool tell(const struct message *message)
{
	return send(state.link, message, sizeof(*message), MSG_NOSIGNAL) ==
	       (ssize_t)sizeof(*message);
}

/* True in each of the others. */
static bool run_others(void)
{
	char asked;

	if (recv(state.link, &asked, 1, 0) != 1)
		return false; /* the first has ended without them */
	for (size_t i = 1; i < state.runs; i++) {
		struct message ended = {.kind = MESSAGE_ENDED};

		if (run_other(&ended.status))
			return true;
		if (!tell(&ended))
			return false;
	}
	tell(&(struct message){.kind = MESSAGE_ALL});
	return false;
}

/* As the run that reported. */
static void end_like(int status)
{
	if (WIFSIGNALED(status)) {
		signal(WTERMSIG(status), SIG_DFL);
		raise(WTERMSIG(status));
	}
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 1);
}

enum run_role runs_begin(size_t runs, size_t warmup)
{
	int ends[2], status;
	pid_t self = getpid();

	state.runs = runs;
	state.warmup = warmup;
	/* Whatever is wrong is found, and said, by the first. */
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return RUN_ONLY;
	ends[0] = move_up(ends[0], high_descriptor());
	ends[1] = move_up(ends[1], high_descriptor());
	catch_signals();
	for (size_t i = 0; i < state.warmup; i++)
		if (run_other(&status))
			return RUN_OTHER;
	state.first = fork();
	if (state.first == 0) {
		become_a_run(self);
		close(ends[1]);
		state.link = ends[0];
		return RUN_FIRST;
	}
	close(ends[0]);
	state.link = ends[1];
	if (state.first > 0 && run_others())
		return RUN_OTHER;
	close(state.link);
	end_like(await_run(state.first));
	return RUN_ONLY;
}

void runs_send(const struct run_sample *sample)
{
	if (state.link != -1)
		tell(&(struct message){
			.kind = MESSAGE_SAMPLE, .sample = *sample});
}

bool runs_collect(struct runs *runs)
{
	struct message message;

	if (send(state.link, "g", 1, MSG_NOSIGNAL) != 1)
		return false;
	while (interrupt_read(state.link, &message, sizeof(message)) ==
		(ssize_t)sizeof(message)) {
		if (message.kind == MESSAGE_ALL)
			return true;
		if (message.kind == MESSAGE_SAMPLE) {
			if (!runs_add(runs, &message.sample))
				return false;
			continue;
		}
		runs->done++;
		if (WIFEXITED(message.status) &&
			WEXITSTATUS(message.status) == RUN_UNSUPPORTED)
			runs->skipped++;
		else
			runs->unexpected += message.status != 0;
	}
	return false;
}
