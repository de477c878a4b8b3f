/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the causes share: the case, and how a cause is put together. */
#ifndef MEMTOOL_WHY_INQUIRY_H
#define MEMTOOL_WHY_INQUIRY_H

#include "why/why.h"

/* What is read at most once, whoever of the rows needs it. */
struct kept {
	char *smaps; /* NULL: none, or none yet */
	size_t smaps_length;
	bool smaps_read;
	uint64_t user_end;
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
 * To add a cause: write its function into the file of its kind (limits.c,
 * values.c, files.c, mappings.c, huge.c, kernel.c), put a row into that
 * file's table, and a test that provokes it into tests/cli/why-*.sh.
 */
struct cause_table {
	const struct cause_row *rows;
	size_t count;
};
extern const struct cause_table causes_of_limits, causes_of_commit,
	causes_of_groups, causes_of_huge_pages, causes_of_transparent_pages,
	causes_of_late_pages,
	causes_of_kernels, causes_of_rights, causes_of_filters;

/* Behind those that were verified before it; before those that were not. */
void causes_add(struct causes *causes, const struct cause *cause);

/* What can lie behind anything is of interest where nothing else is known. */
void causes_drop_spare(struct causes *causes);
extern const struct cause_table causes_of_arguments, causes_of_flags,
	causes_of_ignored, causes_of_places, causes_of_files, causes_of_paths,
	causes_of_restrictions, causes_of_faults, causes_of_pages,
	causes_of_mappings, causes_of_kinds, causes_of_success;

/* What the cause says, its facts and its remedies, in the order of reading. */
bool cause_says(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3))); /* true, always */
void cause_fact(struct cause *c, const char *key, const char *label,
	struct value value);
void cause_text(
	struct cause *c, const char *key, const char *label, const char *text);
void cause_try(struct cause *c, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Whether the step is of this command. */
bool asks(const struct inquiry *q, const char *command);

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

#endif
