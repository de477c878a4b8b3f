/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/write_back.h"
#include "calls/calls.h"
#include "observer/internal.h"
#include "proc/rss_counters.h"
#include "subject/subject.h"
#include "words/uapi.h"

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

/* Ours are numbered above those of the user's calls. */
int high_descriptor(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) == -1 || limit.rlim_cur > 1024)
		return 1000;
	return limit.rlim_cur > 24 ? (int)limit.rlim_cur - 16 : 3;
}

int memory_file(struct observer *o, const char *name, int high)
{
	int fd = memfd_create(name, MFD_CLOEXEC | MFD_NOEXEC_SEAL);

	if (fd == -1 && errno == EINVAL) /* before Linux 6.3 */
		fd = memfd_create(name, MFD_CLOEXEC);
	if (fd == -1) {
		observer_trouble(o, "memfd_create", errno);
		return -1;
	}
	return move_up(fd, high);
}

static void become_the_subject(const struct observer *o, int channel, int high,
	pid_t observer, const sigset_t *mask)
{
	struct subject_links links = {.channel = channel,
		.recording = o->subject.recording,
		.output = o->output,
		.addresses = o->addresses,
		.high = high,
		.observer = observer,
		.mask = *mask};

	close(o->subject.channel);
	subject_main(&links);
}

/* Files and a channel to share with the subject; false: see o->trouble. */
static bool make_links(struct observer *o, int high, int ends[2])
{
	o->subject.recording = memory_file(o, "memtool-recording", high);
	o->output = memory_file(o, "memtool-output", high);
	o->addresses = memory_file(o, "memtool-addresses", high);
	if (o->troubled)
		return false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return observer_trouble(o, "socketpair", errno);
	o->subject.channel = move_up(ends[0], high);
	ends[1] = move_up(ends[1], high);
	return true;
}

static void fork_subject(struct observer *o, const sigset_t *mask)
{
	pid_t observer = getpid();
	int ends[2], high = high_descriptor();

	if (!make_links(o, high, ends))
		return;
	orphans_adopt(o);
	o->subject.pid = fork();
	if (o->subject.pid == 0)
		become_the_subject(o, ends[1], high, observer, mask);
	if (o->subject.pid == -1) {
		observer_trouble(o, "fork", errno);
		o->subject.pid = 0;
	}
	close(ends[1]);
}

void observer_birth(struct observer *o, bool with_subject)
{
	sigset_t all, mask;

	*o = (struct observer){.subject = {.step = -1,
				       .last_fork = -1,
				       .name = FIRST_PROCESS,
				       .channel = -1,
				       .recording = -1},
		.addresses = -1,
		.now = &o->subject,
		.acting = &o->subject,
		.output = -1,
		.faults = {.fd = -1}};
	fill_standard_descriptors(o);
	/* Until the child has its own process group, no ^C may reach it. */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, &mask);
	signal(SIGCHLD, SIG_DFL);
	/* Exceeding RLIMIT_FSIZE must give EFBIG, and no signal. */
	signal(SIGXFSZ, SIG_IGN);
	if (with_subject)
		fork_subject(o, &mask);
	interrupt_catch();
	sigdelset(&mask, SIGCHLD); /* our parent may have blocked it */
	sigprocmask(SIG_SETMASK, &mask, NULL);
}

/*
 * In a PID namespace /proc may belong to another one, where our PIDs are other
 * processes: it must not be used.  Without /proc this returns true, and later
 * failures report it.
 */
static bool proc_is_ours(void)
{
	char self[32];
	ssize_t got = readlink("/proc/self", self, sizeof(self) - 1);

	if (got <= 0)
		return got == -1;
	self[got] = '\0';
	return strtol(self, NULL, 10) == getpid();
}

/*
 * While the subject prepares: if memory runs out, it must be the one that is
 * killed, and it must leave no core.
 */
