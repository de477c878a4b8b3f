/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A linear address, split into the indices of its tables. */
#include <inttypes.h>

#include "inspections/translate.h"
#include "render/field.h"

static void say_half(struct render *r, const struct paging *paging,
	bool canonical, bool kernel)
{
	const char *whose = kernel ? "kernel" : "user";

	if (!canonical) {
		render_say(r, STYLE_BAD, "  %s (%u bits)",
			paging->halves == HALVES_SIGNED
				? "not canonical"
				: "the page tables do not reach it",
			paging->bits);
		return;
	}
	switch (paging->halves) {
	case HALVES_SPLIT:
		render_say(r, STYLE_PLAIN, "  %s, with the split at 0x%" PRIx64,
			whose, paging->upper_first);
		break;
	case HALVES_SIGNED:
		render_say(r, STYLE_PLAIN, "  %s half, canonical (%u bits)",
			whose, paging->bits);
		break;
	case HALVES_TWO:
		render_say(r, STYLE_PLAIN, "  %s half, of %u bits (TTBR%d)",
			whose, paging->bits, kernel);
		break;
	case HALVES_REGIONS:
	case HALVES_SEPARATE:
		render_say(
			r, STYLE_PLAIN, "  %s (%u bits)", whose, paging->bits);
		break;
	}
}

static const struct field part_fields[] = {
	{"name", NULL, VALUE_TEXT, MEMBER(struct paging_field, name)},
	{"high", NULL, VALUE_COUNT, MEMBER(struct paging_field, high)},
	{"low", NULL, VALUE_COUNT, MEMBER(struct paging_field, low)},
	{"value", NULL, VALUE_COUNT, MEMBER(struct paging_field, value)},
};

static void tell_fields(struct render *r, unsigned indent,
	const struct paging_field *fields, unsigned count)
{
	struct bit_field drawn[PAGING_FIELDS_MAX];

	render_array(r, "fields");
	for (unsigned i = 0; i < count; i++) {
		render_item(r, NULL, FIELDS(part_fields), &fields[i]);
		drawn[i] = (struct bit_field){fields[i].name, fields[i].high,
			fields[i].low, fields[i].value, i + 1 == count};
	}
	render_close(r);
	fields_draw(r, indent, drawn, count);
}

struct split {
	const char *paging, *half; /* half: NULL: it is not canonical */
	unsigned bits;
	bool canonical;
};

static const struct field split_fields[] = {
	{"paging", NULL, VALUE_TEXT, MEMBER(struct split, paging)},
	{"bits", NULL, VALUE_COUNT, MEMBER(struct split, bits)},
	{"canonical", NULL, VALUE_TRUTH, MEMBER(struct split, canonical)},
	{"half", NULL, VALUE_TEXT, MEMBER(struct split, half)},
};

static void tell_known(struct render *r, unsigned indent,
	const struct translation_split *split)
{
	const struct paging *paging = &split->paging;
	struct paging_field fields[PAGING_FIELDS_MAX];
	unsigned count =
		paging_split(paging, split->address, split->shift, fields);
	bool canonical = paging_reaches(paging, split->address);
	bool kernel = paging_is_kernel(paging, split->address);
	struct split row = {paging->name,
		!canonical ? NULL
		: kernel   ? "kernel"
			   : "user",
		paging->bits, canonical};

	render_say(r, STYLE_PLAIN, "0x%0*" PRIx64, paging->bits == 32 ? 8 : 16,
		split->address);
	say_half(r, paging, canonical, kernel);
	render_object(r, "split");
	render_members(r, FIELDS(split_fields), &row);
	tell_fields(r, indent, fields, count);
	render_close(r);
}

void translate_tell_split(struct render *r, unsigned indent,
	const struct translation_split *split)
{
	fields_label(r, indent, "linear");
	if (split->known) {
		tell_known(r, indent, split);
		return;
	}
	render_say(r, STYLE_PLAIN, "0x%" PRIx64, split->address);
	render_null(r, "split");
}
