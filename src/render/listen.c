/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "render/listen.h"

#include <string.h>

static struct listening *self(struct render *r)
{
	return (struct listening *)r;
}

/* Append a key; a path that is too long is that of no fact. */
static void descend(struct listening *l, const char *key)
{
	size_t length = key ? strlen(key) : 0;
	bool dot = length && l->used;

	if (l->used + dot + length >= sizeof(l->path))
		length = dot = 0;
	if (dot)
		l->path[l->used++] = '.';
	memcpy(l->path + l->used, length ? key : "", length);
	l->used += length;
	l->path[l->used] = '\0';
}

static void ascend(struct listening *l, size_t used)
{
	l->used = used;
	l->path[used] = '\0';
}

static void listen_open(
	struct render *r, const char *key, bool array, bool rows)
{
	struct listening *l = self(r);

	if (l->depth < LISTEN_DEEPEST)
		l->shorter[l->depth] = l->used;
	l->depth++;
	descend(l, key);
	l->listener.open(l->listener.context, l->path, array);
	l->to->verbs->open(l->to, key, array, rows);
}

static void listen_close(struct render *r)
{
	struct listening *l = self(r);

	l->listener.close(l->listener.context, l->path);
	l->depth--;
	if (l->depth < LISTEN_DEEPEST)
		ascend(l, l->shorter[l->depth]);
	l->to->verbs->close(l->to);
}

static void listen_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	struct listening *l = self(r);
	size_t used = l->used;

	descend(l, key);
	l->listener.fact(l->listener.context, l->path, value);
	ascend(l, used);
	l->to->verbs->fact(l->to, key, label, value);
}

static bool listen_finish(struct render *r)
{
	return render_finish(self(r)->to);
}

static void listen_words(
	struct render *r, const char *label, struct value value)
{
	self(r)->to->verbs->words(self(r)->to, label, value);
}

static void listen_line(struct render *r, unsigned indent)
{
	self(r)->to->verbs->line(self(r)->to, indent);
}

static void listen_say(
	struct render *r, enum style style, const char *text, enum fold fold)
{
	self(r)->to->verbs->say(self(r)->to, style, text, fold);
}

static void listen_right(struct render *r, const char *text)
{
	self(r)->to->verbs->right(self(r)->to, text);
}

static void listen_settle(struct render *r)
{
	self(r)->to->verbs->settle(self(r)->to);
}

void render_listen(struct listening *listening, struct render *to,
	struct listener listener)
{
	static const struct render_verbs silent = {.open = listen_open,
		.close = listen_close,
		.fact = listen_fact,
		.finish = listen_finish};
	static const struct render_verbs worded = {.open = listen_open,
		.close = listen_close,
		.fact = listen_fact,
		.finish = listen_finish,
		.words = listen_words,
		.line = listen_line,
		.say = listen_say,
		.right = listen_right,
		.settle = listen_settle};

	listening->render.verbs = render_hears_words(to) ? &worded : &silent;
	listening->to = to;
	listening->listener = listener;
	listening->depth = 0;
	ascend(listening, 0);
}
