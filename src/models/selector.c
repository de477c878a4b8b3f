/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "models/selector.h"

#include <stddef.h>

struct selector selector_decode(uint16_t value)
{
	return (struct selector){
		.index = value >> 3,
		.local = value >> 2 & 1,
		.rpl = value & 3,
		.null = (value & ~3) == 0,
	};
}

static bool bit(uint64_t value, unsigned number)
{
	return value >> number & 1;
}

/* The four type bits, from bit 40 up. */
static void decode_type(struct descriptor *descriptor)
{
	if (descriptor->system)
		return;
	descriptor->code = bit(descriptor->type, 3);
	descriptor->accessed = bit(descriptor->type, 0);
	if (descriptor->code) {
		descriptor->conforming = bit(descriptor->type, 2);
		descriptor->readable = bit(descriptor->type, 1);
	} else {
		descriptor->expand_down = bit(descriptor->type, 2);
		descriptor->writable = bit(descriptor->type, 1);
		descriptor->readable = true;
	}
}

struct descriptor descriptor_decode(uint64_t value)
{
	struct descriptor descriptor = {
		.base = (uint32_t)((value >> 16 & 0xffffff) |
				   (value >> 56 & 0xff) << 24),
		.limit = (uint32_t)((value & 0xffff) | (value >> 48 & 0xf)
							       << 16),
		.type = (unsigned)(value >> 40 & 0xf),
		.system = !bit(value, 44),
		.dpl = (unsigned)(value >> 45 & 3),
		.present = bit(value, 47),
		.available = bit(value, 52),
		.wide = bit(value, 53),
		.big = bit(value, 54),
		.pages = bit(value, 55),
	};

	descriptor.effective_limit = descriptor.pages
					     ? descriptor.limit << 12 | 0xfff
					     : descriptor.limit;
	decode_type(&descriptor);
	return descriptor;
}

/* Table "Code- and Data-Segment Types". */
static const char *const ordinary[] = {
	"data, read-only",
	"data, read-only, accessed",
	"data, read/write",
	"data, read/write, accessed",
	"data, read-only, expand-down",
	"data, read-only, expand-down, accessed",
	"data, read/write, expand-down",
	"data, read/write, expand-down, accessed",
	"code, execute-only",
	"code, execute-only, accessed",
	"code, execute/read",
	"code, execute/read, accessed",
	"code, execute-only, conforming",
	"code, execute-only, conforming, accessed",
	"code, execute/read, conforming",
	"code, execute/read, conforming, accessed",
};

/* Table "System-Segment and Gate-Descriptor Types": 32-bit mode. */
static const char *const system_32[] = {
	"reserved",
	"16-bit TSS, available",
	"LDT",
	"16-bit TSS, busy",
	"16-bit call gate",
	"task gate",
	"16-bit interrupt gate",
	"16-bit trap gate",
	"reserved",
	"32-bit TSS, available",
	"reserved",
	"32-bit TSS, busy",
	"32-bit call gate",
	"reserved",
	"32-bit interrupt gate",
	"32-bit trap gate",
};

/* The same in IA-32e mode; NULL: reserved. */
static const char *const system_64[16] = {
	[0] = "upper 8 bytes of a 16-byte descriptor",
	[2] = "LDT",
	[9] = "64-bit TSS, available",
	[11] = "64-bit TSS, busy",
	[12] = "64-bit call gate",
	[14] = "64-bit interrupt gate",
	[15] = "64-bit trap gate",
};

const char *descriptor_type_name(
	const struct descriptor *descriptor, bool long_mode)
{
	if (!descriptor->system)
		return ordinary[descriptor->type];
	if (!long_mode)
		return system_32[descriptor->type];
	return system_64[descriptor->type] ? system_64[descriptor->type]
					   : "reserved";
}
