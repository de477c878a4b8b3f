/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <unistd.h>

#include "acts/children.h"
#include "command/command.h"

/*
 * fork(3), not the system call: the C library's handlers make malloc work in
 * the child.  The faults that are counted meanwhile are the C library's and
 * ours: both write to pages that are shared by then.
 */
static void act(const struct call *call, struct returned *returned)
{
	pid_t pid;

	(void)call;
	if (returned->calls >= act_children.count) {
		returned->value = -1;
		returned->refused = true;
		return;
	}
	act_begin(returned);
	pid = fork();
	if (pid == 0)
		act_children.become(returned->calls);
	returned->error = pid == -1 ? errno : 0;
	returned->value = pid;
	act_end(returned);
	returned->minor = returned->major = -1;
}

static void settle(const struct call *call, struct returned *returned)
{
	(void)returned;
	children_await();
	children_write_own(call);
}

static const struct call_kind call = {
	.traits = CALL_ACTS_ELSEWHERE,
	.makes = MADE_PROCESS,
	.act = act,
	.kernel_calls = "clone fork",
	.settle = settle,
};

const struct command command_fork = {
	.name = "fork",
	.summary = "make a process with a copy of this one's memory",
	.describes =
		"Makes a child process that has a copy of the caller's memory "
		"(fork). No page is copied yet: private pages are shared until "
		"one of the two writes to a page and gets its own copy, which "
		"costs a page fault. Shared mappings stay shared. Memory "
		"advised dontfork is missing in the child, memory advised "
		"wipeonfork is zero there, and the child holds none of the "
		"caller's locks. A step with --in NAME is performed by the "
		"child of that name; one process acts at a time.",
	.manual = "fork(2)",
	.call = &call,
};
