/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Failures of the kernel's copies from and to user memory that accesses do not
 * have.
 */
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
#include "why/evidence.h"
#include "why/remedies.h"
#include "words/array.h"
#include "words/program.h"

static enum copy_stage failed_stage(const struct diagnosis *d)
{
	return d->record->has_returned
		       ? (enum copy_stage)d->record->returned.found.copy.failed
		       : STAGE_NONE;
}

/*
 * access_ok() checks only the addresses, before anything is copied: write and
 * the like check the whole range (fs/read_write.c).
 */
static bool not_user_memory(const struct diagnosis *d, struct cause *c)
{
	uint64_t at = fault_address(d), limit = user_end(d);
	uint64_t end = arg(d->call, ROLE_ADDR) + arg(d->call, ROLE_LENGTH);
	bool past = end < arg(d->call, ROLE_ADDR) || end > limit;

	if (!limit || fault_missed(d))
		return false;
	if (at < limit && (!past || at != arg(d->call, ROLE_ADDR)))
		return false;
	cause_fact(c, "address", NULL, as_address(at));
	cause_fact(c, "limit", "user addresses end at ", as_address(limit));
	if (at < limit) {
		struct mapping m;

		cause_fact(c, "end", "the range ends at ", as_address(end));
		/* Either may be the reason. */
		c->verified = diagnosis_mapping(d, at, &m) &&
			      mapping_allows(&m, fault_access(d));
		return cause_says(c, "the range passes the end of user memory: "
				     "all of it is refused");
	}
	if (address_is_kernels(address_space(d), at))
		return cause_says(c,
			"the address belongs to the kernel: nothing is copied");
	return cause_says(
		c, "it is not a valid user address: nothing is copied");
}

/* A length is a ssize_t: the sign bit is an error's. */
static bool length_too_large(const struct diagnosis *d, struct cause *c)
{
	if (failed_stage(d) != STAGE_NONE ||
		arg(d->call, ROLE_LENGTH) <= SSIZE_MAX)
		return false;
	cause_fact(c, "length", "asked ", as_bytes(arg(d->call, ROLE_LENGTH)));
	cause_fact(c, "limit", "SSIZE_MAX ", as_bytes(SSIZE_MAX));
	return cause_says(c, "no call can return such a length");
}

/* fs/userfaultfd.c: stopping the kernel inside a copy helps to attack it. */
static bool userfaultfd_privilege(const struct diagnosis *d, struct cause *c)
{
	uint64_t allowed = 0;
	bool known =
		read_number("/proc/sys/vm/unprivileged_userfaultfd", &allowed);

	if (failed_stage(d) != STAGE_USERFAULTFD)
		return false;
	c->verified =
		known && !allowed && !diagnosis_capable(d, CAP_SYS_PTRACE);
	cause_fact(c, "unprivileged_userfaultfd",
		known ? "vm.unprivileged_userfaultfd " : NULL,
		known ? as_count(allowed) : as_null());
	if (!diagnosis_has_capability(d, CAP_SYS_PTRACE))
		cause_text(c, "capability", "", "no CAP_SYS_PTRACE");
	else if (!diagnosis_in_first_namespace(d))
		cause_text(c, "capability", "",
			"CAP_SYS_PTRACE only in a user namespace");
	cause_text(c, "device", "",
		access("/dev/userfaultfd", F_OK) == -1
			? "no /dev/userfaultfd"
			: "/dev/userfaultfd may not be opened");
	if (!c->verified) {
		cause_try(c, "a seccomp filter that allows userfaultfd");
		return cause_says(c, "a seccomp filter or a security module "
				     "may refuse userfaultfd");
	}
	cause_try_capability(d, c, CAP_SYS_PTRACE, "CAP_SYS_PTRACE");
	cause_try_sysctl(c, "vm.unprivileged_userfaultfd", 1);
	cause_try(c, "setfacl -m u:USER:rw /dev/userfaultfd");
	return cause_says(c, "only a privileged process may delay the kernel's "
			     "faults (userfaultfd)");
}

/*
 * mm/userfaultfd.c, vma_can_userfault(); UFFDIO_ZEROPAGE cannot fill huge
 * pages.
 */
static bool can_wait(const struct diagnosis *d, const struct mapping *m)
{
	char path[MAPPED_FILE_MAX];
	struct statfs is;

	if (page_at(d, m->start) != d->page)
		return false;
	if (mapping_kind(m) != KIND_FILE)
		return mapping_kind(m) != KIND_SPECIAL;
	return read_mapped_file(d->subject, m, path, sizeof(path)) &&
	       statfs(path, &is) == 0 && is.f_type == TMPFS_MAGIC;
}

static bool userfaultfd_range(const struct diagnosis *d, struct cause *c)
{
	struct maps_walk walk;
	struct mapping m;
	struct range range, hole;

	if (failed_stage(d) != STAGE_REGISTER)
		return false;
	cause_try(c, "mmap 4p then usercopy --fault-delay %llu",
		(unsigned long long)arg(d->call, ROLE_FAULT_DELAY));
	if (!range_of(d, &range))
		return cause_says(c, "there is no page in the range");
	if (range_hole(d, range, &hole) && hole.start == range.start &&
		hole.end == range.end)
		return cause_says(c,
			"the range has no mapping whose faults can be delayed");
	walk = maps_walk_of(d, range);
	c->verified = false;
	while (!c->verified && maps_walk_next(&walk, &m))
		c->verified = !can_wait(d, &m);
	cause_mapping(c, &m);
	return cause_says(c, "faults can be delayed only in anonymous and "
			     "shared memory without huge pages");
}

/* See observer/userfaultfd.c: nobody would supply the page. */
static bool userfaultfd_traced(const struct diagnosis *d, struct cause *c)
{
	if (failed_stage(d) != STAGE_OBSERVER || d->error != EBUSY)
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
		"userfaultfd needs privileges",
		"run it as root, or sysctl vm.unprivileged_userfaultfd=1",
		userfaultfd_privilege},
	{"userfaultfd-range", "usercopy=EINVAL,EPERM,ENOMEM,EOPNOTSUPP,EBUSY",
		"the faults of this memory cannot be delayed",
		"mmap 4p then usercopy --fault-delay MS", userfaultfd_range},
	{"userfaultfd-traced", "usercopy=EBUSY",
		"the caller is traced, and could not supply pages to its "
		"tracer",
		"--syscalls instead of strace -f", userfaultfd_traced},
};

const struct cause_table causes_of_user_copies = {rows, ARRAY_SIZE(rows)};
