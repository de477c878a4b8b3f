/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes share: the case, and how a cause is put together. */
#ifndef MEMTOOL_WHY_INQUIRY_H
#define MEMTOOL_WHY_INQUIRY_H

#include "calls/calls.h"
#include "proc/address_space.h"
#include "why/why.h"
#include "words/advice.h"

/* What is read at most once, whoever of the rows needs it. */
struct kept {
	char *smaps; /* NULL: none, or none yet */
	size_t smaps_length;
	bool smaps_read;
	bool unseen; /* a cause asked what was mapped, and nobody knows */
	struct address_space space; /* .page_size is 0: not yet */
	struct call call;           /* of several calls the one that failed */
};

/* The step that is asked about. */
struct inquiry {
	const struct record *record;
	const struct effect *effect;
	const struct command *command;
	const struct call *call; /* as the kernel got it */
	pid_t subject;           /* asleep, or a zombie where it died */
	int error;               /* errno, or 0 */
	int signal;              /* or 0 */
	uint64_t page;           /* the page size, bytes */
	struct kept *kept;
};

/*
 * To add a cause:
 *
 * 1. Write its function into the file of its kind, and a row into the table
 *    at the end of that file.  The comment of each file says what its kind is.
 *    The row names the calls and outcomes behind which the cause can lie.
 * 2. Where it speaks of the same thing as another, say in precedence.c which
 *    of the two is told.
 * 3. Write a test that provokes it into tests/cli/why-*.sh.
 *
 * For a new kind, write FILE.c with a table causes_of_FILE, declare it here,
 * and put it into why.c (where it stands is when it is told) and Makemodule.am.
 * Schema, manual and help need nothing: they read the rows, or name no cause.
 */
struct cause_table {
	const struct cause_row *rows;
	size_t count;
};
extern const struct cause_table causes_of_values, causes_of_bounds,
	causes_of_flags, causes_of_ignored_flags, causes_of_places,
	causes_of_files, causes_of_seals, causes_of_restrictions,
	causes_of_paths, causes_of_single_pages, causes_of_limits,
	causes_of_system_limits, causes_of_groups, causes_of_faults,
	causes_of_instructions, causes_of_mappings, causes_of_kinds,
	causes_of_hugetlb_pool, causes_of_huge_parts, causes_of_poison,
	causes_of_processor, causes_of_hugetlb_size, causes_of_thp,
	causes_of_thp_late, causes_of_kernel, causes_of_rights,
	causes_of_filters, causes_of_success, causes_of_figures,
	causes_of_stack_growth, causes_of_requests, causes_of_blocks,
	causes_of_heap_damage, causes_of_heap_state, causes_of_user_copies;

/* Behind those that were verified before it; before those that were not. */
void causes_add(struct causes *causes, const struct cause *cause);

/* What can lie behind anything is of interest where nothing else is known. */
void causes_drop_spare(struct causes *causes);

/* What another cause that holds makes pointless. */
void causes_drop_moot(struct causes *causes);

/* What the cause says, its facts and its remedies, in the order of reading. */
bool cause_says(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* true, always */
void cause_fact(struct cause *c, const char *key, const char *label,
	struct value value);
void cause_text(
	struct cause *c, const char *key, const char *label, const char *text);
void cause_try(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What is known of the advice that it gives; of another call, nothing. */
const struct advice *inquiry_advice(const struct inquiry *q);

/* Whether the step is of this command, and the user typed this parameter. */
bool asks(const struct inquiry *q, const struct command *command);
bool typed(const struct inquiry *q, const char *param);

/*
 * What there was before the call.  One that was made several times failed at
 * the last of them, and an allocator's own call behind others: such a failure
 * left things as they were, and behind it they still are.
 */
const struct snapshot *inquiry_snapshot(const struct inquiry *q);

/* The mappings before the call, and the one that holds ADDRESS. */
struct maps inquiry_maps(const struct inquiry *q);
bool inquiry_mapping(
	const struct inquiry *q, uint64_t address, struct mapping *mapping);

/* A figure of the subject's status, "VmLck", in bytes, before the call. */
bool inquiry_status(const struct inquiry *q, const char *key, uint64_t *value);

/* A soft limit of the subject; false: it is unlimited, or cannot be told. */
bool inquiry_limit(const struct inquiry *q, int resource, uint64_t *limit);

/*
 * Whether the subject has a capability (CAP_IPC_LOCK) that counts: what asks
 * for one here wants it in the initial user namespace (user_namespaces(7)).
 */
bool inquiry_capable(const struct inquiry *q, int capability);

/* The same, in whichever namespace; and whether it is in the initial one. */
bool inquiry_has_capability(const struct inquiry *q, int capability);
bool inquiry_in_first_namespace(const struct inquiry *q);

/* Whether it is there, but only in a user namespace of its own. */
bool inquiry_capable_elsewhere(const struct inquiry *q, int capability);

#endif
