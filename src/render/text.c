/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The text renderer: lines of 80 columns, wrapped between words. */
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
	bool failed;     /* out of memory: something is missing */
	bool open;       /* a line has been begun */
	unsigned indent; /* of the line and its continuations */
	unsigned column; /* current column of the line */
	unsigned gap;    /* spaces before the next word, if it fits */
	char right[32];  /* pending, for a line with room at its right edge */
	size_t used;
	char line[ROOM]; /* the line, with colours */
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

	/* A continuation byte of UTF-8 takes no column. */
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

static void put_spaces(struct text *text, unsigned count)
{
	for (unsigned i = 0; i < count; i++)
		put(text, " ", 1);
	text->column += count;
}

static void end_line(struct text *text)
{
	unsigned width = (unsigned)strlen(text->right);

	if (!text->open)
		return;
	text->open = false;
	if (text->indent && text->column == text->indent) {
		text->used = 0; /* the line is empty */
		return;
	}
	if (width && text->column + 2 + width <= WIDTH) {
		put_spaces(text, WIDTH - width - text->column);
		put(text, text->right, width);
		text->right[0] = '\0';
	}
	put(text, "\n", 1);
	fwrite(text->line, 1, text->used, text->out);
	text->used = 0;
}

static void begin_line(struct text *text, unsigned indent)
{
	end_line(text);
	text->open = true;
	text->column = 0;
	text->gap = 0;
	put_spaces(text, indent);
}

static void put_word(
	struct text *text, const char *word, size_t length, enum fold fold)
{
	unsigned width;

	/* A comma stays with what it follows, and never begins a line. */
	if (length && *word == ',' && text->gap == 0) {
		put(text, ",", 1);
		text->column++;
		word++, length--;
	}
	for (; length && *word == ' '; word++, length--)
		text->gap++;
	if (length == 0)
		return;
	width = format_columns(word, length);
	if (fold != FOLD_NEVER && !text->render.unbroken &&
		text->column + text->gap + width > WIDTH &&
		text->column > text->indent + WRAP)
		begin_line(text, text->indent + WRAP);
	put_spaces(text, text->gap);
	text->gap = 0;
	put(text, word, length);
	text->column += width;
}

/*
 * The length of the next unbreakable piece: spaces, then all up to the next
 * space.  A long run of flags may also break after a '|'.
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

static void text_printf(
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

/* If no line had room for it, it gets its own line. */
static void place_right(struct text *text)
{
	end_line(text);
	if (!text->right[0])
		return;
	text->indent = 0;
	begin_line(text, 0);
	end_line(text);
}

static void text_line(struct render *r, unsigned indent)
{
	struct text *text = self(r);

	if (indent == 0)
		place_right(text);
	begin_line(text, indent);
	text->indent = indent;
}

static void text_right(struct render *r, const char *text)
{
	snprintf(self(r)->right, sizeof(self(r)->right), "%s", text);
}

/* Terminals are line buffered, so ending the line shows it. */
static void text_settle(struct render *r)
{
	place_right(self(r));
}

static void format_limit(struct value value, char *text, size_t size)
{
	if (value.number == UINT64_MAX)
		snprintf(text, size, "unlimited");
	else if (value.kind == VALUE_LIMIT_BYTES)
		format_bytes(value.number, text, size);
	else
		snprintf(text, size, "%" PRIu64, value.number);
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
		format_sized(value.number, value.text, text, size);
		return;
	case VALUE_ABOUT:
		format_about(value.number, text, size);
		return;
	case VALUE_CHANGE:
		snprintf(text, size, "%c", change < 0 ? '-' : '+');
		format_sized(change < 0 ? 0 - value.number : value.number,
			value.text, text + 1, size - 1);
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
	case VALUE_LIMIT:
	case VALUE_LIMIT_BYTES:
		format_limit(value, text, size);
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
	char *escaped;

	if (value.kind != VALUE_TEXT && value.kind != VALUE_FOREIGN) {
		/* A number, its label and its unit stay together. */
		snprintf(text, sizeof(text), "%s", label);
		value_format(value, text + strlen(text),
			sizeof(text) - strlen(text));
		text_printf(r, STYLE_PLAIN, text, FOLD_BEFORE);
		return;
	}
	text_printf(r, STYLE_PLAIN, label, FOLD_WORDS);
	escaped = escape_for_terminal(value.text);
	t->failed |= escaped == NULL;
	text_printf(r, STYLE_PLAIN, escaped ? escaped : "", FOLD_WORDS);
	free(escaped);
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
		.say = text_printf,
		.right = text_right,
		.settle = text_settle};
	struct text *text = malloc(sizeof(*text));

	if (!text)
		return NULL;
	/* Do not touch the line's pages before they are used. */
	memset(text, 0, offsetof(struct text, line));
	text->render.verbs = &verbs;
	text->out = out;
	text->color = color;
	return &text->render;
}
