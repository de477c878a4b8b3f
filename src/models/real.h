/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Real-mode addresses: Intel SDM, Volume 3B, "8086 Emulation", section "Address
 * Translation in Real-Address Mode".
 */
#ifndef MEMTOOL_MODELS_REAL_H
#define MEMTOOL_MODELS_REAL_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The segment shifted by 4 plus the offset has 21 bits; with A20 off bit 20 is
 * 0, as on an 8086 with its 20 address lines.
 */
static inline uint32_t real_address(uint16_t segment, uint16_t offset, bool a20)
{
	uint32_t sum = ((uint32_t)segment << 4) + offset;

	return a20 ? sum : sum & ~(UINT32_C(1) << 20);
}

#endif
