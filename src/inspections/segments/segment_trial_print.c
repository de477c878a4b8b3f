/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The result of the demonstration. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/program.h"
#include "words/signals.h"

static bool was_read(const struct segment_trial *trial, enum reading reading)
{
	const struct byte_read *read = &trial->readings[reading];

	return read->done && !read->fault.number && read->byte == read->wanted;
}

static bool has_faulted(const struct segment_trial *trial, enum reading reading)
{
	return trial->readings[reading].done &&
	       trial->readings[reading].fault.number;
}

/* Whether 32-bit code runs here at all: it has read something. */
static bool ran_32(const struct segment_trial *trial)
{
	return was_read(trial, READ_LAST_32) && was_read(trial, READ_FLAT_32);
}

bool segments_no_ldt(const struct segment_trial *trial)
{
	return !trial->loaded && trial->load.number && !trial->view.visible;
}

void segments_name_load(
	const struct segment_trial *trial, char *text, size_t size)
{
	const char *code =
		signal_code_name(trial->load.number, trial->load.code);

	snprintf(text, size, "%s%s%s%s", signal_name(trial->load.number),
		code ? " (" : "", code ? code : "", code ? ")" : "");
}

static bool has_answered(const struct hidden_answer *answer)
{
	return answer->done && !answer->fault.number;
}

static void text_ldtr(
	struct render *r, unsigned indent, const struct segment_trial *trial)
{
	if (trial->view.visible)
		return;
	segments_line(r, indent, "");
	render_printf(r, STYLE_PLAIN, "LAR and LSL find no such segment");
	if (!has_answered(&trial->ldtr))
		return;
	segments_line(r, indent, "");
	render_printf(r, STYLE_PLAIN, "SLDT reads 0x%04" PRIx64 "%s",
		trial->ldtr.value,
		trial->ldtr.value ? "" : ": no LDT is in use");
}

static void text_load(
	struct render *r, unsigned indent, const struct segment_trial *trial)
{
	char raised[48];

	if (trial->loaded)
		return;
	segments_name_load(trial, raised, sizeof(raised));
	segments_line(r, indent, "");
	render_printf(r, STYLE_CHANGED, "loading gs with it raised %s", raised);
}

/* The segment as printed. */
struct own_segment {
	struct segment_trial trial;
	unsigned index;
	uint64_t base;
	bool answered; /* SLDT answered */
};

#define OWN(member) MEMBER(struct own_segment, member)

static const struct field segment_fields[] = {
	{"selector", "selector ", VALUE_ADDRESS, OWN(trial.selector),
		.digits = 4},
	{TEXT_ONLY, ", LDT ", VALUE_COUNT, OWN(index)},
	{"base", ": base ", VALUE_ADDRESS, OWN(base)},
	{TEXT_ONLY, ", limit ", VALUE_ADDRESS, OWN(trial.limit)},
	{"ldtr", JSON_ONLY, VALUE_ADDRESS, OWN(trial.ldtr.value),
		IF_HAS(struct own_segment, answered)},
	{"loaded", JSON_ONLY, VALUE_TRUTH, OWN(trial.loaded)},
};

static const struct field descriptor_fields[] = {
	{"descriptor", "the descriptor is ", VALUE_ADDRESS,
		OWN(trial.descriptor), .unless = UNLESS_ZERO, .digits = 16},
};

static const struct field base_fields[] = {
	{"gs_base", "after loading, gs has base ", VALUE_ADDRESS,
		OWN(trial.gs_base),
		IF_HAS(struct own_segment, trial.knows_gs_base)},
};

static void print_segment(
	struct render *r, unsigned indent, const struct segment_trial *trial)
{
	struct descriptor seen =
		descriptor_of_rights(trial->view.rights, trial->view.limit);
	struct own_segment own = {*trial, trial->selector >> 3,
		trial->descriptor ? descriptor_decode(trial->descriptor).base
				  : trial->base,
		has_answered(&trial->ldtr)};

