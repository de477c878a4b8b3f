/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The median and the 90th percentile of many durations. */
#include "run.h"
#include "subject/internal.h"

START_TEST(short_durations_are_exact)
{
	durations_begin();
	for (int64_t ns = 1; ns <= 50; ns++)
		durations_note(ns);
	ck_assert_int_eq(durations_quantile(50, 1, 50), 25);
	ck_assert_int_eq(durations_quantile(90, 1, 50), 45);
	ck_assert_int_eq(durations_quantile(100, 1, 50), 50);
}
END_TEST

static const int64_t all[] = {64, 100, 1000, 12345, 999999, 123456789,
	(int64_t)10000000000, (int64_t)60000000000};

START_TEST(long_ones_are_near)
{
	int64_t ns = all[_i], got;

	durations_begin();
	for (int i = 0; i < 1000; i++)
		durations_note(ns);
	durations_note(1);
	durations_note(INT64_MAX);
	got = durations_quantile(50, 1, INT64_MAX);
	ck_assert_int_le(llabs(got - ns), ns / 60 + 1);
	/* Never outside of what was measured. */
	ck_assert_int_eq(durations_quantile(50, ns, ns), ns);
}
END_TEST

START_TEST(few_are_ranked)
{
	durations_begin();
	ck_assert_int_eq(durations_quantile(50, -1, -1), -1);
	durations_note(7);
	ck_assert_int_eq(durations_quantile(50, 7, 7), 7);
	ck_assert_int_eq(durations_quantile(90, 7, 7), 7);
	durations_note(3);
	ck_assert_int_eq(durations_quantile(50, 3, 7), 3);
	ck_assert_int_eq(durations_quantile(90, 3, 7), 7);
	durations_begin();
	ck_assert_int_eq(durations_quantile(50, -1, -1), -1);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("durations");
	TCase *t = add_case(suite, "durations");

	tcase_add_test(t, short_durations_are_exact);
	tcase_add_loop_test(t, long_ones_are_near, 0, ROWS(all));
	tcase_add_test(t, few_are_ranked);
	return run_suite(suite);
}
