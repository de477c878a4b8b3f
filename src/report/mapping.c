/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How the mappings changed. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command/mapping_facts.h"
#include "render/field.h"
#include "report/internal.h"

static const char *const words[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_REMOVED] = "removed",
	[CHANGE_CHANGED] = "changed",
	[CHANGE_REPLACED] = "replaced",
};
static const char *const marks[] = {
	[CHANGE_ADDED] = "+",
	[CHANGE_REMOVED] = "-",
	[CHANGE_CHANGED] = "~",
	[CHANGE_REPLACED] = "~",
};
static const enum style styles[] = {
	[CHANGE_ADDED] = STYLE_ADDED,
	[CHANGE_REMOVED] = STYLE_REMOVED,
	[CHANGE_CHANGED] = STYLE_CHANGED,
	[CHANGE_REPLACED] = STYLE_CHANGED,
};

static char *path_of(const struct mapping *m)
{
	return m->path_length ? strndup(m->path, m->path_length) : NULL;
}

static struct vmflags flags_of(const struct mapping *m)
{
	return (struct vmflags){m->flags, m->flags_length};
}

/* A flag that came or went: "+locked (lo)". */
struct flag_row {
	const char *sign, *name;
	char letters[3];
};

static const struct field flag_fields[] = {
	{TEXT_ONLY, "  ", VALUE_TEXT, MEMBER(struct flag_row, sign)},
	{TEXT_ONLY, "", VALUE_TEXT, MEMBER(struct flag_row, name)},
	{TEXT_ONLY, " (", VALUE_TEXT, MEMBER(struct flag_row, letters),
		.after = ")"},
};

/* The flags that HAS has and LACKS lacks. */
static void text_flags(struct render *r, const char *sign,
	const struct mapping *has, const struct mapping *lacks)
{
	struct vmflags list = flags_of(has);
	struct flag_row row = {.sign = sign};

	while (vmflags_next(&list, row.letters)) {
		/* Each flag, less its count in LACKS. */
		if (vmflags_count(list, row.letters) <
			vmflags_count(flags_of(lacks), row.letters))
			continue;
		row.name = vmflag_name(row.letters);
		if (!row.name)
			row.name = "flag";
		render_phrase(r, STYLE_PLAIN, FIELDS(flag_fields), &row);
	}
}

/* One side of a change; null if it does not exist. */
static void print_side(
	struct render *r, const char *key, const struct mapping *m, bool there)
{
	char *path;

	if (!there) {
		render_null(r, key);
		return;
	}
	render_object(r, key);
	path = path_of(m);
	print_mapping(r, &(struct mapping_facts){m->perms, m->offset, m->device,
				 m->inode, path, flags_of(m)});
	render_close(r);
	free(path);
}

/* What is mapped: its file and the offset, or "anonymous". */
struct kind_row {
	const char *path;
	uint64_t from;
};

static const struct field kind_fields[] = {
	{TEXT_ONLY, "  ", VALUE_FOREIGN, MEMBER(struct kind_row, path)},
	{TEXT_ONLY, " from ", VALUE_BYTES, MEMBER(struct kind_row, from),
		.unless = UNLESS_ZERO},
};

static void text_kind(struct render *r, const struct mapping *m)
{
	char *path = path_of(m);
	struct kind_row row = {
		path ? path : "anonymous", mapping_is_file(m) ? m->offset : 0};

	render_fields(r, FIELDS(kind_fields), &row);
	free(path);
}

static bool same_kind(const struct mapping *a, const struct mapping *b)
{
	return a->inode == b->inode && a->path_length == b->path_length &&
	       memcmp(a->path, b->path, a->path_length) == 0;
}

/* Where it happened, and in text the permissions. */
struct change_row {
	const char *change;
	uint64_t start, end, size;
	const char *perms, *then; /* after the step, if they differ */
};

#define CHANGE(member) MEMBER(struct change_row, member)

static const struct field range_fields[] = {
	{"change", JSON_ONLY, VALUE_TEXT, CHANGE(change)},
	{"start", JSON_ONLY, VALUE_ADDRESS, CHANGE(start)},
	{"end", JSON_ONLY, VALUE_ADDRESS, CHANGE(end)},
	{TEXT_ONLY, "  ", VALUE_TEXT, CHANGE(perms)},
	{TEXT_ONLY, " -> ", VALUE_TEXT, CHANGE(then)},
};

static const struct field size_fields[] = {
	{"size", "  ", VALUE_BYTES, CHANGE(size)},
};

static struct change_row row_of(const struct mapping_change *change)
{
	struct change_row row = {.change = words[change->change],
		.start = change->start,
		.end = change->end,
		.size = change->end - change->start,
		.perms = change->change == CHANGE_ADDED ? change->after.perms
							: change->before.perms};

	if (change->change == CHANGE_CHANGED &&
		strcmp(change->before.perms, change->after.perms) != 0)
		row.then = change->after.perms;
	return row;
}

static void text_kinds(struct render *r, const struct mapping_change *change)
{
	if (change->change == CHANGE_CHANGED &&
		!same_kind(&change->before, &change->after)) {
		text_kind(r, &change->before);
		render_printf(r, STYLE_PLAIN, "  ->");
	}
	text_kind(r, change->change == CHANGE_REMOVED ? &change->before
						      : &change->after);
}

void print_flags(struct render *r, const struct mapping_change *change)
{
	text_flags(r, "+", &change->after, &change->before);
	text_flags(r, "-", &change->before, &change->after);
}

/* A line of text, and the JSON members. */
static void show_range(struct render *r, const struct mapping_change *change,
	const struct change_row *row)
{
	render_line(r, INDENT);
	render_printf(r, styles[change->change], "%s %" PRIx64 "-%" PRIx64,
		marks[change->change], change->start, change->end);
	render_phrase(r, STYLE_PLAIN, FIELDS(range_fields), row);
	/* Skip flags that only repeat the permissions. */
	if (change->change == CHANGE_CHANGED && change->before.flags &&
		change->after.flags && !row->then)
		print_flags(r, change);
	if (change->change == CHANGE_REPLACED)
		render_printf(r, STYLE_PLAIN, "  replaced");
	render_fields(r, FIELDS(size_fields), row);
	text_kinds(r, change);
}

void print_change(
	struct render *r, const struct mapping_change *change, bool worded)
{
	struct change_row row = row_of(change);

	render_object(r, NULL);
	if (worded) {
		show_range(r, change, &row);
	} else {
		render_members(r, FIELDS(range_fields), &row);
		render_members(r, FIELDS(size_fields), &row);
	}
	print_side(
		r, "before", &change->before, change->change != CHANGE_ADDED);
	print_side(
		r, "after", &change->after, change->change != CHANGE_REMOVED);
	render_close(r);
}