	render_object(r, "segment");
	segments_line(r, indent, "segment");
	render_fields(r, FIELDS(segment_fields), &own);
	segments_print_rights(r, indent, trial->view.visible ? &seen : NULL,
		trial->view.visible ? "lar-lsl" : NULL);
	if (trial->descriptor)
		segments_line(r, indent, "");
	render_fields(r, FIELDS(descriptor_fields), &own);
	text_ldtr(r, indent, trial);
	if (trial->knows_gs_base)
		segments_line(r, indent, "");
	render_fields(r, FIELDS(base_fields), &own);
	text_load(r, indent, trial);
	segments_print_signal(r, "load_signal", &trial->load);
	render_close(r);
}

/* Why 32-bit code read nothing; "" if it did. */
static void why_not_32(
	const struct segment_trial *trial, char *text, size_t size)
{
	const struct fault *fault = &trial->readings[READ_LAST_32].fault;

	*text = '\0';
	if (ran_32(trial))
		return;
	if (!trial->loaded)
		snprintf(text, size, "no segment was loaded");
	else if (trial->failed)
		snprintf(text, size, "%s: %s", trial->failed,
			strerror(trial->error));
	else if (!trial->code_32.visible)
		snprintf(text, size,
			"this kernel has no 32-bit code segment (0x23)");
	else if (has_faulted(trial, READ_LAST_32) && fault->selector != 0x23)
		snprintf(text, size,
			"the far call into the 32-bit code segment (0x23) "
			"raised %s",
			signal_name(fault->number));
	else if (has_faulted(trial, READ_LAST_32))
		snprintf(text, size, "32-bit code raised %s within the limit",
			signal_name(fault->number));
	else
		child_describe(trial->status, text, size);
}

/* The result of the readings. */
struct limits {
	bool done_64, checked_64, done_32, checked_32;
	char no_32[128]; /* why no 32-bit code ran; "": it ran */
};

static const struct field limits_fields[] = {
	{"limit_checked_by_64_bit_code", "64-bit code ", VALUE_TRUTH,
		MEMBER(struct limits, checked_64),
		IF_HAS(struct limits, done_64), .words = {"ignores", "obeys"},
		.after = " the limit"},
	{"limit_checked_by_32_bit_code", "; 32-bit code ", VALUE_TRUTH,
		MEMBER(struct limits, checked_32),
		IF_HAS(struct limits, done_32),
		.words = {"ignores it as well", "faults beyond it"}},
	{"no_32_bit_code", "; 32-bit code did not run: ", VALUE_TEXT,
		MEMBER(struct limits, no_32)},
};

static void print_limits(struct render *r, unsigned indent,
	const struct segment_trial *trial, const struct limits *limits)
{
	segments_line(r, indent, "result");
	if (trial->loaded) {
		render_fields(r, FIELDS(limits_fields), limits);
		return;
	}
	render_members(r, FIELDS(limits_fields), limits);
	if (segments_no_ldt(trial))
		render_printf(r, STYLE_PLAIN,
			"the kernel keeps the descriptor, but uses no LDT "
			"here");
	else
		render_printf(r, STYLE_PLAIN, "the segment cannot be loaded");
}

static void print_readings(
	struct render *r, unsigned indent, const struct segment_trial *trial)
{
	struct limits limits = {.done_64 = trial->readings[READ_BEYOND_64].done,
		.checked_64 = has_faulted(trial, READ_BEYOND_64),
		.done_32 =
			ran_32(trial) && trial->readings[READ_BEYOND_32].done,
		.checked_32 = has_faulted(trial, READ_BEYOND_32)};

	why_not_32(trial, limits.no_32, sizeof(limits.no_32));
	render_array(r, "readings");
	for (int i = 0; i < READINGS; i++)
		segments_print_reading(r, indent, trial, (enum reading)i);
	render_close(r);
	print_limits(r, indent, trial, &limits);
}

static const struct field trial_fields[] = {
	{"pid", JSON_ONLY, VALUE_NUMBER, MEMBER(struct segment_trial, pid)},
	{"start", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct segment_trial, base)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct segment_trial, size)},
};

void segments_print_trial(
	struct render *r, unsigned indent, const struct segment_trial *trial)
{
	render_object(r, "own_segment");
	render_members(r, FIELDS(trial_fields), trial);
	segments_line(r, indent, "tried by");
	render_printf(r, STYLE_PLAIN,
		"a child of %s (%d), on its own page at 0x%" PRIx64,
		program_name(), (int)trial->pid, trial->base);
	print_segment(r, indent, trial);
	print_readings(r, indent, trial);
	render_close(r);
}
