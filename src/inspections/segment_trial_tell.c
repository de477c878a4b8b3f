/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the demonstration went. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/segments/segments.h"
#include "render/field.h"
#include "words/program.h"
#include "words/signals.h"

static bool was_read(const struct segment_trial *t, enum reading n)
{
	const struct byte_read *r = &t->readings[n];

	return r->done && !r->fault.number && r->byte == r->wanted;
}

static bool has_faulted(const struct segment_trial *t, enum reading n)
{
	return t->readings[n].done && t->readings[n].fault.number;
}

/* Whether 32-bit code runs here at all: it has read something. */
static bool ran_32(const struct segment_trial *t)
{
	return was_read(t, READ_LAST_32) && was_read(t, READ_FLAT_32);
}

bool segments_no_ldt(const struct segment_trial *t)
{
	return !t->loaded && t->load.number && !t->view.visible;
}

void segments_name_load(const struct segment_trial *t, char *text, size_t size)
{
	const char *code = signal_code_name(t->load.number, t->load.code);

	snprintf(text, size, "%s%s%s%s", signal_name(t->load.number),
		code ? " (" : "", code ? code : "", code ? ")" : "");
}

static bool has_answered(const struct hidden_answer *answer)
{
	return answer->done && !answer->fault.number;
}

static void say_ldtr(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	if (t->view.visible)
		return;
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "LAR and LSL find no such segment");
	if (!has_answered(&t->ldtr))
		return;
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "SLDT reads 0x%04" PRIx64 "%s",
		t->ldtr.value, t->ldtr.value ? "" : ": no LDT is in use");
}

static void say_load(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	char raised[48];

	if (t->loaded)
		return;
	segments_name_load(t, raised, sizeof(raised));
	segments_line(r, indent, "");
	render_say(r, STYLE_CHANGED, "loading gs with it raised %s", raised);
}

/* The segment as it is shown. */
struct own_segment {
	struct segment_trial t;
	unsigned index;
	uint64_t base;
	bool answered; /* the instruction that tells of the LDT */
};

#define OWN(member) MEMBER(struct own_segment, member)

static const struct field segment_fields[] = {
	{"selector", "selector ", VALUE_ADDRESS, OWN(t.selector), .digits = 4},
	{NULL, ", LDT ", VALUE_COUNT, OWN(index)},
	{"base", ": base ", VALUE_ADDRESS, OWN(base)},
	{NULL, ", limit ", VALUE_ADDRESS, OWN(t.limit)},
	{"ldtr", NULL, VALUE_ADDRESS, OWN(t.ldtr.value),
		IF_HAS(struct own_segment, answered)},
	{"loaded", NULL, VALUE_TRUTH, OWN(t.loaded)},
};

static const struct field descriptor_fields[] = {
	{"descriptor", "the descriptor is ", VALUE_ADDRESS, OWN(t.descriptor),
		.unless = UNLESS_ZERO, .digits = 16},
};

static const struct field base_fields[] = {
	{"gs_base", "loaded with it, gs has the base ", VALUE_ADDRESS,
		OWN(t.gs_base), IF_HAS(struct own_segment, t.knows_gs_base)},
};

static void tell_segment(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	struct descriptor seen =
		descriptor_of_rights(t->view.rights, t->view.limit);
	struct own_segment own = {*t, t->selector >> 3,
		t->descriptor ? descriptor_decode(t->descriptor).base : t->base,
		has_answered(&t->ldtr)};

	render_object(r, "segment");
	segments_line(r, indent, "segment");
	render_fields(r, FIELDS(segment_fields), &own);
	segments_tell_rights(r, indent, t->view.visible ? &seen : NULL,
		t->view.visible ? "lar-lsl" : NULL);
	if (t->descriptor)
		segments_line(r, indent, "");
	render_fields(r, FIELDS(descriptor_fields), &own);
	say_ldtr(r, indent, t);
	if (t->knows_gs_base)
		segments_line(r, indent, "");
	render_fields(r, FIELDS(base_fields), &own);
	say_load(r, indent, t);
	segments_tell_signal(r, "load_signal", &t->load);
	render_close(r);
}

/* Why 32-bit code has read nothing; "" where it has. */
static void why_not_32(const struct segment_trial *t, char *text, size_t size)
{
	const struct fault *fault = &t->readings[READ_LAST_32].fault;

	*text = '\0';
	if (ran_32(t))
		return;
	if (!t->loaded)
		snprintf(text, size, "no segment was loaded");
	else if (t->failed)
		snprintf(text, size, "%s: %s", t->failed, strerror(t->error));
	else if (!t->code_32.visible)
		snprintf(text, size,
			"this kernel has no 32-bit code segment (0x23)");
	else if (has_faulted(t, READ_LAST_32) && fault->selector != 0x23)
		snprintf(text, size,
			"the far call into the 32-bit code segment (0x23) "
			"raised %s",
			signal_name(fault->number));
	else if (has_faulted(t, READ_LAST_32))
		snprintf(text, size, "32-bit code raised %s within the limit",
			signal_name(fault->number));
	else
		child_describe(t->status, text, size);
}

/* What the readings come to. */
struct limits {
	bool done_64, checked_64, done_32, checked_32;
	char no_32[128]; /* why no 32-bit code was seen; "": it was */
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
	{"no_32_bit_code", "; 32-bit code was not seen: ", VALUE_TEXT,
		MEMBER(struct limits, no_32)},
};

static void tell_limits(struct render *r, unsigned indent,
	const struct segment_trial *t, const struct limits *limits)
{
	segments_line(r, indent, "result");
	if (t->loaded) {
		render_fields(r, FIELDS(limits_fields), limits);
		return;
	}
	render_members(r, FIELDS(limits_fields), limits);
	if (segments_no_ldt(t))
		render_say(r, STYLE_PLAIN,
			"the kernel keeps the descriptor, but uses no LDT "
			"here");
	else
		render_say(r, STYLE_PLAIN, "the segment cannot be loaded");
}

static void tell_readings(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	struct limits limits = {.done_64 = t->readings[READ_BEYOND_64].done,
		.checked_64 = has_faulted(t, READ_BEYOND_64),
		.done_32 = ran_32(t) && t->readings[READ_BEYOND_32].done,
		.checked_32 = has_faulted(t, READ_BEYOND_32)};

	why_not_32(t, limits.no_32, sizeof(limits.no_32));
	render_array(r, "readings");
	for (int i = 0; i < READINGS; i++)
		segments_tell_reading(r, indent, t, (enum reading)i);
	render_close(r);
	tell_limits(r, indent, t, &limits);
}

static const struct field trial_fields[] = {
	{"pid", NULL, VALUE_NUMBER, MEMBER(struct segment_trial, pid)},
	{"start", NULL, VALUE_ADDRESS, MEMBER(struct segment_trial, base)},
	{"size", NULL, VALUE_BYTES, MEMBER(struct segment_trial, size)},
};

void segments_tell_trial(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	render_object(r, "own_segment");
	render_members(r, FIELDS(trial_fields), t);
	segments_line(r, indent, "tried by");
	render_say(r, STYLE_PLAIN,
		"a child of %s (%d), on a page of its own at 0x%" PRIx64,
		program_name(), (int)t->pid, t->base);
	tell_segment(r, indent, t);
	tell_readings(r, indent, t);
	render_close(r);
}
