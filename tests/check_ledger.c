/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ledger of the heap, against one that knows each byte. */
#include "record/ledger.h"
#include "run.h"

enum { BYTES = 200, MOST = 12, LINES = 3000, STEPS = 60 };

enum state { NEVER, LIVE, FREED };

/* What is true of each byte; .start: of the live block that it is of. */
struct bytes {
	struct {
		enum state state;
		uint64_t start;
		int step; /* in which it was given or freed */
	} of[BYTES];
};

static struct span random_span(uint64_t *random, int step)
{
	uint64_t start = next_random(random) % BYTES;
	uint64_t size = 1 + next_random(random) % 20;

	if (size > BYTES - start)
		size = BYTES - start;
	return (struct span){start, start + size, step};
}

/* Up to MOST blocks that do not overlap, sorted; returns how many. */
static size_t random_blocks(uint64_t *random, int step, struct span *blocks)
{
	size_t count = next_random(random) % (MOST + 1);

	for (size_t i = 0; i < count; i++)
		blocks[i] = random_span(random, step);
	qsort(blocks, count, sizeof(*blocks), spans_compare);
	return spans_part(blocks, count);
}

/*
 * A block that is live is live no longer where another is given: the rest of
 * it stays, as a block of its own.
 */
static void give_bytes(struct bytes *b, const struct span *block)
{
	uint64_t end = block->end;

	for (uint64_t at = end;
		at < BYTES && b->of[at].state == LIVE && b->of[at].start < end;
		at++)
		b->of[at].start = end;
	for (uint64_t at = block->start; at < end; at++) {
		b->of[at].state = LIVE;
		b->of[at].start = block->start;
		b->of[at].step = block->step;
	}
}

static void take_bytes(struct bytes *b, uint64_t start, int step)
{
	for (uint64_t at = 0; at < BYTES; at++)
		if (b->of[at].state == LIVE && b->of[at].start == start) {
			b->of[at].state = FREED;
			b->of[at].step = step;
		}
}

/* Each assertion costs a write: one is made where there is a mistake. */
static void check_order(const struct spans *spans)
{
	for (size_t i = 0; i < spans->count; i++) {
		const struct span *span = &spans->list[i];

		if (span->start >= span->end ||
			(i && span->start < span[-1].end))
			ck_abort_msg("span %zu is out of order", i);
	}
}

static void check_byte(const struct spans *spans, enum state wanted,
	const struct bytes *b, uint64_t at)
{
	const struct span *span = spans_at(spans, at);

	if ((span != NULL) != (b->of[at].state == wanted))
		ck_abort_msg(
			"byte %d is %s", (int)at, span ? "there" : "missing");
	if (spans_in(spans, at, at + 1) != span)
		ck_abort_msg("byte %d is no range of one", (int)at);
	if (span && span->step != b->of[at].step)
		ck_abort_msg("byte %d is of step %d, not %d", (int)at,
			span->step, b->of[at].step);
	if (span && wanted == LIVE && span->start != b->of[at].start)
		ck_abort_msg("byte %d is of another block", (int)at);
}

/* Whether any span reaches into a range, and the first of them is told. */
static void check_range(const struct spans *spans, const struct span *range)
{
	const struct span *wanted = NULL;

	for (uint64_t at = range->start; at < range->end && !wanted; at++)
		wanted = spans_at(spans, at);
	if (spans_in(spans, range->start, range->end) != wanted)
		ck_abort_msg("the range from %d to %d", (int)range->start,
			(int)range->end);
}

static void check_all(
	const struct ledger *ledger, const struct bytes *b, uint64_t *random)
{
	struct span range = random_span(random, 0);

	check_order(&ledger->live);
	check_order(&ledger->freed);
	for (uint64_t at = 0; at < BYTES; at++) {
		check_byte(&ledger->live, LIVE, b, at);
		check_byte(&ledger->freed, FREED, b, at);
	}
	if (spans_at(&ledger->live, BYTES) || spans_at(&ledger->freed, BYTES))
		ck_abort_msg("there are bytes that nobody gave");
	check_range(&ledger->live, &range);
	check_range(&ledger->freed, &range);
}

/* Addresses of blocks, of their middles, of nothing, and some twice. */
static size_t random_starts(
	const struct ledger *ledger, uint64_t *random, uint64_t *starts)
{
	size_t count = next_random(random) % (MOST + 1);

	for (size_t i = 0; i < count; i++) {
		size_t live = ledger->live.count;

		starts[i] = next_random(random) % BYTES;
		if (live && next_random(random) % 4)
			starts[i] =
				ledger->live.list[next_random(random) % live]
					.start;
	}
	return count;
}

/* What one step gives and takes, in the ledger and byte by byte. */
static void random_step(
	struct ledger *ledger, struct bytes *b, uint64_t *random, int step)
{
	struct span blocks[MOST];
	uint64_t starts[MOST];
	size_t count;

	if (next_random(random) % 2) {
		count = random_blocks(random, step, blocks);
		for (size_t i = 0; i < count; i++)
			give_bytes(b, &blocks[i]);
		if (!ledger_give(ledger, blocks, count))
			ck_abort_msg("memory is short");
		return;
	}
	count = random_starts(ledger, random, starts);
	for (size_t i = 0; i < count; i++)
		take_bytes(b, starts[i], step);
	if (!ledger_take(ledger, starts, count, step))
		ck_abort_msg("memory is short");
}

