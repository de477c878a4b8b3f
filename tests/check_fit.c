/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The strategies of fit: what holds of any heap, and of each of them. */
#include <inttypes.h>

#include "fit_reference.h"
#include "models/random_trace.h"
#include "models/replay.h"
#include "run.h"

enum { TRACES = 3000, EVENTS = 160, KINDS = 5 };

static const struct policy *const policies[KINDS] = {
	&policy_first, &policy_next, &policy_best, &policy_buddy, &policy_none};

static const struct block_node *node(const struct player *p, uint32_t n)
{
	return &p->heap.free.nodes[n];
}

/* As ck_assert_uint_*(), which notes each place and is slow at millions. */
#define MUST(op, a, b)                                                         \
	do {                                                                   \
		uint64_t x_ = (uint64_t)(a), y_ = (uint64_t)(b);               \
		if (!(x_ op y_))                                               \
			ck_abort_msg("%s %s %s: %llu, %llu (seed %llu)", #a,   \
				#op, #b, (unsigned long long)x_,               \
				(unsigned long long)y_,                        \
				(unsigned long long)seed_now);                 \
	} while (0)
static uint64_t seed_now;

/* What is below a node of the tree is in order, and counted right. */
static uint32_t check_tree(
	const struct player *p, uint32_t at, uint64_t *largest)
{
	const struct block_node *n = node(p, at);
	uint64_t left = 0, right = 0;
	uint32_t count;

	*largest = 0;
	if (!at)
		return 0;
	if (n->left)
		MUST(==, node(p, n->left)->parent, at);
	if (n->right)
		MUST(==, node(p, n->right)->parent, at);
	count = check_tree(p, n->left, &left) +
		check_tree(p, n->right, &right) + 1;
	*largest = left > right ? left : right;
	if (n->size > *largest)
		*largest = n->size;
	MUST(==, n->count, count);
	MUST(==, n->largest, *largest);
	return count;
}

/* Blocks stand side by side from 0 to the break, and are as they shall be. */
static void check_heap(const struct player *p, enum reference_kind kind)
{
	uint64_t at = 0, used = 0, largest;
	uint32_t free = 0, in_use = 0, before = 0;
	struct heap_state state = player_state(p);

	for (uint32_t i = node(p, 0)->behind; i; i = node(p, i)->behind) {
		const struct block_node *n = node(p, i);

		MUST(==, n->before, before);
		if (kind == NONE)
			MUST(>=, n->start, at);
		else
			MUST(==, n->start, at);
		MUST(>=, n->size, HEAP_LEAST);
		MUST(==, n->size % HEAP_ALIGNMENT, 0);
		if (kind == BUDDY) {
			MUST(==, n->size & (n->size - 1), 0);
			MUST(==, n->start % n->size, 0);
			if (n->count && node(p, before)->count &&
				node(p, before)->size == n->size)
				MUST(!=, node(p, before)->start % (2 * n->size),
					0);
		} else {
			MUST(==, 0, n->count && node(p, before)->count);
		}
		free += n->count != 0;
		in_use += n->count == 0;
		used += n->count ? 0 : n->size;
		at = n->start + n->size;
		before = i;
	}
	if (kind == NONE)
		MUST(<=, at, p->heap.end);
	else
		MUST(==, at, p->heap.end);
	MUST(==, used, state.used);
	MUST(==, in_use, state.blocks);
	MUST(==, free, state.free_blocks);
	MUST(<=, p->heap.end, p->heap.limit);
	MUST(==, check_tree(p, p->heap.free.root, &largest), free);
	MUST(==, largest, state.largest_free);
}

/* Each live block has room for what was asked; they are all that is in use. */
static void check_live(const struct player *p, const struct reference *r)
{
	uint64_t asked = 0;

	for (uint32_t i = 0; i < LIVE_MOST; i++) {
		uint32_t block = p->blocks[i];

		if (r->live[i] < 0) {
			MUST(==, block, 0);
			continue;
		}
		MUST(!=, block, 0);
		MUST(==, node(p, block)->count, 0);
		MUST(==, (int64_t)node(p, block)->start, r->live[i]);
		MUST(>=, node(p, block)->size, p->asked[i] + HEAP_HEADER);
		asked += p->asked[i];
	}
	MUST(==, asked, p->now.asked);
}

