/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recording: a memory file that the subject writes with write(2) and never
 * maps, so that it is no part of the address space that it records.  It is a
 * sequence of entries, each a head and its payload.
 */
#ifndef MEMTOOL_RECORD_RECORDING_H
#define MEMTOOL_RECORD_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* What a snapshot consists of: texts that the subject reads of itself. */
enum snapshot_part {
	PART_MAPS,   /* /proc/self/maps */
	PART_ROLLUP, /* smaps_rollup, or smaps: see struct preparation */
	PART_STATUS,
	PART_SMAPS,
	SNAPSHOT_PARTS,
};
#define PART_BIT(part) (1U << (part))

enum entry_kind {
	ENTRY_BEGUN,    /* the call is about to be made; no payload */
	ENTRY_RETURNED, /* it came back: struct returned */
	ENTRY_SIGNAL,   /* a signal ended the call, or the subject */
	ENTRY_BYTES,    /* what act_scratch holds of it */
	ENTRY_BLOCKS,   /* what repeated calls have made: struct made_block each
			 */
	ENTRY_SNAPSHOT, /* a snapshot begins: struct snapshot_entry */
	ENTRY_PART,     /* and on: a piece of part ENTRY_PART + N */
	ENTRY_KINDS = ENTRY_PART + SNAPSHOT_PARTS,
};

enum { ENTRY_MAX = 1 << 20 }; /* of a payload: scratch is the largest */

/*
 * What a chain does to its own descriptors, or a program that it executes, may
 * change the file: each entry says that it is one, and whose.
 */
enum { ENTRY_MARK = 0x6d656d74 };

struct entry {
	uint32_t mark; /* ENTRY_MARK */
	uint32_t kind;
	uint32_t step;  /* index in the plan */
	int32_t writer; /* the process ID of the subject */
	uint64_t size;  /* of the payload */
};

struct signal_entry {
	int32_t number, code;
	uint64_t address;
	/* The kernel tells none for non-canonical ones.  A word, not a bool:
	 * no padding goes into the recording. */
	uint64_t has_address;
	uint64_t instruction; /* where it was; 0: nobody knows */
};

struct snapshot_entry {
	uint64_t program_break; /* or BREAK_UNKNOWN */
	uint64_t parts;         /* PART_BIT of each that follows */
	uint64_t lags; /* not all that MADV_FREE was asked for is counted */
	/* Its files are not of the kernel's proc: an emulator made them up. */
	uint64_t foreign;
};

/* The first message: what the chain will need to have been paid for. */
struct preparation {
	bool scratch; /* act_scratch */
	bool allocator;
	bool pagemap;       /* see commands/write_back.h */
	uint32_t all_parts; /* of any snapshot */
	uint32_t parts;     /* of the first one */
	/* The counters of status lag: read smaps instead of smaps_rollup. */
	bool counters_lag;
};

/* What the subject tells over the channel, once for its birth and each step. */
struct answer {
	int32_t error;  /* errno of what failed; 0: all is recorded */
	int32_t writer; /* the process ID of the subject */
	uint64_t end;   /* of what it has recorded: an offset in the file */
	/* What the step returned, in case that its recording is lost. */
	int64_t value;
	int32_t returned_error;
	uint32_t has_returned; /* it did, every time that it was to */
	char failed[60];       /* what it was: "write to the recording" */
};

/* The subject's side. */
struct writer {
	int fd;
	int32_t self;       /* whose entries these are */
	uint64_t end;       /* where the next one begins */
	int error;          /* errno of what failed first */
	const char *failed; /* what that was */
	struct {
		struct entry entry;
		char body[4096];
	} page;
};

/* Note that WHAT failed with errno, unless something has before. */
void writer_fail(struct writer *w, const char *what);
/* Append an entry.  Payloads above a page are written in one more write. */
void writer_put(struct writer *w, uint32_t kind, uint32_t step,
	const void *payload, size_t size);
/* Append what remains to be read of FD, piece by piece. */
void writer_copy(struct writer *w, uint32_t kind, uint32_t step, int fd);

/* The observer's side. */
struct reader {
	int fd;
	int32_t writer; /* whose entries are expected */
	off_t at;
	char *payload; /* of the last entry; grows, never shrinks */
	size_t room;
	int error; /* errno of a READER_FAILED */
};

enum reader_result {
	READER_ENTRY,
	READER_END,     /* there is no more, or it is cut off */
	READER_DAMAGED, /* what stands there is no entry of the writer's */
	READER_FAILED,  /* it could not be read: .error */
};

/* Read the next entry. */
enum reader_result reader_next(struct reader *r, struct entry *entry);
void reader_free(struct reader *r);

#endif
