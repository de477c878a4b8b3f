/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Programs with a seccomp filter of their own. */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "traced.h"

/* Have a filter of its own answer so to this call; 0, or what to exit with. */
static int filter(unsigned number, unsigned action)
{
	struct sock_filter program[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			(unsigned)offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, action),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog filter = {4, program};

	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0,
		       0) || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter)
		       ? 77
		       : 0;
}

/* Its own filter answers before the tracer's. */
static int filters(void)
{
	void *at = map(page);
	int lacks = filter(SYS_mlock, SECCOMP_RET_ERRNO | EACCES);

	if (lacks)
		return lacks;
	return mlock(at, page) == -1 && errno == EACCES ? one_round() : 1;
}

/* The number of the call that the handler was told of. */
static volatile sig_atomic_t refused;
static void on_sys(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	refused = info->si_syscall;
}

/* As sandboxes that make the call in another way. */
static int handles_trap(void)
{
	struct sigaction action = {
		.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};
	int lacks = filter(SYS_mlock, SECCOMP_RET_TRAP);

	if (lacks)
		return lacks;
	sigaction(SIGSYS, &action, NULL);
	mlock(map(page), page);
	return refused == SYS_mlock ? one_round() : 1;
}

static int locks_under(unsigned action)
{
	void *at = map(page);
	int lacks = filter(SYS_mlock, action);

	if (lacks)
		return lacks;
	mlock(at, page);
	return 1;
}

static int is_trapped(void)
{
	return locks_under(SECCOMP_RET_TRAP);
}

static int is_killed(void)
{
	return locks_under(SECCOMP_RET_KILL_PROCESS);
}

static int is_killed_as_thread(void)
{
	return locks_under(SECCOMP_RET_KILL_THREAD);
}

/* Only the thread that makes the call ends; its process goes on. */
static void *lock_under(void *status)
{
	*(volatile int *)status = locks_under(SECCOMP_RET_KILL_THREAD);
	return NULL;
}

static int loses_thread(void)
{
	pthread_t thread;
	int status = 0;

	if (pthread_create(&thread, NULL, lock_under, &status))
		return fail("pthread_create");
	pthread_join(thread, NULL);
	return status ? status : one_round();
}

/* A call that has nothing to do with memory. */
static int is_killed_at_another(void)
{
	int lacks = filter(SYS_getppid, SECCOMP_RET_KILL_PROCESS);

	if (!lacks)
		getppid();
	return lacks ? lacks : 1;
}

static int handles_trap_at_another(void)
{
	struct sigaction action = {
		.sa_sigaction = on_sys, .sa_flags = SA_SIGINFO};
	int lacks = filter(SYS_getppid, SECCOMP_RET_TRAP);

	if (lacks)
		return lacks;
	sigaction(SIGSYS, &action, NULL);
	getppid();
	return refused == SYS_getppid ? 0 : 1;
}

const struct mode modes_of_filters[] = {
	{"filters", filters},
	{"trapped", is_trapped},
	{"handles-trap", handles_trap},
	{"killed", is_killed},
	{"killed-as-thread", is_killed_as_thread},
	{"loses-thread", loses_thread},
	{"killed-at-another", is_killed_at_another},
	{"handles-trap-at-another", handles_trap_at_another},
	{NULL, NULL},
};
