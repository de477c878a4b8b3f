/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "commands/command.h"

/*
 * No act(): memory of the stack lives as long as the function that took it,
 * so that this one is performed by the subject's outermost frame (see
 * subject/stack.c) and the memory stays until the chain ends.
 */
const struct command command_alloca = {
	.name = "alloca",
	.summary = "take memory from the stack",
	.describes =
		"It takes bytes from the stack by moving the stack pointer: "
		"no page is mapped or touched, and it cannot report a "
		"failure. The stack grows when it is touched, as far as "
		"RLIMIT_STACK allows; beyond that the access raises "
		"SIGSEGV. A stack that has grown stays so. In a program the "
		"memory lasts until the function returns, here until the "
		"chain ends.",
	.manual = "alloca(3)",
	.params = {&param_size_alloca},
	.word = &param_size_alloca,
	.makes = MAKES_REGION,
	.result = RESULT_ADDRESS,
	.on_stack = true,
};
