/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address through its translations: which of them, and what they share. */
#include "inspections/translate.h"

#include <inttypes.h>
#include <string.h>

#include "render/field.h"
#include "words/array.h"
#include "words/translate.h"

bool translate_has(const struct call *call, const struct param *param)
{
	return command_given(call->command, call->given, param->name);
}

uint64_t translate_get(
	const struct call *call, const struct param *param, uint64_t otherwise)
{
	return translate_has(call, param) ? arg(call, param->role) : otherwise;
}

/* "P|W|U": the bits of a page fault's code. */
static void name_bits(uint32_t code, char *text, size_t size)
{
	static const char *const names[] = {"P", "W/R", "U/S", "RSVD", "I/D"};
	size_t used = 0;

	text[0] = '\0';
	for (unsigned i = 0; i < ARRAY_SIZE(names); i++)
		if (code >> i & 1)
			used += (size_t)snprintf(text + used, size - used,
				"%s%s", used ? "|" : "", names[i]);
}

struct exception_row {
	struct exception raised;
	const char *bits; /* of a page fault */
};

#define RAISED(member) MEMBER(struct exception_row, member)

static const struct field exception_fields[] = {
	{"name", NULL, VALUE_TEXT, RAISED(raised.name)},
	{"error_code", NULL, VALUE_COUNT, RAISED(raised.code)},
	{"bits", NULL, VALUE_TEXT, RAISED(bits)},
	{"rule", NULL, VALUE_TEXT, RAISED(raised.rule)},
	{"manual", NULL, VALUE_TEXT, RAISED(raised.section)},
};

/* "exception", null where it has no name. */
static void tell_exception(
	const struct translation *t, const struct exception *exception)
{
	struct render *r = t->render;
	struct exception_row row;
	char bits[32];
	bool page;

	if (!exception->name) {
		render_null(r, "exception");
		return;
	}
	page = strcmp(exception->name, "#PF") == 0;
	name_bits(exception->code, bits, sizeof(bits));
	row = (struct exception_row){*exception, page ? bits : NULL};
	render_item(r, "exception", FIELDS(exception_fields), &row);
	fields_label(r, t->indent, "exception");
	render_say(r, STYLE_BAD, "%s(%s%" PRIx32 ")", exception->name,
		exception->code ? "0x" : "", exception->code);
	if (page && *bits)
		render_say(r, STYLE_PLAIN, "  %s", bits);
	render_line(r, t->indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "broken: %s", exception->rule);
	render_line(r, t->indent + FIELDS_COLUMN);
	render_say(r, STYLE_FAINT, "%s", exception->section);
}

static void tell_nothing_of(struct render *r, const char *const *keys)
{
	for (; *keys; keys++)
		render_null(r, *keys);
}

/* The parts that a mode has not. */
static void tell_null_parts(
	struct render *r, bool real, bool segment, bool paging, bool live)
{
	static const char *const keys[][4] = {{"real"}, {"segment"},
		{"split", "walk"}, {"mapping", "page", "frame"}};
	const bool told[] = {real, segment, paging, live};

	for (int i = 0; i < 4; i++)
		if (!told[i])
			tell_nothing_of(r, keys[i]);
}

static const struct field end_fields[] = {
	{"linear", NULL, VALUE_ADDRESS, MEMBER(struct translated, linear),
		IF_HAS(struct translated, has_linear)},
	{"physical", NULL, VALUE_ADDRESS, MEMBER(struct translated, physical),
		IF_HAS(struct translated, has_physical)},
};

static void tell_end(const struct translation *t, const struct translated *done)
{
	render_members(t->render, FIELDS(end_fields), done);
	tell_exception(t, &done->exception);
}

static bool look_live(const struct translation *t, struct failure *failure)
{
	struct translated done = {
		.has_linear = true, .linear = arg(t->call, ROLE_ADDR)};
	bool seen;

	tell_null_parts(t->render, false, false, true, true);
	render_null(t->render, "walk");
	seen = translate_live(t, &done, failure);
	tell_end(t, &done);
	return seen;
}

static void look_model(const struct translation *t)
{
	struct render *r = t->render;
	struct translated done;

	switch ((enum translate_mode)arg(t->call, ROLE_MODE)) {
	case TRANSLATE_REAL:
		done = translate_real(t);
		tell_null_parts(r, true, false, false, false);
		break;
	case TRANSLATE_PROTECTED:
	case TRANSLATE_LONG:
		done = translate_segment(t);
		tell_null_parts(r, false, true, false, false);
		break;
	default:
		done = translate_tables(t);
		tell_null_parts(r, false, false, true, false);
		break;
	}
	tell_end(t, &done);
}

static bool show(struct render *r, const struct look *look, void *seen,
	struct failure *failure)
{
	const struct call *call = look->call;
	struct translation t = {.render = r,
		.look = look,
		.call = call,
		.indent = look_indent(look)};
	uint64_t pid = arg(call, ROLE_PID) ? arg(call, ROLE_PID)
					   : (uint64_t)look->subject;
	char mode[16];

	(void)seen;
	if (arg(call, ROLE_MODE) == TRANSLATE_LIVE) {
		render_fact(r, "mode", NULL, as_null());
		render_fact(r, "pid", NULL, as_count(pid));
		return look_live(&t, failure);
	}
	names_format(&names_mode, arg(call, ROLE_MODE), mode, sizeof(mode));
	render_fact(r, "mode", NULL, as_text(mode));
	render_fact(r, "pid", NULL, as_null());
	look_model(&t);
	return true;
}

static const struct inspection inspection = {
	.size = 1,
	.stream = show,
};

const struct command command_translate = {
	.name = "translate",
	.summary = "follow an address through its translations",
	.manual = "memtool-translate(1)",
	.describes =
		"It tells, step by step, what becomes of an address. Without "
		"--mode it is one of a process: memtool's own subject, as the "
		"steps before it have left it, or PID; then the mapping, the "
		"page and (for the privileged) the frame behind it are told "
		"as they are now. With --mode nothing of the machine is "
		"looked at: the rules of an x86 processor are applied to what "
		"is given, a SEG:OFF of real mode, a selector, a descriptor "
		"and an offset, or a linear address and the tables in a file; "
		"where they raise an exception, that is the answer.",
	.params = {&param_pid, &param_mode_of, &param_linear, &param_far,
		&param_selector, &param_descriptor, &param_offset_in,
		&param_base, &param_size_of, &param_segment, &param_reach,
		&param_cpl, &param_table_limit, &param_gate, &param_cr3,
		&param_tables, &param_control, &param_physical_bits},
	.word = &param_linear,
	.second = &param_far,
	.verify = translate_verify,
	.inspection = &inspection,
};
