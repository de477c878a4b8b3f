/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/kernel/alloc_process.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Raise RLIMIT_NOFILE as far as this user may, for all descriptors. */
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

/* _exit(): run no exit handler, and write no buffer twice. */
_Noreturn static void hold_until_end(
	alloc_function allocate, struct alloc_order *order, int answer)
{
	struct allocated allocated = {0};

	raise_limit();
	allocate(order, &allocated);
	if (write(answer, &allocated, sizeof(allocated)) ==
		(ssize_t)sizeof(allocated))
		wait_for_the_end(order->gate);
	_exit(0);
}

static bool hear(int answer, struct allocated *allocated)
{
	ssize_t got;

	do {
		got = read(answer, allocated, sizeof(*allocated));
	} while (got == -1 && errno == EINTR);
	return got == (ssize_t)sizeof(*allocated);
}

static void close_pair(const int ends[2])
{
	close(ends[0]);
	close(ends[1]);
}

bool alloc_process_begin(struct alloc_process *process, alloc_function allocate,
	uint64_t count, uint64_t size)
{
	struct alloc_order order = {.count = count, .size = size};
	int gate[2], answer[2], error;

	if (pipe2(gate, O_CLOEXEC) == -1)
		return false;
	if (pipe2(answer, O_CLOEXEC) == -1) {
		error = errno;
		close_pair(gate);
		errno = error;
		return false;
	}
	process->pid = fork();
	if (process->pid == 0) {
		close(gate[1]);
		close(answer[0]);
		order.gate = gate[0];
		hold_until_end(allocate, &order, answer[1]);
	}
	error = errno;
	close(gate[0]);
	close(answer[1]);
	process->gate = gate[1];
	if (process->pid == -1) {
		close(gate[1]);
		close(answer[0]);
		errno = error;
		return false;
	}
	/* Whatever a dead process made is gone. */
	if (!hear(answer[0], &process->allocated))
		process->allocated =
			(struct allocated){.error = ECHILD, .call = "fork(2)"};
	close(answer[0]);
	return true;
}

void alloc_process_end(struct alloc_process *process)
{
	close(process->gate);
	/* It may hold the gate open itself, if a close(2) failed. */
	kill(process->pid, SIGKILL);
	while (waitpid(process->pid, NULL, 0) == -1 && errno == EINTR)
		;
}
