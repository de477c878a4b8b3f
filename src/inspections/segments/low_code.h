/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * 32-bit code that 64-bit code can call, on x86-64: it, its stack and what it
 * reaches lie below 4 GiB.
 */
#ifndef MEMTOOL_INSPECTIONS_LOW_CODE_H
#define MEMTOOL_INSPECTIONS_LOW_CODE_H

#include <stddef.h>
#include <stdint.h>

enum { USER32_CS = 0x23 }; /* Linux's segment for it */

struct low_code {
	unsigned char *code, *stack;
	size_t stack_size;
};

/* Memory below 4 GiB; NULL: errno says why not. */
unsigned char *low_map(size_t size);

/* NULL, or the call that failed; then errno says why. */
const char *low_code_make(struct low_code *low);

/*
 * Have 32-bit code read a byte: through gs, and by its address.  It may raise
 * a signal, with the selector USER32_CS; child_attempt() leads back.
 */
uint8_t low_code_read_gs(const struct low_code *low, uint32_t offset);
uint8_t low_code_read_flat(const struct low_code *low, uint32_t address);

#endif
