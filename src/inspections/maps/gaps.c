/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/maps/gaps.h"

#include "inspections/maps/mapping_source.h"
#include "proc/address_space.h"
#include "render/field.h"

struct gap {
	uint64_t start, end, size;
};

static const struct field gap_fields[] = {
	{"start", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct gap, start)},
	{"end", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct gap, end)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct gap, size)},
};

/*
 * Nothing can be mapped above user addresses; and a mapping that grew while it
 * was read may overlap the previous one.
 */
static void print_gap(
	struct render *r, uint64_t start, uint64_t end, uint64_t user_end)
{
	struct gap gap = {start, end, end - start};

	if (start >= end || (user_end && end > user_end))
		return;
	render_item(r, NULL, FIELDS(gap_fields), &gap);
}

bool gaps_print(struct render *r, pid_t pid, struct reason *reason)
{
	struct source source;
	struct smaps_mapping m;
	struct address_space own = read_address_space();
	struct address_space space = read_process_space(pid, &own);
	uint64_t end = 0;
	bool good;

	if (!source_open(&source, pid, false, reason)) {
		render_null(r, "gaps");
		return false;
	}
	render_rows(r, "gaps");
	while (source_next(&source, &m)) {
		print_gap(r, end, m.mapping.start, space.user_end);
		end = m.mapping.end;
	}
	render_close(r);
	good = source_complete(&source, reason);
	source_close(&source);
	return good;
}
