/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "subject/subject.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/write_back.h"
#include "subject/internal.h"

struct subject subject;
const struct returned *const subject_returned = &subject.returned;

static _Noreturn void give_up(const char *failed)
{
	subject_answer(failed, errno);
	_exit(1);
}

/* Whatever happens to the observer, nothing of it stays behind. */
static void die_with_the_observer(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != subject.links.observer)
		_exit(1);
}

/* A group of its own: ^C is for the observer. */
static void set_signals(void)
{
	setpgid(0, 0);
	sigprocmask(SIG_SETMASK, &subject.links.mask, NULL);
}

int subject_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int high;

	if (fd == -1)
		return -1;
	high = fcntl(fd, F_DUPFD_CLOEXEC, subject.links.high);
	if (high == -1)
		return fd;
	close(fd);
	return high;
}

static void set_descriptors(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	/* Never the user's own input. */
	if (null == -1)
		give_up("open /dev/null");
	if (dup2(null, STDIN_FILENO) == -1 ||
		dup2(subject.links.output, STDOUT_FILENO) == -1 ||
		dup2(subject.links.output, STDERR_FILENO) == -1)
		give_up("dup2");
	close(null);
	close(subject.links.output);
}

static void start_recording(void)
{
	struct preparation needs;

	subject.writer.fd = subject.links.recording;
	rehearse();
	if (subject.writer.error) {
		errno = subject.writer.error;
		give_up(subject.writer.failed);
	}
	if (ftruncate(subject.writer.fd, 0) == -1)
		give_up("ftruncate of the recording");
	if (lseek(subject.writer.fd, 0, SEEK_SET) == -1)
		give_up("lseek in the recording");
	subject.writer.end = 0;
	subject.call = (struct call){0};
	if (recv(subject.links.channel, &needs, sizeof(needs), 0) !=
		(ssize_t)sizeof(needs))
		_exit(0);
	rehearse_for(&needs);
	if (needs.pagemap)
		presence_by(subject_open("/proc/self/pagemap"));
	if (!snapshot_open(&needs))
		give_up("open /proc/self/maps");
	snapshot_take(needs.parts);
	subject_answer(NULL, 0);
}

_Noreturn void subject_main(const struct subject_links *links)
{
	subject.links = *links;
	act_channel = links->channel;
	act_self = subject.writer.self = getpid();
	die_with_the_observer();
	set_signals();
	set_descriptors();
	if (!guard_install())
		give_up("sigaction or sigaltstack");
	start_recording();
	stack_run();
}
