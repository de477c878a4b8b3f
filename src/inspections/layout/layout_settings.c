/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides how random addresses are, and how near they may come. */
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

/* The settings as they are shown, and which of them counts. */
struct settings_row {
	struct layout_settings s;
	struct setting process_bits;
	const char *bits_from, *compat_bits_from;
};

#define SETTING(member)                                                        \
	VALUE_COUNT, MEMBER(struct settings_row, member.value),                \
		IF_HAS(struct settings_row, member.known)
#define ROW(member) MEMBER(struct settings_row, member)

static const struct field settings_fields[] = {
	{"randomize_va_space", NULL, SETTING(s.randomize_va_space)},
	{"mmap_rnd_bits", NULL, SETTING(s.mmap_rnd_bits)},
	{"mmap_rnd_bits_from", NULL, VALUE_TEXT, ROW(bits_from)},
	{"mmap_rnd_compat_bits", NULL, SETTING(s.mmap_rnd_compat_bits)},
	{"mmap_rnd_compat_bits_from", NULL, VALUE_TEXT, ROW(compat_bits_from)},
	{"process_rnd_bits", NULL, SETTING(process_bits)},
	{"legacy_va_layout", NULL, SETTING(s.legacy_va_layout)},
	{"mmap_min_addr", NULL, SETTING(s.mmap_min_addr)},
	{"stack_guard_gap", NULL, VALUE_BYTES, ROW(s.stack_guard_gap)},
	{"addr_no_randomize", NULL, VALUE_TRUTH, ROW(s.no_randomize)},
};

static const char *origin(const struct setting *s)
{
	if (!s->known)
		return NULL;
	return s->assumed ? "default" : "sysctl";
}

/* "mmap_rnd_bits 28" */
static void say_bits(struct render *r, unsigned indent, const char *name,
	const struct setting *bits, const char *whose)
{
	layout_line(r, indent, "");
	if (!bits->known) {
		render_say(r, STYLE_PLAIN, "%s unknown%s", name, whose);
		return;
	}
	render_say(
		r, STYLE_PLAIN, "%s %" PRIu64 "%s", name, bits->value, whose);
	if (bits->assumed)
		render_say(r, STYLE_PLAIN,
			" (the kernel's default: only root may read it)");
}

static void say_rnd_bits(struct render *r, unsigned indent,
	const struct layout_settings *s, const struct address_space *process)
{
	if (rnd_bits_of(s, process) == &s->mmap_rnd_bits)
		say_bits(r, indent, "mmap_rnd_bits", &s->mmap_rnd_bits, "");
	else
		say_bits(r, indent, "mmap_rnd_compat_bits",
			&s->mmap_rnd_compat_bits, ", of 32-bit programs");
}

static void say_settings(struct render *r, unsigned indent,
	const struct layout_settings *s, const struct address_space *process)
{
	char least[32], gap[32];

	layout_line(r, indent, "settings");
	if (s->randomize_va_space.known)
		render_say(r, STYLE_PLAIN, "randomize_va_space %" PRIu64 ": %s",
			s->randomize_va_space.value,
			randomize_meaning(s->randomize_va_space.value));
	else
		render_say(r, STYLE_PLAIN, "randomize_va_space unknown");
	say_rnd_bits(r, indent, s, process);
	format_bytes(s->mmap_min_addr.value, least, sizeof(least));
	format_bytes(s->stack_guard_gap, gap, sizeof(gap));
	layout_line(r, indent, "");
	render_say(r, STYLE_PLAIN, "mmap_min_addr %s   stack guard gap %s",
		s->mmap_min_addr.known ? least : "unknown", gap);
	if (!s->no_randomize)
		return;
	layout_line(r, indent, "");
	render_say(r, STYLE_CHANGED,
		"this process has the personality ADDR_NO_RANDOMIZE: nothing "
		"is randomized");
}

void layout_tell_settings(struct render *r, unsigned indent,
	const struct layout_settings *s, const struct address_space *process)
{
	struct settings_row row = {*s, *rnd_bits_of(s, process),
		origin(&s->mmap_rnd_bits), origin(&s->mmap_rnd_compat_bits)};

	render_item(r, "settings", FIELDS(settings_fields), &row);
	say_settings(r, indent, s, process);
}
