/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of Linux's user interface that the build machine's headers may lack;
 * they belong only here.  Values in the headers are never replaced.  They are
 * the same on all architectures unless an #ifdef says otherwise (include/uapi
 * and arch/ARCH/include/uapi of Linux 6.18).
 */
#ifndef MEMTOOL_WORDS_UAPI_H
#define MEMTOOL_WORDS_UAPI_H

#include <fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/types.h>
#include <linux/userfaultfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

/* System calls since Linux 5.0 have one number, except for the base. */
#if defined(__mips__)
#define UAPI_SYSCALL(number) (__NR_Linux + (number))
#elif defined(__alpha__)
#define UAPI_SYSCALL(number) (110 + (number))
#elif defined(__x86_64__) && defined(__ILP32__)
#define UAPI_SYSCALL(number) (__X32_SYSCALL_BIT + (number))
#else
#define UAPI_SYSCALL(number) (number)
#endif
#ifndef SYS_mseal /* 6.10 */
#define SYS_mseal UAPI_SYSCALL(462)
#endif
#ifndef MAP_DROPPABLE /* 6.11 */
#define MAP_DROPPABLE 0x08
#endif
#if defined(__x86_64__) && !defined(MAP_ABOVE4G) /* 6.6 */
#define MAP_ABOVE4G 0x80
#endif
/* 0: the machine has no such flag. */
#if defined(__alpha__) || defined(__mips__) || defined(__hppa__)
#define UAPI_OF_MOST(value) 0
#else
#define UAPI_OF_MOST(value) (value)
#endif
#ifndef MAP_UNINITIALIZED
#define MAP_UNINITIALIZED UAPI_OF_MOST(0x4000000)
#endif
#ifndef MAP_SYNC /* 4.15 */
#define MAP_SYNC UAPI_OF_MOST(0x080000)
#endif
#ifndef MAP_HUGE_16KB
#define MAP_HUGE_16KB (14U << 26)
#endif
/* The C library defines O_LARGEFILE as 0 if it is always on. */
#if O_LARGEFILE
#define UAPI_O_LARGEFILE O_LARGEFILE
#elif defined(__aarch64__) || defined(__arm__) || defined(__alpha__) ||        \
	defined(__m68k__)
#define UAPI_O_LARGEFILE 0400000
#elif defined(__powerpc__)
#define UAPI_O_LARGEFILE 0200000
#elif defined(__mips__)
#define UAPI_O_LARGEFILE 0x2000
#elif defined(__sparc__)
#define UAPI_O_LARGEFILE 0x40000
#elif defined(__hppa__)
#define UAPI_O_LARGEFILE 04000
#else
#define UAPI_O_LARGEFILE 0100000
#endif
#if !defined(PROT_SEM) && (defined(__mips__) || defined(__xtensa__))
#define PROT_SEM 0x10
#elif !defined(PROT_SEM)
#define PROT_SEM 0x8
#endif
#if defined(__aarch64__) && !defined(PROT_BTI) /* 5.8 */
#define PROT_BTI 0x10
#endif
#if defined(__aarch64__) && !defined(PROT_MTE) /* 5.10 */
#define PROT_MTE 0x20
#endif
#ifndef MADV_COLD /* 5.4 */
#define MADV_COLD 20
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_POPULATE_READ /* 5.14 */
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_DONTNEED_LOCKED /* 5.18 */
#define MADV_DONTNEED_LOCKED 24
#endif
#ifndef MADV_COLLAPSE /* 6.1 */
#define MADV_COLLAPSE 25
#endif
#ifndef MADV_SOFT_OFFLINE /* 2.6.33; glibc leaves it out on some machines */
#define MADV_SOFT_OFFLINE 101
#endif
#ifndef MADV_GUARD_INSTALL /* 6.13 */
#define MADV_GUARD_INSTALL 102
#define MADV_GUARD_REMOVE 103
#endif
#ifndef MFD_NOEXEC_SEAL /* 6.3 */
#define MFD_NOEXEC_SEAL 0x0008U
#define MFD_EXEC 0x0010U
#endif
#ifndef F_SEAL_FUTURE_WRITE /* 5.1 */
#define F_SEAL_FUTURE_WRITE 0x0010
#endif
#ifndef MREMAP_DONTUNMAP /* 5.7 */
#define MREMAP_DONTUNMAP 4
#endif
#ifndef MLOCK_ONFAULT /* 4.4 */
#define MLOCK_ONFAULT 0x01
#endif
#ifndef MCL_ONFAULT /* 4.4; 4, but 0x8000 on alpha, powerpc and sparc */
#define MCL_ONFAULT (MCL_FUTURE << 1)
#endif

/*
 * linux/fs.h has these since 6.7, without UAPI_; it cannot be included here
 * because it conflicts with sys/mount.h of older C libraries.
 */
