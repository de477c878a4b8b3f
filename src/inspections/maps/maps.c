/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/maps/gaps.h"
#include "inspections/layout/picture.h"
#include "inspections/row.h"
#include "inspections/source.h"
#include "proc/mapping_kind.h"
#include "words/program.h"
#include "words/traits.h"

/* What is looked for, and the mappings as they are read. */
struct maps_view {
	pid_t pid;
	uint64_t only;  /* of enum trait; 0: whatever it is */
	bool somewhere; /* the mapping that holds .address alone */
	uint64_t address;
	bool detail, draw;
	bool open; /* .source can be read */
	struct source source;
	struct picture picture; /* where .draw is set */
};

/* Where an address lies that no mapping holds. */
struct neighbours {
	bool before, behind, holder;
	uint64_t end;   /* of the mapping before it */
	uint64_t start; /* of the one behind it */
};

/* Whether the address lies in M; where it does not, on which side M is. */
static bool holds(const struct mapping *m, uint64_t address,
	struct neighbours *neighbours)
{
	if (address >= m->end) {
		neighbours->before = true;
		neighbours->end = m->end;
		return false;
	}
	if (address >= m->start)
		return neighbours->holder = true;
	if (!neighbours->behind) {
		neighbours->behind = true;
		neighbours->start = m->start;
	}
	return false;
}

static bool not_mapped(
	uint64_t address, const struct neighbours *n, struct reason *reason)
{
	if (!n->before)
		return reason_set(reason, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the first mapping begins at 0x%" PRIx64,
			address, n->start);
	if (!n->behind)
		return reason_set(reason, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the last mapping ends at 0x%" PRIx64,
			address, n->end);
	return reason_set(reason, EFAULT,
		"nothing is mapped at 0x%" PRIx64
		"; it lies between mappings, from 0x%" PRIx64 " to 0x%" PRIx64,
		address, n->end, n->start);
}

/* Tell of all that is wanted.  False: not all of it could be seen. */
static bool tell_mappings(struct maps_view *v, struct neighbours *neighbours,
	struct rows *rows, struct reason *reason)
{
	struct smaps_mapping m;

	while (source_next(&v->source, &m)) {
		bool shown = !v->only || (mapping_traits(&m) & v->only);

		if (v->somewhere)
			shown &= holds(&m.mapping, v->address, neighbours);
		if (v->draw)
			picture_add(&v->picture, &m.mapping, shown);
		if (shown && !rows_tell(rows, &m))
			return reason_set(reason, ENOMEM, "%s is out of memory",
				program_name());
		if (neighbours->holder && !v->draw)
			return true; /* the rest need not be seen */
	}
	return source_complete(&v->source, reason);
}

static void tell_nothing(struct render *r)
{
	render_null(r, "mappings");
	render_null(r, "gaps");
	render_null(r, "totals");
}

/* Of a whole list: the picture, its gaps, and what the mappings come to. */
static bool tell_rest(const struct maps_view *v, bool found, struct rows *rows,
	struct reason *reason)
{
	struct render *r = rows->render;
	bool good = true;

	if (v->draw) {
		picture_draw(&v->picture, r, rows->indent);
		good = gaps_tell(r, v->pid, reason);
	} else {
		render_null(r, "gaps");
	}
	rows_tell_totals(rows, found);
	return good;
}

static bool tell_all(
	struct maps_view *v, struct rows *rows, struct reason *reason)
{
	struct neighbours neighbours = {0};
	bool whole, found;

	render_rows(rows->render, "mappings");
	whole = tell_mappings(v, &neighbours, rows, reason);
	render_close(rows->render);
	if (!whole) {
		render_null(rows->render, "gaps");
		render_null(rows->render, "totals");
		return false;
	}
	found = !v->somewhere || neighbours.holder;
	if (!tell_rest(v, found, rows, reason))
		return false;
	return found || not_mapped(v->address, &neighbours, reason);
}

/* Read the first of them, which shows whether there is anything to see. */
static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct maps_view *v = seen;
	bool smaps;

	v->pid = look_process(look);
	v->only = arg(call, ROLE_ONLY);
	v->somewhere =
		command_given(call->command, call->given, param_address.name);
	v->address = arg(call, ROLE_ADDR);
	v->detail = arg(call, ROLE_DETAIL);
	v->draw = arg(call, ROLE_PICTURE);
	smaps = v->detail || (v->only & (TRAIT_HUGE | TRAIT_LOCKED));
	v->open = source_open(&v->source, v->pid, smaps, reason);
	if (v->open && v->draw)
		picture_begin(&v->picture, v->pid);
	return v->open;
}

static bool stream(struct render *r, const struct look *look, void *seen,
	struct reason *reason)
{
	struct maps_view *v = seen;
	struct rows rows = {.render = r,
		.indent = look_indent(look),
		.detail = v->detail,
		.table = !v->draw};
	bool whole;

	render_fact(r, "pid", NULL, as_number(v->pid));
	if (!v->open) {
		tell_nothing(r);
		return false;
	}
	whole = tell_all(v, &rows, reason);
	rows_free(&rows);
	return whole;
}

static void close_source(void *seen)
{
	struct maps_view *v = seen;

	if (v->open)
		source_close(&v->source);
}

static const struct inspection inspection = {
	.size = sizeof(struct maps_view),
	.look = look,
	.stream = stream,
	.free = close_source,
};

const struct command command_maps = {
	.name = "maps",
	.summary = "show the mappings of a process",
	.manual = "proc_pid_maps(5)",
	.describes =
		"It shows the address space of a process as a table, lowest "
		"addresses first: memtool's own subject, as the steps before "
		"it have left it, or the process PID, of which one must have "
		"the rights of a debugger. --detail takes the time to count "
		"its pages, --picture draws it with the gaps between the "
		"mappings, highest addresses first.",
	.params = {&param_pid, &param_detail, &param_picture, &param_only,
		&param_address},
	.word = &param_pid,
	.inspection = &inspection,
};
