/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/render.h"

#include <inttypes.h>
#include <stdarg.h>

struct value as_null(void)
{
	return (struct value){VALUE_NULL, 0, NULL};
}

struct value as_text(const char *text)
{
	return (struct value){text ? VALUE_TEXT : VALUE_NULL, 0, text};
}

struct value as_foreign(const char *text)
{
	return (struct value){text ? VALUE_FOREIGN : VALUE_NULL, 0, text};
}

struct value as_address(uint64_t address)
{
	return (struct value){VALUE_ADDRESS, address, NULL};
}

struct value as_bytes(uint64_t bytes)
{
	return (struct value){VALUE_BYTES, bytes, NULL};
}

struct value as_change(int64_t bytes)
{
	return (struct value){VALUE_CHANGE, (uint64_t)bytes, NULL};
}

struct value as_count(uint64_t count)
{
	return (struct value){VALUE_COUNT, count, NULL};
}

struct value as_number(int64_t number)
{
	return (struct value){VALUE_NUMBER, (uint64_t)number, NULL};
}

struct value as_duration(int64_t ns)
{
	return ns < 0 ? as_null()
		      : (struct value){VALUE_DURATION, (uint64_t)ns, NULL};
}

struct value as_truth(bool truth)
{
	return (struct value){VALUE_TRUTH, truth, NULL};
}

bool render_finish(struct render *r)
{
	return r->verbs->finish(r);
}

void render_object(struct render *r, const char *key)
{
	r->verbs->open(r, key, false, false);
}

void render_array(struct render *r, const char *key)
{
	r->verbs->open(r, key, true, false);
}

void render_rows(struct render *r, const char *key)
{
	r->verbs->open(r, key, true, true);
}

void render_close(struct render *r)
{
	r->verbs->close(r);
}

void render_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	r->verbs->fact(r, key, label, value);
}

void render_null(struct render *r, const char *key)
{
	render_fact(r, key, NULL, as_null());
}

bool render_hears_words(const struct render *r)
{
	return r->verbs->say != NULL;
}

void render_words(struct render *r, const char *label, struct value value)
{
	if (render_hears_words(r))
		r->verbs->words(r, label, value);
}

void render_line(struct render *r, unsigned indent)
{
	if (render_hears_words(r))
		r->verbs->line(r, indent);
}

void render_whole(struct render *r, enum style style, const char *text)
{
	if (render_hears_words(r))
		r->verbs->say(r, style, text, FOLD_NEVER);
}

void render_printf(struct render *r, enum style style, const char *format, ...)
{
	char text[4096];
	va_list list;

	if (!render_hears_words(r))
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	r->verbs->say(r, style, text, FOLD_WORDS);
}

void render_keep(struct render *r, enum style style, const char *format, ...)
{
	char text[512];
	va_list list;

	if (!render_hears_words(r))
		return;
	va_start(list, format);
	vsnprintf(text, sizeof(text), format, list);
	va_end(list);
	r->verbs->say(r, style, text, FOLD_BEFORE);
}

void render_labelled(
	struct render *r, unsigned indent, unsigned width, const char *label)
{
	render_line(r, indent);
	render_printf(r, STYLE_LABEL, "%-*s", (int)width, label);
}

void render_texts(
	struct render *r, const char *key, char *const *texts, size_t count)
{
	if (!texts) {
		render_null(r, key);
		return;
	}
	render_array(r, key);
	for (size_t i = 0; i < count; i++)
		render_fact(r, NULL, NULL, as_foreign(texts[i]));
	render_close(r);
}

void render_unbroken(struct render *r, bool whole)
{
	r->unbroken = whole;
}

void render_settle(struct render *r)
{
	if (render_hears_words(r))
		r->verbs->settle(r);
}

void render_right(struct render *r, struct value duration)
{
	char text[32];

	if (duration.kind == VALUE_NULL || !render_hears_words(r))
		return;
	format_duration((int64_t)duration.number, text, sizeof(text));
	r->verbs->right(r, text);
}

static const char *const units[] = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

unsigned unit_of(uint64_t bytes)
{
	unsigned unit = 0;

	if (bytes == 0)
		return UNIT_LARGEST; /* 0 is written without one */
	while (bytes % 1024 == 0 && unit < UNIT_LARGEST) {
		bytes /= 1024;
		unit++;
	}
	return unit;
}

struct value in_unit(struct value value, unsigned unit)
{
	if (value.kind == VALUE_BYTES || value.kind == VALUE_CHANGE)
		value.text = units[unit];
	return value;
}

void format_sized(uint64_t bytes, const char *wanted, char *text, size_t size)
{
	unsigned own = unit_of(bytes), unit = 0;

	if (bytes == 0) {
		snprintf(text, size, "0");
		return;
	}
	while (unit < own && wanted != units[unit])
		unit++;
	snprintf(text, size, "%" PRIu64 " %s", bytes >> (10 * unit),
		units[unit]);
}

void format_bytes(uint64_t bytes, char *text, size_t size)
{
	format_sized(bytes, NULL, text, size);
}

void format_about(uint64_t bytes, char *text, size_t size)
{
	static const char *const rounded[] = {
		"B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
	double value = (double)bytes;
	unsigned unit = 0;

	/* From 999.5 on, three digits would round to 1000. */
	while (value >= 999.5 && unit < 6) {
		value /= 1024;
		unit++;
	}
	/* Whole numbers have no decimals. */
	if (value == (double)(uint64_t)value || value >= 99.95)
		snprintf(text, size, "%.0f %s", value, rounded[unit]);
	else
		snprintf(text, size, "%.*f %s", value < 9.995 ? 2 : 1, value,
			rounded[unit]);
}

void format_duration(int64_t ns, char *text, size_t size)
{
	double value = (double)ns;

	if (ns < 1000)
		snprintf(text, size, "%" PRId64 " ns", ns);
	else if (ns < 1000000)
		snprintf(text, size, "%.1f us", value / 1e3);
	else if (ns < 1000000000)
		snprintf(text, size, "%.1f ms", value / 1e6);
	else
		snprintf(text, size, "%.2f s", value / 1e9);
}
