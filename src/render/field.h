/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A struct as facts.  A constant array of fields says of each member that is
 * shown what it is called, what kind of value it is, where it lies and when it
 * is known; text and JSON are made from the same array:
 *
 *	static const struct field fields[] = {
 *		{"slabs", "slabs", VALUE_COUNT,
 *			MEMBER(struct slab_cache, slabs), .width = 9,
 *			.unless = UNLESS_MAX},
 *		...
 *	};
 *
 *	render_table(r, "caches", 0, FIELDS(fields), rows, rows_count,
 *		sizeof(*rows));
 *
 * A table has a line for each row, with "-" for what is not known.  A panel
 * (render_fields) has its values one after another, and leaves out what is not
 * known.  In JSON both have null for it.  A phrase (render_phrase) is a panel
 * whose values make one piece of a line: " = -1 ENOMEM (Cannot allocate
 *memory)" is three fields.
 */
#ifndef MEMTOOL_RENDER_FIELD_H
#define MEMTOOL_RENDER_FIELD_H

#include "render/render.h"
#include "words/array.h"

/* What a member holds, as MEMBER() finds it out. */
enum holds {
	HOLDS_UNSIGNED,
	HOLDS_SIGNED,
	HOLDS_POINTER, /* to a string; NULL: not known */
	HOLDS_CHARS,   /* the string itself; "": not known */
	HOLDS_VALUE,   /* a value, which has a kind of its own */
};

/* The value of a number that says that it is not known. */
enum unless { UNLESS_NEVER, UNLESS_MAX, UNLESS_ZERO, UNLESS_NEGATIVE };

struct field {
	const char *key;  /* NULL: for text alone */
	const char *text; /* heading, or words before it; NULL: JSON alone */
	enum value_kind kind;
	enum holds holds;
	size_t size, offset;
	const char *const *names; /* of a number that is told by its name */
	/* When it is not known; HAS is a bool's offset + 1, or 0. */
	enum unless unless;
	size_t has;
	/* Its column: WIDTH < 0: to the left; GAP: spaces before it, over 1. */
	int width;
	unsigned gap;
	/* What follows it in a panel or a phrase: " times", ")". */
	const char *after;
	/* Of a count, in text: "1 mapping", "2 mappings". */
	const char *noun;
	/*
	 * Of a truth, in text: what false and true are called, in place of
	 * "no" and "yes"; NULL: nothing is said where it is so.
	 */
	const char *words[2];
	int digits; /* of an address, in text: as many at least */
};

/* clang-format off */
/* Where a member lies, and what it holds; another type does not compile. */
#define MEMBER(type, member) \
	.holds = _Generic(&((type *)0)->member, \
		bool *: HOLDS_UNSIGNED, \
		uint8_t *: HOLDS_UNSIGNED, \
		uint16_t *: HOLDS_UNSIGNED, \
		unsigned *: HOLDS_UNSIGNED, \
		unsigned long *: HOLDS_UNSIGNED, \
		unsigned long long *: HOLDS_UNSIGNED, \
		int *: HOLDS_SIGNED, \
		long *: HOLDS_SIGNED, \
		long long *: HOLDS_SIGNED, \
		char **: HOLDS_POINTER, \
		const char **: HOLDS_POINTER, \
		struct value *: HOLDS_VALUE, \
		char (*)[sizeof(((type *)0)->member)]: HOLDS_CHARS), \
	.size = sizeof(((type *)0)->member), .offset = offsetof(type, member)

/* It is known where this bool, of the same struct, is true. */
#define IF_HAS(type, member) \
	.has = offsetof(type, member) + \
		_Generic(&((type *)0)->member, bool *: 1)
/* clang-format on */

/* An array of fields as the two arguments that it is handed on as. */
#define FIELDS(array) array, ARRAY_SIZE(array)

struct value field_value(const struct field *field, const void *row);
/* The same for text: a truth by its words, null where there are none for it. */
struct value field_in_text(const struct field *field, const void *row);
/* A value that is not text, with its digits and its noun. */
void field_format(
	const struct field *field, struct value value, char *text, size_t size);

/* The members of an object that is open; for JSON alone. */
void render_members(struct render *r, const struct field *fields, size_t count,
	const void *row);
/* The same, and in text the values that are known, in the line at hand. */
void render_fields(struct render *r, const struct field *fields, size_t count,
	const void *row);
/*
 * The same, and in text all of it as one piece that is never broken: it moves
 * to a line of its own where it must.
 */
void render_phrase(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row);
/* An object of these members, for JSON alone.  Of a NULL row: null. */
void render_item(struct render *r, const char *key, const struct field *fields,
	size_t count, const void *row);

/* A line of headings, and a line of cells, for text alone. */
void render_headings(struct render *r, unsigned indent,
	const struct field *fields, size_t count);
void render_cells(struct render *r, unsigned indent, enum style style,
	const struct field *fields, size_t count, const void *row);

/* The same in the line at hand, behind what stands there. */
void render_more_headings(struct render *r, enum style style,
	const struct field *fields, size_t count);
void render_more_cells(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row);

/* A row of a table whose array is open: an object, and a line of cells. */
void render_row(struct render *r, unsigned indent, const struct field *fields,
	size_t count, const void *row);

/* The headings, also of no rows, and an array of all, SIZE bytes apart. */
void render_table(struct render *r, const char *key, unsigned indent,
	const struct field *fields, size_t count, const void *rows,
	size_t rows_count, size_t size);

#endif
