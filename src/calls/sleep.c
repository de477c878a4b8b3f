/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <time.h>

#include "command/command.h"
#include "words/uapi.h"

enum { SECOND = 1000000000 };

static void act(const struct call *call, struct returned *returned)
{
	/* Not struct timespec: its members may be wider than the kernel's. */
	struct {
		long seconds, ns;
	} length = {
		(long)(call->args[0] / SECOND), (long)(call->args[0] % SECOND)};

	act_syscall(returned, SYS_clock_nanosleep, CLOCK_MONOTONIC, 0,
		(uintptr_t)&length, 0, 0, 0);
}

static const struct call_kind call = {
	.act = act,
	.kernel_calls = "clock_nanosleep",
};

const struct command command_sleep = {
	.name = "sleep",
	.summary = "wait, and see what changes meanwhile",
	.describes =
		"Waits in the subject. What the kernel does in the background "
		"to the subject's memory meanwhile is the step's effect: "
		"khugepaged collapses pages into huge ones, ksmd merges equal "
		"pages, other processes take memory away.",
	.manual = "clock_nanosleep(2)",
	.params = {&param_seconds},
	.word = &param_seconds,
	.call = &call,
};
