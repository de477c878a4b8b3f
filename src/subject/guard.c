/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "subject/internal.h"
#include "words/uapi.h"

/*
 * The loop, the handlers and the acts run here, so that whatever is done to
 * the real stack they go on: after alloca(64M) the next call of a function on
 * that one would die.
 */
static char stack[64 * 1024 + 2 * PAGE_LARGEST] __attribute__((aligned(4096)));

/* A signal's frame with the widest registers is 11 KiB; two may be nested. */
char *const subject_stack_used = stack + sizeof(stack) - 32 * 1024;
char *const subject_stack_end = stack + sizeof(stack);

static const int handled[] = {
	SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGABRT, SIGSYS};

enum { HANDLED = sizeof(handled) / sizeof(*handled) };

/*
 * The kernel gives no address where it is not canonical, or when it did not
 * come from a page fault (SI_KERNEL), nor does a signal sent by somebody.
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

/* Whether the fault is at the memory that the call was asked to reach. */
static bool reaches(const struct signal_entry *fault)
{
	const struct call *c = &subject.call;
	uint64_t addr, head, from;

	if (!command_has_trait(c->command, CALL_REACHES))
		return false;
	if (fault->number != SIGSEGV && fault->number != SIGBUS)
		return false;
	if (!fault->has_address)
		return fault->code == SI_KERNEL;
	/* BUS_ADRERR tells the page on some machines, not the byte. */
	addr = arg(c, ROLE_ADDR);
	head = addr % c->page_size;
	from = fault->address - (addr - head);
	return from < head || from - head < arg(c, ROLE_LENGTH);
}

/*
 * While the real stack is at work nothing but a frame of it is reached for.
 * The registers of the trap lead back to the frame that began.
 */
static bool is_overflow(const struct signal_entry *fault)
{
	return subject.on_stack && fault->code > 0 &&
	       (fault->number == SIGSEGV || fault->number == SIGBUS);
}

/* Die of the signal, as without us, after writing down where it came from. */
static void die(const struct signal_entry *fault)
{
	/* What follows is not the call's. */
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
	/* A sanitizer's siglongjmp looks at its stack, which is no call's. */
	if (subject.returned.traced)
		act_mark(MARK_END);
	act_leave_copies();
	if (subject.guarded && fault.code > 0) {
		/* What touch executes may have spoilt the way back, too. */
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
	/* Or arm64 gives the address without the bits that it ignores. */
	action.sa_flags =
		SA_SIGINFO | SA_ONSTACK | SA_NODEFER | UAPI_SA_EXPOSE_TAGBITS;
	if (sigaltstack(&own, NULL) == -1)
		return false;
	/* What outgrows it shall die, and not run on into our state. */
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
