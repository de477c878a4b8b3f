/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/gaps.h"

#include "inspections/source.h"
#include "models/space.h"

static void tell_gap(struct render *r, uint64_t start, uint64_t end)
{
	/*
	 * What parts the programs' half from the kernel's could not be mapped;
	 * and what grew while it was read may overlap what was read before.
	 */
	if (start >= end || space_is_upper(start) != space_is_upper(end))
		return;
	render_object(r, NULL);
	render_fact(r, "start", NULL, as_address(start));
	render_fact(r, "end", NULL, as_address(end));
	render_fact(r, "size", NULL, as_bytes(end - start));
	render_close(r);
}

bool gaps_tell(struct render *r, pid_t pid, struct failure *failure)
{
	struct source source;
	struct smaps_mapping m;
	uint64_t end = 0;
	bool good;

	if (!source_open(&source, pid, false, failure)) {
		render_fact(r, "gaps", NULL, as_null());
		return false;
	}
	render_rows(r, "gaps");
	while (source_next(&source, &m)) {
		tell_gap(r, end, m.mapping.start);
		end = m.mapping.end;
	}
	render_close(r);
	good = source_complete(&source, failure);
	source_close(&source);
	return good;
}