static void perform(
	struct reference *r, enum trace_op op, uint32_t block, uint64_t size)
{
	r->examined = 0;
	if (op == TRACE_FREE) {
		if (r->live[block] >= 0)
			reference_free(r, (uint64_t)r->live[block]);
		r->live[block] = -1;
	} else if (op == TRACE_RESIZE && r->live[block] >= 0) {
		r->live[block] =
			reference_resize(r, (uint64_t)r->live[block], size);
	} else {
		r->live[block] = reference_allocate(r, size);
	}
}

/* Reference blocks of a heap without reuse are only ever added. */
static void forget_dead(struct reference *r)
{
	if (r->kind == NONE)
		for (int i = r->n - 2; i >= 0; i--)
			if (!r->b[i].used)
				reference_delete(r, i);
}

static uint64_t a_size(uint64_t *seed, uint64_t style)
{
	uint64_t random = next_random(seed) >> 20;

	switch (style) {
	case 0:
		return random % 100;
	case 1:
		return 16 * (random % 16);
	case 2:
		return (uint64_t)1 << random % 13;
	default:
		return random % 8 ? random % 64 : random % 9000;
	}
}

static void replay_one(enum reference_kind kind, uint64_t seed)
{
	static struct reference r;
	static const uint64_t grows[] = {16, 48, 256, 4096, 10000};
	uint64_t style = seed % 4;
	struct replay_bounds bounds = {.grow = grows[seed / 4 % 5],
		.limit = seed % 3 ? HEAP_MOST : 2000 + seed * 7 % 9000};
	struct replay replay;
	struct player player;
	bool live[LIVE_MOST] = {false};

	seed_now = seed;
	seed = seed * 0x9e3779b97f4a7c15 + 1;
	r = (struct reference){.kind = kind,
		.limit = bounds.limit,
		.grow = bounds.grow,
		.freep = -1};
	for (int i = 0; i < LIVE_MOST; i++)
		r.live[i] = -1;
	ck_assert(player_begin(
		&player, policies[kind], &bounds, LIVE_MOST, &replay));
	for (int i = 0; i < EVENTS; i++) {
		uint32_t block = (uint32_t)(next_random(&seed) >> 33) %
				 (i < EVENTS / 2 ? LIVE_MOST : LIVE_MOST / 3);
		uint64_t size = a_size(&seed, style);
		enum trace_op op = !live[block]               ? TRACE_ALLOCATE
				   : next_random(&seed) >> 62 ? TRACE_FREE
							      : TRACE_RESIZE;
		uint64_t examined = replay.examined;

		live[block] = op != TRACE_FREE;
		perform(&r, op, block, size);
		forget_dead(&r);
		player_event(&player, block << 2 | op, size);
		MUST(==, player.heap.end, r.end);
		MUST(==, player.heap.growths, r.growths);
		MUST(==, replay.failures, r.failures);
		MUST(==, replay.examined - examined, r.examined);
		MUST(>=, replay.longest, r.examined);
		check_heap(&player, kind);
		check_live(&player, &r);
	}
	player_free(&player);
}

START_TEST(each_strategy_agrees_with_brute_force)
{
	for (uint64_t seed = 0; seed < TRACES; seed++)
		replay_one((enum reference_kind)_i, seed);
}
END_TEST

/* A trace by hand: "a" and "f" of blocks, after which one lies at START. */
static uint64_t place(const struct policy *policy, const char *script,
	uint32_t block, struct replay *replay)
{
	struct replay_bounds bounds = {.limit = HEAP_MOST, .grow = 4096};
	struct player player;
	uint64_t start, size;
	unsigned number;
	char verb;
	int used;

	ck_assert(player_begin(&player, policy, &bounds, 32, replay));
	while (sscanf(script, " %c%u %" SCNu64 "%n", &verb, &number, &size,
		       &used) == 3) {
		player_event(&player,
			number << 2 | (verb == 'a'          ? TRACE_ALLOCATE
					      : verb == 'f' ? TRACE_FREE
							    : TRACE_RESIZE),
			size);
		script += used;
	}
	ck_assert_str_eq(script, "");
	start = node(&player, player.blocks[block])->start;
	player_free(&player);
	return start;
}

/* Holes of 112, 64 and 80 bytes, each behind a block of 32, at 32, 176, 272. */
#define HOLES "a0 16 a1 96 a2 16 a3 48 a4 16 a5 64 a6 16 f1 0 f3 0 f5 0"

