/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How random addresses came out. */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "inspections/fresh.h"
#include "inspections/layout.h"
#include "models/entropy.h"
#include "observer/interrupt.h"
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

static void say_area(struct render *r, unsigned indent, enum fresh_area area,
	const struct entropy *e, const struct setting *wanted)
{
	char step[32], birthday[16];

	format_bytes(e->step, step, sizeof(step));
	snprintf(birthday, sizeof(birthday), "%s%u", e->equal ? "" : ">",
		e->by_birthday);
	layout_line(r, indent, rows[area].name);
	render_say(r, STYLE_PLAIN, "%12" PRIx64 "-%-12" PRIx64, e->lowest,
		e->highest);
	render_say(r, STYLE_PLAIN, "%7u  %6s", e->bits_varied,
		e->step ? step : "-");
	render_say(r, STYLE_PLAIN, "%6u%7u%10s", e->by_range, e->pages_by_range,
		birthday);
	if (wanted->known)
		render_say(r, STYLE_PLAIN, "%5" PRIu64, wanted->value);
	else
		render_say(r, STYLE_FAINT, "%5s", "-");
}

static void tell_entropy(struct render *r, const struct entropy *e)
{
	render_fact(r, "lowest", NULL, as_address(e->lowest));
	render_fact(r, "highest", NULL, as_address(e->highest));
	render_fact(r, "distinct", NULL, as_count(e->distinct));
	render_fact(r, "equal_pairs", NULL, as_count(e->equal));
	render_fact(r, "varied", NULL, as_address(e->varied));
	render_fact(r, "bits_varied", NULL, as_count(e->bits_varied));
	render_fact(r, "step", NULL, as_bytes(e->step));
	render_fact(r, "bits_by_range", NULL, as_count(e->by_range));
	render_fact(r, "page_bits_by_range", NULL, as_count(e->pages_by_range));
	render_fact(r, "bits_by_birthday", NULL, as_count(e->by_birthday));
	render_fact(r, "birthday_is_bound", NULL, as_truth(e->equal == 0));
}

static void tell_unknown(struct render *r)
{
	static const char *const keys[] = {"lowest", "highest", "distinct",
		"equal_pairs", "varied", "bits_varied", "step", "bits_by_range",
		"page_bits_by_range", "bits_by_birthday", "birthday_is_bound"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		render_null(r, keys[i]);
}

/* Some machines have no vdso. */
static bool has_area(const uint64_t *values, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!values[i])
			return false;
	return true;
}

static void tell_area(struct render *r, unsigned indent, enum fresh_area area,
	uint64_t *values, size_t count, const struct layout_settings *s,
	const struct address_space *own)
{
	struct setting wanted = configured(area, s, own);
	struct entropy e;

	render_object(r, NULL);
	render_fact(r, "name", NULL, as_text(rows[area].name));
	render_fact(r, "configured_bits", NULL,
		wanted.known ? as_count(wanted.value) : as_null());
	if (has_area(values, count)) {
		entropy_of(values, count, (uint64_t)getpagesize(), &e);
		tell_entropy(r, &e);
		say_area(r, indent, area, &e, &wanted);
	} else {
		tell_unknown(r);
	}
	render_close(r);
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

	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++) {
		layout_line(r, indent, "");
		render_say(r, STYLE_FAINT, "%s", lines[i]);
	}
}

static void tell_measured(struct render *r, unsigned indent, uint64_t *values,
	size_t count, const struct layout_settings *s,
	const struct address_space *own)
{
	render_object(r, "aslr");
	render_fact(r, "processes", NULL, as_count(count));
	layout_line(r, indent, "ASLR");
	render_say(r, STYLE_PLAIN, "over %zu fresh processes of %s", count,
		program_name());
	layout_line(r, indent, "");
	render_say(r, STYLE_FAINT, "%-25s%7s  %6s%6s%7s%10s%5s", "seen",
		"varied", "step", "bits", "pages", "birthday", "set");
	render_array(r, "areas");
	for (int i = 0; i < FRESH_AREAS; i++)
		tell_area(r, indent, (enum fresh_area)i,
			values + (size_t)i * count, count, s, own);
	render_close(r);
	render_close(r);
	say_columns(r, indent);
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

bool layout_tell_aslr(struct render *r, unsigned indent, uint64_t count,
	const struct layout_settings *s, const struct address_space *own,
	struct failure *failure)
{
	uint64_t *values = calloc(FRESH_AREAS * count, sizeof(*values));
	size_t done = 0;
	int error = values ? sample(values, count, &done) : ENOMEM;

	if (!error)
		tell_measured(r, indent, values, count, s, own);
	else
		render_null(r, "aslr");
	free(values);
	if (!error)
		return true;
	return fail_to_look(failure, error,
		"%s could not be executed afresh, the %zu. time: %s",
		program_name(), done + 1, strerror(error));
}
