/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "subject/inside.h"

/*
 * The subject reads its own files: looking from outside takes its mmap lock
 * from another processor, and skews the next duration.
 */
void snapshot_take(void)
{
	struct snapshot_entry head = {.program_break = act_break(0)};
	uint32_t step = subject.call.index;

	writer_put(&subject.writer, ENTRY_SNAPSHOT, step, &head, sizeof(head));
	writer_copy(&subject.writer, ENTRY_MAPS, step, subject.maps);
}
