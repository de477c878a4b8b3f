/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How often a step makes its call, and on which blocks, in the plan. */
#include <stdbool.h>

#include "cli/cli.h"
#include "run.h"
#include "table.h"

static const struct cli_outside outside = {
	.table = command_table, .units = {4096, NULL}};

/* What the last step of LINE does; the block of its first argument. */
static const struct {
	const char *line;
	uint64_t times, every, calls, item;
	bool each, repeats, end;
	int64_t offset;
} steps[] = {
	{"malloc 8", 1, 1, 1, .item = 0},
	{"malloc 8 --times 1", 1, 1, 1, .item = 0},
	{"malloc 8 --times 10", 10, 1, 10, .repeats = true},
	{"malloc 8 --times 1000000", 1000000, 1, 1000000, .repeats = true},
	{"malloc 8 --times 1k", 1024, 1, 1024, .repeats = true},
	{"malloc 8 --times 0x10", 16, 1, 16, .repeats = true},
	{"free --times 3", 3, 1, 3, .repeats = true},
	/* One block is not each of several. */
	{"malloc 8 then free", 1, 1, 1, .item = 0},
	{"malloc 8 --times 1 then free", 1, 1, 1, .item = 0},
	{"malloc 8 --as a then free --on a.1", 1, 1, 1, .item = 0},
	{"malloc 8 --as a then free --addr a.1.end", 1, 1, 1, .end = true},
	{"malloc 8 --times 9 then free", 1, 1, 9, .each = true,
		.repeats = true},
	{"malloc 8 --times 9 --as a then malloc 8 then free --on a", 1, 1, 9,
		.each = true, .repeats = true},
	{"malloc 8 --times 9 then free --every 1", 1, 1, 9, .each = true,
		.repeats = true},
	{"malloc 8 --times 9 then free --every 2", 1, 2, 4, .each = true,
		.repeats = true},
	{"malloc 8 --times 9 then free --every 9", 1, 9, 1, .each = true,
		.repeats = true},
	{"malloc 8 --times 9 then free --every 2 --times 3", 3, 2, 12,
		.each = true, .repeats = true},
	{"malloc 8 --times 1000 then free --times 1000", 1000, 1, 1000000,
		.each = true, .repeats = true},
	{"malloc 8 --times 1000000 then free", 1, 1, 1000000, .each = true,
		.repeats = true},
	{"malloc 8 --times 9 then free --addr +8", 1, 1, 9, .each = true,
		.repeats = true, .offset = 8},
	{"malloc 8 --times 9 --as a then free --addr a.end-1", 1, 1, 9,
		.each = true, .repeats = true, .end = true, .offset = -1},
	/* One of them. */
	{"malloc 8 --times 9 --as a then free --on a.9", 1, 1, 1, .item = 9},
	{"malloc 8 --times 9 --as a then free a.1", 1, 1, 1, .item = 1},
	{"malloc 8 --times 9 --as a then free --on a.3 --times 2", 2, 1, 2,
		.item = 3, .repeats = true},
	{"malloc 8 --times 9 --as a then free --addr a.3+8", 1, 1, 1, .item = 3,
		.offset = 8},
	{"malloc 8 --times 9 --as a then free --addr a.3.end", 1, 1, 1,
		.item = 3, .end = true},
	{"malloc 8 --times 9 --as a then touch --on a.4 --addr +1", 1, 1, 1,
		.item = 4, .offset = 1},
	{"mmap --times 9 --as a then mmap --addr a.2 --flags +fixed", 1, 1, 1,
		.item = 2},
	/* What acts on each of several makes as many. */
	{"malloc 8 --times 9 then realloc 16 --every 2 then free", 1, 1, 4,
		.each = true, .repeats = true},
	{"malloc 8 --times 9 then realloc 16 --every 9 then free", 1, 1, 1,
		.each = true, .repeats = true},
	{"malloc 8 --times 9 then realloc 16 --every 2 --times 3 --as b then "
	 "free b.12",
		1, 1, 1, .item = 12},
	/* A file is not each of several. */
	{"memfd --times 3 then close", 1, 1, 1, .item = 0},
};

static enum cli_way read_line(const char *text, struct plan *plan)
{
	static char line[512], *argv[64];
	COMPLAINT(why);
	char *rest = NULL;
	int argc = 0;

	snprintf(line, sizeof(line), "memtool %s", text);
	for (char *word = strtok_r(line, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	return cli_read(argc, argv, &outside, plan, &why);
}

START_TEST(a_step_is_made_as_often_as_asked)
{
	const struct step *last;
	struct plan plan;

	ck_assert_int_eq(read_line(steps[_i].line, &plan), CLI_PLANNED);
	last = &plan.steps[plan.count - 1];
	ck_assert_uint_eq(last->times, steps[_i].times);
	ck_assert_uint_eq(last->every, steps[_i].every);
	ck_assert_uint_eq(last->calls, steps[_i].calls);
	ck_assert_int_eq(last->each, steps[_i].each);
	ck_assert_int_eq(step_repeats(last), steps[_i].repeats);
	ck_assert_uint_eq(last->args[0].item, steps[_i].item);
	ck_assert_int_eq(last->args[0].end, steps[_i].end);
	if (steps[_i].each || steps[_i].item || steps[_i].offset)
		ck_assert_int_eq(
			(int64_t)last->args[0].number, steps[_i].offset);
	plan_free(&plan);
}
END_TEST

/* The length that is left is that of the same block. */
START_TEST(the_rest_of_a_block_is_of_that_block)
{
	struct plan plan;
	const struct step *last;

	ck_assert_int_eq(read_line("malloc 80 --times 9 --as a then "
				   "touch --addr a.5+8",
				 &plan),
		CLI_PLANNED);
	last = &plan.steps[plan.count - 1];
	ck_assert_int_eq(last->args[1].source, SOURCE_REST);
	ck_assert_int_eq(last->args[1].step, 0);
	ck_assert_uint_eq(last->args[1].item, 5);
	plan_free(&plan);
}
END_TEST

/* What serves a step is made once, however often that makes its call. */
START_TEST(an_implicit_step_is_made_once)
{
	struct plan plan;

	ck_assert_int_eq(
		read_line("realloc 200 --times 5", &plan), CLI_PLANNED);
	ck_assert_uint_eq(plan.count, 2);
	ck_assert(plan.steps[0].implicit);
	ck_assert_str_eq(plan.steps[0].command->name, "malloc");
	ck_assert_uint_eq(plan.steps[0].calls, 1);
	ck_assert_uint_eq(plan.steps[1].calls, 5);
	ck_assert(plan_uses_heap(&plan));
	plan_free(&plan);
}
END_TEST

START_TEST(only_a_chain_that_allocates_uses_the_heap)
{
	struct plan plan;

	ck_assert_int_eq(read_line("brk +1p then mmap", &plan), CLI_PLANNED);
	ck_assert(!plan_uses_heap(&plan));
	plan_free(&plan);
	ck_assert_int_eq(read_line("brk then mallopt mxfast --value 0", &plan),
		CLI_PLANNED);
	ck_assert(plan_uses_heap(&plan));
	plan_free(&plan);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("repeats");
	TCase *t = add_case(suite, "plans");

	tcase_add_loop_test(
		t, a_step_is_made_as_often_as_asked, 0, ROWS(steps));
	tcase_add_test(t, the_rest_of_a_block_is_of_that_block);
	tcase_add_test(t, an_implicit_step_is_made_once);
	tcase_add_test(t, only_a_chain_that_allocates_uses_the_heap);
	return run_suite(suite);
}
