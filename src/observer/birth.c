/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "observer/inside.h"
#include "subject/subject.h"
#include "words/uapi.h"

static void trouble(struct observer *o, const char *what, int error)
{
	if (o->troubled)
		return;
	o->troubled = true;
	complain_system(&o->trouble, what, error);
}

/* A new descriptor must never become 0, 1 or 2. */
static void fill_standard_descriptors(struct observer *o)
{
	for (int fd = 0; fd <= 2; fd++) {
		if (fcntl(fd, F_GETFD) != -1)
			continue;
		if (fd == STDOUT_FILENO)
			o->output_missing = true;
		if (open("/dev/null", O_RDWR) == -1)
			return;
	}
}

/* Ours stand above those that the user's calls are given. */
static int high_descriptor(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur > 1024)
		return 1000;
	return limit.rlim_cur > 24 ? (int)limit.rlim_cur - 16 : 3;
}

static int move_up(int fd, int high)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, high);

	if (moved == -1)
		return fd;
	close(fd);
	return moved;
}

static int memory_file(struct observer *o, const char *name, int high)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_NOEXEC_SEAL);

	if (fd == -1 && errno == EINVAL) /* before Linux 6.3 */
		fd = memfd_create(name, MFD_CLOEXEC);
	if (fd == -1) {
		trouble(o, "memfd_create for the recording", errno);
		return -1;
	}
	return move_up(fd, high);
}

static void become_the_subject(const struct observer *o, int channel, int high,
	pid_t observer, const sigset_t *mask)
{
	struct subject_links links = {.channel = channel,
		.recording = o->recording,
		.output = o->output,
		.addresses = o->addresses,
		.high = high,
		.observer = observer,
		.mask = *mask};

	close(o->channel);
	subject_main(&links);
}

void observer_birth(struct observer *o)
{
	pid_t observer = getpid();
	int ends[2], high;
	sigset_t all, mask;

	*o = (struct observer){.channel = -1,
		.recording = -1,
		.output = -1,
		.addresses = -1,
		.faults = {.fd = -1}};
	fill_standard_descriptors(o);
	high = high_descriptor();
	o->recording = memory_file(o, "memtool-recording", high);
	o->output = memory_file(o, "memtool-output", high);
	o->addresses = memory_file(o, "memtool-addresses", high);
	if (o->troubled)
		return;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1) {
		trouble(o, "socketpair", errno);
		return;
	}
	o->channel = move_up(ends[0], high);
	ends[1] = move_up(ends[1], high);
	/* Until it is in a group of its own, no ^C may reach the child. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	signal(SIGCHLD, SIG_DFL);
	/* What outgrows RLIMIT_FSIZE shall be an error and no death. */
	signal(SIGXFSZ, SIG_IGN);
	o->pid = fork();
	if (o->pid == 0)
		become_the_subject(o, ends[1], high, observer, &mask);
	if (o->pid == -1) {
		trouble(o, "fork", errno);
		o->pid = 0;
	}
	interrupt_catch();
	sigprocmask(SIG_SETMASK, &mask, NULL);
	close(ends[1]);
}

/*
 * While the subject prepares itself: if memory runs out it must be the one to
 * go, and it shall leave no core behind.
 */
static void limit_the_subject(const struct observer *o)
{
	struct rlimit none = {0, 0};
	char path[64];
	int fd;

	prlimit(o->pid, RLIMIT_CORE, &none, NULL);
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj", (int)o->pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	if (write(fd, "1000", 4) == -1)
		errno = 0; /* as well as can be */
	close(fd);
}

/* Tell the subject what the chain will need; false: it is not there. */
static bool send_preparation(const struct observer *o, const struct plan *plan)
{
	struct preparation needs = {.allocator = o->uses_heap};

	for (size_t i = 0; i < plan->count; i++) {
		needs.scratch |= plan->steps[i].command->uses_scratch ||
				 plan->steps[i].pages;
		needs.all_parts |= snapshot_parts(plan, i);
	}
	needs.parts = snapshot_parts(plan, 0);
	return send(o->channel, &needs, sizeof(needs), MSG_NOSIGNAL) ==
	       (ssize_t)sizeof(needs);
}

bool observer_begin(struct observer *o, const struct plan *plan)
{
	struct answer answer = {0};
	struct record nothing = {0};
	char death[64];

	if (o->troubled)
		return false;
	o->uses_heap = plan_uses_heap(plan);
	interrupt_expect();
	progress_allow(o, plan);
	o->reader.fd = o->recording;
	o->made = calloc(plan->count, sizeof(*o->made));
	if (!o->made) {
		trouble(o, "the plan", ENOMEM);
		return false;
	}
	o->made_count = plan->count;
	/* If it is gone already, the wait will find out. */
	if (send_preparation(o, plan))
		limit_the_subject(o);
	switch (wait_for_answer(o, &answer)) {
	case WAIT_ANSWERED:
		break;
	case WAIT_INTERRUPTED:
		return true;
	case WAIT_DIED:
		reap(o, true);
		describe_death(o, death, sizeof(death));
		o->troubled = true;
		complain(&o->trouble, NULL,
			"the subject %s before its first step", death);
		o->trouble.kind = COMPLAINT_SYSTEM;
		return false;
	}
	answer.failed[sizeof(answer.failed) - 1] = '\0';
	if (answer.error) {
		trouble(o, answer.failed, answer.error);
		return false;
	}
	if (!gather(o, &nothing).snapshot) {
		trouble(o, "the recording", EIO);
		return false;
	}
	return true;
}
