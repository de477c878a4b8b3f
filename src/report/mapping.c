/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What became of the mappings. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "commands/tell.h"
#include "report/inside.h"

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

/* The flags that HAS has and LACKS lacks: "+locked (lo)". */
static void say_flags(struct render *r, char sign, const struct mapping *has,
	const struct mapping *lacks)
{
	struct vmflags list = flags_of(has);
	char letters[3];

	while (vmflags_next(&list, letters)) {
		const char *name = vmflag_name(letters);

		/* Each but as many as LACKS has of it. */
		if (vmflags_count(list, letters) >=
			vmflags_count(flags_of(lacks), letters))
			render_keep(r, STYLE_PLAIN, "  %c%s (%s)", sign,
				name ? name : "flag", letters);
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
static void say_kind(struct render *r, const struct mapping *m)
{
	char *path = path_of(m);

	if (!path)
		render_say(r, STYLE_PLAIN, "  anonymous");
	else
		render_words(r, "  ", as_foreign(path));
	if (mapping_is_file(m) && m->offset)
		render_words(r, " from ", as_bytes(m->offset));
	free(path);
}

static bool same_kind(const struct mapping *a, const struct mapping *b)
{
	return a->inode == b->inode && a->path_length == b->path_length &&
	       memcmp(a->path, b->path, a->path_length) == 0;
}

static void say_range(struct render *r, const struct mapping_change *c)
{
	const struct mapping *now =
		c->change == CHANGE_REMOVED ? &c->before : &c->after;
	bool moved = c->change == CHANGE_CHANGED;

	render_line(r, INDENT);
	render_say(r, styles[c->change], "%s %" PRIx64 "-%" PRIx64,
		marks[c->change], c->start, c->end);
	if (moved && strcmp(c->before.perms, c->after.perms) != 0)
		render_keep(r, STYLE_PLAIN, "  %s -> %s", c->before.perms,
			c->after.perms);
	else
		render_keep(r, STYLE_PLAIN, "  %s", now->perms);
	/* What the permissions tell already is not told again. */
	if (moved && c->before.flags && c->after.flags &&
		strcmp(c->before.perms, c->after.perms) == 0) {
		say_flags(r, '+', &c->after, &c->before);
		say_flags(r, '-', &c->before, &c->after);
	}
}

void say_change(struct render *r, const struct mapping_change *c)
{
	say_range(r, c);
	render_words(r, "  ", as_bytes(c->end - c->start));
	if (c->change == CHANGE_CHANGED && !same_kind(&c->before, &c->after)) {
		say_kind(r, &c->before);
		render_say(r, STYLE_PLAIN, "  ->");
	}
	say_kind(r, c->change == CHANGE_REMOVED ? &c->before : &c->after);
}

void tell_change(struct render *r, const struct mapping_change *c)
{
	render_object(r, NULL);
	render_fact(r, "change", NULL, as_text(words[c->change]));
	render_fact(r, "start", NULL, as_address(c->start));
	render_fact(r, "end", NULL, as_address(c->end));
	render_fact(r, "size", NULL, as_bytes(c->end - c->start));
	tell_side(r, "before", &c->before, c->change != CHANGE_ADDED);
	tell_side(r, "after", &c->after, c->change != CHANGE_REMOVED);
	render_close(r);
}
