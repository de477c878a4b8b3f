/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The end of a process that a step forked.  Its parent is a subject, which does
 * not wait for it, so it stays a zombie whose status /proc shows.  When its
 * parent ends, memtool adopts it, and can wait for it like for its own child.
 */
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"
#include "proc/process.h"

static bool has_ended_as(pid_t pid, struct process *process)
{
	return !process_read(pid, process) || process->state == 'Z' ||
	       process->state == 'X';
}

bool zombie_exists(pid_t pid)
{
	struct process process;

	return has_ended_as(pid, &process);
}

bool zombie_is_gone(struct performer *p, int options)
{
	struct process process = {0};

	while (!has_ended_as(p->pid, &process)) {
		if (options & WNOHANG)
			return false;
		poll(NULL, 0, 1);
	}
	/* If it is gone altogether, so is its status. */
	p->killed |= process.state == 0;
	p->wait_status = process.wait_status;
	p->cpu_ns = (int64_t)process.cpu_ticks *
		    (1000000000 / sysconf(_SC_CLK_TCK));
	return true;
}