struct uapi_page_region {
	__u64 start, end; /* addresses */
	__u64 categories;
};
struct uapi_scan {
	__u64 size, flags, start, end, walk_end, vec, vec_len, max_pages;
	__u64 category_inverted, category_mask, category_anyof_mask;
	__u64 return_mask;
};
#define UAPI_PAGEMAP_SCAN _IOWR('f', 16, struct uapi_scan)
#define UAPI_PAGE_IS_FILE (1U << 2)
#define UAPI_PAGE_IS_PRESENT (1U << 3)
#define UAPI_PAGE_IS_SWAPPED (1U << 4)
#define UAPI_PAGE_IS_PFNZERO (1U << 5)
#define UAPI_PAGE_IS_HUGE (1U << 6)
#define UAPI_PAGE_IS_GUARD (1U << 8) /* 6.15 */

/* linux/fs.h, 6.11 */
struct uapi_map_query {
	__u64 size, flags, address;
	__u64 start, end, vma_flags, page_size, offset, inode;
	__u32 device_major, device_minor, name_size, build_id_size;
	__u64 name, build_id;
};
#define UAPI_PROCMAP_QUERY _IOWR('f', 17, struct uapi_map_query)
#define UAPI_MAP_READABLE 0x1
#define UAPI_MAP_WRITABLE 0x2
#define UAPI_MAP_EXECUTABLE 0x4
#define UAPI_MAP_SHARED 0x8
#define UAPI_MAP_COVERING_OR_NEXT 0x10

#define UAPI_SA_EXPOSE_TAGBITS 0x800 /* 5.11; asm-generic/signal-defs.h */

/* linux/prctl.h, 5.17 */
#define UAPI_PR_SET_VMA 0x53564d41
#define UAPI_PR_SET_VMA_ANON_NAME 0

#ifndef SYS_cachestat /* 6.5 */
#define SYS_cachestat UAPI_SYSCALL(451)
#endif
struct uapi_cachestat_range {
	__u64 off, len; /* len 0: to the end of the file */
};
struct uapi_cachestat {
	__u64 cached, dirty, writeback, evicted, recently_evicted; /* pages */
};

#ifndef USERFAULTFD_IOC_NEW /* 6.1 */
#define USERFAULTFD_IOC_NEW _IO(0xAA, 0x00)
#endif

/*
 * sys/stat.h has these if the C library has statx(2): glibc since 2.28, musl
 * since 1.2.5.  linux/stat.h then cannot be included as well.
 */
struct uapi_statx {
	__u32 mask, blksize;
	__u64 attributes;
	__u32 nlink, uid, gid;
	__u16 mode, spare;
	__u64 ino, size;
	__u64 others[12];
	__u64 mnt_id; /* 5.8 */
	__u64 newer[13];
};
/* 5.14, the same number everywhere. */
#define UAPI_SYS_quotactl_fd 443

#define UAPI_STATX_TYPE 0x1U
#define UAPI_STATX_SIZE 0x200U
#define UAPI_STATX_BASIC_STATS 0x7ffU
#define UAPI_STATX_MNT_ID 0x1000U
#define UAPI_STATX_ATTR_IMMUTABLE 0x10
#define UAPI_STATX_ATTR_APPEND 0x20

/*
 * linux/ptrace.h has these since 5.3, but conflicts with sys/ptrace.h, whose
 * versions have had several names.
 */
#define UAPI_PTRACE_GET_SYSCALL_INFO 0x420e
struct uapi_syscall_info {
	__u8 op;
	__u8 pad[3];
	__u32 arch;
	__u64 instruction_pointer, stack_pointer;
	union {
		struct {
			__u64 nr, args[6];
		} entry;
		struct {
			__s64 rval;
			__u8 is_error;
		} exit;
	};
};
enum {
	UAPI_SYSCALL_NONE,
	UAPI_SYSCALL_ENTRY,
	UAPI_SYSCALL_EXIT,
	UAPI_SYSCALL_SECCOMP, /* as ENTRY */
};
#define UAPI_PTRACE_EVENT_STOP 128
#define UAPI_PTRACE_PEEKSIGINFO 0x4209
struct uapi_peeksiginfo_args {
	__u64 off;
	__u32 flags;
	__s32 nr;
};

/* sigaction(2): the si_code of a SIGSYS by seccomp(2). */
#define UAPI_SYS_SECCOMP 1

/* getauxval(3): the largest frame of a signal handler; Linux 5.14. */
#define UAPI_AT_MINSIGSTKSZ 51

/* mmap(2): its number on 32-bit machines that have mmap2. */
#ifdef SYS_mmap2
#define UAPI_MMAP SYS_mmap2
#else
#define UAPI_MMAP SYS_mmap
#endif

#endif
