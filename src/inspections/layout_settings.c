/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decides how random addresses are, and how near they may come. */
#include <inttypes.h>

#include "inspections/layout.h"

static void tell_setting(
	struct render *r, const char *key, const struct setting *s)
{
	render_fact(r, key, NULL, s->known ? as_count(s->value) : as_null());
}

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

static struct value origin(const struct setting *s)
{
	if (!s->known)
		return as_null();
	return as_text(s->assumed ? "default" : "sysctl");
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
	render_object(r, "settings");
	tell_setting(r, "randomize_va_space", &s->randomize_va_space);
	tell_setting(r, "mmap_rnd_bits", &s->mmap_rnd_bits);
	render_fact(r, "mmap_rnd_bits_from", NULL, origin(&s->mmap_rnd_bits));
	tell_setting(r, "mmap_rnd_compat_bits", &s->mmap_rnd_compat_bits);
	render_fact(r, "mmap_rnd_compat_bits_from", NULL,
		origin(&s->mmap_rnd_compat_bits));
	tell_setting(r, "process_rnd_bits", rnd_bits_of(s, process));
	tell_setting(r, "legacy_va_layout", &s->legacy_va_layout);
	tell_setting(r, "mmap_min_addr", &s->mmap_min_addr);
	render_fact(r, "stack_guard_gap", NULL, as_bytes(s->stack_guard_gap));
	render_fact(r, "addr_no_randomize", NULL, as_truth(s->no_randomize));
	render_close(r);
	say_settings(r, indent, s, process);
}
