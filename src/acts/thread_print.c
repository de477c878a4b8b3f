/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Print thread's calls, and the sizes that it was made with. */
#include "acts/thread_print.h"

#include "render/field.h"

const char *thread_shape(const struct call *call)
{
	switch (call->shown) {
	case 1 + THREAD_STACK_SIZE:
		return "pthread_attr_setstacksize($0)";
	case 1 + THREAD_GUARD_SIZE:
		return "pthread_attr_setguardsize($1)";
	default:
		break;
	}
	if (call_has(call, THREAD_STACK_SIZE))
		return call_has(call, THREAD_GUARD_SIZE)
			       ? "pthread_create({stack $0, guard $1})"
			       : "pthread_create({stack $0})";
	return call_has(call, THREAD_GUARD_SIZE) ? "pthread_create({guard $1})"
						 : "pthread_create()";
}

#define FOUND(member) MEMBER(struct thread_findings, member)

static const struct field fields[] = {
	{"stack_size", "stack ", VALUE_BYTES, FOUND(stack_size)},
	{"guard_size", ", guard ", VALUE_BYTES, FOUND(guard_size)},
	{"stack_pointer", JSON_ONLY, VALUE_ADDRESS, FOUND(stack_pointer),
		.unless = UNLESS_ZERO},
};

void thread_print(struct render *r, const struct call *call,
	const struct returned *returned, const unsigned char *bytes)
{
	(void)call;
	(void)bytes;
	render_fields(r, FIELDS(fields), &returned->found.thread);
}
