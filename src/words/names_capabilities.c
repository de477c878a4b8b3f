/* SPDX-License-Identifier: GPL-2.0-or-later */
/* capabilities(7): the numbers are from linux/capability.h, also if older. */
#include "words/array.h"
#include "words/names_table.h"

#define CAP(name, number, help)                                                \
	{                                                                      \
#name, UINT64_C(1) << (number), UINT64_C(1) << (number), "",   \
			help, .advice = NULL                                   \
	}

/* Every bit, also of later kernels. */
static const struct name capabilities[] = {
	{"ALL", UINT64_MAX, UINT64_MAX, "", "all capabilities", .advice = NULL},
	CAP(CHOWN, 0, "change owners of files"),
	CAP(DAC_OVERRIDE, 1, "ignore permissions of files"),
	CAP(DAC_READ_SEARCH, 2, "read any file"),
	CAP(FOWNER, 3, "act as the owner of any file"),
	CAP(FSETID, 4, "keep set-ID bits"),
	CAP(KILL, 5, "send signals to any process"),
	CAP(SETGID, 6, "change groups"),
	CAP(SETUID, 7, "change the user"),
	CAP(SETPCAP, 8, "change capabilities"),
	CAP(NET_ADMIN, 12, "configure the network"),
	CAP(NET_RAW, 13, "raw sockets"),
	CAP(IPC_LOCK, 14, "lock memory beyond the limit"),
	CAP(IPC_OWNER, 15, "any System V segment"),
	CAP(SYS_MODULE, 16, "load kernel modules"),
	CAP(SYS_RAWIO, 17, "raw memory, mappings at address 0"),
	CAP(SYS_CHROOT, 18, "chroot"),
	CAP(SYS_PTRACE, 19, "look at any process"),
	CAP(SYS_ADMIN, 21, "much of what root may"),
	CAP(SYS_BOOT, 22, "reboot"),
	CAP(SYS_NICE, 23, "priorities, pages of other processes"),
	CAP(SYS_RESOURCE, 24, "raise hard limits"),
	CAP(SYS_TIME, 25, "set the clock"),
	CAP(MKNOD, 27, "make devices"),
	CAP(PERFMON, 38, "performance counters"),
	CAP(BPF, 39, "BPF programs"),
	CAP(CHECKPOINT_RESTORE, 40, "checkpoint and restore"),
};
const struct names names_capability = {
	"CAP_", "capability", capabilities, ARRAY_SIZE(capabilities), NULL};
