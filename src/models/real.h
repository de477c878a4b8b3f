/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The address of real mode: Intel SDM, Volume 3B, "8086 Emulation", section
 * "Address Translation in Real-Address Mode".
 */
#ifndef MEMTOOL_MODELS_REAL_H
#define MEMTOOL_MODELS_REAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The segment shifted by 4 and the offset make 21 bits; while the line A20 is
 * off its bit is 0, as on an 8086, which had 20 lines.
 */
static inline uint32_t real_address(uint16_t segment, uint16_t offset, bool a20)
{
	uint32_t sum = ((uint32_t)segment << 4) + offset;

	return a20 ? sum : sum & ~(UINT32_C(1) << 20);
}

#endif
