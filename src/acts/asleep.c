/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/asleep.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int sleep_open(void)
{
	return (int)syscall(SYS_openat, (long)AT_FDCWD, "/proc/self/schedstat",
		(long)(O_RDONLY | O_CLOEXEC), 0L);
}

void sleep_close(int schedstat)
{
	if (schedstat != -1)
		syscall(SYS_close, (long)schedstat);
}

/* /proc/self/schedstat: ns on a CPU, ns waiting for a CPU, timeslices */
static int64_t read_waited(int fd)
{
	char text[96];
	long got = syscall(SYS_lseek, (long)fd, 0L, (long)SEEK_SET);
	int64_t waited = 0;
	char *at = text;

	if (got == 0)
		got = syscall(SYS_read, (long)fd, text, sizeof(text) - 1);
	if (got <= 0)
		return -1;
	text[got] = '\0';
	while (*at && *at != ' ')
		at++;
	while (*at == ' ')
		at++;
	for (; *at >= '0' && *at <= '9'; at++)
		waited = waited * 10 + (*at - '0');
	return waited;
}

static int64_t read_ns(clockid_t clock)
{
	struct timespec now = {0};

	if (syscall(SYS_clock_gettime, (long)clock, &now) == -1)
		return -1;
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

struct sleep sleep_read(int schedstat)
{
	struct rusage usage = {0};
	struct sleep now;

	now.waited = read_waited(schedstat);
	now.wall = read_ns(CLOCK_MONOTONIC);
	now.ran = read_ns(CLOCK_THREAD_CPUTIME_ID);
	now.switches = syscall(SYS_getrusage, (long)RUSAGE_THREAD, &usage) == -1
			       ? -1
			       : usage.ru_nvcsw;
	return now;
}

static bool is_known(const struct sleep *slept)
{
	return slept->wall >= 0 && slept->ran >= 0 && slept->waited >= 0;
}

uint64_t sleep_between(const struct sleep *from, const struct sleep *to)
{
	int64_t ns = to->wall - from->wall - (to->ran - from->ran) -
		     (to->waited - from->waited);

	if (from->switches < 0 || to->switches < 0)
		return SLEEP_UNKNOWN;
	if (to->switches == from->switches)
		return 0;
	if (!is_known(from) || !is_known(to))
		return SLEEP_UNKNOWN;
	return ns < 0 ? 0 : (uint64_t)ns;
}
