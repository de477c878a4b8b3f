/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors, and the files behind them. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

#include "why/files/descriptor.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/uapi.h"

static void mode_fact(struct cause *c, uint64_t flags)
{
	char text[CALL_TEXT_MAX];

	names_format(&names_open, flags & O_ACCMODE, text, sizeof(text));
	cause_text(c, "mode", "opened ", text);
}

/* Whether a mapping of flags and prot would let writes through to the file. */
static bool writes_file(const struct call *call)
{
	uint64_t type = arg(call, ROLE_FLAGS) & MAP_TYPE;

	return arg(call, ROLE_PROT) & PROT_WRITE &&
	       (type == MAP_SHARED || type == MAP_SHARED_VALIDATE);
}

static bool mode_of_descriptor(const struct inquiry *q, struct cause *c)
{
	int64_t fd = signed_arg(q->call, ROLE_FD);
	uint64_t flags;
	bool reads, writes;

	if ((asks(q, &command_mmap) &&
		    arg(q->call, ROLE_FLAGS) & MAP_ANONYMOUS) ||
		!descriptor_flags(q, &flags) || flags & O_PATH)
		return false;
	reads = (flags & O_ACCMODE) != O_WRONLY;
	writes = (flags & O_ACCMODE) != O_RDONLY;
	if (asks(q, &command_ftruncate)
			? writes
			: reads && (writes || !writes_file(q->call)))
		return false;
	descriptor_fact(q, c);
	mode_fact(c, flags);
	cause_try_open(q, c, "rdwr");
	if (asks(q, &command_ftruncate))
		return cause_says(
			c, "fd %" PRId64 " is not open for writing", fd);
	if (!reads)
		return cause_says(c,
			"fd %" PRId64 " is not open for reading, as a mapping "
			"needs",
			fd);
	cause_try_flags(c, &names_map,
		(arg(q->call, ROLE_FLAGS) & ~(uint64_t)MAP_TYPE) | MAP_PRIVATE);
	return cause_says(c,
		"fd %" PRId64 " is not open for writing, as this mapping needs",
		fd);
}

/* A mapping remembers what its descriptor allowed: "mw" in VmFlags. */
static bool mode_of_mapping(const struct inquiry *q, struct cause *c)
{
	bool removes = asks(q, &command_madvise);
	char path[CALL_TEXT_MAX];
	struct smaps_mapping m;
	struct range range;

	if (!range_of(q, &range) ||
		(removes ? !(inquiry_advice(q)->traits & ADVICE_PUNCHES)
			 : !(arg(q->call, ROLE_PROT) & PROT_WRITE)) ||
		range_flagged(q, range, "mw", false, &m) != 1 ||
		!mapping_is_file(&m.mapping) || m.mapping.perms[3] != 's')
		return false;
	cause_mapping(c, &m.mapping);
	cause_text(c, "flags", NULL, "no may-write");
	mapping_label(&m.mapping, path, sizeof(path));
	cause_try(c, "mmap --file %s --open rdwr --flags shared",
		path_as_typed(path));
	if (!removes)
		cause_try(c, "mmap --file %s --flags private",
			path_as_typed(path));
	return cause_says(c, "the file was not opened for writing");
}

static bool descriptor_mode(const struct inquiry *q, struct cause *c)
{
	if (asks(q, &command_mprotect) || asks(q, &command_madvise))
		return mode_of_mapping(q, c);
	return mode_of_descriptor(q, c);
}

/* A step before it, that opens one. */
static void try_opening(const struct inquiry *q, struct cause *c)
{
	if (asks(q, &command_ftruncate))
		cause_try(c, "open PATH --flags rdwr then ftruncate %" PRId64,
			signed_arg(q->call, ROLE_SIZE));
	else
		cause_try(c, "open PATH then close");
}

