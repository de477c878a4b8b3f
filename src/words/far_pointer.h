/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SEG:OFF, a real-mode address, in hex as in the manuals. */
#ifndef MEMTOOL_WORDS_FAR_POINTER_H
#define MEMTOOL_WORDS_FAR_POINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "words/complaint.h"

/* Read "f000:fff0" or "0xf000:0xfff0"; *VALUE is segment << 16 | offset. */
bool far_parse(const char *text, uint64_t *value, struct complaint *why);

static inline uint16_t far_segment(uint64_t value)
{
	return (uint16_t)(value >> 16);
}

static inline uint16_t far_offset(uint64_t value)
{
	return (uint16_t)value;
}

/* Write "f000:fff0". */
void far_format(uint64_t value, char *text, size_t size);

#endif
