/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An address through its translations: the choice of mode, and the common
 * parts.
 */
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

/* "P|W|U": the bits of a page fault's error code. */
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
	{"name", JSON_ONLY, VALUE_TEXT, RAISED(raised.name)},
	{"error_code", JSON_ONLY, VALUE_COUNT, RAISED(raised.code)},
	{"bits", JSON_ONLY, VALUE_TEXT, RAISED(bits)},
	{"rule", JSON_ONLY, VALUE_TEXT, RAISED(raised.rule)},
	{"manual", JSON_ONLY, VALUE_TEXT, RAISED(raised.section)},
};

/* "exception"; null if there is none. */
static void print_exception(
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
	render_printf(r, STYLE_BAD, "%s(%s%" PRIx32 ")", exception->name,
		exception->code ? "0x" : "", exception->code);
	if (page && *bits)
		render_printf(r, STYLE_PLAIN, "  %s", bits);
	render_line(r, indent + FIELDS_COLUMN);
	render_printf(r, STYLE_PLAIN, "broken: %s", exception->rule);
	render_line(r, indent + FIELDS_COLUMN);
	render_printf(r, STYLE_FAINT, "%s", exception->section);
}

static void print_nothing_of(struct render *r, const char *const *keys)
{
	for (; *keys; keys++)
		render_null(r, *keys);
}

/* Print null for the parts that a mode lacks. */
static void print_null_parts(
	struct render *r, bool real, bool segment, bool paging, bool live)
{
	static const char *const keys[][4] = {{"real"}, {"segment"},
		{"split", "walk"}, {"mapping", "page", "frame"}};
	const bool shown[] = {real, segment, paging, live};

	for (int i = 0; i < 4; i++)
		if (!shown[i])
			print_nothing_of(r, keys[i]);
}

static bool look(const struct look *look, void *seen, struct reason *reason)
{
	const struct call *call = look->call;
	struct translation *translation = seen;

	translation->mode = (enum translate_mode)arg(call, ROLE_MODE);
	switch (translation->mode) {
	case TRANSLATE_LIVE:
		return translate_live(translation, look, reason);
	case TRANSLATE_REAL:
		translate_real(translation, call);
		break;
	case TRANSLATE_PROTECTED:
	case TRANSLATE_LONG:
		translate_segment(translation, call);
		break;
	default:
		translate_tables(translation, call, look->read);
		break;
	}
	return true;
}

struct head {
	char mode[16]; /* "": a process's address */
	pid_t pid;     /* 0: none */
};

static const struct field head_fields[] = {
	{"mode", JSON_ONLY, VALUE_TEXT, MEMBER(struct head, mode)},
	{"pid", JSON_ONLY, VALUE_NUMBER, MEMBER(struct head, pid),
		.unless = UNLESS_ZERO},
};

static void print_head(struct render *r, const struct translation *translation)
{
	struct head head = {.pid = translation->live.pid};

	if (translation->mode != TRANSLATE_LIVE)
		names_format(&names_mode, translation->mode, head.mode,
			sizeof(head.mode));
	render_members(r, FIELDS(head_fields), &head);
}

static void print_live(struct render *r, unsigned indent,
	const struct translation *translation)
{
	print_null_parts(r, false, false, true, true);
	render_null(r, "walk");
	if (translation->live.has_split)
		translate_print_split(r, indent, &translation->split);
	else
		render_null(r, "split");
	translate_print_live(
		r, indent, &translation->live, translation->end.linear);
}

static void print_model(struct render *r, unsigned indent,
	const struct translation *translation)
{
	switch (translation->mode) {
	case TRANSLATE_REAL:
		translate_print_real(r, indent, &translation->real);
		print_null_parts(r, true, false, false, false);
		break;
	case TRANSLATE_PROTECTED:
	case TRANSLATE_LONG:
		translate_print_segment(r, indent, &translation->segment);
		print_null_parts(r, false, true, false, false);
		break;
	default:
		translate_print_split(r, indent, &translation->split);
		translate_print_walk(r, indent, &translation->walk);
		print_null_parts(r, false, false, true, false);
		break;
	}
}

static const struct field end_fields[] = {
	{"linear", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct translated, linear),
		IF_HAS(struct translated, has_linear)},
	{"physical", JSON_ONLY, VALUE_ADDRESS,
		MEMBER(struct translated, physical),
		IF_HAS(struct translated, has_physical)},
};

static void print(struct render *r, const struct look *look, const void *seen)
{
	const struct translation *translation = seen;
	unsigned indent = look_indent(look);

	print_head(r, translation);
	if (translation->mode == TRANSLATE_LIVE)
		print_live(r, indent, translation);
	else
		print_model(r, indent, translation);
	render_members(r, FIELDS(end_fields), &translation->end);
	print_exception(r, indent, &translation->end.exception);
}

static void free_translation(void *seen)
{
	struct translation *translation = seen;

	holder_free(&translation->live.holder);
}

static const struct inspection inspection = {
	.size = sizeof(struct translation),
	.look = look,
	.print = print,
	.free = free_translation,
};

const struct command command_translate = {
	.name = "translate",
	.summary = "follow an address through its translations",
	.manual = "memtool-translate(1)",
	.describes =
		"Shows, step by step, how an address is translated. Without "
		"--mode it is an address of a process: of memtool's own "
		"subject, as left by the steps before, or of PID; then the "
		"current mapping, page and (with privilege) frame are shown. "
		"With --mode nothing of the machine is read: the rules of an "
		"x86 processor are applied to the given input, a SEG:OFF of "
		"real mode, a selector, a descriptor and an offset, or a "
		"linear address and the tables in a file; if they raise an "
		"exception, that is the answer.",
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
