/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * memtool ignores or catches some signals and opens missing standard
 * descriptors (observer/spawn.c).  The program must not inherit that.
 */
#include <fcntl.h>
#include <unistd.h>

#include "tracer/internal.h"
#include "words/array.h"

static const int changed[] = {SIGCHLD, SIGXFSZ, SIGINT, SIGTERM, SIGHUP};
static struct sigaction before[ARRAY_SIZE(changed)];
static sigset_t mask;
static bool closed[3];

void tracer_note_inherited(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(changed); i++)
		sigaction(changed[i], NULL, &before[i]);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int fd = 0; fd < 3; fd++)
		closed[fd] = fcntl(fd, F_GETFD) == -1;
}

void inherited_restore(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(changed); i++)
		sigaction(changed[i], &before[i], NULL);
	for (int fd = 0; fd < 3; fd++)
		if (closed[fd])
			close(fd);
	sigprocmask(SIG_SETMASK, &mask, NULL);
}
