/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/keeper.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Room for all that shall be kept, as far as this user may have it. */
static void raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1)
		return;
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void wait_for_the_end(int gate)
{
	char c;

	while (read(gate, &c, 1) == -1 && errno == EINTR)
		;
}

/* No exit handler, and no buffer of ours may be written twice. */
_Noreturn static void keep_until_told(
	keep_function keep, struct keeping *keeping, int answer)
{
	struct kept kept = {0};

	raise_limit();
	keep(keeping, &kept);
	if (write(answer, &kept, sizeof(kept)) == (ssize_t)sizeof(kept))
		wait_for_the_end(keeping->gate);
	_exit(0);
}

static bool hear(int answer, struct kept *kept)
{
	ssize_t got;

	do {
		got = read(answer, kept, sizeof(*kept));
	} while (got == -1 && errno == EINTR);
	return got == (ssize_t)sizeof(*kept);
}

static void close_pair(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

bool keeper_begin(struct keeper *keeper, keep_function keep, uint64_t count,
	uint64_t size)
{
	struct keeping keeping = {.count = count, .size = size};
	int gate[2], answer[2], error;

	if (pipe2(gate, O_CLOEXEC) == -1)
		return false;
	if (pipe2(answer, O_CLOEXEC) == -1) {
		error = errno;
		close_pair(gate);
		errno = error;
		return false;
	}
	keeper->pid = fork();
	if (keeper->pid == 0) {
		close(gate[1]);
		close(answer[0]);
		keeping.gate = gate[0];
		keep_until_told(keep, &keeping, answer[1]);
	}
	error = errno;
	close(gate[0]);
	close(answer[1]);
	keeper->gate = gate[1];
	if (keeper->pid == -1) {
		close(gate[1]);
		close(answer[0]);
		errno = error;
		return false;
	}
	/* One that died has made nothing that is still there. */
	if (!hear(answer[0], &keeper->kept))
		keeper->kept =
			(struct kept){.error = ECHILD, .call = "fork(2)"};
	close(answer[0]);
	return true;
}

void keeper_end(struct keeper *keeper)
{
	close(keeper->gate);
	/* It may hold the gate open itself, where a close(2) was refused. */
	kill(keeper->pid, SIGKILL);
	while (waitpid(keeper->pid, NULL, 0) == -1 && errno == EINTR)
		;
}
