/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What /proc tells of a stopped thread. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "tracer/internal.h"

bool is_thread_of(pid_t tid, pid_t pid)
{
	char path[64];
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d/task/%d", (int)pid, (int)tid);
	return stat(path, &status) == 0;
}

/* SigCgt:	0000000000004000 */
static uint64_t signals_of(const char *text, size_t length, const char *key)
{
	struct lines lines = lines_of(text, length);
	size_t begins = strlen(key);
	struct line line;

	while (lines_next(&lines, &line))
		if (line.length > begins && memcmp(line.text, key, begins) == 0)
			return strtoull(line.text + begins, NULL, 16);
	return 0;
}

/* One that a thread raises while it blocks it is not caught: signal(7). */
bool signal_is_caught(pid_t tid, int number)
{
	size_t length;
	char *text = read_process_file(tid, "status", &length);
	uint64_t bit = (uint64_t)1 << (number - 1);
	bool caught = text && signals_of(text, length, "SigCgt:\t") & bit &&
		      !(signals_of(text, length, "SigBlk:\t") & bit);

	free(text);
	return caught;
}
