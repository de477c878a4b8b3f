/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/alloca.h"

#include <sys/syscall.h>
#include <unistd.h>

/* The C library's wrapper would touch one more of its pages. */
void alloca_note_limit(struct returned *returned)
{
	struct {
		uint64_t soft, hard;
	} limit = {0, 0};

	returned->found.stack.has_limit =
		syscall(SYS_prlimit64, 0, RLIMIT_STACK, NULL, &limit) == 0;
	returned->found.stack.limit = limit.soft;
}

/* With --frames: everything between the two stack pointers. */
static bool made(const struct call *call, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	const struct stack_findings *stack = &returned->found.stack;

	*start = (uint64_t)returned->value;
	*size = call->args[ALLOCA_SIZE];
	if (call->args[ALLOCA_COUNT] && stack->pointer_before)
		*size = stack->pointer_before - *start;
	return true;
}

/*
 * No act(): memory of the stack lives as long as the function that took it.
 * The subject's deepest frame makes this call (see subject/stack.c), so the
 * memory stays until the chain ends.
 */
static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_ON_STACK | CALL_LOOKED_AT,
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.print = alloca_print,
	.made = made,
};

const struct command command_alloca = {
	.name = "alloca",
	.summary = "allocate memory on the stack",
	.describes =
		"Takes bytes from the stack by moving the stack pointer: no "
		"page is mapped or touched (except the lowest one on powerpc, "
		"where the ABI stores the address of the previous frame), and "
		"failure cannot be reported. The stack grows when it is "
		"touched, up to RLIMIT_STACK and no closer than the guard gap "
		"to the next mapping; beyond that the access raises SIGSEGV. "
		"--frames makes a recursion in which each frame takes that "
		"many bytes; its calls touch the stack, and a SIGSEGV is the "
		"result of the step. A grown stack does not shrink. In a "
		"program the "
		"memory lasts until the function returns, here until the "
		"chain ends.",
	.manual = "alloca(3)",
	.params = {&param_size_alloca, &param_frames},
	.word = &param_size_alloca,
	.call = &call,
};
