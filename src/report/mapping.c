/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the mappings. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/tell.h"
#include "render/field.h"
#include "report/internal.h"

static const char *const words[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_REMOVED] = "removed",
	[CHANGE_CHANGED] = "changed",
};
static const char *const marks[] = {
	[CHANGE_ADDED] = "+", [CHANGE_REMOVED] = "-", [CHANGE_CHANGED] = "~"};
static const enum style styles[] = {
	[CHANGE_ADDED] = STYLE_ADDED,
	[CHANGE_REMOVED] = STYLE_REMOVED,
	[CHANGE_CHANGED] = STYLE_CHANGED,
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
	{NULL, "  ", VALUE_TEXT, MEMBER(struct flag_row, sign)},
	{NULL, "", VALUE_TEXT, MEMBER(struct flag_row, name)},
	{NULL, " (", VALUE_TEXT, MEMBER(struct flag_row, letters),
		.after = ")"},
};

/* The flags that HAS has and LACKS lacks. */
static void say_flags(struct render *r, const char *sign,
	const struct mapping *has, const struct mapping *lacks)
{
	struct vmflags list = flags_of(has);
	struct flag_row row = {.sign = sign};

	while (vmflags_next(&list, row.letters)) {
		/* Each but as many as LACKS has of it. */
		if (vmflags_count(list, row.letters) <
			vmflags_count(flags_of(lacks), row.letters))
			continue;
		row.name = vmflag_name(row.letters);
		if (!row.name)
			row.name = "flag";
		render_phrase(r, STYLE_PLAIN, FIELDS(flag_fields), &row);
	}
}

/* One side of a change; CHANGED says whether it is there at all. */
static void tell_side(
	struct render *r, const char *key, const struct mapping *m, bool there)
{
	char *path;

	if (!there) {
		render_null(r, key);
		return;
	}
	render_object(r, key);
	path = path_of(m);
	tell_mapping(r, &(struct told_mapping){m->perms, m->offset, m->device,
				m->inode, path, flags_of(m)});
	render_close(r);
	free(path);
}

/* What it is: its file and the place there, or "anonymous". */
struct kind_row {
	const char *path;
	uint64_t from;
};

static const struct field kind_fields[] = {
	{NULL, "  ", VALUE_FOREIGN, MEMBER(struct kind_row, path)},
	{NULL, " from ", VALUE_BYTES, MEMBER(struct kind_row, from),
		.unless = UNLESS_ZERO},
};

static void say_kind(struct render *r, const struct mapping *m)
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

/* Where it happened, and in text what became of the permissions. */
struct change_row {
	const char *change;
	uint64_t start, end, size;
	const char *perms, *then; /* the same behind it, if not equal */
};

#define CHANGE(member) MEMBER(struct change_row, member)

static const struct field range_fields[] = {
	{"change", NULL, VALUE_TEXT, CHANGE(change)},
	{"start", NULL, VALUE_ADDRESS, CHANGE(start)},
	{"end", NULL, VALUE_ADDRESS, CHANGE(end)},
	{NULL, "  ", VALUE_TEXT, CHANGE(perms)},
	{NULL, " -> ", VALUE_TEXT, CHANGE(then)},
};

static const struct field size_fields[] = {
	{"size", "  ", VALUE_BYTES, CHANGE(size)},
};

static struct change_row row_of(const struct mapping_change *c)
{
	struct change_row row = {.change = words[c->change],
		.start = c->start,
		.end = c->end,
		.size = c->end - c->start,
		.perms = c->change == CHANGE_ADDED ? c->after.perms
						   : c->before.perms};

	if (c->change == CHANGE_CHANGED &&
		strcmp(c->before.perms, c->after.perms) != 0)
		row.then = c->after.perms;
	return row;
}

static void say_kinds(struct render *r, const struct mapping_change *c)
{
	if (c->change == CHANGE_CHANGED && !same_kind(&c->before, &c->after)) {
		say_kind(r, &c->before);
		render_say(r, STYLE_PLAIN, "  ->");
	}
	say_kind(r, c->change == CHANGE_REMOVED ? &c->before : &c->after);
}

/* A line of text, and the members that it shows. */
static void show_range(struct render *r, const struct mapping_change *c,
	const struct change_row *row)
{
	render_line(r, INDENT);
	render_say(r, styles[c->change], "%s %" PRIx64 "-%" PRIx64,
		marks[c->change], c->start, c->end);
	render_phrase(r, STYLE_PLAIN, FIELDS(range_fields), row);
	/* What the permissions tell already is not told again. */
	if (c->change == CHANGE_CHANGED && c->before.flags && c->after.flags &&
		!row->then) {
		say_flags(r, "+", &c->after, &c->before);
		say_flags(r, "-", &c->before, &c->after);
	}
	render_fields(r, FIELDS(size_fields), row);
	say_kinds(r, c);
}

void tell_change(struct render *r, const struct mapping_change *c, bool said)
{
	struct change_row row = row_of(c);

	render_object(r, NULL);
	if (said) {
		show_range(r, c, &row);
	} else {
		render_members(r, FIELDS(range_fields), &row);
		render_members(r, FIELDS(size_fields), &row);
	}
	tell_side(r, "before", &c->before, c->change != CHANGE_ADDED);
	tell_side(r, "after", &c->after, c->change != CHANGE_REMOVED);
	render_close(r);
}
