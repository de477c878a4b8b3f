/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The renderer's verbs.  The report is walked once; text and JSON are two
 * renderers of that walk.  A renderer decides how a kind of value looks, never
 * how one field looks:
 *
 *	render_fact(r, "size", "  ", as_bytes(4096));
 *
 * is "size":4096 in JSON and "  4 KiB" in text.  With a NULL label the fact is
 * only in JSON; render_printf() is only for text.
 */
#ifndef MEMTOOL_RENDER_RENDER_H
#define MEMTOOL_RENDER_RENDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum value_kind {
	VALUE_NULL,     /* unknown: null; "unknown" in text */
	VALUE_TEXT,     /* words of memtool's own: flags, names, sentences */
	VALUE_FOREIGN,  /* bytes from outside: paths, arguments */
	VALUE_ADDRESS,  /* "0x7f00" */
	VALUE_BYTES,    /* 4096; "4 KiB" */
	VALUE_CHANGE,   /* a signed number of bytes; "+4 KiB" */
	VALUE_ABOUT,    /* 1908736; "1.82 MiB": bytes, to three digits */
	VALUE_KIB,      /* 4096; "4": bytes, under a heading with KiB */
	VALUE_COUNT,    /* an unsigned integer */
	VALUE_FRAME,    /* a page frame number: "0x1234" */
	VALUE_NUMBER,   /* a signed integer */
	VALUE_DURATION, /* ns; "1.9 us" */
	VALUE_TRUTH,    /* true, false */
	/* 2^64-1: "unlimited" in text, the number in JSON. */
	VALUE_LIMIT,       /* of a count */
	VALUE_LIMIT_BYTES, /* of bytes */
};

struct value {
	enum value_kind kind;
	uint64_t number;
	const char *text; /* of BYTES and CHANGE: its unit; NULL: its own */
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

/*
 * Sizes side by side are compared by eye, and so want one unit: the smallest of
 * their own, which are the largest that divide them exactly.  0 is "B".
 */
enum { UNIT_LARGEST = 5 };
unsigned unit_of(uint64_t bytes);
/* The same value; in text a number of such units. */
struct value in_unit(struct value value, unsigned unit);

/* The meaning of a piece of text; the renderer chooses the colour. */
enum style {
	STYLE_PLAIN,
	STYLE_ADDED,
	STYLE_REMOVED,
	STYLE_CHANGED,
	STYLE_BAD,
	STYLE_LABEL,
	STYLE_FAINT,
};

/* Where a piece of text may be broken if its line is full. */
enum fold {
	FOLD_WORDS,
	FOLD_BEFORE, /* it moves to a new line as a whole */
	FOLD_NEVER,  /* it continues beyond the edge */
};

struct render;

struct render_verbs {
	void (*open)(struct render *r, const char *key, bool array, bool rows);
	void (*close)(struct render *r);
	void (*fact)(struct render *r, const char *key, const char *label,
		struct value value);
	bool (*finish)(struct render *r);
	/* Only for text; all NULL if the renderer prints no text. */
	void (*words)(struct render *r, const char *label, struct value value);
	void (*line)(struct render *r, unsigned indent);
	void (*say)(struct render *r, enum style style, const char *text,
		enum fold fold);
	void (*right)(struct render *r, const char *text);
	void (*settle)(struct render *r);
};

struct render {
	const struct render_verbs *verbs;
	bool unbroken; /* lines of text continue beyond the edge */
};

/*
 * Make a renderer that writes to OUT.  NULL: out of memory.  It ends with
 * render_finish(), which frees it and returns whether all was written to OUT's
 * buffer; the caller flushes OUT.
 */
struct render *render_json(FILE *out, bool pretty);
struct render *render_text(FILE *out, bool color);
/* One that prints nothing, for --quiet. */
struct render *render_none(void);
bool render_finish(struct render *r);

/* Structure, for JSON.  KEY is NULL within an array, and must outlive it. */
void render_object(struct render *r, const char *key);
void render_array(struct render *r, const char *key);
/* An array of any number of rows. */
void render_rows(struct render *r, const char *key);
void render_close(struct render *r);

/* One fact: its key, the words before it in text (NULL: none), its value. */
void render_fact(struct render *r, const char *key, const char *label,
	struct value value);

/* A member without a value: null; nothing in text. */
void render_null(struct render *r, const char *key);

/* An array of COUNT texts from outside, only for JSON; NULL: null. */
void render_texts(
	struct render *r, const char *key, char *const *texts, size_t count);

/* A value, only in text. */
void render_words(struct render *r, const char *label, struct value value);

/* Begin a line of text; longer lines wrap to INDENT + 3. */
void render_line(struct render *r, unsigned indent);
/* The same, after a label in a column of WIDTH. */
void render_labelled(
	struct render *r, unsigned indent, unsigned width, const char *label);
/* Words, only for text. */
void render_printf(struct render *r, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, unbreakable: it moves to a new line if needed. */
void render_keep(struct render *r, enum style style, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same, of any length, unbroken and unchanged: a table row. */
void render_whole(struct render *r, enum style style, const char *text);
/* Whether the renderer prints text; if not, callers need not make it. */
bool render_hears_words(const struct render *r);
/* Whether lines of any length stay whole, to be searched by grep(1). */
void render_unbroken(struct render *r, bool whole);
/* End the current line, because the next output may take long. */
void render_settle(struct render *r);
/* A duration at the right edge of this line, or of the next one with room. */
void render_right(struct render *r, struct value duration);

/* The text form of a value other than text. */
void value_format(struct value value, char *text, size_t size);
/* How many terminal columns LENGTH bytes of TEXT take. */
unsigned format_columns(const char *text, size_t length);
/* "4 MiB": in the largest unit that divides it exactly. */
void format_bytes(uint64_t bytes, char *text, size_t size);
/* In this unit, one that in_unit() set; NULL: the same. */
void format_sized(uint64_t bytes, const char *wanted, char *text, size_t size);
/* "1.82 MiB": to three digits, where the exact value has no room. */
void format_about(uint64_t bytes, char *text, size_t size);
/* "1.9 us" */
void format_duration(int64_t ns, char *text, size_t size);

#endif