START_TEST(each_byte_is_known_after_any_sequence)
{
	uint64_t random = 0x9e3779b97f4a7c15ULL;

	for (int line = 0; line < LINES; line++) {
		struct ledger ledger = {0};
		static struct bytes b;

		memset(&b, 0, sizeof(b));
		for (int step = 1; step <= STEPS; step++) {
			random_step(&ledger, &b, &random, step);
			check_all(&ledger, &b, &random);
		}
		ledger_free(&ledger);
		ck_assert_ptr_null(ledger.live.list);
		ck_assert_uint_eq(ledger.freed.count, 0);
	}
}
END_TEST

START_TEST(an_empty_ledger_knows_nothing)
{
	struct ledger ledger = {0};
	uint64_t starts[] = {0, 16};

	ck_assert_ptr_null(spans_at(&ledger.live, 0));
	ck_assert_ptr_null(spans_in(&ledger.freed, 0, UINT64_MAX));
	ck_assert(ledger_take(&ledger, starts, 2, 1));
	ck_assert(ledger_give(&ledger, NULL, 0));
	ck_assert_uint_eq(ledger.live.count + ledger.freed.count, 0);
	ledger_free(&ledger);
	ledger_free(&ledger);
}
END_TEST

/* A block in the midst of what was freed leaves a piece on either side. */
START_TEST(a_new_block_parts_what_was_freed)
{
	struct ledger ledger = {0};
	struct span first = {100, 200, 1}, second = {140, 150, 3};
	uint64_t start = 100;

	ck_assert(ledger_give(&ledger, &first, 1));
	ck_assert(ledger_take(&ledger, &start, 1, 2));
	ck_assert(ledger_give(&ledger, &second, 1));
	ck_assert_uint_eq(ledger.freed.count, 2);
	ck_assert_uint_eq(ledger.freed.list[0].start, 100);
	ck_assert_uint_eq(ledger.freed.list[0].end, 140);
	ck_assert_uint_eq(ledger.freed.list[1].start, 150);
	ck_assert_uint_eq(ledger.freed.list[1].end, 200);
	ck_assert_int_eq(ledger.freed.list[1].step, 2);
	ck_assert_ptr_null(spans_in(&ledger.freed, 140, 150));
	ck_assert_ptr_nonnull(spans_in(&ledger.freed, 139, 140));
	ck_assert_ptr_nonnull(spans_in(&ledger.freed, 149, 151));
	ck_assert_int_eq(spans_at(&ledger.live, 149)->step, 3);
	ck_assert_ptr_null(spans_at(&ledger.live, 150));
	ledger_free(&ledger);
}
END_TEST

/* The middle of a block is no block, and is not freed. */
START_TEST(only_what_begins_a_block_is_taken)
{
	struct ledger ledger = {0};
	struct span blocks[] = {{16, 32, 1}, {32, 48, 1}, {64, 65, 1}};
	uint64_t starts[] = {65, 64, 40, 33, 31, 0, 64, UINT64_MAX};

	ck_assert(ledger_give(&ledger, blocks, 3));
	ck_assert(ledger_take(&ledger, starts, ROWS(starts), 2));
	ck_assert_uint_eq(ledger.live.count, 2);
	ck_assert_uint_eq(ledger.freed.count, 1);
	ck_assert_uint_eq(ledger.freed.list[0].start, 64);
	ledger_free(&ledger);
}
END_TEST

/* At the top of the address space nothing wraps. */
START_TEST(the_last_bytes_can_be_a_block)
{
	struct ledger ledger = {0};
	struct span block = {UINT64_MAX - 16, UINT64_MAX, 1};
	uint64_t start = UINT64_MAX - 16;

	ck_assert(ledger_give(&ledger, &block, 1));
	ck_assert_ptr_nonnull(spans_at(&ledger.live, UINT64_MAX - 1));
	ck_assert_ptr_null(spans_at(&ledger.live, UINT64_MAX));
	ck_assert(ledger_take(&ledger, &start, 1, 2));
	ck_assert_ptr_nonnull(spans_in(&ledger.freed, 0, UINT64_MAX));
	ledger_free(&ledger);
}
END_TEST

/* As realloc(3), made again and again, gives what it has given before. */
START_TEST(what_is_given_twice_is_one_block)
{
	struct ledger ledger = {0};
	struct span blocks[] = {{0, 96, 1}, {0, 96, 1}, {0, 8, 1}, {8, 16, 1},
		{95, 99, 1}, {96, 99, 1}, {96, 97, 1}};
	struct span inside = {40, 41, 2};

	ck_assert_uint_eq(spans_part(blocks, 0), 0);
	ck_assert(ledger_give(&ledger, blocks, ROWS(blocks)));
	ck_assert_uint_eq(ledger.live.count, 2);
	ck_assert_uint_eq(ledger.live.list[0].end, 96);
	ck_assert_uint_eq(ledger.live.list[1].end, 99);
	ck_assert(ledger_give(&ledger, &inside, 1));
	ck_assert_uint_eq(ledger.live.count, 4);
	check_order(&ledger.live);
	ledger_free(&ledger);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("ledger");
	TCase *tcase = add_case(suite, "ledger");

	tcase_add_test(tcase, each_byte_is_known_after_any_sequence);
	tcase_add_test(tcase, an_empty_ledger_knows_nothing);
	tcase_add_test(tcase, a_new_block_parts_what_was_freed);
	tcase_add_test(tcase, only_what_begins_a_block_is_taken);
	tcase_add_test(tcase, the_last_bytes_can_be_a_block);
	tcase_add_test(tcase, what_is_given_twice_is_one_block);
	return run_suite(suite);
}
