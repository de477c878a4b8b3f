/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How random addresses came out. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspections/fresh.h"
#include "inspections/layout/layout.h"
#include "models/entropy.h"
#include "observer/interrupt.h"
#include "render/field.h"
#include "words/array.h"
#include "words/program.h"

static const struct {
	const char *name;
	bool by_mmap_rnd_bits;
} rows[FRESH_AREAS] = {
	[FRESH_EXE] = {"exe", true},
	[FRESH_HEAP] = {"heap", false},
	[FRESH_MMAP] = {"mmap", true},
	[FRESH_LIBRARY] = {"library", true},
	[FRESH_STACK] = {"stack", false},
	[FRESH_VDSO] = {"vdso", false},
};

/*
 * In bits of a number of pages.  The heap and the vdso have no single figure.
 */
static struct setting configured(enum fresh_area area,
	const struct layout_settings *s, const struct address_space *own)
{
	unsigned stack = stack_rnd_bits(own);

	if (rows[area].by_mmap_rnd_bits)
		return *rnd_bits_of(s, own);
	if (area == FRESH_STACK)
		return (struct setting){stack != 0, stack, true};
	return (struct setting){0};
}

/* Some machines have no vdso. */
static bool has_area(const uint64_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!values[i])
			return false;
	return true;
}

static void measure(struct layout_area *area, enum fresh_area which,
	uint64_t *values, size_t count, const struct layout_settings *s,
	const struct address_space *own)
{
	area->name = rows[which].name;
	area->there = has_area(values, count);
	area->configured = configured(which, s, own);
	if (area->there)
		entropy_of(values, count, own->page_size, &area->e);
}

static int sample(uint64_t *values, size_t count, size_t *done)
{
	struct fresh fresh;

	for (*done = 0; *done < count; ++*done) {
		int error = interrupt_pending() ? EINTR : fresh_ask(&fresh);

		if (error)
			return error;
		for (size_t i = 0; i < FRESH_AREAS; i++)
			values[i * count + *done] = fresh.addresses[i];
	}
	return 0;
}

bool layout_read_aslr(struct layout_aslr *aslr, uint64_t count,
	const struct layout_settings *s, const struct address_space *own,
	struct reason *reason)
{
	uint64_t *values = calloc(FRESH_AREAS * count, sizeof(*values));
	size_t done = 0;
	int error = values ? sample(values, count, &done) : ENOMEM;

	if (!error)
		aslr->processes = count;
	for (int i = 0; !error && i < FRESH_AREAS; i++)
		measure(&aslr->areas[i], (enum fresh_area)i,
			values + (size_t)i * count, count, s, own);
	free(values);
	if (!error)
		return true;
	return reason_set(reason, error,
		"%s could not be executed afresh, the %zu. time: %s",
		program_name(), done + 1, strerror(error));
}

/* An area as it is shown; nothing is measured of what is not there. */
struct area_row {
	struct layout_area area;
	bool is_bound;
	char range[32], birthday[16]; /* for text */
};

#define AREA(member) MEMBER(struct area_row, member)
#define IF_THERE IF_HAS(struct area_row, area.there)

static const struct field area_fields[] = {
	{"name", NULL, VALUE_TEXT, AREA(area.name)},
	{"configured_bits", NULL, VALUE_COUNT, AREA(area.configured.value),
		IF_HAS(struct area_row, area.configured.known)},
	{"lowest", NULL, VALUE_ADDRESS, AREA(area.e.lowest), IF_THERE},
	{"highest", NULL, VALUE_ADDRESS, AREA(area.e.highest), IF_THERE},
	{"distinct", NULL, VALUE_COUNT, AREA(area.e.distinct), IF_THERE},
	{"equal_pairs", NULL, VALUE_COUNT, AREA(area.e.equal), IF_THERE},
	{"varied", NULL, VALUE_ADDRESS, AREA(area.e.varied), IF_THERE},
	{"bits_varied", NULL, VALUE_COUNT, AREA(area.e.bits_varied), IF_THERE},
	{"step", NULL, VALUE_BYTES, AREA(area.e.step), IF_THERE},
	{"bits_by_range", NULL, VALUE_COUNT, AREA(area.e.by_range), IF_THERE},
	{"page_bits_by_range", NULL, VALUE_COUNT, AREA(area.e.pages_by_range),
		IF_THERE},
	{"bits_by_birthday", NULL, VALUE_COUNT, AREA(area.e.by_birthday),
		IF_THERE},
	{"birthday_is_bound", NULL, VALUE_TRUTH, AREA(is_bound), IF_THERE},
};

/* The same as cells, which stand behind its name. */
static const struct field cell_fields[] = {
	{NULL, "seen", VALUE_TEXT, AREA(range), .width = -25},
	{NULL, "varied", VALUE_COUNT, AREA(area.e.bits_varied), .width = 6},
	{NULL, "step", VALUE_BYTES, AREA(area.e.step), .unless = UNLESS_ZERO,
		.width = 6, .gap = 1},
	{NULL, "bits", VALUE_COUNT, AREA(area.e.by_range), .width = 5},
	{NULL, "pages", VALUE_COUNT, AREA(area.e.pages_by_range), .width = 6},
	{NULL, "birthday", VALUE_TEXT, AREA(birthday), .width = 9},
	{NULL, "set", VALUE_COUNT, AREA(area.configured.value),
		IF_HAS(struct area_row, area.configured.known), .width = 4},
};

static void tell_area(
	struct render *r, unsigned indent, const struct layout_area *area)
{
	const struct entropy *e = &area->e;
	struct area_row row = {.area = *area, .is_bound = e->equal == 0};

	snprintf(row.range, sizeof(row.range), "%12" PRIx64 "-%" PRIx64,
		e->lowest, e->highest);
	snprintf(row.birthday, sizeof(row.birthday), "%s%u",
		row.is_bound ? ">" : "", e->by_birthday);
	render_item(r, NULL, FIELDS(area_fields), &row);
	if (!area->there)
		return;
	layout_line(r, indent, area->name);
	render_more_cells(r, STYLE_PLAIN, FIELDS(cell_fields), &row);
}

/* What the columns mean. */
static void say_columns(struct render *r, unsigned indent)
{
	static const char *const lines[] = {
		"varied    bits of the address that were not always the same",
		("bits      of entropy, by the range: places in it, a step "
		 "apart"),
		"pages     the same in whole pages",
		"birthday  the same by how many were equal; > where none were",
		"set       in whole pages, as the kernel is set",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		layout_line(r, indent, "");
		render_say(r, STYLE_FAINT, "%s", lines[i]);
	}
}

void layout_tell_aslr(
	struct render *r, unsigned indent, const struct layout_aslr *aslr)
{
	if (!aslr->processes) {
		render_null(r, "aslr");
		return;
	}
	render_object(r, "aslr");
	render_fact(r, "processes", NULL, as_count(aslr->processes));
	layout_line(r, indent, "ASLR");
	render_say(r, STYLE_PLAIN, "over %zu fresh processes of %s",
		aslr->processes, program_name());
	layout_line(r, indent, "");
	render_more_headings(r, STYLE_FAINT, FIELDS(cell_fields));
	render_array(r, "areas");
	for (int i = 0; i < FRESH_AREAS; i++)
		tell_area(r, indent, &aslr->areas[i]);
	render_close(r);
	render_close(r);
	say_columns(r, indent);
}
