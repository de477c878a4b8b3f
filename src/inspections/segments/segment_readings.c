/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes that were read through a segment, and beside it. */
#include <inttypes.h>
#include <signal.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/signals.h"

/* What is read, and what it shows where it goes as the manuals say. */
static const struct row {
	const char *name, *code;
	bool segment; /* through it; else by the flat address */
	bool beyond;  /* the first byte behind its limit */
	bool last;    /* the last one within */
} rows[READINGS] = {
	[READ_FLAT_64] = {"flat-64", "64-bit", false, false, false},
	[READ_SEGMENT_64] = {"segment-64", "64-bit", true, false, false},
	[READ_BEYOND_64] = {"beyond-64", "64-bit", true, true, false},
	[READ_LAST_32] = {"last-32", "32-bit", true, false, true},
	[READ_FLAT_32] = {"flat-32", "32-bit", false, true, false},
	[READ_BEYOND_32] = {"beyond-32", "32-bit", true, true, false},
};

static uint32_t offset_of(const struct segment_trial *t, enum reading n)
{
	return rows[n].beyond ? t->limit + 1 : rows[n].last ? t->limit : 0;
}

static const char *remark(const struct segment_trial *t, enum reading n)
{
	const struct byte_read *r = &t->readings[n];

	if (r->fault.number)
		return n == READ_BEYOND_32 ? "one byte beyond the limit" : "";
	if (r->byte != r->wanted)
		return "not the byte that is there";
	switch (n) {
	case READ_SEGMENT_64:
		return "the same byte, by the segment";
	case READ_BEYOND_64:
		return "beyond the limit: not checked";
	case READ_LAST_32:
		return "the last byte within";
	case READ_FLAT_32:
		return "the byte behind, by its address";
	case READ_BEYOND_32:
		return "beyond the limit: not checked";
	default:
		return "by its address";
	}
}

struct signal_row {
	const char *name, *code;
	uint64_t address;
	bool has_address; /* none with SI_KERNEL */
};

static const struct field signal_fields[] = {
	{"name", NULL, VALUE_TEXT, MEMBER(struct signal_row, name)},
	{"code", NULL, VALUE_TEXT, MEMBER(struct signal_row, code)},
	{"address", NULL, VALUE_ADDRESS, MEMBER(struct signal_row, address),
		IF_HAS(struct signal_row, has_address)},
};

void segments_tell_signal(
	struct render *r, const char *key, const struct fault *fault)
{
	struct signal_row row;

	if (!fault->number) {
		render_null(r, key);
		return;
	}
	row = (struct signal_row){signal_name(fault->number),
		signal_code_name(fault->number, fault->code), fault->address,
		fault->code != SI_KERNEL};
	render_item(r, key, FIELDS(signal_fields), &row);
}

static void say_reading(struct render *r, unsigned indent,
	const struct segment_trial *t, enum reading n)
{
	const struct row *row = &rows[n];
	const struct byte_read *reading = &t->readings[n];
	uint32_t offset = offset_of(t, n);
	char place[32], result[48];
	const char *code;

	if (row->segment)
		snprintf(place, sizeof(place), "%%gs:0x%" PRIx32, offset);
	else
		snprintf(place, sizeof(place), "0x%" PRIx64, t->base + offset);
	code = signal_code_name(reading->fault.number, reading->fault.code);
	if (reading->fault.number)
		snprintf(result, sizeof(result), "%s%s%s%s",
			signal_name(reading->fault.number), code ? " (" : "",
			code ? code : "", code ? ")" : "");
	else
		snprintf(result, sizeof(result), "0x%02x", reading->byte);
	segments_line(r, indent, row->code);
	render_say(r, STYLE_PLAIN, "%-12s", place);
	render_say(r, reading->fault.number ? STYLE_CHANGED : STYLE_PLAIN,
		"%-20s", result);
	render_say(r, STYLE_PLAIN, "%s", remark(t, n));
}

/* A byte that was read, or was to be, as it is shown. */
struct reading_row {
	const char *name, *code, *through;
	uint64_t offset, address;
	bool done, has_byte;
	unsigned byte, wanted;
};

#define READING(member) MEMBER(struct reading_row, member)

static const struct field reading_fields[] = {
	{"name", NULL, VALUE_TEXT, READING(name)},
	{"code", NULL, VALUE_TEXT, READING(code)},
	{"through", NULL, VALUE_TEXT, READING(through)},
	{"offset", NULL, VALUE_ADDRESS, READING(offset)},
	{"address", NULL, VALUE_ADDRESS, READING(address)},
	{"performed", NULL, VALUE_TRUTH, READING(done)},
	{"byte", NULL, VALUE_COUNT, READING(byte),
		IF_HAS(struct reading_row, has_byte)},
	{"expected", NULL, VALUE_COUNT, READING(wanted),
		IF_HAS(struct reading_row, done)},
};

void segments_tell_reading(struct render *r, unsigned indent,
	const struct segment_trial *t, enum reading n)
{
	const struct byte_read *reading = &t->readings[n];
	struct reading_row row = {.name = rows[n].name,
		.code = rows[n].code,
		.through = rows[n].segment ? "segment" : "flat",
		.offset = offset_of(t, n),
		.address = t->base + offset_of(t, n),
		.done = reading->done,
		.has_byte = reading->done && !reading->fault.number,
		.byte = reading->byte,
		.wanted = reading->wanted};

	render_object(r, NULL);
	render_members(r, FIELDS(reading_fields), &row);
	segments_tell_signal(r, "signal", &reading->fault);
	render_close(r);
	if (reading->done)
		say_reading(r, indent, t, n);
}