static bool bad_descriptor(const struct inquiry *q, struct cause *c)
{
	bool maps = asks(q, &command_mmap);
	uint64_t flags;

	cause_fact(c, "fd", NULL, as_number(signed_arg(q->call, ROLE_FD)));
	if (descriptor_flags(q, &flags)) {
		if (!(flags & O_PATH))
			return false;
		cause_text(c, "mode", NULL, "O_PATH");
		cause_try_open(q, c, "rdwr");
		return cause_says(c,
			"fd %" PRId64 " was opened O_PATH, without access to "
			"the file",
			signed_arg(q->call, ROLE_FD));
	}
	descriptor_list(q, c);
	if (maps) {
		cause_try(c, "mmap --file PATH");
		cause_try_flags(c, &names_map,
			arg(q->call, ROLE_FLAGS) | MAP_ANONYMOUS);
	} else {
		try_opening(q, c);
	}
	if (signed_arg(q->call, ROLE_FD) == -1 && maps)
		return cause_says(c, "no file was given, and the mapping is "
				     "not anonymous");
	return cause_says(c, "no file is open as descriptor %" PRId64,
		signed_arg(q->call, ROLE_FD));
}

/* The kernel has no other reason for ENODEV: the file cannot map. */
static bool not_mappable(const struct inquiry *q, struct cause *c)
{
	char path[64];
	struct stat status;

	descriptor_path(q, path);
	if (stat(path, &status) == -1)
		return false;
	descriptor_fact(q, c);
	cause_text(c, "type", NULL, file_type_name(status.st_mode));
	if (S_ISREG(status.st_mode))
		return cause_says(c, "this kind of file has no pages to map");
	return cause_says(
		c, "a %s cannot be mapped", file_type_name(status.st_mode));
}

/* ftruncate(2): the file's kind, and the limits on its length. */
static bool file_length(const struct inquiry *q, struct cause *c)
{
	char path[64];
	struct stat status;
	uint64_t limit;

	cause_fact(c, "size", NULL, as_number(signed_arg(q->call, ROLE_SIZE)));
	if (signed_arg(q->call, ROLE_SIZE) < 0)
		return cause_says(c, "a length cannot be negative");
	if (q->error == EFBIG && inquiry_limit(q, RLIMIT_FSIZE, &limit) &&
		(uint64_t)signed_arg(q->call, ROLE_SIZE) > limit) {
		cause_fact(c, "asked", "asked ",
			as_bytes((uint64_t)signed_arg(q->call, ROLE_SIZE)));
		cause_fact(c, "limit", "RLIMIT_FSIZE ", as_bytes(limit));
		cause_try(c, "ulimit -f unlimited");
		return cause_says(c, "it would pass the limit on file size");
	}
	if (q->error == EFBIG) {
		c->verified = false;
		return cause_says(
			c, "no file of this file system can be so long");
	}
	descriptor_path(q, path);
	if (asks(q, &command_memfd) || stat(path, &status) == -1 ||
		S_ISREG(status.st_mode))
		return false;
	cause_text(c, "type", NULL, file_type_name(status.st_mode));
	return cause_says(c, "a %s has no length that could be set",
		file_type_name(status.st_mode));
}

static const struct cause_row rows[] = {
	{"bad-descriptor", "mmap=EBADF ftruncate=EBADF close=EBADF",
		"no file is open as that descriptor", "open PATH, or --file",
		bad_descriptor},
	{"descriptor-mode",
		"mmap=EACCES mprotect=EACCES madvise=EACCES "
		"ftruncate=EINVAL,EBADF",
		"the file was not opened for what the call needs",
		"open PATH --flags rdwr", descriptor_mode},
	{"not-mappable", "mmap=ENODEV", "this kind of file cannot be mapped",
		NULL, not_mappable},
	{"file-length", "ftruncate=EINVAL,EFBIG memfd=EINVAL,EFBIG",
		"the file cannot have that length", "ulimit -f", file_length},
};

const struct cause_table causes_of_files = {rows, ARRAY_SIZE(rows)};
