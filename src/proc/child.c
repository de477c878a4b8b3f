/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/child.h"

#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

#include "words/array.h"
#include "words/signals.h"

enum { SECONDS = 10, HANDLER_STACK = 65536 };

void *child_share(size_t size)
{
	void *shared = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return shared == MAP_FAILED ? NULL : shared;
}

void child_unshare(void *shared, size_t size)
{
	if (shared)
		munmap(shared, size);
}

static void become(void (*work)(void *shared), void *shared, pid_t parent)
{
	sigset_t alarms;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != parent)
		_exit(1);
	signal(SIGALRM, SIG_DFL);
	sigemptyset(&alarms);
	sigaddset(&alarms, SIGALRM);
	sigprocmask(SIG_UNBLOCK, &alarms, NULL);
	alarm(SECONDS);
	prctl(PR_SET_DUMPABLE, 0); /* leave no core */
	work(shared);
	_exit(0);
}

int child_run(void (*work)(void *shared), void *shared, pid_t *pid, int *status)
{
	pid_t parent = getpid(), got;

	*status = 0;
	*pid = fork();
	if (*pid == 0)
		become(work, shared, parent);
	if (*pid == -1)
		return errno;
	do {
		got = waitpid(*pid, status, 0);
	} while (got == -1 && errno == EINTR);
	return got == -1 ? errno : 0;
}

void child_describe(int status, char *text, size_t size)
{
	const char *name;

	if (!WIFSIGNALED(status)) {
		snprintf(text, size, "ended with %d", WEXITSTATUS(status));
		return;
	}
	name = signal_name(WTERMSIG(status));
	if (WTERMSIG(status) == SIGALRM)
		snprintf(text, size, "did not end within %d seconds", SECONDS);
	else
		snprintf(text, size, "was killed by %s",
			name ? name : "a signal");
}

static sigjmp_buf way_back;
static struct fault *caught;

/* Linux packs cs, gs, fs and ss into one (struct sigcontext). */
static uint64_t selector_of(const ucontext_t *context)
{
#ifdef __x86_64__
	return (uint64_t)context->uc_mcontext.gregs[REG_CSGSFS] & 0xffff;
#else
	(void)context;
	return 0;
#endif
}

static void on_fault(int number, siginfo_t *info, void *context)
{
	*caught = (struct fault){.number = number,
		.code = info->si_code,
		.address = (uint64_t)(uintptr_t)info->si_addr,
		.selector = selector_of(context)};
	siglongjmp(way_back, 1);
}

/* On an alternate stack: the stack pointer may not be ours at the fault. */
static void catch_faults(void)
{
	static const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE};
	static unsigned char stack[HANDLER_STACK];
	struct sigaction action = {.sa_flags = SA_SIGINFO | SA_ONSTACK};
	stack_t place = {.ss_sp = stack, .ss_size = sizeof(stack)};

	action.sa_sigaction = on_fault;
	sigaltstack(&place, NULL);
	for (size_t i = 0; i < ARRAY_SIZE(numbers); i++)
		sigaction(numbers[i], &action, NULL);
}

bool child_attempt(
	void (*access)(void *context), void *context, struct fault *fault)
{
	*fault = (struct fault){0};
	caught = fault;
	catch_faults();
	if (sigsetjmp(way_back, 1))
		return false;
	access(context);
	return true;
}
