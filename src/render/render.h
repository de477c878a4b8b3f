/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The renderer's verbs.  What memtool tells is walked once; text and JSON are
 * two listeners to that walk.  A renderer decides how a kind of value looks,
 * never how one field looks:
 *
 *	render_fact(r, "size", "  ", as_bytes(4096));
 *
 * is "size":4096 in JSON and "  4 KiB" in text.  With a NULL label the fact
 * stands in JSON alone; render_say() is for text alone.
 */
#ifndef MEMTOOL_RENDER_RENDER_H
#define MEMTOOL_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum value_kind {
	VALUE_NULL,     /* not known: null; "unknown" in text */
	VALUE_TEXT,     /* words of memtool's own: flags, names, sentences */
	VALUE_FOREIGN,  /* bytes from outside: paths, arguments */
	VALUE_ADDRESS,  /* "0x7f00" */
	VALUE_BYTES,    /* 4096; "4 KiB" */
	VALUE_CHANGE,   /* a signed number of bytes; "+4 KiB" */
	VALUE_ABOUT,    /* 1908736; "1.82 MiB": bytes, in three digits */
	VALUE_KIB,      /* 4096; "4": bytes, below a heading that says KiB */
	VALUE_COUNT,    /* an unsigned integer */
	VALUE_FRAME,    /* the number of a page frame: "0x1234" */
	VALUE_NUMBER,   /* a signed integer */
	VALUE_DURATION, /* ns; "1.9 us" */
	VALUE_TRUTH,    /* true, false */
};

struct value {
	enum value_kind kind;
	uint64_t number;
	const char *text;
};

struct value as_null(void);
struct value as_text(const char *text); /* NULL: null */
struct value as_foreign(const char *text);
struct value as_address(uint64_t address);
struct value as_bytes(uint64_t bytes);
struct value as_change(int64_t bytes);
struct value as_count(uint64_t count);
struct value as_number(int64_t number);
struct value as_duration(int64_t ns); /* negative: not measured, null */
struct value as_truth(bool truth);

/* What a piece of text is for; the renderer chooses its colour. */
enum style {
	STYLE_PLAIN,
	STYLE_ADDED,
	STYLE_REMOVED,
	STYLE_CHANGED,
	STYLE_BAD,
	STYLE_LABEL,
	STYLE_FAINT,
};

/* Where a piece of text may be broken when its line is full. */
enum fold {
	FOLD_WORDS,
	FOLD_BEFORE, /* it moves to a new line as a whole */
	FOLD_NEVER,  /* it goes on beyond the edge */
};

struct render;

struct render_verbs {
	void (*open)(struct render *r, const char *key, bool array, bool rows);
	void (*close)(struct render *r);
	void (*fact)(struct render *r, const char *key, const char *label,
		struct value value);
	bool (*finish)(struct render *r);
	/* For text alone; all of them are NULL where words are not heard. */
	void (*words)(struct render *r, const char *label, struct value value);
	void (*line)(struct render *r, unsigned indent);
	void (*say)(struct render *r, enum style style, const char *text,
		enum fold fold);
	void (*right)(struct render *r, const char *text);
	void (*settle)(struct render *r);
};

struct render {
	const struct render_verbs *verbs;
};

/*
 * Make a renderer that writes to OUT.  NULL when memory is short.  It ends
 * with render_finish(), which frees it and says whether all was written
 * to OUT's buffer; flushing OUT is the caller's.
 */
struct render *render_json(FILE *out, bool pretty);
struct render *render_text(FILE *out, bool color);
/* One that says nothing, for --quiet. */
struct render *render_none(void);
bool render_finish(struct render *r);

/* Structure, for JSON.  KEY is NULL within an array, and must outlive it. */
void render_object(struct render *r, const char *key);
void render_array(struct render *r, const char *key);
/* An array of rows, however many they are. */
void render_rows(struct render *r, const char *key);
void render_close(struct render *r);

/* One fact: its key, the words before it in text (NULL: none), its value. */
void render_fact(struct render *r, const char *key, const char *label,
	struct value value);

/* A member that this document has nothing for: null; text says nothing. */
void render_null(struct render *r, const char *key);

/* A value in text alone. */
void render_words(struct render *r, const char *label, struct value value);

/* Begin a line of text; what does not fit wraps to INDENT + 3. */
void render_line(struct render *r, unsigned indent);
/* The same, with a label before what is said of it, WIDTH columns in all. */
void render_labelled(
	struct render *r, unsigned indent, unsigned width, const char *label);
/* Words for text alone. */
void render_say(struct render *r, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, never broken: it moves to a line of its own where it must. */
void render_keep(struct render *r, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, of any length and as it is: a row, which is not parted. */
void render_whole(struct render *r, enum style style, const char *text);
/* Whether text is heard at all: where it is not, none need be made. */
bool render_hears_words(const struct render *r);
/* End the line that was begun: what follows may take long. */
void render_settle(struct render *r);
/* A duration at the right edge of this line, or of the next that has room. */
void render_right(struct render *r, struct value duration);

/* As it stands in text; of a value that is no text. */
void value_format(struct value value, char *text, size_t size);
/* How many columns of a terminal LENGTH bytes of TEXT take. */
unsigned format_columns(const char *text, size_t length);
/* "4 MiB": the largest unit that divides it, so that nothing is lost. */
void format_bytes(uint64_t bytes, char *text, size_t size);
/* "1.82 MiB": three digits of it, where exactness has no room. */
void format_about(uint64_t bytes, char *text, size_t size);
/* "1.9 us" */
void format_duration(int64_t ns, char *text, size_t size);

#endif
