/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The mapping that holds an address, with its figures. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "inspections/maps/mapping_source.h"
#include "inspections/translate/live_page.h"
#include "words/program.h"

static bool take(struct holder *holder, const struct smaps_mapping *m,
	struct reason *reason)
{
	holder->m = *m;
	if (!m->mapping.path_length)
		return true;
	holder->path = strndup(m->mapping.path, m->mapping.path_length);
	if (holder->path) {
		holder->m.mapping.path = holder->path;
		return true;
	}
	return reason_set(
		reason, ENOMEM, "%s is out of memory", program_name());
}

/* Its flags point into the text read, so copy them. */
static void keep_flags(struct holder *holder)
{
	struct mapping *m = &holder->m.mapping;

	if (!m->flags)
		return;
	if (m->flags_length >= sizeof(holder->flags))
		m->flags_length = sizeof(holder->flags) - 1;
	memcpy(holder->flags, m->flags, m->flags_length);
	m->flags = holder->flags;
}

bool holder_find(pid_t pid, uint64_t address, struct holder *holder,
	struct reason *reason)
{
	struct source source;
	struct smaps_mapping m;
	bool found = false, good;

	*holder = (struct holder){0};
	if (!source_open(&source, pid, true, reason))
		return false;
	while (!found && source_next(&source, &m))
		found = address >= m.mapping.start && address < m.mapping.end;
	if (found) {
		good = take(holder, &m, reason);
		keep_flags(holder);
	} else {
		good = source_complete(&source, reason) &&
		       reason_set(reason, EFAULT,
			       "nothing is mapped at 0x%" PRIx64
			       " in process %d",
			       address, (int)pid);
	}
	source_close(&source);
	return good;
}

void holder_free(struct holder *holder)
{
	free(holder->path);
	holder->path = NULL;
}
