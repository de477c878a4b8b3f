/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address through its translations: which of them, and what they share. */
#include "inspections/translate/translate.h"

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
	struct render *r, unsigned indent, const struct exception *exception)
{
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
	fields_label(r, indent, "exception");
	render_say(r, STYLE_BAD, "%s(%s%" PRIx32 ")", exception->name,
		exception->code ? "0x" : "", exception->code);
	if (page && *bits)
		render_say(r, STYLE_PLAIN, "  %s", bits);
	render_line(r, indent + FIELDS_COLUMN);
	render_say(r, STYLE_PLAIN, "broken: %s", exception->rule);
	render_line(r, indent + FIELDS_COLUMN);
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

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct translation *t = seen;

	t->mode = (enum translate_mode)arg(call, ROLE_MODE);
	switch (t->mode) {
	case TRANSLATE_LIVE:
		return translate_live(t, look, reason);
	case TRANSLATE_REAL:
		translate_real(t, call);
		break;
	case TRANSLATE_PROTECTED:
	case TRANSLATE_LONG:
		translate_segment(t, call);
		break;
	default:
		translate_tables(t, call, look->read);
		break;
	}
	return true;
}

struct head {
	char mode[16]; /* "": of a process */
	pid_t pid;     /* 0: of none */
};

static const struct field head_fields[] = {
	{"mode", NULL, VALUE_TEXT, MEMBER(struct head, mode)},
	{"pid", NULL, VALUE_NUMBER, MEMBER(struct head, pid),
		.unless = UNLESS_ZERO},
};

static void tell_head(struct render *r, const struct translation *t)
{
	struct head head = {.pid = t->live.pid};

	if (t->mode != TRANSLATE_LIVE)
		names_format(
			&names_mode, t->mode, head.mode, sizeof(head.mode));
	render_members(r, FIELDS(head_fields), &head);
}

static void tell_live(
	struct render *r, unsigned indent, const struct translation *t)
{
	tell_null_parts(r, false, false, true, true);
	render_null(r, "walk");
	if (t->live.has_split)
		translate_tell_split(r, indent, &t->split);
	else
		render_null(r, "split");
	translate_tell_live(r, indent, &t->live, t->end.linear);
}

static void tell_model(
	struct render *r, unsigned indent, const struct translation *t)
{
	switch (t->mode) {
	case TRANSLATE_REAL:
		translate_tell_real(r, indent, &t->real);
		tell_null_parts(r, true, false, false, false);
		break;
	case TRANSLATE_PROTECTED:
	case TRANSLATE_LONG:
		translate_tell_segment(r, indent, &t->segment);
		tell_null_parts(r, false, true, false, false);
		break;
	default:
		translate_tell_split(r, indent, &t->split);
		translate_tell_walk(r, indent, &t->walk);
		tell_null_parts(r, false, false, true, false);
		break;
	}
}

static const struct field end_fields[] = {
	{"linear", NULL, VALUE_ADDRESS, MEMBER(struct translated, linear),
		IF_HAS(struct translated, has_linear)},
	{"physical", NULL, VALUE_ADDRESS, MEMBER(struct translated, physical),
		IF_HAS(struct translated, has_physical)},
};

static void tell(struct render *r, const struct look *look, const void *seen)
{
	const struct translation *t = seen;
	unsigned indent = look_indent(look);

	tell_head(r, t);
	if (t->mode == TRANSLATE_LIVE)
		tell_live(r, indent, t);
	else
		tell_model(r, indent, t);
	render_members(r, FIELDS(end_fields), &t->end);
	tell_exception(r, indent, &t->end.exception);
}

static void free_translation(void *seen)
{
	struct translation *t = seen;

	holder_free(&t->live.holder);
}

static const struct inspection inspection = {
	.size = sizeof(struct translation),
	.look = look,
	.tell = tell,
	.free = free_translation,
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
