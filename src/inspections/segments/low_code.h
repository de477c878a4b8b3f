/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 32-bit code that 64-bit code can call, on x86-64: its code, stack and data
 * are below 4 GiB.
 */
#ifndef MEMTOOL_INSPECTIONS_SEGMENTS_LOW_CODE_H
#define MEMTOOL_INSPECTIONS_SEGMENTS_LOW_CODE_H

#include <stddef.h>
#include <stdint.h>

enum { USER32_CS = 0x23 }; /* Linux's segment for it */

struct low_code {
	unsigned char *code, *stack;
	size_t stack_size;
};

/* Memory below 4 GiB; NULL: errno is set. */
unsigned char *low_map(size_t size);

/* NULL, or the call that failed; then errno is set. */
const char *low_code_make(struct low_code *low);

/*
 * Make 32-bit code read a byte: through gs, or by its address.  It may raise a
 * signal, with CS USER32_CS; child_attempt() recovers.
 */
uint8_t low_code_read_gs(const struct low_code *low, uint32_t offset);
uint8_t low_code_read_flat(const struct low_code *low, uint32_t address);

#endif
