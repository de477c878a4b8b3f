/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

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

static struct value path_of(const struct mapping *m, char **copy)
{
	*copy = m->path_length ? strndup(m->path, m->path_length) : NULL;
	return as_foreign(*copy);
}

/* One side of a change; CHANGED says whether it is there at all. */
static void tell_side(
	struct render *r, const char *key, const struct mapping *m, bool there)
{
	char *path;

	if (!there) {
		render_fact(r, key, NULL, as_null());
		return;
	}
	render_object(r, key);
	render_fact(r, "perms", NULL, as_text(m->perms));
	render_fact(r, "offset", NULL, as_bytes(m->offset));
	render_fact(r, "device", NULL, as_text(m->device));
	render_fact(r, "inode", NULL, as_count(m->inode));
	render_fact(r, "path", NULL, path_of(m, &path));
	render_fact(r, "vm_flags", NULL, as_null());
	render_close(r);
	free(path);
}

/* What it is: its file and the place there, or "anonymous". */
static void say_kind(struct render *r, const struct mapping *m)
{
	char *path;
	struct value value = path_of(m, &path);

	if (value.kind == VALUE_NULL)
		render_say(r, STYLE_PLAIN, "  anonymous");
	else
		render_words(r, "  ", value);
	if (mapping_is_file(m) && m->offset)
		render_words(r, " from ", as_bytes(m->offset));
	free(path);
}

static bool same_kind(const struct mapping *a, const struct mapping *b)
{
	return a->inode == b->inode && a->path_length == b->path_length &&
	       memcmp(a->path, b->path, a->path_length) == 0;
}

static void say_change(struct render *r, const struct mapping_change *c)
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
}

static void tell_change(struct render *r, const struct mapping_change *c)
{
	bool removed = c->change == CHANGE_REMOVED;
	bool added = c->change == CHANGE_ADDED;

	render_object(r, NULL);
	say_change(r, c);
	render_fact(r, "change", NULL, as_text(words[c->change]));
	render_fact(r, "start", NULL, as_address(c->start));
	render_fact(r, "end", NULL, as_address(c->end));
	render_fact(r, "size", "  ", as_bytes(c->end - c->start));
	if (c->change == CHANGE_CHANGED && !same_kind(&c->before, &c->after)) {
		say_kind(r, &c->before);
		render_say(r, STYLE_PLAIN, "  ->");
	}
	say_kind(r, removed ? &c->before : &c->after);
	tell_side(r, "before", &c->before, !added);
	tell_side(r, "after", &c->after, !removed);
	render_close(r);
}

/* Not measured yet: the keys stand, so that no reader depends on their lack. */
static void tell_memory(struct render *r)
{
	static const char *const keys[] = {"size", "resident", "anonymous",
		"file", "shmem", "proportional", "locked", "swapped",
		"lazily_freed", "huge_anonymous", "huge_file", "hugetlb",
		"page_tables"};

	render_object(r, "memory");
	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		render_fact(r, keys[i], NULL, as_null());
	render_close(r);
}

static void tell_faults(struct render *r, const struct effect *effect)
{
	if (effect->minor < 0) {
		render_fact(r, "faults", NULL, as_null());
		return;
	}
	render_object(r, "faults");
	if (effect->minor || effect->major)
		render_line(r, INDENT);
	render_fact(r, "minor", effect->minor ? "faults " : NULL,
		as_number(effect->minor));
	render_fact(r, "major",
		effect->major ? effect->minor ? "   major " : "major faults "
			      : NULL,
		as_number(effect->major));
	render_close(r);
}

void tell_effect(struct render *r, const struct effect *effect)
{
	if (!effect->observed) {
		render_fact(r, "effect", NULL, as_null());
		return;
	}
	render_object(r, "effect");
	render_array(r, "mappings");
	for (size_t i = 0; i < effect->count; i++)
		tell_change(r, &effect->changes[i]);
	render_close(r);
	tell_memory(r);
	tell_faults(r, effect);
	if (!effect->count && effect->minor <= 0 && effect->major <= 0) {
		render_line(r, INDENT);
		render_say(r, STYLE_FAINT, "mappings unchanged");
	}
	render_close(r);
}
