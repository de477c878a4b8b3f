/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Segments: the selector and the descriptor drawn, and each check. */

#include "inspections/segments/segment_parts.h"
#include "inspections/translate/translate.h"
#include "models/segment.h"
#include "render/field.h"

static struct segment_query query_of(const struct call *call)
{
	bool exec = arg(call, ROLE_ACCESS) == ACCESS_EXEC;
	bool has_selector = translate_has(call, &param_selector);
	struct selector selector =
		selector_decode((uint16_t)arg(call, ROLE_SELECTOR));

	return (struct segment_query){
		.long_mode = arg(call, ROLE_MODE) == TRANSLATE_LONG,
		.segment = (enum translate_segment)translate_get(
			call, &param_segment, exec ? SEGMENT_CS : SEGMENT_DS),
		.selector = (uint16_t)arg(call, ROLE_SELECTOR),
		.has_selector = has_selector,
		.descriptor = arg(call, ROLE_DESCRIPTOR),
		.has_descriptor = translate_has(call, &param_descriptor),
		.table_limit = arg(call, ROLE_TABLE_LIMIT),
		.has_table_limit = translate_has(call, &param_table_limit),
		.base = arg(call, ROLE_BASE),
		.has_base = translate_has(call, &param_base),
		.offset = (uint64_t)signed_arg(call, ROLE_OFFSET),
		.size = translate_get(call, &param_size_of, 1),
		.access = (enum access)arg(call, ROLE_ACCESS),
		.cpl = (unsigned)translate_get(
			call, &param_cpl, has_selector ? selector.rpl : 3),
		.linear_bits = arg(call, ROLE_CONTROL) & CONTROL_LA57 ? 57 : 48,
	};
}

struct check_row {
	struct segment_check check;
	bool known, passed;
};

#define CHECK(member) MEMBER(struct check_row, member)

static const struct field check_fields[] = {
	{"check", JSON_ONLY, VALUE_TEXT, CHECK(check.name)},
	{"passed", JSON_ONLY, VALUE_TRUTH, CHECK(passed),
		IF_HAS(struct check_row, known)},
	{"rule", " ", VALUE_TEXT, CHECK(check.rule)},
	{"manual", JSON_ONLY, VALUE_TEXT, CHECK(check.section)},
};

static void print_check(
	struct render *r, unsigned indent, const struct segment_check *check)
{
	static const char *const words[] = {"passed", "FAILED", "unknown"};
	static const enum style styles[] = {
		STYLE_ADDED, STYLE_BAD, STYLE_FAINT};
	struct check_row row = {*check, check->result != CHECK_OPEN,
		check->result == CHECK_PASSED};

	render_object(r, NULL);
	render_line(r, indent + FIELDS_COLUMN);
	render_printf(r, styles[check->result], "%-10s", words[check->result]);
	render_fields(r, FIELDS(check_fields), &row);
	render_close(r);
}

static void print_checks(
	struct render *r, unsigned indent, const struct segment_result *result)
{
	render_array(r, "checks");
	for (unsigned i = 0; i < result->count; i++)
		print_check(r, indent, &result->checks[i]);
	render_close(r);
}

/* How the segment is used. */
struct use {
	char segment[16], access[16];
	const char *rules;
	uint64_t offset, size, base, linear;
	unsigned cpl;
	bool good; /* no check failed */
};

#define USE(member) MEMBER(struct use, member)

static const struct field use_fields[] = {
	{"access", "", VALUE_TEXT, USE(access)},
	{"size", " ", VALUE_COUNT, USE(size), .noun = "byte"},
	{"register", " at ", VALUE_TEXT, USE(segment)},
	{"offset", ":", VALUE_ADDRESS, USE(offset)},
	{"cpl", ", CPL ", VALUE_COUNT, USE(cpl)},
};

static const struct field rules_fields[] = {
	{"rules", "by the rules of ", VALUE_TEXT, USE(rules), .after = " mode"},
};

#define SUM(member) VALUE_ADDRESS, USE(member), IF_HAS(struct use, good)

static const struct field linear_fields[] = {
	{TEXT_ONLY, "", SUM(linear)},
	{"base", "  = ", SUM(base)},
	{TEXT_ONLY, " + ", SUM(offset)},
};

static struct use use_of(
	const struct segment_query *query, const struct segment_result *result)
{
	struct use use = {.rules = result->flat ? "64-bit" : "protected",
		.offset = query->offset,
		.size = query->size,
		.base = result->base,
		.linear = result->linear,
		.cpl = query->cpl,
		.good = !result->exception.name};

	names_format(&names_segment, query->segment, use.segment,
		sizeof(use.segment));
	names_format(
		&names_reach, query->access, use.access, sizeof(use.access));
	return use;
}

static void print_linear(struct render *r, unsigned indent,
	const struct segment_query *query, const struct use *use, bool flat)
{
	if (use->good)
		fields_label(r, indent, "linear");
	render_fields(r, FIELDS(linear_fields), use);
	if (use->good && flat && query->has_descriptor)
		render_printf(r, STYLE_FAINT, "  %s",
			query->segment == SEGMENT_FS ||
					query->segment == SEGMENT_GS
				? "(its limit is ignored)"
				: "(its base and limit are ignored)");
}

void translate_segment(struct translation *translation, const struct call *call)
{
	struct segment_query *query = &translation->segment.query;
	struct segment_result *result = &translation->segment.result;

	*query = query_of(call);
	segment_translate(query, result);
	translation->end =
		(struct translated){.has_linear = !result->exception.name,
			.linear = result->linear,
			.exception = result->exception};
}

void translate_print_segment(struct render *r, unsigned indent,
	const struct translation_segment *segment)
{
	const struct segment_query *query = &segment->query;
	const struct segment_result *result = &segment->result;
	struct use use = use_of(query, result);

	render_object(r, "segment");
	segment_print_selector(r, indent, query->has_selector, query->selector);
	segment_print_descriptor(r, indent, query->has_descriptor,
		query->descriptor, query->long_mode);
	fields_label(r, indent, "access");
	render_fields(r, FIELDS(use_fields), &use);
	fields_label(r, indent, "checks");
	render_fields(r, FIELDS(rules_fields), &use);
	print_checks(r, indent, result);
	print_linear(r, indent, query, &use, result->flat);
	render_close(r);
}
