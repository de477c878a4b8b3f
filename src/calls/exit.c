/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <unistd.h>

#include "acts/threads.h"
#include "command/command.h"
#include "command/plan.h"

/* The thread returns, and the process's first one, which acts here, joins it.
 */
static void end_thread(const struct call *call, struct returned *returned)
{
	struct act_thread *thread =
		act_threads.dismiss(call->thread, (int)call->args[0]);
	void *status = NULL;

	if (!thread) {
		returned->value = -1;
		returned->refused = true;
		return;
	}
	act_begin(returned);
	returned->error = pthread_join(thread->handle, &status);
	returned->value = returned->error ? -1 : (int)(intptr_t)status;
	act_end(returned);
	returned->duration_ns = returned->minor = returned->major = -1;
}

static void act(const struct call *call, struct returned *returned)
{
	if (call->thread) {
		end_thread(call, returned);
		return;
	}
	act_begin(returned);
	_exit((int)call->args[0]);
}

static bool verify(const struct step *step, void **read, struct complaint *why)
{
	(void)read;
	return step->times == 1 ||
	       complain(why, NULL,
		       "--times: a process or thread ends once; leave it out");
}

static const struct call_kind call = {
	.traits = CALL_ENDS,
	.act = act,
	.kernel_calls = "exit_group exit",
};

const struct command command_exit = {
	.name = "exit",
	.summary = "end the process, or a thread",
	.describes =
		"Ends the process that performs it (_exit): without --in the "
		"first one. Its memory goes back to the kernel, also what it "
		"shared with others by fork, which is theirs alone then. "
		"Processes that it forked go on. The exit status is the lowest "
		"byte of the status. With --in and the name of a thread, only "
		"that thread ends: it returns the status, and pthread_join "
		"waits for it. The C library keeps its stack mapped for the "
		"next thread, and gives most of its pages back.",
	.manual = "_exit(2)",
	.params = {&param_status},
	.word = &param_status,
	.verify = verify,
	.call = &call,
};
