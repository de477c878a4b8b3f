/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Descriptors and their files. */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "why/arguments/ranges.h"
#include "why/evidence.h"
#include "why/files/descriptor.h"
#include "words/array.h"
#include "words/uapi.h"

static void mode_fact(struct cause *c, uint64_t flags)
{
	char text[CALL_TEXT_MAX];

	names_format(&names_open, flags & O_ACCMODE, text, sizeof(text));
	cause_text(c, "mode", "opened ", text);
}

/* Whether a mapping with these flags and prot could write to the file. */
static bool writes_file(const struct call *call)
{
	uint64_t type = arg(call, ROLE_FLAGS) & MAP_TYPE;

	return arg(call, ROLE_PROT) & PROT_WRITE &&
	       (type == MAP_SHARED || type == MAP_SHARED_VALIDATE);
}

static bool mode_of_descriptor(const struct diagnosis *d, struct cause *c)
{
	int64_t fd = signed_arg(d->call, ROLE_FD);
	uint64_t flags;
	bool reads, writes;

	if ((asks(d, &command_mmap) &&
		    arg(d->call, ROLE_FLAGS) & MAP_ANONYMOUS) ||
		!descriptor_flags(d, &flags) || flags & O_PATH)
		return false;
	reads = (flags & O_ACCMODE) != O_WRONLY;
	writes = (flags & O_ACCMODE) != O_RDONLY;
	if (asks(d, &command_ftruncate)
			? writes
			: reads && (writes || !writes_file(d->call)))
		return false;
	descriptor_fact(d, c);
	mode_fact(c, flags);
	cause_try_open(d, c, "rdwr");
	if (asks(d, &command_ftruncate))
		return cause_says(
			c, "fd %" PRId64 " is not open for writing", fd);
	if (!reads)
		return cause_says(c,
			"fd %" PRId64
			" is not open for reading, which a mapping needs",
			fd);
	cause_try_flags(c, &names_map,
		(arg(d->call, ROLE_FLAGS) & ~(uint64_t)MAP_TYPE) | MAP_PRIVATE);
	return cause_says(c,
		"fd %" PRId64
		" is not open for writing, which this mapping needs",
		fd);
}

/* A mapping remembers what its descriptor allowed: "mw" in VmFlags. */
static bool mode_of_mapping(const struct diagnosis *d, struct cause *c)
{
	bool removes = asks(d, &command_madvise);
	char path[CALL_TEXT_MAX];
	struct typed_path typed;
	struct smaps_mapping m;
	struct range range;

	if (!range_of(d, &range) ||
		(removes ? !(diagnosis_advice(d)->traits & ADVICE_PUNCHES)
			 : !(arg(d->call, ROLE_PROT) & PROT_WRITE)) ||
		range_flagged(d, range, "mw", false, &m) != 1 ||
		!mapping_is_file(&m.mapping) || m.mapping.perms[3] != 's')
		return false;
	cause_mapping(c, &m.mapping);
	cause_text(c, "flags", NULL, "no may-write");
	mapping_label(&m.mapping, path, sizeof(path));
	typed = file_as_typed(path);
	if (*typed.text)
		cause_try(c, "mmap --file %s --open rdwr --flags shared",
			typed.text);
	if (*typed.text && !removes)
		cause_try(c, "mmap --file %s --flags private", typed.text);
	return cause_says(c, "the file was not opened for writing");
}

static bool descriptor_mode(const struct diagnosis *d, struct cause *c)
{
	if (asks(d, &command_mprotect) || asks(d, &command_madvise))
		return mode_of_mapping(d, c);
	return mode_of_descriptor(d, c);
}

/* Suggest a step before it that opens a file. */
static void try_opening(const struct diagnosis *d, struct cause *c)
{
	if (asks(d, &command_ftruncate))
		cause_try(c, "open PATH --flags rdwr then ftruncate %" PRId64,
			signed_arg(d->call, ROLE_SIZE));
	else
		cause_try(c, "open PATH then close");
}

static bool bad_descriptor(const struct diagnosis *d, struct cause *c)
{
	bool maps = asks(d, &command_mmap);
	uint64_t flags;

	/* Nobody looks at the descriptor of an anonymous mapping. */
	if (maps && arg(d->call, ROLE_FLAGS) & MAP_ANONYMOUS)
		return false;
	cause_fact(c, "fd", NULL, as_number(signed_arg(d->call, ROLE_FD)));
	if (descriptor_flags(d, &flags)) {
		if (!(flags & O_PATH))
			return false;
		cause_text(c, "mode", NULL, "O_PATH");
		cause_try_open(d, c, "rdwr");
		return cause_says(c,
			"fd %" PRId64 " was opened O_PATH, without access to "
			"the file",
			signed_arg(d->call, ROLE_FD));
	}
	descriptor_list(d, c);
	if (maps) {
		cause_try(c, "mmap --file PATH");
		cause_try_flags(c, &names_map,
			arg(d->call, ROLE_FLAGS) | MAP_ANONYMOUS);
	} else {
		try_opening(d, c);
	}
	if (signed_arg(d->call, ROLE_FD) == -1 && maps)
		return cause_says(c,
			"no file was given, and the mapping is not anonymous");
	return cause_says(c, "no file is open as descriptor %" PRId64,
		signed_arg(d->call, ROLE_FD));
}

static bool is_in_proc(const char *path)
{
	struct statfs status;

	return statfs(path, &status) == 0 && status.f_type == PROC_SUPER_MAGIC;
}

