/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What instructions reveal of segments and tables that programs cannot read. */
#include "inspections/segments/segment_try.h"

#include <string.h>

#ifdef __x86_64__

/* Neither faults: ZF shows whether the result is valid. */
struct segment_view segment_view(uint16_t selector)
{
	struct segment_view view = {0};
	uint32_t wide = selector;
	uint8_t has_rights, limited;

	__asm__("lar %2, %0\n\tsetz %1"
		: "+r"(view.rights), "=q"(has_rights)
		: "r"(wide)
		: "cc");
	__asm__("lsl %2, %0\n\tsetz %1"
		: "+r"(view.limit), "=q"(limited)
		: "r"(wide)
		: "cc");
	view.visible = has_rights && limited;
	return view;
}

struct __attribute__((packed)) table_register {
	uint16_t limit;
	uint64_t base;
};

/* One of the instructions, run in a child because it may fault. */
struct trial_question {
	enum hidden hidden;
	struct hidden_answer *answer;
};

static void ask(void *context)
{
	struct trial_question *question = context;
	struct hidden_answer *answer = question->answer;
	struct table_register table = {0};
	uint64_t value = 0;

	switch (question->hidden) {
	case HIDDEN_SGDT:
		__asm__ volatile("sgdt %0" : "=m"(table));
		break;
	case HIDDEN_SIDT:
		__asm__ volatile("sidt %0" : "=m"(table));
		break;
	case HIDDEN_SLDT:
		__asm__ volatile("sldt %0" : "+r"(value));
		break;
	case HIDDEN_STR:
		__asm__ volatile("str %0" : "+r"(value));
		break;
	case HIDDEN_SMSW:
		__asm__ volatile("smsw %0" : "+r"(value));
		break;
	case HIDDEN:
		return;
	}
	if (question->hidden <= HIDDEN_SIDT) {
		value = table.base;
		answer->limit = table.limit;
	}
	answer->value = value;
}

void segment_ask_hidden(enum hidden hidden, struct hidden_answer *answer)
{
	struct trial_question question = {hidden, answer};

	child_attempt(ask, &question, &answer->fault);
	answer->done = true;
}

static void work(void *shared)
{
	struct hidden_answer *answers = shared;

	for (int i = 0; i < HIDDEN; i++)
		segment_ask_hidden((enum hidden)i, &answers[i]);
}

void segment_try_hidden(struct hidden_answer answers[HIDDEN])
{
	size_t size = HIDDEN * sizeof(*answers);
	struct hidden_answer *shared = child_share(size);
	pid_t pid;
	int status;

	memset(answers, 0, size);
	if (!shared)
		return;
	child_run(work, shared, &pid, &status);
	memcpy(answers, shared, size);
	child_unshare(shared, size);
}

#else

struct segment_view segment_view(uint16_t selector)
{
	(void)selector;
	return (struct segment_view){0};
}

void segment_try_hidden(struct hidden_answer answers[HIDDEN])
{
	memset(answers, 0, HIDDEN * sizeof(*answers));
}

#endif
