/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes read through a segment, and without it. */
#include <inttypes.h>
#include <signal.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/signals.h"

/* Each reading, and what the manuals expect. */
static const struct row {
	const char *name, *code;
	bool segment; /* through the segment; else by flat address */
	bool beyond;  /* the first byte beyond its limit */
	bool last;    /* the last byte within */
} rows[READINGS] = {
	[READ_FLAT_64] = {"flat-64", "64-bit", false, false, false},
	[READ_SEGMENT_64] = {"segment-64", "64-bit", true, false, false},
	[READ_BEYOND_64] = {"beyond-64", "64-bit", true, true, false},
	[READ_LAST_32] = {"last-32", "32-bit", true, false, true},
	[READ_FLAT_32] = {"flat-32", "32-bit", false, true, false},
	[READ_BEYOND_32] = {"beyond-32", "32-bit", true, true, false},
};

static uint32_t offset_of(
	const struct segment_trial *trial, enum reading reading)
{
	return rows[reading].beyond ? trial->limit + 1
	       : rows[reading].last ? trial->limit
				    : 0;
}

static const char *remark(
	const struct segment_trial *trial, enum reading reading)
{
	const struct byte_read *read = &trial->readings[reading];

	if (read->fault.number)
		return reading == READ_BEYOND_32 ? "one byte beyond the limit"
						 : "";
	if (read->byte != read->wanted)
		return "not the byte in memory";
	switch (reading) {
	case READ_SEGMENT_64:
		return "the same byte, through the segment";
	case READ_BEYOND_64:
		return "beyond the limit: not checked";
	case READ_LAST_32:
		return "the last byte within";
	case READ_FLAT_32:
		return "the next byte, by its address";
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
	{"name", JSON_ONLY, VALUE_TEXT, MEMBER(struct signal_row, name)},
	{"code", JSON_ONLY, VALUE_TEXT, MEMBER(struct signal_row, code)},
	{"address", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct signal_row, address),
		IF_HAS(struct signal_row, has_address)},
};

void segments_print_signal(
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

static void text_reading(struct render *r, unsigned indent,
	const struct segment_trial *trial, enum reading n)
{
	const struct row *row = &rows[n];
	const struct byte_read *reading = &trial->readings[n];
	uint32_t offset = offset_of(trial, n);
	char place[32], result[48];
	const char *code;

	if (row->segment)
		snprintf(place, sizeof(place), "%%gs:0x%" PRIx32, offset);
	else
		snprintf(place, sizeof(place), "0x%" PRIx64,
			trial->base + offset);
	code = signal_code_name(reading->fault.number, reading->fault.code);
	if (reading->fault.number)
		snprintf(result, sizeof(result), "%s%s%s%s",
			signal_name(reading->fault.number), code ? " (" : "",
			code ? code : "", code ? ")" : "");
	else
		snprintf(result, sizeof(result), "0x%02x", reading->byte);
	segments_line(r, indent, row->code);
	render_printf(r, STYLE_PLAIN, "%-12s", place);
	render_printf(r, reading->fault.number ? STYLE_CHANGED : STYLE_PLAIN,
		"%-20s", result);
	render_printf(r, STYLE_PLAIN, "%s", remark(trial, n));
}

/* A reading as printed, performed or not. */
struct reading_row {
	const char *name, *code, *through;
	uint64_t offset, address;
	bool done, has_byte;
	unsigned byte, wanted;
};

#define READING(member) MEMBER(struct reading_row, member)

static const struct field reading_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, READING(name)},
	{"code", JSON_ONLY, VALUE_TEXT, READING(code)},
	{"through", JSON_ONLY, VALUE_TEXT, READING(through)},
	{"offset", JSON_ONLY, VALUE_ADDRESS, READING(offset)},
	{"address", JSON_ONLY, VALUE_ADDRESS, READING(address)},
	{"performed", JSON_ONLY, VALUE_TRUTH, READING(done)},
	{"byte", JSON_ONLY, VALUE_COUNT, READING(byte),
		IF_HAS(struct reading_row, has_byte)},
	{"expected", JSON_ONLY, VALUE_COUNT, READING(wanted),
		IF_HAS(struct reading_row, done)},
};

void segments_print_reading(struct render *r, unsigned indent,
	const struct segment_trial *trial, enum reading n)
{
	const struct byte_read *reading = &trial->readings[n];
	struct reading_row row = {.name = rows[n].name,
		.code = rows[n].code,
		.through = rows[n].segment ? "segment" : "flat",
		.offset = offset_of(trial, n),
		.address = trial->base + offset_of(trial, n),
		.done = reading->done,
		.has_byte = reading->done && !reading->fault.number,
		.byte = reading->byte,
		.wanted = reading->wanted};

	render_object(r, NULL);
	render_members(r, FIELDS(reading_fields), &row);
	segments_print_signal(r, "signal", &reading->fault);
	render_close(r);
	if (reading->done)
		text_reading(r, indent, trial, n);
}
