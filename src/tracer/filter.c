/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A filter of system calls, seccomp(2), that stops at memory calls only: all
 * other calls run at full speed.  It also stops at calls that install filters:
 * the answer of a program's own filter comes before ours, so a call that it
 * refuses would not be seen.  It stops at sigaltstack(2), too, because /proc
 * does not show where signal handlers have their stack.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tracer/internal.h"

/* The numbers of the calls belong to this ABI. */
#if defined(__x86_64__)
#define OWN_ARCH AUDIT_ARCH_X86_64
#elif defined(__i386__)
#define OWN_ARCH AUDIT_ARCH_I386
#elif defined(__aarch64__)
#define OWN_ARCH AUDIT_ARCH_AARCH64
#elif defined(__arm__)
#define OWN_ARCH AUDIT_ARCH_ARM
#elif defined(__riscv) && __riscv_xlen == 64
#define OWN_ARCH AUDIT_ARCH_RISCV64
#elif defined(__s390x__)
#define OWN_ARCH AUDIT_ARCH_S390X
#elif defined(__powerpc64__) && defined(__LITTLE_ENDIAN__)
#define OWN_ARCH AUDIT_ARCH_PPC64LE
#endif

#ifdef OWN_ARCH

enum { CALLS_MOST = 32, INSTRUCTIONS_MOST = 8 + CALLS_MOST };

/* The numbers to stop at, of the calls whose bits are WANTED. */
static unsigned numbers_of(uint64_t wanted, long numbers[CALLS_MOST])
{
	const struct traced_call *call;
	unsigned count = 0;

	numbers[count++] = SYS_seccomp;
	numbers[count++] = SYS_prctl;
	numbers[count++] = SYS_sigaltstack;
	numbers[count++] = SYS_clone;
#ifdef SYS_clone3
	numbers[count++] = SYS_clone3;
#endif
	for (size_t i = 0; (call = traced_call_at(i)); i++)
		if (wanted & call->bit)
			numbers[count++] = call->number;
	return count;
}

static unsigned short compile(uint64_t wanted, struct sock_filter *program)
{
	long numbers[CALLS_MOST];
	struct sock_filter *at = program;
	unsigned count = numbers_of(wanted, numbers);

	*at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		(uint32_t)offsetof(struct seccomp_data, arch));
	/* Jump to the end, past the number, all comparisons. */
	*at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
		OWN_ARCH, 0, (unsigned char)(count + 1));
	*at++ = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
		(uint32_t)offsetof(struct seccomp_data, nr));
	for (unsigned i = 0; i < count; i++)
		*at++ = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K,
			(uint32_t)numbers[i], (unsigned char)(count - i), 0);
	*at++ = (struct sock_filter)BPF_STMT(
		BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	*at++ = (struct sock_filter)BPF_STMT(
		BPF_RET | BPF_K, SECCOMP_RET_TRACE);
	return (unsigned short)(at - program);
}

bool abi_is_own(uint32_t arch)
{
	return arch == OWN_ARCH;
}

int filter_install(uint64_t wanted)
{
	struct sock_filter program[INSTRUCTIONS_MOST];
	struct sock_fprog filter = {
		.len = compile(wanted, program), .filter = program};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == -1)
		return errno;
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter) == -1)
		return errno;
	return 0;
}

/*
 * In a child that nobody traces.  There our filter's answer is ENOSYS, and the
 * calls are not made.
 */
static void try_calls(uint64_t wanted)
{
	const struct traced_call *call;

	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* it may be killed: no core */
	if (filter_install(wanted))
		_exit(0); /* the program will find that out */
	for (size_t i = 0; (call = traced_call_at(i)); i++)
		if (wanted & call->bit && (syscall(call->number, -1L, -1L, -1L,
						   -1L, -1L, -1L) != -1 ||
						  errno != ENOSYS))
			_exit(1);
	_exit(0);
}

bool filter_sees_all(uint64_t wanted)
{
	int status = 0;
	pid_t child;

	if (prctl(PR_GET_SECCOMP, 0, 0, 0, 0) != SECCOMP_MODE_FILTER)
		return true;
	child = fork();
	if (child == 0)
		try_calls(wanted);
	return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

#else

bool abi_is_own(uint32_t arch)
{
	(void)arch;
	return true;
}

int filter_install(uint64_t wanted)
{
	(void)wanted;
	return ENOSYS;
}

bool filter_sees_all(uint64_t wanted)
{
	(void)wanted;
	return false;
}

#endif
