/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A linear address, split into the indices of its tables. */
#include <inttypes.h>

#include "inspections/translate/translate.h"
#include "render/field.h"

static const struct field part_fields[] = {
	{"name", JSON_ONLY, VALUE_TEXT, MEMBER(struct paging_field, name)},
	{"high", JSON_ONLY, VALUE_COUNT, MEMBER(struct paging_field, high)},
	{"low", JSON_ONLY, VALUE_COUNT, MEMBER(struct paging_field, low)},
	{"value", JSON_ONLY, VALUE_COUNT, MEMBER(struct paging_field, value)},
};

static void print_fields(struct render *r, unsigned indent,
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
	const char *paging;
	const char *half, *beyond; /* one of them; beyond: in neither half */
	unsigned bits;
	bool canonical, says_bits;
};

static const struct field split_fields[] = {
	{"paging", JSON_ONLY, VALUE_TEXT, MEMBER(struct split, paging)},
	{"canonical", JSON_ONLY, VALUE_TRUTH, MEMBER(struct split, canonical)},
	{"half", "  ", VALUE_TEXT, MEMBER(struct split, half)},
};

static const struct field bits_fields[] = {
	{TEXT_ONLY, "  ", VALUE_TEXT, MEMBER(struct split, beyond)},
	{"bits", JSON_ONLY, VALUE_COUNT, MEMBER(struct split, bits)},
	{TEXT_ONLY, " (", VALUE_COUNT, MEMBER(struct split, bits),
		IF_HAS(struct split, says_bits), .after = " bits)"},
};

/* What separates an address's half from the other. */
static void text_half(
	struct render *r, const struct paging *paging, bool kernel)
{
	switch (paging->halves) {
	case HALVES_SPLIT:
		render_printf(r, STYLE_PLAIN, ", with the split at 0x%" PRIx64,
			paging->upper_first);
		break;
	case HALVES_SIGNED:
		render_printf(r, STYLE_PLAIN, " half, canonical");
		break;
	case HALVES_TWO:
		render_printf(r, STYLE_PLAIN, " half, of %u bits (TTBR%d)",
			paging->bits, kernel);
		break;
	case HALVES_REGIONS:
	case HALVES_SEPARATE:
		break;
	}
}

static void print_half(struct render *r, const struct paging *paging,
	const struct split *row, bool kernel)
{
	render_fields(r, FIELDS(split_fields), row);
	if (row->canonical)
		text_half(r, paging, kernel);
	render_phrase(r, row->canonical ? STYLE_PLAIN : STYLE_BAD,
		FIELDS(bits_fields), row);
}

static struct split split_of(const struct paging *paging, uint64_t address)
{
	struct split split = {.paging = paging->name,
		.bits = paging->bits,
		.canonical = paging_reaches(paging, address),
		.says_bits = paging->halves != HALVES_SPLIT &&
			     paging->halves != HALVES_TWO};

	if (split.canonical) {
		split.half =
			paging_is_kernel(paging, address) ? "kernel" : "user";
		return split;
	}
	split.says_bits = true;
	split.beyond = paging->halves == HALVES_SIGNED
			       ? "not canonical"
			       : "the page tables do not reach it";
	return split;
}

static void print_known(struct render *r, unsigned indent,
	const struct translation_split *split)
{
	const struct paging *paging = &split->paging;
	struct split row = split_of(paging, split->address);
	struct paging_field fields[PAGING_FIELDS_MAX];
	unsigned count =
		paging_split(paging, split->address, split->shift, fields);

	render_object(r, "split");
	print_half(r, paging, &row, paging_is_kernel(paging, split->address));
	print_fields(r, indent, fields, count);
	render_close(r);
}

void translate_print_split(struct render *r, unsigned indent,
	const struct translation_split *split)
{
	int digits = !split->known ? 1 : split->paging.bits == 32 ? 8 : 16;

	fields_label(r, indent, "linear");
	render_printf(r, STYLE_PLAIN, "0x%0*" PRIx64, digits, split->address);
	if (split->known)
		print_known(r, indent, split);
	else
		render_null(r, "split");
}
