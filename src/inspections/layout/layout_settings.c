/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The settings for randomization and guard gaps. */
#include <inttypes.h>

#include "inspections/layout/layout.h"
#include "render/field.h"

static const char *randomize_meaning(uint64_t value)
{
	switch (value) {
	case 0:
		return "nothing is randomized";
	case 1:
		return "stack, vdso and mmap are randomized, the heap is not";
	case 2:
		return "stack, vdso, mmap and heap are randomized";
	default:
		return "as 2";
	}
}

/* The settings as printed, and which of them apply. */
struct settings_row {
	struct layout_settings settings;
	struct setting process_bits;
	const char *bits_from, *compat_bits_from;
};

#define SETTING(member)                                                        \
	VALUE_COUNT, MEMBER(struct settings_row, member.value),                \
		IF_HAS(struct settings_row, member.known)
#define ROW(member) MEMBER(struct settings_row, member)

static const struct field settings_fields[] = {
	{"randomize_va_space", JSON_ONLY, SETTING(settings.randomize_va_space)},
	{"mmap_rnd_bits", JSON_ONLY, SETTING(settings.mmap_rnd_bits)},
	{"mmap_rnd_bits_from", JSON_ONLY, VALUE_TEXT, ROW(bits_from)},
	{"mmap_rnd_compat_bits", JSON_ONLY,
		SETTING(settings.mmap_rnd_compat_bits)},
	{"mmap_rnd_compat_bits_from", JSON_ONLY, VALUE_TEXT,
		ROW(compat_bits_from)},
	{"process_rnd_bits", JSON_ONLY, SETTING(process_bits)},
	{"legacy_va_layout", JSON_ONLY, SETTING(settings.legacy_va_layout)},
	{"mmap_min_addr", JSON_ONLY, SETTING(settings.mmap_min_addr)},
	{"stack_guard_gap", JSON_ONLY, VALUE_BYTES,
		ROW(settings.stack_guard_gap)},
	{"addr_no_randomize", JSON_ONLY, VALUE_TRUTH,
		ROW(settings.no_randomize)},
};

static const char *origin(const struct setting *setting)
{
	if (!setting->known)
		return NULL;
	return setting->assumed ? "default" : "sysctl";
}

/* "mmap_rnd_bits 28" */
static void text_bits(struct render *r, unsigned indent, const char *name,
	const struct setting *bits, const char *whose)
{
	layout_line(r, indent, "");
	if (!bits->known) {
		render_printf(r, STYLE_PLAIN, "%s unknown%s", name, whose);
		return;
	}
	render_printf(
		r, STYLE_PLAIN, "%s %" PRIu64 "%s", name, bits->value, whose);
	if (bits->assumed)
		render_printf(r, STYLE_PLAIN,
			" (the kernel's default: only root may read it)");
}

static void text_rnd_bits(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process)
{
	if (rnd_bits_of(settings, process) == &settings->mmap_rnd_bits)
		text_bits(r, indent, "mmap_rnd_bits", &settings->mmap_rnd_bits,
			"");
	else
		text_bits(r, indent, "mmap_rnd_compat_bits",
			&settings->mmap_rnd_compat_bits,
			", for 32-bit programs");
}

static void text_settings(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process)
{
	char least[32], gap[32];

	layout_line(r, indent, "settings");
	if (settings->randomize_va_space.known)
		render_printf(r, STYLE_PLAIN,
			"randomize_va_space %" PRIu64 ": %s",
			settings->randomize_va_space.value,
			randomize_meaning(settings->randomize_va_space.value));
	else
		render_printf(r, STYLE_PLAIN, "randomize_va_space unknown");
	text_rnd_bits(r, indent, settings, process);
	format_bytes(settings->mmap_min_addr.value, least, sizeof(least));
	format_bytes(settings->stack_guard_gap, gap, sizeof(gap));
	layout_line(r, indent, "");
	render_printf(r, STYLE_PLAIN, "mmap_min_addr %s   stack guard gap %s",
		settings->mmap_min_addr.known ? least : "unknown", gap);
	if (!settings->no_randomize)
		return;
	layout_line(r, indent, "");
	render_printf(r, STYLE_CHANGED,
		"this process has personality ADDR_NO_RANDOMIZE: nothing is "
		"randomized");
}

void layout_print_settings(struct render *r, unsigned indent,
	const struct layout_settings *settings,
	const struct address_space *process)
{
	struct settings_row row = {*settings, *rnd_bits_of(settings, process),
		origin(&settings->mmap_rnd_bits),
		origin(&settings->mmap_rnd_compat_bits)};

	render_item(r, "settings", FIELDS(settings_fields), &row);
	text_settings(r, indent, settings, process);
}
