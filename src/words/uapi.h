/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Values of Linux's user interface that the build machine's headers may lack.
 * This is the one place for them.  They are the same on every architecture
 * unless an #ifdef says otherwise (include/uapi of Linux 6.18).
 */
#ifndef MEMTOOL_WORDS_UAPI_H
#define MEMTOOL_WORDS_UAPI_H

#include <fcntl.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#ifndef SYS_mseal /* 6.10 */
#define SYS_mseal 462
#endif
#ifndef MAP_DROPPABLE /* 6.11 */
#define MAP_DROPPABLE 0x08
#endif
#if defined(__x86_64__) && !defined(MAP_ABOVE4G) /* 6.6 */
#define MAP_ABOVE4G 0x80
#endif
#ifndef MAP_UNINITIALIZED
#define MAP_UNINITIALIZED 0x4000000
#endif
#ifndef MAP_HUGE_16KB
#define MAP_HUGE_16KB (14U << 26)
#endif
/* The C library defines O_LARGEFILE as 0 where it is always on. */
#if O_LARGEFILE
#define UAPI_O_LARGEFILE O_LARGEFILE
#elif defined(__aarch64__) || defined(__arm__)
#define UAPI_O_LARGEFILE 0400000
#elif defined(__powerpc__)
#define UAPI_O_LARGEFILE 0200000
#else
#define UAPI_O_LARGEFILE 0100000
#endif
#ifndef PROT_SEM
#define PROT_SEM 0x8
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
#ifndef MCL_ONFAULT /* 4.4 */
#define MCL_ONFAULT 4
#endif

#endif
