/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <linux/magic.h>
#include <sched.h>
#include <sys/mman.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "subject/internal.h"
#include "words/uapi.h"

static const char *const paths[SNAPSHOT_PARTS] = {
	[PART_MAPS] = "/proc/self/maps",
	[PART_ROLLUP] = "/proc/self/smaps_rollup",
	[PART_STATUS] = "/proc/self/status",
	[PART_SMAPS] = "/proc/self/smaps",
};

/*
 * A user-mode emulator replaces /proc/self/maps by its own file, written at
 * open: it never changes.
 */
static bool is_foreign(int fd)
{
	struct statfs is;

	return fstatfs(fd, &is) == 0 && is.f_type != PROC_SUPER_MAGIC;
}

/*
 * The figures of all mappings.  The observer sums them up if the kernel does
 * not (before Linux 4.14), or if it needs them by mapping.
 */
static int open_rollup(bool by_mapping)
{
	int fd = by_mapping ? -1 : subject_open(paths[PART_ROLLUP]);

	return fd == -1 ? subject_open(paths[PART_SMAPS]) : fd;
}

bool snapshot_open(const struct preparation *needs)
{
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		subject.parts[i] = -1;
	for (int i = 0; i < SNAPSHOT_PARTS; i++) {
		if (!(needs->all_parts & PART_BIT(i)))
			continue;
		subject.parts[i] = i == PART_ROLLUP
					   ? open_rollup(needs->counters_lag)
					   : subject_open(paths[i]);
		/* While errno tells why. */
		if (subject.parts[PART_MAPS] == -1)
			return false;
	}
	subject.foreign = is_foreign(subject.parts[PART_MAPS]);
	return subject.parts[PART_MAPS] != -1;
}

void snapshot_close(void)
{
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		if (subject.parts[i] != -1)
			close(subject.parts[i]);
}

/* The subject's allowed CPUs, while it stays on one. */
SUBJECT_STATE static cpu_set_t allowed;
SUBJECT_STATE static bool staying;

/*
 * MADV_FREE pages are counted as lazily freed when the per-CPU batch is full:
 * the call and the draining of the batch must run on the same CPU.
 */
void snapshot_stay(void)
{
	cpu_set_t here;
	unsigned cpu;

	if (!command_has_trait(subject.call.command, CALL_LAGS) ||
		syscall(SYS_sched_getaffinity, 0, sizeof(allowed), &allowed) <
			0 ||
		syscall(SYS_getcpu, &cpu, NULL, NULL) == -1 ||
		cpu >= CPU_SETSIZE)
		return;
	CPU_ZERO(&here);
	CPU_SET(cpu, &here);
	staying = syscall(SYS_sched_setaffinity, 0, sizeof(here), &here) == 0;
}

/*
 * MADV_COLD, on an unused page, drains the batch first (mm/swap.c,
 * lru_add_drain).  False: not supported, or refused.
 */
static bool drain(void)
{
	static char idle[2 * PAGE_LARGEST];
	size_t page = (size_t)getpagesize();

	return syscall(SYS_madvise, first_page(idle, page), page, MADV_COLD) ==
	       0;
}

static void leave(void)
{
	if (staying)
		syscall(SYS_sched_setaffinity, 0, sizeof(allowed), &allowed);
	staying = false;
}

/*
 * The subject reads its own files: a reader on another CPU would take its mmap
 * lock, and distort the next duration.
 */
void snapshot_take(uint32_t parts)
{
	struct snapshot_entry head = {
		.program_break = act_break(0), .foreign = subject.foreign};
	const struct command *command = subject.call.command;
	uint32_t step = subject.call.index;

	if (command && command_has_trait(command, CALL_LAGS) &&
		parts & (PART_BIT(PART_ROLLUP) | PART_BIT(PART_SMAPS)))
		head.lags = !staying || !drain();
	leave();
	for (int i = 0; i < SNAPSHOT_PARTS; i++)
		if (parts & PART_BIT(i) && subject.parts[i] != -1)
			head.parts |= PART_BIT(i);
	writer_put(&subject.writer, ENTRY_SNAPSHOT, step, &head, sizeof(head));
	for (unsigned i = 0; i < SNAPSHOT_PARTS; i++)
		if (head.parts & PART_BIT(i))
			writer_copy(&subject.writer, ENTRY_PART + i, step,
				subject.parts[i]);
}