START_TEST(a_hole_is_chosen_as_the_strategy_says)
{
	struct replay replay;

	ck_assert_uint_eq(place(&policy_first, HOLES " a7 40", 7, &replay), 32);
	ck_assert_uint_eq(replay.longest, 1);
	ck_assert_uint_eq(place(&policy_best, HOLES " a7 40", 7, &replay), 176);
	ck_assert_uint_eq(replay.longest, 4);
	/* The rover stands before the hole that was freed last. */
	ck_assert_uint_eq(place(&policy_next, HOLES " a7 40", 7, &replay), 272);
	ck_assert_uint_eq(replay.longest, 1);
	ck_assert_uint_eq(
		place(&policy_next, HOLES " a7 64 a8 80", 8, &replay), 384);
	ck_assert_uint_eq(place(&policy_none, HOLES " a7 40", 7, &replay), 384);
}
END_TEST

START_TEST(a_buddy_is_split_and_joined_again)
{
	struct replay replay;

	ck_assert_uint_eq(
		place(&policy_buddy, "a0 16 a1 100 a2 16", 1, &replay), 128);
	ck_assert_uint_eq(
		place(&policy_buddy, "a0 16 a1 100 a2 16", 2, &replay), 32);
	/* 4096 bytes whole once more. */
	ck_assert_uint_eq(place(&policy_buddy,
				  "a0 16 a1 100 a2 16 f1 0 f0 0 f2 0 a3 4080",
				  3, &replay),
		0);
}
END_TEST

START_TEST(a_block_grows_in_place_where_it_can)
{
	struct replay replay;

	ck_assert_uint_eq(
		place(&policy_first, HOLES " r2 64 r2 16 r2 300", 2, &replay),
		384);
	ck_assert_uint_eq(replay.moves, 1);
	ck_assert_uint_eq(
		place(&policy_first, HOLES " r2 80", 2, &replay), 144);
	ck_assert_uint_eq(replay.moves, 0);
}
END_TEST

START_TEST(what_fails_is_counted_and_changes_nothing)
{
	struct replay_bounds bounds = {.limit = 4096, .grow = 4096};
	struct trace trace = {0};
	struct replay replay;
	uint32_t a, b;

	trace_allocate(&trace, 4000, &a);
	trace_allocate(&trace, 200, &b);
	trace_resize(&trace, a, 5000);
	trace_allocate(&trace, (uint64_t)1 << 60, &a);
	trace_free_block(&trace, b);
	for (int i = 0; i < KINDS; i++) {
		ck_assert(replay_trace(&trace, policies[i], &bounds, &replay));
		ck_assert_uint_eq(replay.failures, 3);
		ck_assert_uint_eq(replay.end.blocks, 1);
		ck_assert_uint_eq(replay.end.asked, 4000);
		ck_assert_uint_eq(replay.growths, 1);
	}
	trace_free(&trace);
}
END_TEST

START_TEST(the_samples_end_with_the_end)
{
	static const uint64_t events[] = {1, 7, SAMPLES_MAX, 61, 1000, 12345};
	struct sizes sizes = {SIZES_UNIFORM, 16, 4096};
	struct replay_bounds bounds = {.limit = HEAP_MOST, .grow = 131072};

	for (int i = 0; i < ROWS(events); i++) {
		struct trace trace = {0};
		struct replay replay;

		ck_assert_int_eq(random_trace(&trace, events[i], 9, &sizes),
			TRACE_TAKEN);
		ck_assert(replay_trace(&trace, &policy_best, &bounds, &replay));
		ck_assert_uint_eq(replay.samples_count,
			events[i] < SAMPLES_MAX ? events[i] : SAMPLES_MAX);
		ck_assert_uint_eq(
			replay.samples[replay.samples_count - 1].event,
			events[i]);
		for (size_t k = 1; k < replay.samples_count; k++)
			ck_assert_uint_gt(replay.samples[k].event,
				replay.samples[k - 1].event);
		ck_assert_uint_eq(replay.end.asked, trace.asked);
		ck_assert_uint_eq(replay.end.blocks, trace.live);
		ck_assert_uint_eq(replay.peak.asked, trace.asked_peak);
		trace_free(&trace);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fit");
	TCase *t = add_case(suite, "strategies");

	tcase_add_loop_test(t, each_strategy_agrees_with_brute_force, 0, KINDS);
	tcase_add_test(t, a_hole_is_chosen_as_the_strategy_says);
	tcase_add_test(t, a_buddy_is_split_and_joined_again);
	tcase_add_test(t, a_block_grows_in_place_where_it_can);
	tcase_add_test(t, what_fails_is_counted_and_changes_nothing);
	tcase_add_test(t, the_samples_end_with_the_end);
	return run_suite(suite);
}
