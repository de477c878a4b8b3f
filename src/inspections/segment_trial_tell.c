/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the demonstration went. */
#include <errno.h>
#include <inttypes.h>
#include <string.h>

#include "inspections/segments.h"
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

/*
 * A hypervisor may have modify_ldt(2) keep the descriptor, and never have the
 * processor use the table that it stands in (guests of PVM).
 */
static bool no_ldt(const struct segment_trial *t)
{
	return !t->loaded && t->load.number && !t->view.visible;
}

/* "SIGSEGV (SI_KERNEL)" */
static void name_load(const struct segment_trial *t, char *text, size_t size)
{
	const char *code = signal_code_name(t->load.number, t->load.code);

	snprintf(text, size, "%s%s%s%s", signal_name(t->load.number),
		code ? " (" : "", code ? code : "", code ? ")" : "");
}

static void tell_ldtr(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	bool answered = t->ldtr.done && !t->ldtr.fault.number;

	render_fact(r, "ldtr", NULL,
		answered ? as_address(t->ldtr.value) : as_null());
	if (t->view.visible)
		return;
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "LAR and LSL find no such segment");
	if (!answered)
		return;
	segments_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "SLDT reads 0x%04" PRIx64 "%s",
		t->ldtr.value, t->ldtr.value ? "" : ": no LDT is in use");
}

static void tell_load(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	char raised[48];

	render_fact(r, "gs_base", NULL,
		t->knows_gs_base ? as_address(t->gs_base) : as_null());
	render_fact(r, "loaded", NULL, as_truth(t->loaded));
	segments_tell_signal(r, "load_signal", &t->load);
	if (t->knows_gs_base) {
		segments_line(r, indent, "");
		render_say(r, STYLE_PLAIN,
			"loaded with it, gs has the base 0x%" PRIx64,
			t->gs_base);
	}
	if (t->loaded)
		return;
	name_load(t, raised, sizeof(raised));
	segments_line(r, indent, "");
	render_say(r, STYLE_CHANGED, "loading gs with it raised %s", raised);
}

static void tell_segment(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	struct descriptor seen =
		descriptor_of_rights(t->view.rights, t->view.limit);
	bool raw = t->descriptor != 0;
	struct descriptor d = descriptor_decode(t->descriptor);

	render_object(r, "segment");
	render_fact(r, "selector", NULL, as_address(t->selector));
	render_fact(r, "descriptor", NULL,
		raw ? as_address(t->descriptor) : as_null());
	render_fact(r, "base", NULL, as_address(raw ? d.base : t->base));
	segments_tell_rights(r, t->view.visible ? &seen : NULL,
		t->view.visible ? "lar-lsl" : NULL);
	segments_line(r, indent, "segment");
	render_say(r, STYLE_PLAIN,
		"selector 0x%04x, LDT %u: base 0x%" PRIx64 ", limit 0x%" PRIx32,
		t->selector, t->selector >> 3, raw ? d.base : t->base,
		t->limit);
	if (t->view.visible) {
		segments_line(r, indent, "");
		segments_say_rights(r, &seen);
	}
	if (raw) {
		segments_line(r, indent, "");
		render_say(r, STYLE_PLAIN, "the descriptor is 0x%016" PRIx64,
			t->descriptor);
	}
	tell_ldtr(r, indent, t);
	tell_load(r, indent, t);
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

static void tell_readings(
	struct render *r, unsigned indent, const struct segment_trial *t)
{
	char why[128];
	bool done_64 = t->readings[READ_BEYOND_64].done;
	bool done_32 = ran_32(t) && t->readings[READ_BEYOND_32].done;

	render_array(r, "readings");
	for (int i = 0; i < READINGS; i++)
		segments_tell_reading(r, indent, t, (enum reading)i);
	render_close(r);
	why_not_32(t, why, sizeof(why));
	render_fact(r, "limit_checked_by_64_bit_code", NULL,
		done_64 ? as_truth(has_faulted(t, READ_BEYOND_64)) : as_null());
	render_fact(r, "limit_checked_by_32_bit_code", NULL,
		done_32 ? as_truth(has_faulted(t, READ_BEYOND_32)) : as_null());
	render_fact(r, "no_32_bit_code", NULL, *why ? as_text(why) : as_null());
	segments_line(r, indent, "result");
	if (!t->loaded) {
		render_say(r, STYLE_PLAIN, "%s",
			no_ldt(t) ? "the kernel keeps the descriptor, but uses "
				    "no LDT here"
				  : "the segment cannot be loaded");
		return;
	}
	render_say(r, STYLE_PLAIN, "64-bit code %s the limit; ",
		has_faulted(t, READ_BEYOND_64) ? "obeys" : "ignores");
	if (*why)
		render_say(r, STYLE_PLAIN, "32-bit code was not seen: %s", why);
	else
		render_say(r, STYLE_PLAIN, "32-bit code %s",
			has_faulted(t, READ_BEYOND_32) ? "faults beyond it"
						       : "ignores it as well");
}

static bool not_made(const struct segment_trial *t, struct failure *failure)
{
	char how[64];

	if (t->failed && t->error == ENOSYS) {
		fail_to_look(failure, ENOSYS,
			"this kernel has no modify_ldt(2) "
			"(CONFIG_MODIFY_LDT_SYSCALL)");
		failure->unsupported = true;
		return false;
	}
	if (t->failed)
		return fail_to_look(failure, t->error, "%s: %s%s", t->failed,
			strerror(t->error),
			t->error == EPERM ? ", perhaps by a seccomp filter"
					  : "");
	child_describe(t->status, how, sizeof(how));
	return fail_to_look(failure, EIO, "the child that tried it %s", how);
}

static bool not_loaded(const struct segment_trial *t, struct failure *failure)
{
	char raised[48];

	name_load(t, raised, sizeof(raised));
	if (!no_ldt(t))
		return fail_to_look(failure, EIO,
			"loading gs with the segment's selector raised %s",
			raised);
	fail_to_look(failure, ENOSYS,
		"no LDT is in use on this machine: the kernel took the "
		"descriptor, but loading gs with its selector raised %s",
		raised);
	failure->unsupported = true;
	return false;
}

bool segments_tell_trial(
	struct render *r, unsigned indent, struct failure *failure)
{
	struct segment_trial t;
	int error = segment_try(&t);

	if (error || (!t.load.number && !t.readings[READ_BEYOND_64].done)) {
		render_null(r, "own_segment");
		if (error)
			return fail_to_look(
				failure, error, "fork: %s", strerror(error));
		return not_made(&t, failure);
	}
	render_object(r, "own_segment");
	render_fact(r, "pid", NULL, as_number(t.pid));
	render_fact(r, "start", NULL, as_address(t.base));
	render_fact(r, "size", NULL, as_bytes(t.size));
	segments_line(r, indent, "tried by");
	render_say(r, STYLE_PLAIN,
		"a child of %s (%d), on a page of its own at 0x%" PRIx64,
		program_name(), (int)t.pid, t.base);
	tell_segment(r, indent, &t);
	tell_readings(r, indent, &t);
	render_close(r);
	return t.loaded || not_loaded(&t, failure);
}
