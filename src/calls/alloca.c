/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acts/alloca.h"

#include <sys/syscall.h>
#include <unistd.h>

/* The library's wrapper would be one more page of it in use. */
void alloca_note_limit(struct returned *r)
{
	struct {
		uint64_t soft, hard;
	} limit = {0, 0};

	r->found.stack.has_limit =
		syscall(SYS_prlimit64, 0, RLIMIT_STACK, NULL, &limit) == 0;
	r->found.stack.limit = limit.soft;
}

/* Of a recursion all that lies between the two pointers. */
static bool made(const struct call *c, const struct returned *returned,
	uint64_t *start, uint64_t *size)
{
	const struct stack_findings *stack = &returned->found.stack;

	*start = (uint64_t)returned->value;
	*size = c->args[ALLOCA_SIZE];
	if (c->args[ALLOCA_COUNT] && stack->pointer_before)
		*size = stack->pointer_before - *start;
	return true;
}

/*
 * No act(): memory of the stack lives as long as the function that took it,
 * so that this one is performed by the subject's deepest frame (see
 * subject/stack.c) and the memory stays until the chain ends.
 */
static const struct call_kind call = {
	.traits = CALL_BY_INSTRUCTIONS | CALL_ON_STACK | CALL_LOOKED_AT,
	.makes = MADE_MEMORY,
	.result = RESULT_ADDRESS,
	.tell = alloca_tell,
	.made = made,
};

const struct command command_alloca = {
	.name = "alloca",
	.summary = "take memory from the stack",
	.describes =
		"It takes bytes from the stack by moving the stack pointer: "
		"no page is mapped or touched (on powerpc the lowest one is, "
		"where the ABI keeps the address of the frame before), and it "
		"cannot report a failure. The stack grows when it is touched, "
		"as far as "
		"RLIMIT_STACK allows and no closer than the guard gap to the "
		"next mapping; beyond that the access raises SIGSEGV. With "
		"frames it is a recursion, each of whose frames takes so "
		"many bytes; the calls touch the stack, and a SIGSEGV is the "
		"result of the step. A stack that has grown stays so. In a "
		"program the memory lasts until the function returns, here "
		"until the chain ends.",
	.manual = "alloca(3)",
	.params = {&param_size_alloca, &param_frames},
	.word = &param_size_alloca,
	.call = &call,
};