static void limit_the_subject(const struct observer *o)
{
	struct rlimit none = {0, 0};
	char path[64];
	int fd;

	prlimit(o->subject.pid, RLIMIT_CORE, &none, NULL);
	snprintf(path, sizeof(path), "/proc/%d/oom_score_adj",
		(int)o->subject.pid);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd == -1)
		return;
	if (write(fd, "1000", 4) == -1)
		errno = 0; /* best effort */
	close(fd);
}

/*
 * If the counters in status lag, read the figures of each mapping.  That is
 * slower than reading the sums, so not if the counters are exact.
 */
static void choose_counters(struct observer *o, uint32_t parts)
{
	o->counters_lag =
		parts & PART_BIT(PART_STATUS) && !read_counters_follow();
	if (o->counters_lag)
		backings_read(&o->backings, o->subject.recording);
}

/* Send the subject what the chain needs; false: it is gone. */
static bool send_preparation(struct observer *o, const struct plan *plan)
{
	struct preparation needs = {.allocator = o->uses_heap,
		.threads = (uint32_t)plan_threads(plan)};

	for (size_t i = 0; i < plan->count; i++) {
		needs.scratch |= command_has_trait(plan->steps[i].command,
					 CALL_USES_SCRATCH) ||
				 plan->steps[i].pages;
		needs.pagemap |= plan->steps[i].command == &command_touch &&
				 !WRITES_BACK_AT_ONCE;
		needs.sets_limits |=
			plan->steps[i].command == &command_setrlimit;
		needs.all_parts |= snapshot_parts(plan, i);
	}
	needs.parts = snapshot_parts(plan, 0);
	choose_counters(o, needs.all_parts);
	needs.counters_lag = o->counters_lag;
	return send(o->subject.channel, &needs, sizeof(needs), MSG_NOSIGNAL) ==
	       (ssize_t)sizeof(needs);
}

/* It is ready, or reports what failed. */
static bool take_readiness(struct observer *o, const struct answer *answer)
{
	struct record nothing = {0};
	struct gathered seen;

	if (answer->error)
		return observer_trouble(o, answer->failed, answer->error);
	seen = gather(o, &nothing, answer->end);
	if (seen.error || seen.damaged || !seen.snapshot)
		return observer_trouble(o, "reading the recording",
			seen.error ? seen.error : EIO);
	return true;
}

static bool await_readiness(struct observer *o)
{
	struct answer answer = {0};
	char death[DEATH_SIZE];

	switch (wait_for_answer(o, &answer)) {
	case WAIT_ANSWERED:
		return take_readiness(o, &answer);
	case WAIT_INTERRUPTED:
		return true;
	case WAIT_ON:
	case WAIT_TIMED_OUT: /* it belongs to no step */
	case WAIT_TROUBLED:
		return false;
	case WAIT_DIED:
		break;
	}
	reap(o, o->now, true);
	if (o->troubled)
		return false;
	describe_death(&o->subject, death, sizeof(death));
	o->troubled = true;
	complain(&o->trouble, NULL, "%s before its first step", death);
	o->trouble.kind = COMPLAINT_SYSTEM;
	return false;
}

bool observer_begin(struct observer *o, const struct plan *plan)
{
	if (o->troubled)
		return false;
	if (!proc_is_ours()) {
		o->troubled = true;
		complain(&o->trouble, NULL,
			"/proc belongs to another PID namespace; mount a new "
			"one, as unshare --mount-proc does");
		o->trouble.kind = COMPLAINT_SYSTEM;
		return false;
	}
	o->uses_heap = plan_uses_heap(plan);
	progress_allow(o, plan);
	o->subject.reader.fd = o->subject.recording;
	o->subject.reader.writer = o->subject.pid;
	o->made = calloc(plan->count, sizeof(*o->made));
	if (!o->made)
		return observer_trouble(o, "the plan", ENOMEM);
	o->made_count = plan->count;
	/* If it is already gone, the wait will notice. */
	if (send_preparation(o, plan))
		limit_the_subject(o);
	else if (errno != EPIPE && errno != ECONNRESET)
		return observer_trouble(o, "send", errno);
	return await_readiness(o) && own_memory_settle(o, plan);
}
