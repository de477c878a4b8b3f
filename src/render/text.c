/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text listener: lines of 80 columns, wrapped between words. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "render/render.h"
#include "words/escape.h"

enum { WIDTH = 80, WRAP = 3, ROOM = 8192 };

struct text {
	struct render render;
	FILE *out;
	bool color;
	bool failed;     /* memory was short: something is missing */
	bool open;       /* a line has been begun */
	unsigned indent; /* of the line, and of what it wraps to */
	unsigned column; /* that the line has reached */
	unsigned gap;    /* spaces that go before the next word, if it fits */
	char right[32];  /* waits for a line with room at its right edge */
	char line[ROOM]; /* the line, colours included */
	size_t used;
};

static struct text *self(struct render *r)
{
	return (struct text *)r;
}

static const char *const colors[] = {
	[STYLE_PLAIN] = "",
	[STYLE_ADDED] = "\033[32m",
	[STYLE_REMOVED] = "\033[31m",
	[STYLE_CHANGED] = "\033[33m",
	[STYLE_BAD] = "\033[1;31m",
	[STYLE_LABEL] = "\033[1m",
	[STYLE_FAINT] = "\033[2m",
};

unsigned format_columns(const char *text, size_t length)
{
	unsigned count = 0;

	/* A byte that continues a UTF-8 sequence takes no column. */
	for (size_t i = 0; i < length; i++)
		count += ((unsigned char)text[i] & 0xc0) != 0x80;
	return count;
}

static void put(struct text *t, const char *text, size_t length)
{
	if (length >= sizeof(t->line) - t->used) {
		fwrite(t->line, 1, t->used, t->out);
		t->used = 0;
	}
	if (length >= sizeof(t->line)) {
		fwrite(text, 1, length, t->out);
		return;
	}
	memcpy(t->line + t->used, text, length);
	t->used += length;
}

static void put_spaces(struct text *t, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		put(t, " ", 1);
	t->column += count;
}

static void end_line(struct text *t)
{
	unsigned width = (unsigned)strlen(t->right);

	if (!t->open)
		return;
	t->open = false;
	if (t->indent && t->column == t->indent) {
		t->used = 0; /* nothing was said on it */
		return;
	}
	if (width && t->column + 2 + width <= WIDTH) {
		put_spaces(t, WIDTH - width - t->column);
		put(t, t->right, width);
		t->right[0] = '\0';
	}
	put(t, "\n", 1);
	fwrite(t->line, 1, t->used, t->out);
	t->used = 0;
}

static void begin_line(struct text *t, unsigned indent)
{
	end_line(t);
	t->open = true;
	t->column = 0;
	t->gap = 0;
	put_spaces(t, indent);
}

static void put_word(
	struct text *t, const char *word, size_t length, enum fold fold)
{
	unsigned width;

	for (; length && *word == ' '; word++, length--)
		t->gap++;
	if (length == 0)
		return;
	width = format_columns(word, length);
	if (fold != FOLD_NEVER && t->column + t->gap + width > WIDTH &&
		t->column > t->indent + WRAP)
		begin_line(t, t->indent + WRAP);
	put_spaces(t, t->gap);
	t->gap = 0;
	put(t, word, length);
	t->column += width;
}

/*
 * The length of the next piece that must stay together: spaces, then all up
 * to the next space.  A long run of flags may also break behind a '|'.
 */
static size_t next_piece(const char *text)
{
	size_t spaces = strspn(text, " ");
	size_t length = strcspn(text + spaces, " ");
	size_t flags = strcspn(text + spaces, " |");

	if (length > WIDTH / 2 && flags < length)
		length = flags + 1;
	return spaces + length;
}

static void text_say(
	struct render *r, enum style style, const char *text, enum fold fold)
{
	struct text *t = self(r);
	const char *color = t->color ? colors[style] : "";

