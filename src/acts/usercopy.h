/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The findings of usercopy, and how it delays faults. */
#ifndef MEMTOOL_ACTS_USERCOPY_H
#define MEMTOOL_ACTS_USERCOPY_H

#include "command/call.h"
#include "words/via.h"

/* The stage that failed before the copy, if any. */
enum copy_stage {
	STAGE_NONE,  /* the copy was made */
	STAGE_LIMIT, /* on the size of the file at the other end */
	STAGE_FILE,
	STAGE_FILE_SIZE,
	STAGE_USERFAULTFD,
	STAGE_REGISTER,
	STAGE_OBSERVER, /* the observer could not receive the descriptor */
};

/* Indices of the arguments. */
enum { USERCOPY_ADDR, USERCOPY_LENGTH, USERCOPY_VIA, USERCOPY_DELAY };

#define COPY_UNKNOWN UINT64_MAX

/* Whether the copy ended before everything was copied. */
bool copy_fell_short(const struct call *call, const struct returned *returned);

/* The maximum that one call copies to a file or act_scratch. */
enum { COPY_ROOM = 16 << 20 };

/*
 * --fault-delay: the subject sends its userfaultfd with this, and waits for an
 * errno, as int32_t, before it copies.
 */
struct faults_request {
	uint64_t start, size; /* the registered pages */
	uint64_t delay_ms;
};

/*
 * Register the pages of the call's range; false: returned->error and
 * COPY_FAILED say what failed.  The end function closes *FD and so unregisters
 * the range.
 */
bool delay_begin(const struct call *call, struct returned *returned, int *fd);
void delay_end(const struct call *call, int *fd);

/* In the subject. */
void usercopy_act(const struct call *call, struct returned *returned);

#endif
