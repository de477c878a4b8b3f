/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How random addresses are. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspections/layout/exec_probe.h"
#include "inspections/layout/layout.h"
#include "models/entropy.h"
#include "observer/interrupt.h"
#include "render/field.h"
#include "words/array.h"
#include "words/program.h"

static const struct {
	const char *name;
	bool by_mmap_rnd_bits;
} rows[PROBE_AREAS] = {
	[PROBE_EXE] = {"exe", true},
	[PROBE_HEAP] = {"heap", false},
	[PROBE_MMAP] = {"mmap", true},
	[PROBE_LIBRARY] = {"library", true},
	[PROBE_STACK] = {"stack", false},
	[PROBE_VDSO] = {"vdso", false},
};

/* In bits, counting pages.  The heap and the vdso have no single figure. */
static struct setting configured(enum exec_probe_area area,
	const struct layout_settings *settings, const struct address_space *own)
{
	unsigned stack = stack_rnd_bits(own);

	if (rows[area].by_mmap_rnd_bits)
		return *rnd_bits_of(settings, own);
	if (area == PROBE_STACK)
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

static void measure(struct layout_area *area, enum exec_probe_area which,
	uint64_t *values, size_t count, const struct layout_settings *settings,
	const struct address_space *own)
{
	area->name = rows[which].name;
	area->there = has_area(values, count);
	area->configured = configured(which, settings, own);
	if (area->there)
		entropy_of(values, count, own->page_size, &area->entropy);
}

static int sample(uint64_t *values, size_t count, size_t *done)
{
	struct probe probe;

	for (*done = 0; *done < count; ++*done) {
		int error =
			interrupt_pending() ? EINTR : exec_probe_ask(&probe);

		if (error)
			return error;
		for (size_t i = 0; i < PROBE_AREAS; i++)
			values[i * count + *done] = probe.addresses[i];
	}
	return 0;
}

bool layout_read_aslr(struct layout_aslr *aslr, uint64_t count,
	const struct layout_settings *settings, const struct address_space *own,
	struct reason *reason)
{
	uint64_t *values = calloc(PROBE_AREAS * count, sizeof(*values));
	size_t done = 0;
	int error = values ? sample(values, count, &done) : ENOMEM;

	if (!error)
		aslr->processes = count;
	for (int i = 0; !error && i < PROBE_AREAS; i++)
		measure(&aslr->areas[i], (enum exec_probe_area)i,
			values + (size_t)i * count, count, settings, own);
	free(values);
	if (!error)
		return true;
	return reason_set(reason, error,
		"cannot execute %s again (run %zu): %s", program_name(),
		done + 1, strerror(error));
}

/* An area as printed; a missing one has no figures. */
struct aslr_row {
	struct layout_area area;
	bool is_bound;
	char range[32], birthday[16]; /* for text */
};

#define AREA(member) MEMBER(struct aslr_row, member)
#define IF_THERE IF_HAS(struct aslr_row, area.there)

static const struct field area_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, AREA(area.name)},
	{"configured_bits", JSON_ONLY, VALUE_COUNT, AREA(area.configured.value),
		IF_HAS(struct aslr_row, area.configured.known)},
	{"lowest", JSON_ONLY, VALUE_ADDRESS, AREA(area.entropy.lowest),
		IF_THERE},
	{"highest", JSON_ONLY, VALUE_ADDRESS, AREA(area.entropy.highest),
		IF_THERE},
	{"distinct", JSON_ONLY, VALUE_COUNT, AREA(area.entropy.distinct),
		IF_THERE},
	{"equal_pairs", JSON_ONLY, VALUE_COUNT, AREA(area.entropy.equal),
		IF_THERE},
	{"varied", JSON_ONLY, VALUE_ADDRESS, AREA(area.entropy.varied),
		IF_THERE},
	{"bits_varied", JSON_ONLY, VALUE_COUNT, AREA(area.entropy.bits_varied),
		IF_THERE},
	{"step", JSON_ONLY, VALUE_BYTES, AREA(area.entropy.step), IF_THERE},
	{"bits_by_range", JSON_ONLY, VALUE_COUNT, AREA(area.entropy.by_range),
		IF_THERE},
	{"page_bits_by_range", JSON_ONLY, VALUE_COUNT,
		AREA(area.entropy.pages_by_range), IF_THERE},
	{"bits_by_birthday", JSON_ONLY, VALUE_COUNT,
		AREA(area.entropy.by_birthday), IF_THERE},
	{"birthday_is_bound", JSON_ONLY, VALUE_TRUTH, AREA(is_bound), IF_THERE},
};

/* The same as cells, after its name. */
static const struct field cell_fields[] = {
	{TEXT_ONLY, "seen", VALUE_TEXT, AREA(range), .width = -25},
	{TEXT_ONLY, "varied", VALUE_COUNT, AREA(area.entropy.bits_varied),
		.width = 6},
	{TEXT_ONLY, "step", VALUE_BYTES, AREA(area.entropy.step),
		.unless = UNLESS_ZERO, .width = 6, .gap = 1},
	{TEXT_ONLY, "bits", VALUE_COUNT, AREA(area.entropy.by_range),
		.width = 5},
	{TEXT_ONLY, "pages", VALUE_COUNT, AREA(area.entropy.pages_by_range),
		.width = 6},
	{TEXT_ONLY, "birthday", VALUE_TEXT, AREA(birthday), .width = 9},
	{TEXT_ONLY, "set", VALUE_COUNT, AREA(area.configured.value),
		IF_HAS(struct aslr_row, area.configured.known), .width = 4},
};

static void print_area(
	struct render *r, unsigned indent, const struct layout_area *area)
{
	const struct entropy *entropy = &area->entropy;
	struct aslr_row row = {.area = *area, .is_bound = entropy->equal == 0};

	snprintf(row.range, sizeof(row.range), "%12" PRIx64 "-%" PRIx64,
		entropy->lowest, entropy->highest);
	snprintf(row.birthday, sizeof(row.birthday), "%s%u",
		row.is_bound ? ">" : "", entropy->by_birthday);
	render_item(r, NULL, FIELDS(area_fields), &row);
	if (!area->there)
		return;
	layout_line(r, indent, area->name);
	render_more_cells(r, STYLE_PLAIN, FIELDS(cell_fields), &row);
}

/* The legend of the columns. */
static void text_columns(struct render *r, unsigned indent)
{
	static const char *const lines[] = {
		"varied    address bits that differed between processes",
		("bits      of entropy, from the range: positions one step "
		 "apart"),
		"pages     the same in whole pages",
		"birthday  the same from equal pairs; > if there were none",
		"set       in whole pages, from the kernel's settings",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		layout_line(r, indent, "");
		render_printf(r, STYLE_FAINT, "%s", lines[i]);
	}
}

void layout_print_aslr(
	struct render *r, unsigned indent, const struct layout_aslr *aslr)
{
	if (!aslr->processes) {
		render_null(r, "aslr");
		return;
	}
	render_object(r, "aslr");
	render_fact(r, "processes", NULL, as_count(aslr->processes));
	layout_line(r, indent, "ASLR");
	render_printf(r, STYLE_PLAIN, "over %zu fresh processes of %s",
		aslr->processes, program_name());
	layout_line(r, indent, "");
	render_more_headings(r, STYLE_FAINT, FIELDS(cell_fields));
	render_array(r, "areas");
	for (int i = 0; i < PROBE_AREAS; i++)
		print_area(r, indent, &aslr->areas[i]);
	render_close(r);
	render_close(r);
	text_columns(r, indent);
}
