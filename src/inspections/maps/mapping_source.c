/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/maps/mapping_source.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "observer/interrupt.h"
#include "proc/process.h"

static bool not_permitted(pid_t pid, struct reason *reason)
{
	char path[32], owner[32] = "";
	struct stat status;

	snprintf(path, sizeof(path), "/proc/%d", (int)pid);
	if (stat(path, &status) == 0)
		snprintf(owner, sizeof(owner), ", of user %u",
			(unsigned)status.st_uid);
	return reason_set(reason, EACCES,
		"no permission to read the memory of process %d%s: this needs "
		"the same user with at least its rights, or CAP_SYS_PTRACE",
		(int)pid, owner);
}

static bool no_smaps(pid_t pid, struct reason *reason)
{
	char path[32];

	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	return access(path, F_OK) == 0 &&
	       !reason_set(reason, ENOENT,
		       "this kernel was built without /proc/%d/smaps "
		       "(CONFIG_PROC_PAGE_MONITOR)",
		       (int)pid);
}

/* Why a process shows no mapping, with or without ERROR. */
static bool nothing_there(
	const struct source *source, int error, struct reason *reason)
{
	pid_t pid = source->pid;
	struct process process;

	if (!process_read(pid, &process)) {
		if (access("/proc/self/stat", F_OK) == -1)
			return reason_set(reason, ENOENT, "there is no /proc");
		return reason_set(reason, ESRCH,
			"there is no process %d, or it is hidden", (int)pid);
	}
	if (process.kernel_thread)
		return reason_set(reason, ESRCH,
			"process %d (%s) is a kernel thread: it has no "
			"mappings",
			(int)pid, process.name);
	if (process.state == 'Z' || process.state == 'X')
		return reason_set(reason, ESRCH,
			"process %d (%s) is a zombie: it has ended, its memory "
			"is gone, and its parent %d has not waited for it",
			(int)pid, process.name, process.parent);
	if (error == EACCES || error == EPERM)
		return not_permitted(pid, reason);
	if (error == ENOENT && source->detailed && no_smaps(pid, reason))
		return false;
	if (error)
		return reason_set(reason, error,
			"the mappings of process %d cannot be read: %s",
			(int)pid, strerror(error));
	return reason_set(reason, ESRCH,
		"process %d (%s) shows no mappings: it is ending or executing "
		"a program",
		(int)pid, process.name);
}

/* Continue with the next complete records. */
static bool refill(struct source *source)
{
	const char *text;
	size_t length;

	if (!records_next(&source->records, &text, &length))
		return false;
	if (interrupt_pending()) {
		source->records.error = EINTR;
		return false;
	}
	source->maps = maps_of(text, length);
	source->smaps = smaps_of(text, length);
	return true;
}

bool source_open(
	struct source *source, pid_t pid, bool detailed, struct reason *reason)
{
	source->pid = pid;
	source->detailed = detailed;
	if (records_open(&source->records, pid, detailed ? "smaps" : "maps",
		    detailed ? RECORD_MAPPING : RECORD_LINE, RECORDS_ROOM) &&
		refill(source))
		return true;
	nothing_there(source, source->records.error, reason);
	source_close(source);
	return false;
}

static bool next_here(struct source *source, struct smaps_mapping *mapping)
{
	if (source->detailed)
		return smaps_next(&source->smaps, mapping);
	return maps_next(&source->maps, &mapping->mapping);
}

bool source_next(struct source *source, struct smaps_mapping *mapping)
{
	if (!source->detailed)
		*mapping = (struct smaps_mapping){
			.memory = memory_unknown(), .merged = -1};
	while (!next_here(source, mapping))
		if (!refill(source))
			return false;
	return true;
}

bool source_complete(const struct source *source, struct reason *reason)
{
	int error = source->records.error;

	if (error && error != ESRCH)
		return reason_set(reason, error,
			"not all mappings of process %d can be read: %s",
			(int)source->pid, strerror(error));
	if (!error && records_still_true(&source->records))
		return true;
	return reason_set(reason, ESRCH,
		"process %d ended, or executed a program, while its mappings "
		"were read: some may be missing",
		(int)source->pid);
}

void source_close(struct source *source)
{
	records_close(&source->records);
}
