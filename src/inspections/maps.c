/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/gaps.h"
#include "inspections/picture.h"
#include "inspections/row.h"
#include "inspections/source.h"
#include "proc/kind.h"
#include "words/program.h"
#include "words/traits.h"

/* What is looked for. */
struct wanted {
	pid_t pid;
	uint64_t only;  /* of enum trait; 0: whatever it is */
	bool somewhere; /* the mapping that holds .address alone */
	uint64_t address;
};

/* Where an address lies that no mapping holds. */
struct neighbours {
	bool before, behind, holder;
	uint64_t end;   /* of the mapping before it */
	uint64_t start; /* of the one behind it */
};

static struct wanted wanted_by(const struct look *look)
{
	const struct call *call = look->call;

	return (struct wanted){.pid = look_process(look),
		.only = arg(call, ROLE_ONLY),
		.somewhere = command_given(
			call->command, call->given, param_address.name),
		.address = arg(call, ROLE_ADDR)};
}

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
	uint64_t address, const struct neighbours *n, struct failure *failure)
{
	if (!n->before)
		return fail_to_look(failure, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the first mapping begins at 0x%" PRIx64,
			address, n->start);
	if (!n->behind)
		return fail_to_look(failure, EFAULT,
			"nothing is mapped at 0x%" PRIx64
			"; the last mapping ends at 0x%" PRIx64,
			address, n->end);
	return fail_to_look(failure, EFAULT,
		"nothing is mapped at 0x%" PRIx64
		"; it lies between mappings, from 0x%" PRIx64 " to 0x%" PRIx64,
		address, n->end, n->start);
}

/* Tell of all that is wanted.  False: not all of it could be seen. */
static bool tell_mappings(struct source *source, const struct wanted *wanted,
	struct neighbours *neighbours, struct rows *rows,
	struct picture *picture, struct failure *failure)
{
	struct smaps_mapping m;

	while (source_next(source, &m)) {
		bool shown =
			!wanted->only || (mapping_traits(&m) & wanted->only);

		if (wanted->somewhere)
			shown &= holds(&m.mapping, wanted->address, neighbours);
		if (picture)
			picture_add(picture, &m.mapping, shown);
		if (shown && !rows_tell(rows, &m))
			return fail_to_look(failure, ENOMEM,
				"%s is out of memory", program_name());
		if (neighbours->holder && !picture)
			return true; /* the rest need not be seen */
	}
	return source_complete(source, failure);
}

static void tell_nothing(struct render *r)
{
	render_null(r, "mappings");
	render_null(r, "gaps");
	render_null(r, "totals");
}

/* Of a whole list: the picture, its gaps, and what the mappings come to. */
static bool tell_rest(const struct wanted *wanted, bool found,
	struct rows *rows, const struct picture *picture,
	struct failure *failure)
{
	struct render *r = rows->render;
	bool good = true;

	if (picture) {
		picture_draw(picture, r, rows->indent);
		good = gaps_tell(r, wanted->pid, failure);
	} else {
		render_null(r, "gaps");
	}
	rows_tell_totals(rows, found);
	return good;
}

static bool tell_all(const struct wanted *wanted, struct source *source,
	struct rows *rows, struct picture *picture, struct failure *failure)
{
	struct neighbours neighbours = {0};
	bool whole, found;

	render_rows(rows->render, "mappings");
	whole = tell_mappings(
		source, wanted, &neighbours, rows, picture, failure);
	render_close(rows->render);
	if (!whole) {
		render_null(rows->render, "gaps");
		render_null(rows->render, "totals");
		return false;
	}
	found = !wanted->somewhere || neighbours.holder;
	if (!tell_rest(wanted, found, rows, picture, failure))
		return false;
	return found || not_mapped(wanted->address, &neighbours, failure);
}

static bool look(
	struct render *r, const struct look *look, struct failure *failure)
{
	struct wanted wanted = wanted_by(look);
	bool detail = arg(look->call, ROLE_DETAIL);
	bool smaps = detail || (wanted.only & (TRAIT_HUGE | TRAIT_LOCKED));
	struct rows rows = {.render = r,
		.indent = look_indent(look),
		.detail = detail,
		.table = !arg(look->call, ROLE_PICTURE)};
	struct picture picture;
	struct source source;
	bool seen;

	render_fact(r, "pid", NULL, as_number(wanted.pid));
	if (!source_open(&source, wanted.pid, smaps, failure)) {
		tell_nothing(r);
		return false;
	}
	if (arg(look->call, ROLE_PICTURE))
		picture_begin(&picture, wanted.pid);
	seen = tell_all(&wanted, &source, &rows,
		arg(look->call, ROLE_PICTURE) ? &picture : NULL, failure);
	source_close(&source);
	rows_free(&rows);
	return seen;
}

static const struct inspection inspection = {
	.look = look,
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
