/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A child that a step forked: a subject like its parent.  It starts in the
 * middle of the step, on a copy of its parent's stacks, and goes on in the loop
 * that receives calls, with its own channel and recording.
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "acts/children.h"
#include "subject/internal.h"

/* A signal that nothing else here uses. */
#define ORPHANED (SIGRTMIN + 5)

/* A step that runs for long does not see that the channel was closed. */
static bool observer_is_gone(void)
{
	struct pollfd channel = {.fd = subject.links.channel};

	return poll(&channel, 1, 0) == 1 && channel.revents & POLLHUP;
}

/*
 * The parent, a subject too, has ended.  If the observer has ended as well, so
 * does this process.  If not, a step ended the parent, and this process goes
 * on: the observer adopts it, and from then on it ends with the observer.
 */
static void on_orphaned(int number)
{
	int error = errno;

	(void)number;
	/* Before _exit() a sanitizer waits for a lock that it may hold. */
	if (observer_is_gone())
		syscall(SYS_exit_group, 1L);
	act_death_signal =
		getppid() == subject.links.observer ? SIGKILL : ORPHANED;
	prctl(PR_SET_PDEATHSIG, act_death_signal);
	errno = error;
}

/* See on_orphaned(). */
static void await_orphaning(void)
{
	struct sigaction action;
	sigset_t unblocked;

	memset(&action, 0, sizeof(action));
	action.sa_handler = on_orphaned;
	action.sa_flags = SA_ONSTACK | SA_RESTART;
	sigaction(ORPHANED, &action, NULL);
	sigemptyset(&unblocked);
	sigaddset(&unblocked, ORPHANED);
	sigprocmask(SIG_UNBLOCK, &unblocked, NULL);
	act_death_signal = ORPHANED;
	prctl(PR_SET_PDEATHSIG, act_death_signal);
	/* It may have ended before that. */
	if (getppid() != subject.writer.self)
		on_orphaned(ORPHANED);
}

void child_become(uint64_t n)
{
	subject.child = n;
	siglongjmp(subject.jump, GUARD_CHILD);
}

static void take_links(void)
{
	const struct child_links *own = &act_children.links[subject.child];

	close(subject.links.channel);
	close(subject.links.recording);
	act_channel = subject.links.channel = own->channel;
	subject.links.recording = own->recording;
	children_keep(subject.child);
}

/* Everything as after the first fork, and without the faults of this one. */
static void rehearse_again(void)
{
	struct call call = {.command = subject.call.command,
		.index = subject.call.index,
		.parts = subject.call.parts,
		.times = 1};

	children_write_own(&subject.call);
	rehearse();
	subject.call = call;
	subject.returned = (struct returned){0};
}

void child_start(void)
{
	take_links();
	await_orphaning();
	act_self = getpid();
	threads_forked();
	subject.writer = (struct writer){
		.fd = subject.links.recording, .self = act_self};
	rehearse_again();
	/* Below a limit on files only the observer writes: see writer.c. */
	subject.writer.error = 0;
	if (!recording_empty())
		writer_fail(&subject.writer, subject.writer.failed);
	snapshot_close();
	if (!subject_prepare())
		writer_fail(&subject.writer, "open /proc/self/maps");
	close(act_children.ready[1]);
}
