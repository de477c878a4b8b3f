/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The copies of usercopy, in the subject.  At the other end is a memory file
 * of its own: write(2) to /dev/null would copy nothing.  It is made before the
 * call and gone after it, and never mapped.
 */
#include <errno.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "command/act.h"
#include "acts/asleep.h"
#include "acts/usercopy.h"
#include "words/uapi.h"

/* As prlimit64 takes it (prlimit(2)). */
struct limit {
	uint64_t soft, hard;
};

/* The other end of a copy. */
struct end {
	int fd;        /* -1: it needs none */
	uint64_t room; /* what one call can copy at most */
	bool limited;  /* RLIMIT_FSIZE was changed for it */
	struct limit before;
	long pid;
	struct iovec scratch[COPY_ROOM / SCRATCH_SIZE];
};

static bool has_file(uint64_t via)
{
	return via != VIA_GETRANDOM && via != VIA_PROCESS_VM_READV &&
	       via != VIA_PROCESS_VM_WRITEV;
}

static uint64_t least_of(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

static long limit_file_size(const struct limit *to, struct limit *before)
{
	return syscall(SYS_prlimit64, 0L, (long)RLIMIT_FSIZE, to, before);
}

/*
 * A call is given all that remains, as by any program; the limit ends it when
 * the file is full, and the next one starts at the file's beginning again.  So
 * a region of GiBs needs no more memory than a file of COPY_ROOM.
 */
static bool open_file(const struct call *c, struct end *end)
{
	struct limit limit;

	if (limit_file_size(NULL, &end->before) == -1)
		return false;
	limit = end->before;
	limit.soft = least_of(COPY_ROOM, limit.hard);
	end->limited = limit_file_size(&limit, NULL) == 0;
	end->room = least_of(end->room, limit.soft);
	end->fd = (int)syscall(
		SYS_memfd_create, "memtool-usercopy", (long)MFD_CLOEXEC);
	if (end->fd == -1)
		return false;
	/* What is only a hole in the file is read as zeros, and takes no page.
	 */
	return !via_writes_memory(c->args[USERCOPY_VIA]) ||
	       syscall(SYS_ftruncate, (long)end->fd,
		       (long)least_of(c->args[USERCOPY_LENGTH], end->room)) ==
		       0;
}

static void close_end(struct end *end)
{
	int error = errno;

	if (end->fd != -1)
		syscall(SYS_close, (long)end->fd);
	if (end->limited)
		limit_file_size(&end->before, NULL);
	errno = error;
}

static bool open_end(const struct call *c, struct end *end)
{
	size_t count = COPY_ROOM / SCRATCH_SIZE;

	end->fd = -1;
	end->limited = false;
	end->room = COPY_ROOM;
	end->pid = syscall(SYS_getpid);
	if (c->args[USERCOPY_VIA] == VIA_GETRANDOM) /* random(4) stops there */
		end->room = INT_MAX - INT_MAX % c->page_size;
	for (size_t i = 0; i < count; i++)
		end->scratch[i] = (struct iovec){act_scratch, SCRATCH_SIZE};
	return !has_file(c->args[USERCOPY_VIA]) || open_file(c, end);
}

/* One system call for all that remains. */
static long copy(const struct end *end, uint64_t via, struct iovec *user)
{
	const long fd = end->fd, count = COPY_ROOM / SCRATCH_SIZE;

	/* An offset of 64 bits takes two registers, or three, on some. */
	switch ((enum via)via) {
	case VIA_WRITE:
		return syscall(SYS_write, fd, user->iov_base, user->iov_len);
	case VIA_PWRITE:
		return syscall(SYS_pwrite64, fd, user->iov_base, user->iov_len,
			0L, 0L, 0L);
	case VIA_WRITEV:
		return syscall(SYS_writev, fd, user, 1L);
	case VIA_READ:
		return syscall(SYS_read, fd, user->iov_base, user->iov_len);
	case VIA_PREAD:
		return syscall(SYS_pread64, fd, user->iov_base, user->iov_len,
			0L, 0L, 0L);
	case VIA_READV:
		return syscall(SYS_readv, fd, user, 1L);
	case VIA_PROCESS_VM_READV:
		return syscall(SYS_process_vm_readv, end->pid, end->scratch,
			count, user, 1L, 0L);
	case VIA_PROCESS_VM_WRITEV:
		return syscall(SYS_process_vm_writev, end->pid, end->scratch,
			count, user, 1L, 0L);
	case VIA_GETRANDOM:
		return syscall(
			SYS_getrandom, user->iov_base, user->iov_len, 0L);
	case VIAS:
		break;
	}
	errno = EINVAL; /* no name has such a number */
	return -1;
}

static bool seeks(uint64_t via)
{
	return has_file(via) && via != VIA_PWRITE && via != VIA_PREAD;
}

/*
 * Calls, until all is copied or one copies less than there was room for.  An
 * error after bytes that were copied is a short count, as the kernel has it.
 */
static void copy_all(
	const struct call *c, struct returned *r, const struct end *end)
{
	volatile uint64_t *copied = &r->done;
	uint64_t wanted;
	long got;

	do {
		uint64_t left = c->args[USERCOPY_LENGTH] - *copied;
		struct iovec user = {
			(void *)(uintptr_t)(c->args[USERCOPY_ADDR] + *copied),
			(size_t)left};

		if (*copied && seeks(c->args[USERCOPY_VIA]))
			syscall(SYS_lseek, (long)end->fd, 0L, (long)SEEK_SET);
		wanted = least_of(left, end->room);
		got = copy(end, c->args[USERCOPY_VIA], &user);
		r->found.copy.calls++;
		if (got == -1 && *copied == 0)
			r->error = errno;
		if (got > 0)
			*copied += (uint64_t)got;
	} while (got > 0 && (uint64_t)got == wanted &&
		 *copied < c->args[USERCOPY_LENGTH]);
	r->value = r->error ? -1 : (int64_t)*copied;
}

/* Of repeated calls it is known if it is of each of them. */
static void add_sleep(struct returned *r, uint64_t slept)
{
	uint64_t *blocked = &r->found.copy.blocked;

	if (r->calls == 0)
		*blocked = 0;
	if (*blocked == COPY_UNKNOWN || slept == SLEEP_UNKNOWN)
		*blocked = COPY_UNKNOWN;
	else
		*blocked += slept;
}

static void copy_timed(
	const struct call *c, struct returned *r, const struct end *end)
{
	int schedstat = sleep_open();
	struct sleep before = sleep_read(schedstat), after;

	act_begin(r);
	copy_all(c, r, end);
	act_end(r);
	after = sleep_read(schedstat);
	sleep_close(schedstat);
	/* One that is traced sleeps for its tracer. */
	if (!r->traced)
		add_sleep(r, sleep_between(&before, &after));
}

void usercopy_act(const struct call *c, struct returned *r)
{
	struct end end;
	int faults = -1;

	r->total = c->args[USERCOPY_LENGTH];
	r->done = r->found.copy.calls = 0;
	if (!r->found.copy.begun)
		r->found.copy.blocked = COPY_UNKNOWN;
	r->found.copy.begun = true;
	r->found.copy.failed = STAGE_NONE;
	r->value = -1;
	r->error = 0;
	if (!open_end(c, &end)) {
		r->error = errno;
		r->found.copy.failed = STAGE_FILE;
	} else if (!c->args[USERCOPY_DELAY] || delay_begin(c, r, &faults)) {
		copy_timed(c, r, &end);
		delay_end(c, &faults);
	}
	close_end(&end);
}
