/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "words/array.h"

static const int asking[] = {SIGINT, SIGTERM, SIGHUP};

enum { ASKING = ARRAY_SIZE(asking) };

/* The first signal that asked memtool to stop, and when it came. */
static volatile sig_atomic_t interruption;
static struct timespec interrupted_at; /* used only by the handler */
static volatile sig_atomic_t stirred;  /* SIGCHLD came */

static bool is_a_second_since(const struct timespec *then)
{
	struct timespec now = {0};

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - then->tv_sec > 1 ||
	       (now.tv_sec - then->tv_sec == 1 && now.tv_nsec >= then->tv_nsec);
}

/*
 * timeout(1) sends its signal twice, to the process and its group: that is one
 * request.
 */
static void on_interrupt(int number)
{
	if (!interruption) {
		clock_gettime(CLOCK_MONOTONIC, &interrupted_at);
		interruption = number;
	} else if (is_a_second_since(&interrupted_at)) {
		_exit(128 + number);
	}
}

static void on_child(int number)
{
	(void)number;
	stirred = 1;
}

static void set_handler(int signal, void (*handler)(int))
{
	struct sigaction action;

	memset(&action, 0, sizeof(action));
	action.sa_handler = handler;
	action.sa_flags = SA_RESTART;
	/* Block all of them in the handler. */
	for (size_t i = 0; i < ASKING; i++)
		sigaddset(&action.sa_mask, asking[i]);
	sigaction(signal, &action, NULL);
}

void interrupt_catch(void)
{
	struct sigaction now;

	/* nohup(1), and & in a script, ignore them. */
	for (size_t i = 0; i < ASKING; i++)
		if (sigaction(asking[i], NULL, &now) == 0 &&
			now.sa_handler == SIG_DFL)
			set_handler(asking[i], on_interrupt);
	set_handler(SIGCHLD, on_child);
}

int interrupt_pending(void)
{
	return interruption;
}

/* Blocked until ppoll, so none arrives between the check and the sleep. */
int interrupt_poll(
	struct pollfd *fds, nfds_t count, const struct timespec *timeout)
{
	sigset_t blocked, before;
	int ready = -1, error = EINTR;

	sigemptyset(&blocked);
	for (size_t i = 0; i < ASKING; i++)
		sigaddset(&blocked, asking[i]);
	sigaddset(&blocked, SIGCHLD);
	sigprocmask(SIG_BLOCK, &blocked, &before);
	if (!interruption && !stirred) {
		ready = ppoll(fds, count, timeout, &before);
		error = errno;
	}
	stirred = 0;
	sigprocmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return ready;
}

int interrupt_open(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
}

ssize_t interrupt_read(int fd, void *to, size_t size)
{
	struct pollfd input = {.fd = fd, .events = POLLIN};
	ssize_t got;

	for (;;) {
		int ready = interrupt_poll(&input, 1, NULL);

		if (interruption) {
			errno = EINTR;
			return -1;
		}
		if (ready == -1 && errno != EINTR)
			return -1;
		if (ready <= 0)
			continue;
		got = read(fd, to, size);
		if (got >= 0 || (errno != EAGAIN && errno != EINTR))
			return got;
	}
}
