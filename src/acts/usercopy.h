/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What usercopy finds out, and how its faults come to be delayed. */
#ifndef MEMTOOL_COMMANDS_USERCOPY_H
#define MEMTOOL_COMMANDS_USERCOPY_H

#include "command/call.h"

/* The system calls that copy; the order is that of names_via. */
enum via {
	VIA_WRITE,
	VIA_PWRITE,
	VIA_WRITEV,
	VIA_PROCESS_VM_READV,
	/* From here on they copy to user memory. */
	VIA_READ,
	VIA_PREAD,
	VIA_READV,
	VIA_PROCESS_VM_WRITEV,
	VIA_GETRANDOM,
	VIAS,
};

static inline bool via_writes_memory(uint64_t via)
{
	return via >= VIA_READ;
}

/* What came before the copy and failed, so that there was none. */
enum copy_stage {
	STAGE_NONE, /* it was made */
	STAGE_FILE, /* the memory file at the other end */
	STAGE_USERFAULTFD,
	STAGE_REGISTER,
	STAGE_OBSERVER, /* it could not take the descriptor */
};

/* The places of its arguments. */
enum { USERCOPY_ADDR, USERCOPY_LENGTH, USERCOPY_VIA, USERCOPY_DELAY };

#define COPY_UNKNOWN UINT64_MAX

/* Whether it was made and ended before it had copied all. */
bool copy_fell_short(const struct call *c, const struct returned *r);

/* So much of each of two calls has its end in a file or in act_scratch. */
enum { COPY_ROOM = 16 << 20 };

/*
 * --fault-delay: the subject hands over its userfaultfd with this, and waits
 * for an errno, as int32_t, before it copies.
 */
struct faults_request {
	uint64_t start, size; /* the pages that are registered */
	uint64_t delay_ms;
};

/*
 * Register the pages of the call's range; false: r->error and COPY_FAILED say
 * what failed.  The end gives *FD back: the range is as any other again.
 */
bool delay_begin(const struct call *c, struct returned *r, int *fd);
void delay_end(const struct call *c, int *fd);

/* In the subject. */
void usercopy_act(const struct call *c, struct returned *r);

#endif
