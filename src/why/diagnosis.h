/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes share: the step to explain, and how to build a cause. */
#ifndef MEMTOOL_WHY_DIAGNOSIS_H
#define MEMTOOL_WHY_DIAGNOSIS_H

#include "calls/calls.h"
#include "proc/address_space.h"
#include "proc/identity.h"
#include "record/performer.h"
#include "why/why.h"
#include "words/advice.h"

/* Read at most once per step, for all rows. */
struct cached {
	char *smaps; /* NULL: none, or not read yet */
	size_t smaps_length;
	bool smaps_read;
	bool mappings_unknown; /* a cause needed the mappings, and they were not
				  recorded */
	struct address_space space; /* .page_size is 0: not read yet */
	bool attempted;             /* what the kernel knows was tried: */
	const struct name *unknown;
	const struct param *unknown_of;
	struct call call; /* the one that failed, of several */
};

/* The step to explain. */
struct diagnosis {
	const struct record *record;
	const struct effect *effect;
	const struct command *command;
	const struct call *call; /* as the kernel got it */
	pid_t subject;           /* asleep, or a zombie where it died */
	int error;               /* errno, or 0 */
	int signal;              /* or 0 */
	uint64_t page;           /* the page size, bytes */
	struct cached *cached;
};

/*
 * To add a cause:
 *
 * 1. Write its function into the file of its kind, and a row into the table
 *    at the end of that file.  Each file's first comment names its kind.  The
 *    row lists the calls and outcomes that the cause can explain.
 *    What causes share is in evidence.h and remedies.h: a remedy can be typed
 *    as it stands, and is enough for the whole step (tests/cli/remedies.sh).
 * 2. If it overlaps with another cause, say in precedence.c which one wins.
 * 3. Add a test that provokes it to tests/cli/why-*.sh, and let
 *    scripts/record-fixtures record what help and explain say of it.
 *
 * For a new kind, write FILE.c with a table causes_of_FILE, declare it here,
 * and add it to why.c (the order there is the order of printing) and to
 * Makemodule.am.  Help and explain read the rows.
 */
struct cause_table {
	const struct cause_row *rows;
	size_t count;
};
extern const struct cause_table causes_of_bad_arguments, causes_of_bounds,
	causes_of_flags, causes_of_ignored_flags, causes_of_placement,
	causes_of_files, causes_of_full, causes_of_descriptors, causes_of_seals,
	causes_of_restrictions, causes_of_paths, causes_of_single_pages,
	causes_of_limits, causes_of_system_limits, causes_of_out_of_memory,
	causes_of_faults, causes_of_instructions, causes_of_mappings,
	causes_of_mapping_kinds, causes_of_hugetlb_pool,
	causes_of_hugetlb_limits, causes_of_huge_parts, causes_of_poison,
	causes_of_processor, causes_of_hugetlb_size, causes_of_thp,
	causes_of_thp_late, causes_of_thp_untouched, causes_of_kernel,
	causes_of_rights, causes_of_filters, causes_of_no_effect,
	causes_of_misleading_figures, causes_of_neighbours,
	causes_of_stack_growth, causes_of_fixed_stacks, causes_of_signal_codes,
	causes_of_requests, causes_of_blocks, causes_of_heap_damage,
	causes_of_heap_state, causes_of_user_copies, causes_of_advice_effects,
	causes_of_populating, causes_of_thp_files, causes_of_forked,
	causes_of_process_limits, causes_of_setting_limits,
	causes_of_namespaces, causes_of_groups, causes_of_page_out,
	causes_of_privileges;

/* Insert after the verified causes and before the others. */
void causes_add(struct causes *causes, const struct cause *cause);

/* Whether SLUG is among them, verified. */
bool causes_verified(const struct causes *causes, const char *slug);

/* Drop all but SLUG. */
void causes_keep(struct causes *causes, const char *slug);

/* Drop the causes that fit any failure, unless there is nothing else. */
void causes_drop_spare(struct causes *causes);

/* Drop the causes that another one makes pointless. */
void causes_drop_moot(struct causes *causes);

/* Set the message, then add facts and remedies, in the order of printing. */
bool cause_says(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* always true */
void cause_fact(struct cause *c, const char *key, const char *label,
	struct value value);
void cause_text(
	struct cause *c, const char *key, const char *label, const char *text);
/* "set in step 1", if STEP is not 0. */
void cause_set_in(struct cause *c, int step);
void cause_try(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The advice of a madvise; advice_none for another call. */
const struct advice *diagnosis_advice(const struct diagnosis *d);

/*
 * Whether the step is of this command, or of one that is .like it; and whether
 * the user typed this parameter.
 */
bool asks(const struct diagnosis *d, const struct command *command);
bool typed(const struct diagnosis *d, const char *param);

/*
 * How many calls of a repeated step were not made, the failed one included: a
 * remedy must be enough for them all.
 */
uint64_t diagnosis_calls_left(const struct diagnosis *d);

/*
 * The memory before the call.  A repeated call failed at the last of its calls,
 * and an allocator's system call comes after others: such a failure changed
 * nothing, so the snapshot after it still shows the state before it.
 */
const struct snapshot *diagnosis_snapshot(const struct diagnosis *d);

/* The mappings before the call; the one that holds ADDRESS. */
struct maps diagnosis_maps(const struct diagnosis *d);
bool diagnosis_mapping(
	const struct diagnosis *d, uint64_t address, struct mapping *mapping);
/* The same after the step; false also where that is unknown. */
bool diagnosis_mapping_after(
	const struct diagnosis *d, uint64_t address, struct mapping *mapping);

/* A figure from the subject's status, as "VmLck", in bytes, before the call. */
bool diagnosis_status(
	const struct diagnosis *d, const char *key, uint64_t *value);

/* Whether a filter of system calls is set, seccomp(2), and its mode. */
bool diagnosis_filtered(const struct diagnosis *d, uint64_t *mode);

/*
 * The first flag of the call that this kernel does not know, and its parameter;
 * NULL: none, or that cannot be tried.  See acts/attempts.h.
 */
const struct name *diagnosis_unknown(
	const struct diagnosis *d, const struct param **param);

/* What earlier steps set for this one. */
const struct circumstances *diagnosis_set(const struct diagnosis *d);

/* The step that set this limit, or NULL: it was inherited. */
const struct set_limit *diagnosis_set_limit(
	const struct diagnosis *d, int resource);

/* The control group of a controller that it is in; and the step that set it. */
bool diagnosis_group(const struct diagnosis *d,
	enum group_controller controller, struct memory_group *group,
	int *step);

/* A soft limit of the subject; false: unlimited, or unknown. */
bool diagnosis_limit(const struct diagnosis *d, int resource, uint64_t *limit);

/*
 * Whether the subject has a capability (CAP_IPC_LOCK) that counts: the calls
 * here check for it in the initial user namespace (user_namespaces(7)).
 */
bool diagnosis_capable(const struct diagnosis *d, int capability);

/* The same in any namespace; whether it is in the initial namespace. */
bool diagnosis_has_capability(const struct diagnosis *d, int capability);
/* Whether a program that it executes may get it: the bounding set. */
bool diagnosis_may_have_capability(const struct diagnosis *d, int capability);
bool diagnosis_in_first_namespace(const struct diagnosis *d);

/* Who it is to files: the thread that made the call. */
bool diagnosis_identity(const struct diagnosis *d, struct identity *identity);

/* Whether it has the capability, but only in its own user namespace. */
bool diagnosis_capable_elsewhere(const struct diagnosis *d, int capability);

#endif
