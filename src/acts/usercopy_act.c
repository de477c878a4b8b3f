/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The copies of usercopy, in the subject.  The other end is a private memory
 * file, because write(2) to /dev/null copies nothing.  It is created before the
 * call, closed after it, and never mapped.
 */
#include <errno.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/uio.h>
#include <unistd.h>

#include "acts/asleep.h"
#include "acts/usercopy.h"
#include "command/act.h"
#include "words/uapi.h"

/* The argument of prlimit64 (prlimit(2)). */
struct limit {
	uint64_t soft, hard;
};

/* The other end of a copy. */
struct end {
	int fd;        /* -1: not needed */
	uint64_t room; /* maximum for one call */
	bool limited;  /* RLIMIT_FSIZE was changed */
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
 * Each call gets all that remains, as in any program; the limit ends it when
 * the file is full, and the next call starts at the file's beginning.  So a
 * region of GiBs needs only a file of COPY_ROOM bytes.
 */
static enum copy_stage open_file(const struct call *call, struct end *end)
{
	struct limit limit;
	uint64_t size;

	if (limit_file_size(NULL, &end->before) == -1)
		return STAGE_LIMIT;
	limit = end->before;
	limit.soft = least_of(COPY_ROOM, limit.hard);
	end->limited = limit_file_size(&limit, NULL) == 0;
	end->room = least_of(end->room, limit.soft);
	end->fd = (int)syscall(
		SYS_memfd_create, "memtool-usercopy", (long)MFD_CLOEXEC);
	if (end->fd == -1)
		return STAGE_FILE;
	/* A hole in the file reads as zeros, and uses no page. */
	size = least_of(call->args[USERCOPY_LENGTH], end->room);
	if (via_writes_memory(call->args[USERCOPY_VIA]) &&
		syscall(SYS_ftruncate, (long)end->fd, (long)size) == -1)
		return STAGE_FILE_SIZE;
	return STAGE_NONE;
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

static enum copy_stage open_end(const struct call *call, struct end *end)
{
	size_t count = COPY_ROOM / SCRATCH_SIZE;

	end->fd = -1;
	end->limited = false;
	end->room = COPY_ROOM;
	end->pid = syscall(SYS_getpid);
	if (call->args[USERCOPY_VIA] ==
		VIA_GETRANDOM) /* the limit of random(4) */
		end->room = INT_MAX - INT_MAX % call->page_size;
	for (size_t i = 0; i < count; i++)
		end->scratch[i] = (struct iovec){act_scratch, SCRATCH_SIZE};
	return has_file(call->args[USERCOPY_VIA]) ? open_file(call, end)
						  : STAGE_NONE;
}

/* Make one system call for all that remains. */
static long copy(const struct end *end, uint64_t via, struct iovec *user)
{
	const long fd = end->fd, count = COPY_ROOM / SCRATCH_SIZE;

	/* Some machines pass a 64-bit offset in two or three registers. */
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
	errno = EINVAL; /* no name has this number */
	return -1;
}

static bool seeks(uint64_t via)
{
	return has_file(via) && via != VIA_PWRITE && via != VIA_PREAD;
}

/*
 * Make calls until everything is copied or one copies less than it could.  As
 * in the kernel, an error after some bytes were copied is a short count.
 */
static void copy_all(const struct call *call, struct returned *returned,
	const struct end *end)
{
	volatile uint64_t *copied = &returned->done;
	uint64_t wanted;
	long got;

	do {
		uint64_t left = call->args[USERCOPY_LENGTH] - *copied;
		struct iovec user = {
			(void *)(uintptr_t)(call->args[USERCOPY_ADDR] +
					    *copied),
			(size_t)left};

		if (*copied && seeks(call->args[USERCOPY_VIA]))
			syscall(SYS_lseek, (long)end->fd, 0L, (long)SEEK_SET);
		wanted = least_of(left, end->room);
		got = copy(end, call->args[USERCOPY_VIA], &user);
		returned->found.copy.calls++;
		if (got == -1 && *copied == 0)
			returned->error = errno;
		if (got > 0)
			*copied += (uint64_t)got;
	} while (got > 0 && (uint64_t)got == wanted &&
		 *copied < call->args[USERCOPY_LENGTH]);
	returned->value = returned->error ? -1 : (int64_t)*copied;
}

/* For repeated calls it is known only if known for each. */
static void add_sleep(struct returned *returned, uint64_t slept)
{
	uint64_t *blocked = &returned->found.copy.blocked;

	if (returned->calls == 0)
		*blocked = 0;
	if (*blocked == COPY_UNKNOWN || slept == SLEEP_UNKNOWN)
		*blocked = COPY_UNKNOWN;
	else
		*blocked += slept;
}

static void copy_timed(const struct call *call, struct returned *returned,
	const struct end *end)
{
	int schedstat = sleep_open();
	struct sleep before = sleep_read(schedstat), after;

	act_begin(returned);
	copy_all(call, returned, end);
	act_end(returned);
	after = sleep_read(schedstat);
	sleep_close(schedstat);
	/* A traced process also sleeps for its tracer. */
	if (!returned->traced)
		add_sleep(returned, sleep_between(&before, &after));
}

void usercopy_act(const struct call *call, struct returned *returned)
{
	struct end end;
	int faults = -1;

	returned->total = call->args[USERCOPY_LENGTH];
	returned->done = returned->found.copy.calls = 0;
	if (!returned->found.copy.begun)
		returned->found.copy.blocked = COPY_UNKNOWN;
	returned->found.copy.begun = true;
	returned->value = -1;
	returned->error = 0;
	returned->found.copy.failed = open_end(call, &end);
	if (returned->found.copy.failed != STAGE_NONE) {
		returned->error = errno;
	} else if (!call->args[USERCOPY_DELAY] ||
		   delay_begin(call, returned, &faults)) {
		copy_timed(call, returned, &end);
		delay_end(call, &faults);
	}
	close_end(&end);
}
