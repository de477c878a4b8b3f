/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "words/address.h"

#include <ctype.h>
#include <string.h>

#include "words/array.h"

#define ACCEPTED                                                               \
	"accepted are a number, NULL, a region's name, brk, stack, heap, "     \
	"vdso, or nothing before +SIZE or -SIZE"

static const struct {
	const char *name;
	enum address_base base;
	const char *mapping;
} well_known[] = {
	{"NULL", ADDRESS_NUMBER, NULL},
	{"brk", ADDRESS_BRK, NULL},
	{"stack", ADDRESS_STACK, "[stack]"},
	{"heap", ADDRESS_HEAP, "[heap]"},
	{"vdso", ADDRESS_VDSO, "[vdso]"},
	{"end", ADDRESS_OWN, NULL},
};

enum { WELL_KNOWN = ARRAY_SIZE(well_known) };

const char *address_well_known(unsigned index)
{
	return index < WELL_KNOWN ? well_known[index].name : NULL;
}

const char *address_mapping_name(enum address_base base)
{
	for (unsigned i = 0; i < WELL_KNOWN; i++)
		if (well_known[i].base == base)
			return well_known[i].mapping;
	return NULL;
}

static bool is_identifier(const char *text)
{
	if (!isalpha((unsigned char)*text) && *text != '_')
		return false;
	while (isalnum((unsigned char)*text) || *text == '_')
		text++;
	return *text == '\0';
}

bool address_is_name(const char *text)
{
	if (!is_identifier(text) || strlen(text) >= NAME_SIZE)
		return false;
	for (unsigned i = 0; i < WELL_KNOWN; i++)
		if (strcmp(text, well_known[i].name) == 0)
			return false;
	/* Words of the grammar have another meaning. */
	return strcmp(text, "then") != 0;
}

bool address_cut_item(char *name, uint64_t *item)
{
	char *dot = strchr(name, '.');
	uint64_t number = 0;

	*item = 0;
	if (!dot)
		return true;
	/* Nine digits: more than the blocks of any step. */
	if (dot[1] < '1' || dot[1] > '9' || strlen(dot + 1) > 9)
		return false;
	for (const char *at = dot + 1; *at; at++) {
		if (!isdigit((unsigned char)*at))
			return false;
		number = number * 10 + (uint64_t)(*at - '0');
	}
	*dot = '\0';
	*item = number;
	return true;
}

/* BASE: everything before the first '+' or '-'. */
static bool read_base(const char *text, char *base, const struct units *units,
	struct address *address, struct complaint *why)
{
	char *dot = strrchr(base, '.');

	if (*base == '\0')
		return true;
	if (isdigit((unsigned char)*base)) {
		address->base = ADDRESS_NUMBER;
		return number_parse_size(base, units, &address->offset, why);
	}
	if (dot && strcmp(dot, ".end") == 0) {
		address->end = true;
		*dot = '\0';
	}
	for (unsigned i = 0; i < WELL_KNOWN; i++)
		if (strcmp(base, well_known[i].name) == 0) {
			address->base = well_known[i].base;
			/* NULL has no end, and "end" is already one. */
			if (address->end && !well_known[i].mapping &&
				address->base != ADDRESS_BRK)
				break;
			address->end |= address->base == ADDRESS_OWN;
			return true;
		}
	if (!address_cut_item(base, &address->item) || !address_is_name(base))
		return complain(
			why, text, "'%s' is not an address; " ACCEPTED, text);
	address->base = ADDRESS_NAME;
	strcpy(address->name, base);
	return true;
}

bool address_parse(const char *text, const struct units *units,
	struct address *address, struct complaint *why)
{
	struct address read = {.base = ADDRESS_OWN};
	size_t length = strcspn(text, "+-");
	char base[NAME_SIZE + 16];
	uint64_t distance = 0;

	if (*text == '\0')
		return complain(why, text, "the address is empty; " ACCEPTED);
	if (length >= sizeof(base))
		return complain(
			why, text, "'%s' is not an address; " ACCEPTED, text);
	memcpy(base, text, length);
	base[length] = '\0';
	if (!read_base(text, base, units, &read, why))
		return false;
	if (text[length] &&
		!number_parse_size(text + length + 1, units, &distance, why))
		return complain(why, text,
			"'%s' is not an address: no size follows the "
			"'%c'; " ACCEPTED,
			text, text[length]);
	if (text[length] == '-')
		distance = 0 - distance;
	read.offset += distance;
	*address = read;
	return true;
}
