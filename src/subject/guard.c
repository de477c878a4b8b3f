/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "subject/internal.h"
#include "words/uapi.h"

/*
 * The loop, the handlers and the acts run on this stack, so they survive
 * whatever happens to the real stack: after alloca(64M) the next function call
 * there would die.
 */
static char stack[64 * 1024 + 2 * PAGE_LARGEST] __attribute__((aligned(4096)));

/* A signal's frame with the widest registers is 11 KiB; two may nest. */
char *const subject_stack_used = stack + sizeof(stack) - 32 * 1024;
char *const subject_stack_end = stack + sizeof(stack);

static const int handled[] = {
	SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};

enum { HANDLED = sizeof(handled) / sizeof(*handled) };

/*
 * The kernel gives no address if it is not canonical, if the signal is not from
 * a page fault (SI_KERNEL), or if a process sent it.
 */
static struct signal_entry describe(
	int number, const siginfo_t *info, const ucontext_t *context)
{
	bool has = info->si_code > 0 && info->si_code != SI_KERNEL;
	struct signal_entry entry = {.number = number, .code = info->si_code};

	if (info->si_code > 0)
		entry.instruction = registers_instruction(context);
	if (has && number != SIGABRT && number != SIGSYS) {
		entry.has_address = true;
		entry.address = (uint64_t)(uintptr_t)info->si_addr;
	}
	return entry;
}

/* Whether the fault is at the memory that the call was asked to access. */
static bool reaches(const struct signal_entry *fault)
{
	const struct call *call = &subject.call;
	uint64_t addr, head, from;

	if (!command_has_trait(call->command, CALL_REACHES))
		return false;
	if (fault->number != SIGSEGV && fault->number != SIGBUS)
		return false;
	if (!fault->has_address)
		return fault->code == SI_KERNEL;
	/* On some machines BUS_ADRERR has the page, not the byte. */
	addr = arg(call, ROLE_ADDR);
	head = addr % call->page_size;
	from = fault->address - (addr - head);
	return from < head || from - head < arg(call, ROLE_LENGTH);
}

/*
 * While the real stack is in use, only its frames are accessed.  The registers
 * of the trap lead back to the first frame.
 */
static bool is_overflow(const struct signal_entry *fault)
{
	return subject.on_stack && fault->code > 0 &&
	       (fault->number == SIGSEGV || fault->number == SIGBUS);
}

/* Die of the signal, as without memtool, after recording its origin. */
static void die(const struct signal_entry *fault)
{
	/* The call is over: later system calls do not count. */
	if (subject.returned.traced)
		act_mark(MARK_DONE);
	writer_put(&subject.writer, ENTRY_SIGNAL, subject.call.index, fault,
		sizeof(*fault));
	signal(fault->number, SIG_DFL);
	raise(fault->number);
}

/* qemu-user enters a handler with a stack that is not aligned to 16 bytes. */
#if defined(__x86_64__) || defined(__i386__)
#define ON_ANY_STACK __attribute__((force_align_arg_pointer))
#else
#define ON_ANY_STACK
#endif

ON_ANY_STACK static void on_signal(int number, siginfo_t *info, void *context)
{
	struct signal_entry fault;

	if (number == SIGTRAP && subject.trap_expected) {
		subject.trap_expected = 0;
		registers_step_over(context);
		registers_keep(context);
		loop_run();
		return;
	}
	fault = describe(number, info, context);
	if (is_overflow(&fault) && registers_restore(context)) {
		subject.fault = fault;
		subject.faulted = true;
		loop_run();
		return;
	}
	/*
	 * A sanitizer's siglongjmp examines its stack, which is not part of the
	 * call.
	 */
	if (subject.returned.traced)
		act_mark(MARK_END);
	/* The maker would wait for ever for a thread that is gone. */
	if (threads_starting())
		die(&fault);
	act_leave_copies();
	if (subject.guarded && fault.code > 0) {
		/* Code run by touch may have damaged the way back, too. */
		subject.guarded = 0;
		if (subject.returned.ended)
			siglongjmp(subject.jump, GUARD_CLOCK);
		if (reaches(&fault)) {
			subject.fault = fault;
			siglongjmp(subject.jump, GUARD_FAULT);
		}
	}
	die(&fault);
}

char *guard_page(size_t page)
{
	return first_page(stack, page);
}

bool guard_install(void)
{
	stack_t own = {.ss_sp = stack, .ss_size = sizeof(stack)};
	size_t page = (size_t)getpagesize();
	struct sigaction action;
	sigset_t unblocked;

	memset(&action, 0, sizeof(action));
	action.sa_sigaction = on_signal;
	/* Otherwise arm64 gives the address without its tag bits. */
	action.sa_flags =
		SA_SIGINFO | SA_ONSTACK | SA_NODEFER | UAPI_SA_EXPOSE_TAGBITS;
	if (sigaltstack(&own, NULL) == -1)
		return false;
	/* An overflow must die, not overwrite our state. */
	mprotect(guard_page(page), page, PROT_NONE);
	sigemptyset(&unblocked);
	for (size_t i = 0; i < HANDLED; i++) {
		if (sigaction(handled[i], &action, NULL) == -1)
			return false;
		sigaddset(&unblocked, handled[i]);
	}
	/* A fault whose signal is blocked kills at once (sigprocmask(2)). */
	return sigprocmask(SIG_UNBLOCK, &unblocked, NULL) == 0;
}
