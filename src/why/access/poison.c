/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Pages that the kernel took out of use. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>

#include "proc/lines.h"
#include "proc/read.h"
#include "why/diagnosis.h"
#include "words/array.h"
#include "words/uapi.h"

/* All poisoned memory: HardwareCorrupted in meminfo. */
static bool read_broken(uint64_t *bytes)
{
	size_t length;
	char *text = read_text("/proc/meminfo", &length);
	bool found = text && lines_find_number(
				     text, length, "HardwareCorrupted", bytes);

	free(text);
	return found;
}

/* The kernel reports it by the signal's code, or by EHWPOISON. */
static bool poisoned(const struct diagnosis *d, struct cause *c)
{
	uint64_t broken;

	if (d->record->has_fault_address)
		cause_fact(c, "address", "at ",
			as_address(d->record->fault_address));
	if (read_broken(&broken))
		cause_fact(c, "broken", "poisoned on this machine ",
			as_bytes(broken));
	cause_try(c, "munmap, then mmap for new pages; the contents are lost");
	return cause_says(c, "the page is poisoned: by MADV_HWPOISON, or "
			     "because the hardware found an error in it");
}

static const struct cause_row rows[] = {
	{"poisoned-page",
		"*=SIGBUS:BUS_MCEERR_AR,SIGBUS:BUS_MCEERR_AO "
		"madvise=EHWPOISON",
		"the page is poisoned: the hardware found an error in it, or "
		"by MADV_HWPOISON",
		"munmap, then mmap", poisoned},
};

const struct cause_table causes_of_poison = {rows, ARRAY_SIZE(rows)};
