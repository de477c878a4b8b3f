/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Processes that executed code forked, and that left its group. */
#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "observer/internal.h"

/* Whether this process has any child, alive or not. */
static bool has_children(void)
{
	siginfo_t info;

	return waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) == 0;
}

/*
 * The process may have had children before it executed memtool (sh -c 'sleep 9
 * & exec memtool ...'): these could not be distinguished from orphans of the
 * subject.
 */
void orphans_adopt(struct observer *o)
{
	o->adopts = !has_children() &&
		    prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}

/* "4242 (a name) S 17 ...": the parent follows the name and the state. */
static pid_t parent_of(const char *pid)
{
	char path[64], text[512];
	const char *at;
	FILE *file;
	size_t got;

	snprintf(path, sizeof(path), "/proc/%.20s/stat", pid);
	file = fopen(path, "re");
	if (!file)
		return 0;
	got = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[got] = '\0';
	at = strrchr(text, ')');
	return at && strlen(at) > 4 ? (pid_t)strtol(at + 4, NULL, 10) : 0;
}

static void kill_children(void)
{
	DIR *proc = opendir("/proc");
	pid_t self = getpid();
	struct dirent *entry;

	if (!proc)
		return;
	while ((entry = readdir(proc)))
		if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' &&
			parent_of(entry->d_name) == self)
			kill((pid_t)strtol(entry->d_name, NULL, 10), SIGKILL);
	closedir(proc);
}

/* When one ends, we inherit its children in turn, until none is left. */
void orphans_end(struct observer *o)
{
	enum { ROUNDS = 1000 };

	for (int i = 0; o->adopts && i < ROUNDS && has_children(); i++) {
		kill_children();
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
		if (has_children())
			poll(NULL, 0, 1);
	}
}
