/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "subject/subject.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "acts/children.h"
#include "acts/write_back.h"
#include "subject/internal.h"

struct subject subject;
const struct returned *const subject_returned = &subject.returned;

static _Noreturn void give_up(const char *failed)
{
	subject_answer(failed, errno);
	_exit(1);
}

/* Die with the observer, however it ends. */
static void die_with_the_observer(void)
{
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != subject.links.observer)
		_exit(1);
}

/* A separate process group: ^C is for the observer. */
static void set_signals(void)
{
	setpgid(0, 0);
	sigprocmask(SIG_SETMASK, &subject.links.mask, NULL);
}

int move_up(int fd, int high)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, high);

	if (moved == -1)
		return fd;
	close(fd);
	return moved;
}

int subject_open(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	return fd == -1 ? -1 : move_up(fd, subject.links.high);
}

static void set_descriptors(void)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	/* Never read the user's input. */
	if (null == -1)
		give_up("open /dev/null");
	if (dup2(null, STDIN_FILENO) == -1 ||
		dup2(subject.links.output, STDOUT_FILENO) == -1 ||
		dup2(subject.links.output, STDERR_FILENO) == -1)
		give_up("dup2");
	close(null);
	close(subject.links.output);
}

bool recording_empty(void)
{
	if (subject.writer.error) {
		errno = subject.writer.error;
		return false;
	}
	subject.writer.failed = "ftruncate of the recording";
	if (ftruncate(subject.writer.fd, 0) == -1)
		return false;
	subject.writer.failed = "lseek in the recording";
	if (lseek(subject.writer.fd, 0, SEEK_SET) == -1)
		return false;
	subject.writer.failed = NULL;
	subject.writer.end = 0;
	return true;
}

bool subject_prepare(void)
{
	if (subject.needs.sets_limits)
		subject.writer.channel = subject.links.channel;
	rehearse_for(&subject.needs);
	if (subject.needs.pagemap)
		presence_by(subject_open("/proc/self/pagemap"));
	return snapshot_open(&subject.needs);
}

static void start_recording(void)
{
	subject.writer.fd = subject.links.recording;
	rehearse();
	if (!recording_empty())
		give_up(subject.writer.failed);
	subject.call = (struct call){0};
	if (recv(subject.links.channel, &subject.needs, sizeof(subject.needs),
		    0) != (ssize_t)sizeof(subject.needs))
		_exit(0);
	if (!threads_make_room(subject.needs.threads))
		give_up("mmap for threads");
	if (!subject_prepare())
		give_up("open /proc/self/maps");
	snapshot_take(subject.needs.parts);
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
	act_children.become = child_become;
	stack_run();
}
