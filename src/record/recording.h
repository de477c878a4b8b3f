/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The recording: a memory file that the subject writes with write(2) and never
 * maps, so it is not part of the recorded address space.  It is a sequence of
 * entries, each a header and its payload.
 */
#ifndef MEMTOOL_RECORD_RECORDING_H
#define MEMTOOL_RECORD_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The parts of a snapshot: texts that the subject reads about itself. */
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
	ENTRY_RETURNED, /* the call returned: struct returned */
	ENTRY_SIGNAL,   /* a signal ended the call, or the subject */
	ENTRY_BYTES,    /* from act_scratch */
	ENTRY_BLOCKS,   /* made by repeated calls: an array of struct made_block
			 */
	ENTRY_SNAPSHOT, /* a snapshot begins: struct snapshot_entry */
	ENTRY_PART,     /* and up: a piece of part N is ENTRY_PART + N */
	ENTRY_KINDS = ENTRY_PART + SNAPSHOT_PARTS,
};

enum { ENTRY_MAX = 1 << 20 }; /* payload; scratch is the largest */

/*
 * Calls on the chain's own descriptors, or a program that it executes, may
 * damage the file: each entry has a mark and its writer.
 */
enum { ENTRY_MARK = 0x6d656d74 };

struct entry {
	uint32_t mark; /* ENTRY_MARK */
	uint32_t kind;
	uint32_t step;  /* index in the plan */
	int32_t writer; /* the process ID of the subject */
	uint64_t size;  /* size of the payload */
};

struct signal_entry {
	int32_t number, code;
	uint64_t address;
	/*
	 * The kernel reports none for non-canonical addresses.  A word, not a
	 * bool: the recording must have no padding.
	 */
	uint64_t has_address;
	uint64_t instruction; /* where it was; 0: unknown */
};

struct snapshot_entry {
	uint64_t program_break; /* or BREAK_UNKNOWN */
	uint64_t parts;         /* PART_BIT of each part that follows */
	uint64_t lags;          /* not all MADV_FREE memory is counted yet */
	/* Its files are not from the kernel's procfs, but from an emulator. */
	uint64_t foreign;
};

/* The first message: what the chain needs to be allocated beforehand. */
struct preparation {
	bool scratch; /* act_scratch */
	bool allocator;
	bool pagemap;       /* see acts/write_back.h */
	uint32_t threads;   /* how many the chain makes */
	uint32_t all_parts; /* of all snapshots */
	uint32_t parts;     /* of the first snapshot */
	/* The counters in status lag: read smaps instead of smaps_rollup. */
	bool counters_lag;
	bool sets_limits; /* a step sets limits: one may stop the recording */
};

/*
 * Sent by the subject over the channel, once after the fork and for each step.
 */
struct answer {
	int32_t error;  /* errno of the failure; 0: all is recorded */
	int32_t writer; /* the process ID of the subject */
	uint64_t end;   /* the end of the recording, an offset in the file */
	/* The step's return value, in case its recording is lost. */
	int64_t value;
	int32_t returned_error;
	uint32_t has_returned; /* all its calls returned */
	char failed[60];       /* what failed: "write to the recording" */
};

/*
 * A piece of the recording.  Where RLIMIT_FSIZE stops the subject from writing
 * to the file, it sends pieces over the channel and the observer writes them.
 */
enum { PIECE_MARK = 0x70696563, PIECE_MAX = 4096 };
struct piece {
	uint32_t mark;  /* PIECE_MARK */
	int32_t writer; /* the process ID of the subject */
	uint64_t at;    /* its offset in the file */
	/* At most PIECE_MAX bytes follow. */
};

/* The subject's side. */
struct writer {
	int fd;
	int channel;        /* for pieces; 0: none are sent */
	int32_t self;       /* process ID in its entries */
	uint64_t end;       /* where the next entry begins */
	int error;          /* errno of the first failure */
	const char *failed; /* what failed first */
	struct {
		struct entry entry;
		char body[4096];
	} page;
};

/* Note that WHAT failed with errno, unless something failed before. */
void writer_fail(struct writer *writer, const char *what);
/* Append an entry.  A payload above a page takes a second write. */
void writer_put(struct writer *writer, uint32_t kind, uint32_t step,
	const void *payload, size_t size);
/* Append the rest of FD, piece by piece. */
void writer_copy(struct writer *writer, uint32_t kind, uint32_t step, int fd);

/* The observer's side. */
struct reader {
	int fd;
	int32_t writer; /* expected process ID in entries */
	off_t at;
	const char *payload; /* of the last entry, until the next is read */
	/* What has been read, from .at - .used on; grows, never shrinks. */
	char *bytes;
	size_t room, count, used;
	int error; /* errno of a READER_FAILED */
};

enum reader_result {
	READER_ENTRY,
	READER_END,     /* no more entries, or cut off */
	READER_DAMAGED, /* not an entry of the writer */
	READER_FAILED,  /* reading failed: .error */
};

/* Read the next entry.  Its payload is not ended by a NUL. */
enum reader_result reader_next(struct reader *reader, struct entry *entry);
/* Forget what was read ahead: by now it may have been written over. */
void reader_look_again(struct reader *reader);
void reader_free(struct reader *reader);

#endif
