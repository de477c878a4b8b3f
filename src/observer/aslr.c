/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "observer/aslr.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/personality.h>
#include <unistd.h>

/*
 * Set over the exec.  A kernel that drops the personality there (a program with
 * the rights of another user does) would have us executed again for ever.
 */
static const char tried[] = "MEMTOOL_NO_ASLR_TRIED";

enum { PERSONALITY_NOW = -1 };

static int refused;

static bool is_off(void)
{
	int now = personality((unsigned long)PERSONALITY_NOW);

	return now != -1 && (now & ADDR_NO_RANDOMIZE);
}

/* By its own path, which names the process in ps; it may be deleted. */
static void execute_again(char **argv)
{
	char path[PATH_MAX];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length > 0) {
		path[length] = '\0';
		execv(path, argv);
	}
	execv("/proc/self/exe", argv);
}

/* An errno: it could not be done. */
static int turn_off(char **argv)
{
	int before = personality((unsigned long)PERSONALITY_NOW);
	int error;

	if (before == -1 ||
		personality((unsigned long)before | ADDR_NO_RANDOMIZE) == -1)
		return errno;
	if (!is_off())
		return EPERM;
	if (setenv(tried, "", 1) == 0)
		execute_again(argv);
	error = errno;
	unsetenv(tried);
	personality((unsigned long)before);
	return error;
}

void aslr_end(char **argv)
{
	bool again = getenv(tried) != NULL;

	unsetenv(tried);
	if (!is_off())
		refused = again ? EPERM : turn_off(argv);
}

int aslr_refused(void)
{
	return refused;
}
