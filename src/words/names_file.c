/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open(2), memfd_create(2), and the ways of touching memory */
#include "words/array.h"
#include "words/names_table.h"
#include "words/uapi.h"

/* What holds the bits of another name stands before it: it is printed. */
static const struct name open_flags[] = {
	ACCESS_MODE(RDONLY, "for reading"),
	ACCESS_MODE(WRONLY, "for writing"),
	ACCESS_MODE(RDWR, "for both"),
	BIT(O_, CREAT, NULL, "make it if it does not exist (mode)"),
	BIT(O_, EXCL, NULL, "with CREAT: EEXIST if it exists"),
	BIT(O_, NOCTTY, NULL, "do not take a terminal as one's own"),
	BIT(O_, TRUNC, NULL, "cut it to nothing"),
	BIT(O_, APPEND, NULL, "write at its end"),
	BIT(O_, NONBLOCK, NULL, "do not wait"),
	BIT(O_, SYNC, NULL, "writes wait for data and metadata"),
	BIT(O_, DSYNC, NULL, "writes wait for data"),
	BIT(O_, ASYNC, NULL, "SIGIO when it becomes ready"),
	BIT(O_, DIRECT, NULL, "past the page cache"),
	{"LARGEFILE", UAPI_O_LARGEFILE, UAPI_O_LARGEFILE, NULL,
		"files beyond 2 GiB (32-bit programs)", NULL},
	BIT(O_, TMPFILE, NULL, "an unnamed file in this directory"),
	BIT(O_, DIRECTORY, NULL, "ENOTDIR if it is no directory"),
	BIT(O_, NOFOLLOW, NULL, "ELOOP if it is a symbolic link"),
	BIT(O_, NOATIME, NULL, "leave the access time alone"),
	BIT(O_, CLOEXEC, NULL, "close it on exec"),
	BIT(O_, PATH, NULL, "only a handle of its place"),
	{"NDELAY", O_NONBLOCK, O_NONBLOCK, NULL, "the same as NONBLOCK", NULL},
};
const struct names names_open = {
	"O_", "open flag", open_flags, ARRAY_SIZE(open_flags), NULL};

static const struct name memfd_flags[] = {
	BIT(MFD_, CLOEXEC, NULL, "close it on exec"),
	BIT(MFD_, ALLOW_SEALING, NULL, "seals may be set on it"),
	BIT(MFD_, HUGETLB, "4.14", "from the pool of huge pages"),
	BIT(MFD_, NOEXEC_SEAL, "6.3", "never executable, and sealed so"),
	BIT(MFD_, EXEC, "6.3", "executable"),
	HUGE_SIZES("4.14"),
};
const struct names names_memfd = {
	"MFD_", "memfd flag", memfd_flags, ARRAY_SIZE(memfd_flags), NULL};

/* memtool's own words for what touch does to a page. */
static const struct name access_ways[] = {
	WORD("read", 0, "read one byte"),
	WORD("write", 1, "write back the byte that it reads"),
	WORD("exec", 2, "call the first byte as a function"),
};
const struct names names_access = {
	"", "access", access_ways, ARRAY_SIZE(access_ways), NULL};
