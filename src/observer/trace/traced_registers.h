/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The segment registers of another process, by ptrace(2). */
#ifndef MEMTOOL_OBSERVER_TRACE_TRACED_REGISTERS_H
#define MEMTOOL_OBSERVER_TRACE_TRACED_REGISTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "words/reason.h"

enum segment_register {
	REGISTER_CS,
	REGISTER_SS,
	REGISTER_DS,
	REGISTER_ES,
	REGISTER_FS,
	REGISTER_GS,
	SEGMENT_REGISTERS,
};

/* A per-thread descriptor, set_thread_area(2). */
struct thread_segment {
	bool known;
	uint32_t base, limit; /* limit: in units of its granularity */
	bool pages, wide;     /* wide: 32-bit */
	bool code, writable, absent, available;
};

struct traced_registers {
	uint16_t selectors[SEGMENT_REGISTERS];
	uint64_t fs_base, gs_base;
	struct thread_segment thread[3]; /* its entries in the GDT */
};

/*
 * Stop the process for a moment and read them.  Returns 0 or an errno, with the
 * reason in REASON.  ENOSYS except on x86-64.
 */
int traced_registers_read(
	pid_t pid, struct traced_registers *registers, struct reason *reason);

#endif
