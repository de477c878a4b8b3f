/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A struct as facts.  A constant array of fields has the name, kind, offset and
 * condition of each printed member; text and JSON use the same array:
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
 * A table has a line for each row, with "-" for unknown values.  A panel
 * (render_fields) prints its values one after another, and omits unknown ones.
 * In JSON both have null for them.  A phrase (render_phrase) is a panel that is
 * one unbreakable piece of a line: " = -1 ENOMEM (Cannot allocate memory)" is
 * three fields.
 */
#ifndef MEMTOOL_RENDER_FIELD_H
#define MEMTOOL_RENDER_FIELD_H

#include "render/render.h"
#include "words/array.h"

/* The type of a member, as found by MEMBER(). */
enum holds {
	HOLDS_UNSIGNED,
	HOLDS_SIGNED,
	HOLDS_POINTER, /* to a string; NULL: unknown */
	HOLDS_CHARS,   /* the string itself; "": unknown */
	HOLDS_VALUE,   /* a struct value, with its own kind */
};

/* The number that means unknown. */
enum unless { UNLESS_NEVER, UNLESS_MAX, UNLESS_ZERO, UNLESS_NEGATIVE };

/* Instead of a key or words: the field is omitted there. */
#define TEXT_ONLY ""
#define JSON_ONLY "\n"

/*
 * The texts are arrays, not pointers.  A table of pointers is relocated each
 * time the program starts, which costs a page fault and a copy per 4 KiB.  A
 * table without pointers is only read when used.  Each array has room to spare:
 * a text that just fits would lose its '\0'.
 */
struct field {
	char key[32];  /* or TEXT_ONLY */
	char text[40]; /* heading, or words before it; or JSON_ONLY */
	enum value_kind kind;
	enum holds holds;
	unsigned size, offset;
	/* Names of an enumeration; a table with these has pointers. */
	const char *const *names;
	/* When it is unknown; HAS is a bool's offset + 1, or 0. */
	enum unless unless;
	unsigned has;
	/* Its column: WIDTH < 0: align left; GAP: extra spaces before it. */
	int width;
	unsigned gap;
	/* Text after it in a panel or a phrase: " times", ")". */
	char after[24];
	/* For a count, in text: "1 mapping", "2 mappings". */
	char noun[12];
	/*
	 * For a truth, in text: words for false and true, instead of "no" and
	 * "yes"; "": print nothing.
	 */
	char words[2][24];
	int digits; /* of an address, in text: minimum */
};

/* Whether JSON has it, and whether text has. */
bool field_has_key(const struct field *field);
bool field_has_text(const struct field *field);

/* clang-format off */
/* A member's offset and type; other types do not compile. */
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

/* The field is known if this bool of the same struct is true. */
#define IF_HAS(type, member) \
	.has = offsetof(type, member) + \
		_Generic(&((type *)0)->member, bool *: 1)
/* clang-format on */

/* An array of fields as two arguments: pointer and count. */
#define FIELDS(array) array, ARRAY_SIZE(array)

struct value field_value(const struct field *field, const void *row);
/* The same for text: a truth as its words, null if it has none. */
struct value field_in_text(const struct field *field, const void *row);
/* A value that is not text, with its digits and its noun. */
void field_format(
	const struct field *field, struct value value, char *text, size_t size);

/* The members of an open object; only for JSON. */
void render_members(struct render *r, const struct field *fields, size_t count,
	const void *row);
/* The same, and in text the known values, in the current line. */
void render_fields(struct render *r, const struct field *fields, size_t count,
	const void *row);
/*
 * The same, and in text one unbreakable piece, which moves to a new line if
 * needed.
 */
void render_phrase(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row);
/* An object of these members, only for JSON.  A NULL row is null. */
void render_item(struct render *r, const char *key, const struct field *fields,
	size_t count, const void *row);

/* A line of headings; a line of cells; only for text. */
void render_headings(struct render *r, unsigned indent,
	const struct field *fields, size_t count);
void render_cells(struct render *r, unsigned indent, enum style style,
	const struct field *fields, size_t count, const void *row);

/* The same, appended to the current line. */
void render_more_headings(struct render *r, enum style style,
	const struct field *fields, size_t count);
void render_more_cells(struct render *r, enum style style,
	const struct field *fields, size_t count, const void *row);

/* A row of a table whose array is open: an object, and a line of cells. */
void render_row(struct render *r, unsigned indent, const struct field *fields,
	size_t count, const void *row);

/*
 * The headings, even without rows, and an array of all rows, SIZE bytes each.
 */
void render_table(struct render *r, const char *key, unsigned indent,
	const struct field *fields, size_t count, const void *rows,
	size_t rows_count, size_t size);

#endif
