/* SPDX-License-Identifier: GPL-2.0-or-later */
/* open(2), memfd_create(2), and the accesses of touch */
#include "words/array.h"
#include "words/names_table.h"
#include "words/uapi.h"

/* A name that contains another's bits comes first, so that it is printed. */
static const struct name open_flags[] = {
	ACCESS_MODE(RDONLY, "for reading"),
	ACCESS_MODE(WRONLY, "for writing"),
	ACCESS_MODE(RDWR, "for both"),
	BIT(O_, CREAT, "", "create it if it does not exist (with mode)"),
	BIT(O_, EXCL, "", "with CREAT: EEXIST if it exists"),
	BIT(O_, NOCTTY, "", "do not make it the controlling terminal"),
	BIT(O_, TRUNC, "", "truncate it to length 0"),
	BIT(O_, APPEND, "", "append each write"),
	BIT(O_, NONBLOCK, "", "do not block"),
	BIT(O_, SYNC, "", "writes wait for data and metadata"),
	BIT(O_, DSYNC, "", "writes wait for data"),
	BIT(O_, ASYNC, "", "send SIGIO when it becomes ready"),
	BIT(O_, DIRECT, "", "bypass the page cache"),
	{"LARGEFILE", UAPI_O_LARGEFILE, UAPI_O_LARGEFILE, "",
		"files larger than 2 GiB (32-bit programs)", .advice = NULL},
	BIT(O_, TMPFILE, "", "an unnamed file in this directory"),
	BIT(O_, DIRECTORY, "", "ENOTDIR if it is not a directory"),
	BIT(O_, NOFOLLOW, "", "ELOOP if it is a symbolic link"),
	BIT(O_, NOATIME, "", "do not update the access time"),
	BIT(O_, CLOEXEC, "", "close it on exec"),
	BIT(O_, PATH, "", "only a reference to the path"),
	{"NDELAY", O_NONBLOCK, O_NONBLOCK, "", "the same as NONBLOCK",
		.advice = NULL},
};
const struct names names_open = {
	"O_", "open flag", open_flags, ARRAY_SIZE(open_flags), NULL};

static const struct name memfd_flags[] = {
	BIT(MFD_, CLOEXEC, "", "close it on exec"),
	BIT(MFD_, ALLOW_SEALING, "", "allow seals to be added"),
	BIT(MFD_, HUGETLB, "4.14", "from the pool of huge pages",
		.option = "CONFIG_HUGETLBFS"),
	BIT(MFD_, NOEXEC_SEAL, "6.3", "not executable, and sealed so",
		.excludes = MFD_EXEC),
	BIT(MFD_, EXEC, "6.3", "executable"),
	HUGE_SIZES("4.14", .needs = MFD_HUGETLB),
	HUGE(16GB, 34, "4.14", .needs = MFD_HUGETLB),
};
const struct names names_memfd = {
	"MFD_", "memfd flag", memfd_flags, ARRAY_SIZE(memfd_flags), NULL};

/* memtool's own words: what touch does to a page. */
static const struct name access_ways[] = {
	WORD("read", 0, "read one byte"),
	WORD("write", 1, "read one byte and write it back"),
	WORD("exec", 2, "call the first byte as a function"),
};
const struct names names_access = {
	"", "access", access_ways, ARRAY_SIZE(access_ways), NULL};
