/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Addresses as they are typed: BASE[+SIZE|-SIZE], where BASE is NULL, a number,
 * a region's name, a well-known place, or nothing (the step's own region).
 */
#ifndef MEMTOOL_WORDS_ADDRESS_H
#define MEMTOOL_WORDS_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "words/number.h"

enum address_base {
	ADDRESS_OWN,    /* no BASE: the region that the step acts on */
	ADDRESS_NUMBER, /* NULL or a number, in .offset */
	ADDRESS_NAME,   /* a region's name */
	ADDRESS_BRK,    /* the program break */
	ADDRESS_STACK,  /* the mappings named [stack]... by the kernel */
	ADDRESS_HEAP,
	ADDRESS_VDSO,
};

enum { NAME_SIZE = 64 };

/* No step can make something of this name: the first process has it. */
#define FIRST_PROCESS "main"

struct address {
	enum address_base base;
	bool end;             /* "BASE.end": the first byte after it */
	char name[NAME_SIZE]; /* for ADDRESS_NAME */
	uint64_t item;        /* "NAME.3": the third block; 0: none */
	uint64_t offset;      /* added modulo 2^64 */
};

/* Parse TEXT.  The caller checks whether a name is known. */
bool address_parse(const char *text, const struct units *units,
	struct address *address, struct complaint *why);

/* Whether TEXT can be a region's name: letters, digits, '_', not a place. */
bool address_is_name(const char *text);

/*
 * "a.3": cut the number off NAME; 0: there is none.  False: the part after '.'
 * is not a valid number.
 */
bool address_cut_item(char *name, uint64_t *item);

/* The well-known places by index, NULL after the last. */
const char *address_well_known(unsigned index);

/* The name of a base in maps: "[stack]"; NULL: it is not a mapping. */
const char *address_mapping_name(enum address_base base);

#endif
