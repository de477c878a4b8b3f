/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/harmless_calls.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "words/array.h"
#include "words/syscalls.h"
#include "words/uapi.h"

#ifdef SYS_ftruncate
#define NUMBER_OF_FTRUNCATE SYS_ftruncate
#else
#define NUMBER_OF_FTRUNCATE SYS_ftruncate64
#endif

static const struct harmless_call calls[] = {
	{UAPI_MMAP, {0, 0, 0, MAP_PRIVATE | MAP_ANONYMOUS, -1}, EINVAL},
	{SYS_munmap, {1, 0}, EINVAL},
	{SYS_mprotect, {1, 0, 0}, EINVAL},
	{SYS_mremap, {1, 0, 0, 0, 0}, EINVAL},
	{SYS_madvise, {1, 0, 0}, EINVAL},
	{SYS_mlock2, {0, 0, -1}, EINVAL},
	{SYS_mlock, {0, 0}, 0},
	{SYS_munlock, {0, 0}, 0},
	{SYS_mlockall, {0}, EINVAL},
	{SYS_msync, {1, 0, 0}, EINVAL},
	{SYS_mincore, {1, 0, 0}, EINVAL},
	{SYS_mseal, {1, 0, -1}, EINVAL},
	{SYS_brk, {0}, 0},
	{SYS_memfd_create, {0, -1}, EINVAL},
	{SYS_openat, {-1, 0, 0, 0}, EFAULT},
	{NUMBER_OF_FTRUNCATE, {-1, 0}, EBADF},
	{SYS_close, {-1}, EBADF},
	{SYS_prlimit64, {0, -1, 0, 0}, EINVAL},
	{SYS_prctl, {-1}, EINVAL},
	{SYS_unshare, {0}, 0},
	{SYS_clock_nanosleep, {-1}, EINVAL},
	{SYS_write, {-1}, EBADF},
	{SYS_pwrite64, {-1}, EBADF},
	{SYS_writev, {-1}, EBADF},
	{SYS_read, {-1}, EBADF},
	{SYS_pread64, {-1}, EBADF},
	{SYS_readv, {-1}, EBADF},
	/* More parts than UIO_MAXIOV. */
	{SYS_process_vm_readv, {0, 0, 1 << 20, 0, 0}, EINVAL},
	{SYS_process_vm_writev, {0, 0, 1 << 20, 0, 0}, EINVAL},
#ifdef SYS_fadvise64
	{SYS_fadvise64, {-1}, EBADF},
#endif
	{SYS_getrandom, {0, 0, -1}, EINVAL},
};

const struct harmless_call *harmless_call(const char *name)
{
	uint64_t number;

	if (!syscall_number(name, &number))
		return NULL;
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		if ((uint64_t)calls[i].number == number)
			return &calls[i];
	return NULL;
}
