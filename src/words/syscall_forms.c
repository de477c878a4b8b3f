/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The prototypes of the system calls that programs use around memory
 * management: section 2 of the manual, in the kernel's form.
 */
#include "words/syscall_forms.h"

#define HEX SYSCALL_HEX
#define ADDR SYSCALL_ADDRESS
#define SIZE SYSCALL_SIZE
#define INT SYSCALL_NUMBER
#define OFFSET SYSCALL_OFFSET
#define FD SYSCALL_FD
#define DIR SYSCALL_DIRECTORY
#define SIGNAL SYSCALL_SIGNAL
#define PROT SYSCALL_PROT
#define ADVICE SYSCALL_ADVICE
#define OPEN SYSCALL_OPEN
#define MODE SYSCALL_MODE
#define PATH SYSCALL_PATH

/* clang-format off */
#define CALL(name, ...) {name, false, {__VA_ARGS__}},
#define MAKES(name, ...) {name, true, {__VA_ARGS__}},
#define PLAIN(name) {name, false, {SYSCALL_END}},

const struct syscall_form syscall_forms[] = {
	/* Memory. */
	MAKES("brk", ADDR)
#ifdef __i386__ /* its six arguments are in memory */
	MAKES("mmap", ADDR)
#else
	MAKES("mmap", ADDR, SIZE, PROT, SYSCALL_MAP, FD, OFFSET)
#endif
	MAKES("mmap2", ADDR, SIZE, PROT, SYSCALL_MAP, FD, OFFSET)
	CALL("munmap", ADDR, SIZE)
	MAKES("mremap", ADDR, SIZE, SIZE, SYSCALL_MREMAP, SYSCALL_NEW_ADDRESS)
	CALL("mprotect", ADDR, SIZE, PROT)
	CALL("pkey_mprotect", ADDR, SIZE, PROT, INT)
	CALL("madvise", ADDR, SIZE, ADVICE)
	CALL("process_madvise", FD, ADDR, SIZE, ADVICE, HEX)
	CALL("mincore", ADDR, SIZE, ADDR)
	CALL("msync", ADDR, SIZE, SYSCALL_MSYNC)
	CALL("mlock", ADDR, SIZE)
	CALL("mlock2", ADDR, SIZE, SYSCALL_MLOCK)
	CALL("munlock", ADDR, SIZE)
	CALL("mlockall", SYSCALL_MLOCKALL)
	PLAIN("munlockall")
	CALL("mseal", ADDR, SIZE, SYSCALL_MSEAL)
	CALL("remap_file_pages", ADDR, SIZE, PROT, SIZE, SYSCALL_MAP)
	CALL("mbind", ADDR, SIZE, INT, ADDR, SIZE, HEX)
	CALL("get_mempolicy", ADDR, ADDR, SIZE, ADDR, HEX)
	CALL("set_mempolicy", INT, ADDR, SIZE)
	MAKES("map_shadow_stack", ADDR, SIZE, HEX)
	CALL("shmget", INT, SIZE, HEX)
	MAKES("shmat", INT, ADDR, HEX)
	CALL("shmdt", ADDR)
	CALL("userfaultfd", HEX)
	CALL("membarrier", HEX, HEX, INT)
	CALL("cachestat", FD, ADDR, ADDR, HEX)
	CALL("memfd_create", PATH, SYSCALL_MEMFD)
	CALL("memfd_secret", HEX)
	/* Files. */
	CALL("open", PATH, OPEN, MODE)
	CALL("openat", DIR, PATH, OPEN, MODE)
	CALL("close", FD)
	CALL("read", FD, ADDR, SIZE)
	CALL("write", FD, ADDR, SIZE)
	CALL("readv", FD, ADDR, INT)
	CALL("writev", FD, ADDR, INT)
	CALL("lseek", FD, OFFSET, INT)
	CALL("fstat", FD, ADDR)
	CALL("fstat64", FD, ADDR)
	CALL("stat", PATH, ADDR)
	CALL("newfstatat", DIR, PATH, ADDR, HEX)
	CALL("fstatat64", DIR, PATH, ADDR, HEX)
	CALL("statx", DIR, PATH, HEX, HEX, ADDR)
	CALL("access", PATH, INT)
	CALL("faccessat", DIR, PATH, INT)
	CALL("readlink", PATH, ADDR, SIZE)
	CALL("readlinkat", DIR, PATH, ADDR, SIZE)
	CALL("ftruncate", FD, OFFSET)
	CALL("ioctl", FD, HEX, HEX)
	CALL("fcntl", FD, INT, HEX)
	CALL("fcntl64", FD, INT, HEX)
	/* Signals, processes, threads. */
	CALL("rt_sigaction", SIGNAL, ADDR, ADDR, SIZE)
	CALL("rt_sigprocmask", INT, ADDR, ADDR, SIZE)
	PLAIN("rt_sigreturn")
	CALL("sigaltstack", ADDR, ADDR)
	CALL("kill", INT, SIGNAL)
	CALL("tkill", INT, SIGNAL)
	CALL("tgkill", INT, INT, SIGNAL)
	PLAIN("getpid")
	PLAIN("getppid")
	PLAIN("gettid")
	PLAIN("getuid")
	PLAIN("geteuid")
	PLAIN("fork")
	PLAIN("vfork")
	CALL("clone3", ADDR, SIZE)
	CALL("execve", ADDR, ADDR, ADDR)
	CALL("exit", INT)
	CALL("exit_group", INT)
	CALL("wait4", INT, ADDR, HEX, ADDR)
	CALL("futex", ADDR, INT, INT, ADDR, ADDR, INT)
	CALL("set_tid_address", ADDR)
	CALL("set_robust_list", ADDR, SIZE)
	CALL("rseq", ADDR, SIZE, HEX, HEX)
	/* Calls that allocators make for information. */
	CALL("getrandom", ADDR, SIZE, SYSCALL_GETRANDOM)
	CALL("prctl", HEX, HEX, HEX, HEX, HEX)
	CALL("arch_prctl", HEX, ADDR)
	CALL("getrlimit", INT, ADDR)
	CALL("setrlimit", INT, ADDR)
	CALL("prlimit64", INT, INT, ADDR, ADDR)
	CALL("getrusage", INT, ADDR)
	CALL("sysinfo", ADDR)
	CALL("uname", ADDR)
	CALL("getcpu", ADDR, ADDR, ADDR)
	CALL("sched_getaffinity", INT, SIZE, ADDR)
	CALL("sched_setaffinity", INT, SIZE, ADDR)
	PLAIN("sched_yield")
	CALL("clock_gettime", INT, ADDR)
	CALL("gettimeofday", ADDR, ADDR)
	CALL("nanosleep", ADDR, ADDR)
	CALL("clock_nanosleep", INT, INT, ADDR, ADDR)
	PLAIN("pause")
	PLAIN("restart_syscall")
	{"", false, {SYSCALL_END}},
};
/* clang-format on */
