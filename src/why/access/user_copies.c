/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kernel's copies from and to user memory meet, and no access does. */
#include <errno.h>
#include <limits.h>
#include <linux/capability.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "acts/usercopy.h"
#include "proc/mapping_kind.h"
#include "proc/read.h"
#include "why/access/accesses.h"
#include "why/arguments/ranges.h"
#include "why/telling.h"
#include "words/array.h"
#include "words/program.h"

static enum copy_stage failed_stage(const struct inquiry *q)
{
	return q->record->has_returned
		       ? (enum copy_stage)q->record->returned.found.copy.failed
		       : STAGE_NONE;
}

/*
 * access_ok() looks at the addresses alone, before anything is copied: write
 * and its like ask it for all of the range (fs/read_write.c).
 */
static bool not_user_memory(const struct inquiry *q, struct cause *c)
{
	uint64_t at = fault_address(q), limit = user_end(q);
	uint64_t end = arg(q->call, ROLE_ADDR) + arg(q->call, ROLE_LENGTH);
	bool past = end < arg(q->call, ROLE_ADDR) || end > limit;

	if (!limit || fault_missed(q))
		return false;
	if (at < limit && (!past || at != arg(q->call, ROLE_ADDR)))
		return false;
	cause_fact(c, "address", NULL, as_address(at));
	cause_fact(c, "limit", "programs have addresses below ",
		as_address(limit));
	if (at < limit) {
		struct mapping m;

		cause_fact(c, "end", "the range ends at ", as_address(end));
		/* Both may be so. */
		c->verified = inquiry_mapping(q, at, &m) &&
			      mapping_allows(&m, fault_access(q));
		return cause_says(c, "the range passes the end of user "
				     "memory: all of it is refused");
	}
	if (address_is_kernels(address_space(q), at))
		return cause_says(c, "the address is the kernel's: it is "
				     "refused before anything is copied");
	return cause_says(c, "no program has such an address: it is refused "
			     "before anything is copied");
}

/* A length is a ssize_t: the sign bit is an error's. */
static bool length_too_large(const struct inquiry *q, struct cause *c)
{
	if (failed_stage(q) != STAGE_NONE ||
		arg(q->call, ROLE_LENGTH) <= SSIZE_MAX)
		return false;
	cause_fact(c, "length", "asked ", as_bytes(arg(q->call, ROLE_LENGTH)));
	cause_fact(c, "limit", "SSIZE_MAX ", as_bytes(SSIZE_MAX));
	return cause_says(c, "no call can return such a length");
}

/* fs/userfaultfd.c: whoever can stop the kernel in a copy can harm it. */
static bool userfaultfd_privilege(const struct inquiry *q, struct cause *c)
{
	uint64_t allowed = 0;
	bool known =
		read_number("/proc/sys/vm/unprivileged_userfaultfd", &allowed);

	if (failed_stage(q) != STAGE_USERFAULTFD)
		return false;
	c->verified = known && !allowed && !inquiry_capable(q, CAP_SYS_PTRACE);
	cause_fact(c, "unprivileged_userfaultfd",
		known ? "vm.unprivileged_userfaultfd " : NULL,
		known ? as_count(allowed) : as_null());
	if (!inquiry_has_capability(q, CAP_SYS_PTRACE))
		cause_text(c, "capability", "", "no CAP_SYS_PTRACE");
	else if (!inquiry_in_first_namespace(q))
		cause_text(c, "capability", "",
			"CAP_SYS_PTRACE only in a user namespace");
	cause_text(c, "device", "",
		access("/dev/userfaultfd", F_OK) == -1
			? "no /dev/userfaultfd"
			: "/dev/userfaultfd may not be opened");
	if (!c->verified) {
		cause_try(c, "a filter of system calls that allows "
			     "userfaultfd");
		return cause_says(c, "a filter of system calls, or a security "
				     "module, may refuse userfaultfd");
	}
	cause_try(c, "run it as root");
	cause_try(c, "sysctl vm.unprivileged_userfaultfd=1");
	cause_try(c, "setfacl -m u:USER:rw /dev/userfaultfd");
	return cause_says(c, "only a privileged process may delay faults of "
			     "the kernel (userfaultfd)");
}

/* mm/userfaultfd.c, vma_can_userfault(); huge pages are not made of zeros. */
static bool can_wait(const struct inquiry *q, const struct mapping *m)
{
	char path[MAPPED_FILE_MAX];
	struct statfs is;

	if (page_at(q, m->start) != q->page)
		return false;
	if (mapping_kind(m) != KIND_FILE)
		return mapping_kind(m) != KIND_SPECIAL;
	return read_mapped_file(q->subject, m, path, sizeof(path)) &&
	       statfs(path, &is) == 0 && is.f_type == TMPFS_MAGIC;
}

static bool userfaultfd_range(const struct inquiry *q, struct cause *c)
{
	struct maps_walk walk;
	struct mapping m;
	struct range range, hole;

	if (failed_stage(q) != STAGE_REGISTER)
		return false;
	cause_try(c, "mmap 4p then usercopy --fault-delay %llu",
		(unsigned long long)arg(q->call, ROLE_FAULT_DELAY));
	if (!range_of(q, &range))
		return cause_says(c, "there is no page in the range");
	if (range_hole(q, range, &hole) && hole.start == range.start &&
		hole.end == range.end)
		return cause_says(c, "nothing is mapped there whose faults "
				     "could be delayed");
	walk = maps_walk_of(q, range);
	c->verified = false;
	while (!c->verified && maps_walk_next(&walk, &m))
		c->verified = !can_wait(q, &m);
	cause_mapping(c, &m);
	return cause_says(c, "faults are delayed in anonymous and in shared "
			     "memory, and in plain pages alone");
}

/* See observer/serve_faults.c: nobody would ever supply the page. */
static bool userfaultfd_traced(const struct inquiry *q, struct cause *c)
{
	if (failed_stage(q) != STAGE_OBSERVER || q->error != EBUSY)
		return false;
	cause_try(c, "%s usercopy --syscalls, instead of strace -f",
		program_name());
	return cause_says(c,
		"%s is traced: its tracer could wait for a page "
		"that %s has to supply",
		program_name(), program_name());
}

static const struct cause_row rows[] = {
	{"not-user-memory", "usercopy=EFAULT",
		"the range is not in user memory: access_ok() refuses it", NULL,
		not_user_memory},
	{"length-too-large", "usercopy=EINVAL",
		"the length is more than a call can return", NULL,
		length_too_large},
	{"userfaultfd-privilege", "usercopy=EPERM",
		"userfaultfd is for privileged processes",
		"run it as root, or sysctl vm.unprivileged_userfaultfd=1",
		userfaultfd_privilege},
	{"userfaultfd-range", "usercopy=EINVAL,EPERM,ENOMEM,EOPNOTSUPP,EBUSY",
		"the faults of this memory cannot be delayed",
		"mmap 4p then usercopy --fault-delay MS", userfaultfd_range},
	{"userfaultfd-traced", "usercopy=EBUSY",
		"the caller is traced, and could not supply its tracer with "
		"pages",
		"--syscalls instead of strace -f", userfaultfd_traced},
};

const struct cause_table causes_of_user_copies = {rows, ARRAY_SIZE(rows)};