/* The errno of a mapping of one page of PATH, of a process of ours; 0: none. */
static int errno_of_mapping(
	const char *path, uint64_t prot, int type, size_t page)
{
	int open_mode =
		prot & PROT_WRITE && type == MAP_SHARED ? O_RDWR : O_RDONLY;
	int fd = open(path, open_mode | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	void *memory;
	int error;

	if (fd == -1)
		return errno;
	memory = mmap(NULL, page, (int)prot, type, fd, 0);
	error = memory == MAP_FAILED ? errno : 0;
	if (!error)
		munmap(memory, page);
	close(fd);
	return error;
}

/* FUSE with direct I/O gives ENODEV, 9p without a cache EINVAL. */
static bool shared_refused(const struct diagnosis *d, struct cause *c)
{
	uint64_t flags = arg(d->call, ROLE_FLAGS), type = flags & MAP_TYPE;
	uint64_t prot = arg(d->call, ROLE_PROT), mode;
	char path[DESCRIPTOR_PATH_MAX];
	struct stat status;

	descriptor_path(d, path);
	if ((type != MAP_SHARED && type != MAP_SHARED_VALIDATE) ||
		flags & MAP_ANONYMOUS || stat(path, &status) == -1 ||
		!S_ISREG(status.st_mode) ||
		errno_of_mapping(path, prot, MAP_SHARED, d->page) != d->error ||
		errno_of_mapping(path, prot, MAP_PRIVATE, d->page) != 0)
		return false;
	/* A filter on the flags would look the same. */
	c->verified = !diagnosis_filtered(d, &mode);
	descriptor_fact(d, c);
	cause_try_flags(
		c, &names_map, (flags & ~(uint64_t)MAP_TYPE) | MAP_PRIVATE);
	return cause_says(
		c, "the file system refuses shared mappings of this file");
}

/*
 * ENODEV has no other reason: the file does not support mmap.  procfs answers
 * EIO instead (fs/proc/inode.c, proc_reg_mmap()).
 */
static bool not_mappable(const struct diagnosis *d, struct cause *c)
{
	char path[64];
	struct stat status;

	descriptor_path(d, path);
	if (stat(path, &status) == -1)
		return false;
	/* What can be mapped privately has pages: see shared_refused(). */
	if (S_ISREG(status.st_mode) &&
		errno_of_mapping(path, PROT_READ, MAP_PRIVATE, d->page) == 0)
		return false;
	descriptor_fact(d, c);
	cause_text(c, "type", NULL, file_type_name(status.st_mode));
	if (d->error == EIO)
		return S_ISREG(status.st_mode) && is_in_proc(path) &&
		       cause_says(c, "this file of /proc has no pages to map");
	if (S_ISREG(status.st_mode))
		return cause_says(c, "this kind of file has no pages to map");
	return cause_says(
		c, "this %s cannot be mapped", file_type_name(status.st_mode));
}

static bool too_long(const struct diagnosis *d, struct cause *c)
{
	uint64_t size = (uint64_t)signed_arg(d->call, ROLE_SIZE), limit;

	c->verified = diagnosis_limit(d, RLIMIT_FSIZE, &limit) && size > limit;
	if (!c->verified)
		return cause_says(
			c, "it is more than this file system's largest file");
	cause_fact(c, "asked", "asked ", as_bytes(size));
	cause_limit(c, d, RLIMIT_FSIZE, "RLIMIT_FSIZE ", limit);
	cause_try_limit(c, d, RLIMIT_FSIZE, size);
	return cause_says(c, "it would exceed the file size limit");
}

/* ftruncate(2): the file's kind, and the limits on its length. */
static bool file_length(const struct diagnosis *d, struct cause *c)
{
	char path[64];
	struct stat status;

	cause_fact(c, "size", NULL, as_number(signed_arg(d->call, ROLE_SIZE)));
	if (signed_arg(d->call, ROLE_SIZE) < 0)
		return cause_says(c, "a length cannot be negative");
	if (d->error == EFBIG)
		return too_long(d, c);
	descriptor_path(d, path);
	if (asks(d, &command_memfd) || stat(path, &status) == -1 ||
		S_ISREG(status.st_mode))
		return false;
	cause_text(c, "type", NULL, file_type_name(status.st_mode));
	return cause_says(c, "the length of a %s cannot be set",
		file_type_name(status.st_mode));
}

static const struct cause_row rows[] = {
	{"bad-descriptor", "mmap=EBADF ftruncate=EBADF close=EBADF",
		"no file is open as that descriptor", "open PATH, or --file",
		bad_descriptor},
	{"descriptor-mode",
		"mmap=EACCES mprotect=EACCES madvise=EACCES "
		"ftruncate=EINVAL",
		"the file was not opened with the access that the call needs",
		"open PATH --flags rdwr", descriptor_mode},
	{"shared-refused", "mmap=ENODEV,EINVAL",
		"the file system refuses shared mappings of the file",
		"--flags private", shared_refused},
	{"not-mappable", "mmap=ENODEV,EIO",
		"this kind of file cannot be mapped", NULL, not_mappable},
	{"file-length", "ftruncate=EINVAL,EFBIG memfd=EINVAL,EFBIG",
		"the file cannot have that length", "ulimit -f", file_length},
};

const struct cause_table causes_of_files = {rows, ARRAY_SIZE(rows)};