	if (!t->open)
		return;
	put(t, color, strlen(color));
	while (*text) {
		size_t length =
			fold == FOLD_WORDS ? next_piece(text) : strlen(text);

		put_word(t, text, length, fold);
		text += length;
	}
	if (*color)
		put(t, "\033[0m", 4);
}

/* What found no room at a right edge has a line of its own. */
static void place_right(struct text *t)
{
	end_line(t);
	if (!t->right[0])
		return;
	t->indent = 0;
	begin_line(t, 0);
	end_line(t);
}

static void text_line(struct render *r, unsigned indent)
{
	struct text *t = self(r);

	if (indent == 0)
		place_right(t);
	begin_line(t, indent);
	t->indent = indent;
}

static void text_right(struct render *r, const char *text)
{
	snprintf(self(r)->right, sizeof(self(r)->right), "%s", text);
}

/* A terminal has what ends in a line break at once. */
static void text_settle(struct render *r)
{
	place_right(self(r));
}

void value_format(struct value value, char *text, size_t size)
{
	int64_t change = (int64_t)value.number;

	switch (value.kind) {
	case VALUE_NULL:
		snprintf(text, size, "unknown");
		return;
	case VALUE_ADDRESS:
	case VALUE_FRAME:
		snprintf(text, size, "0x%" PRIx64, value.number);
		return;
	case VALUE_BYTES:
		format_bytes(value.number, text, size);
		return;
	case VALUE_ABOUT:
		format_about(value.number, text, size);
		return;
	case VALUE_CHANGE:
		snprintf(text, size, "%c", change < 0 ? '-' : '+');
		format_bytes(change < 0 ? 0 - value.number : value.number,
			text + 1, size - 1);
		return;
	case VALUE_KIB:
		snprintf(text, size, "%" PRIu64, value.number / 1024);
		return;
	case VALUE_COUNT:
		snprintf(text, size, "%" PRIu64, value.number);
		return;
	case VALUE_NUMBER:
		snprintf(text, size, "%" PRId64, change);
		return;
	case VALUE_DURATION:
		format_duration(change, text, size);
		return;
	case VALUE_TRUTH:
		snprintf(text, size, "%s", value.number ? "yes" : "no");
		return;
	case VALUE_TEXT:
	case VALUE_FOREIGN:
		return;
	}
}

static void text_words(struct render *r, const char *label, struct value value)
{
	struct text *t = self(r);
	char text[128];
	char *clean;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_FOREIGN) {
		/* A number, its label and its unit stay together. */
		snprintf(text, sizeof(text), "%s", label);
		value_format(value, text + strlen(text),
			sizeof(text) - strlen(text));
		text_say(r, STYLE_PLAIN, text, FOLD_BEFORE);
		return;
	}
	text_say(r, STYLE_PLAIN, label, FOLD_WORDS);
	clean = clean_for_terminal(value.text);
	t->failed |= clean == NULL;
	text_say(r, STYLE_PLAIN, clean ? clean : "", FOLD_WORDS);
	free(clean);
}

static void text_fact(struct render *r, const char *key, const char *label,
	struct value value)
{
	(void)key;
	if (label)
		text_words(r, label, value);
}

static void text_open(struct render *r, const char *key, bool array, bool rows)
{
	(void)r;
	(void)key;
	(void)array;
	(void)rows;
}

static void text_close(struct render *r)
{
	(void)r;
}

static bool text_finish(struct render *r)
{
	bool whole = !self(r)->failed;

	place_right(self(r));
	free(r);
	return whole;
}

struct render *render_text(FILE *out, bool color)
{
	static const struct render_verbs verbs = {.open = text_open,
		.close = text_close,
		.fact = text_fact,
		.finish = text_finish,
		.words = text_words,
		.line = text_line,
		.say = text_say,
		.right = text_right,
		.settle = text_settle};
	struct text *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->render.verbs = &verbs;
	t->out = out;
	t->color = color;
	return &t->render;
}
