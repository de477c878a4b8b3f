/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the traces of fit come from: texts, and random numbers. */
#include "models/random_trace.h"
#include "models/trace_text.h"
#include "run.h"

/* Read a whole text; returns NULL, or what is wrong with it. */
static const char *read_text(
	struct trace_text *text, struct trace *trace, const char *at)
{
	*trace = (struct trace){0};
	*text = (struct trace_text){.trace = trace};
	while (*at) {
		size_t length = strcspn(at, "\n");
		bool ended = at[length] == '\n';

		if (!trace_text_line(text, at, length, ended))
			return text->reason;
		at += length + ended;
	}
	return trace_text_end(text) ? NULL : text->reason;
}

#define PLACE "@ ./a.out:(main+0x1e)[0x401166] "

START_TEST(a_plain_text_is_read)
{
	struct trace trace;
	struct trace_text text;

	ck_assert_ptr_null(read_text(&text, &trace,
		"# made by hand\n"
		"a 1 100\n"
		"\n"
		"  a\t0xffffffffffffffff 0x20\r\n"
		"r 1 250\n"
		"f 1\n"
		"a 1 7"));
	ck_assert_int_eq(text.form, TRACE_PLAIN);
	ck_assert_uint_eq(trace.count, 5);
	ck_assert_uint_eq(trace.of[TRACE_ALLOCATE], 3);
	ck_assert_uint_eq(trace.of[TRACE_RESIZE], 1);
	ck_assert_uint_eq(trace.of[TRACE_FREE], 1);
	ck_assert_uint_eq(trace.asked, 32 + 7);
	ck_assert_uint_eq(trace.asked_peak, 32 + 250);
	ck_assert_uint_eq(trace.live, 2);
	ck_assert_uint_eq(trace.live_peak, 2);
	/* What was freed has its number used again. */
	ck_assert_uint_eq(trace.blocks_count, 2);
	ck_assert_uint_eq(trace.sizes[2], 250);
	trace_text_free(&text);
	trace_free(&trace);
}
END_TEST

START_TEST(a_text_of_mtrace_is_read)
{
	struct trace trace;
	struct trace_text text;

	ck_assert_ptr_null(read_text(&text, &trace,
		"= Start\n" PLACE "+ 0x4052a0 0x64\n" PLACE "- 0x400000\n"
		"@ ./a ] b:[0x1] + 0x4053a0 0\n" PLACE "< 0x4052a0\n" PLACE
		"> 0x405500 0xc8\n" PLACE
		"! 0x405500 0xffffffffffff0000\n" PLACE
		"+ (nil) 0xffffffffffff0000\n" PLACE "< 0x300000\n" PLACE
		"> 0x4052a0 0x8\n"
		"- 0x4053a0\n"
		"= End\n"));
	ck_assert_int_eq(text.form, TRACE_MTRACE);
	ck_assert_uint_eq(trace.of[TRACE_ALLOCATE], 3);
	ck_assert_uint_eq(trace.of[TRACE_RESIZE], 1);
	ck_assert_uint_eq(trace.of[TRACE_FREE], 1);
	ck_assert_uint_eq(text.unknown, 2);
	ck_assert_uint_eq(text.failed, 2);
	ck_assert_uint_eq(trace.asked, 0xc8 + 8);
	trace_text_free(&text);
	trace_free(&trace);
}
END_TEST

static const struct {
	const char *text;
	uint64_t line;
	const char *reason; /* or a part of it */
} bad[] = {
	{"", 0, "empty"},
	{"\n\n", 2, "no event"},
	{"# only this\n", 1, "no event"},
	{"f 2\n", 1, "block 2 is freed but not allocated"},
	{"r 2 5\n", 1, "block 2 is resized but not allocated"},
	{"a 1 5\nf 1\nf 1\n", 3, "block 1 is freed after it was freed"},
	{"a 1 5\nf 1\nr 1 5\n", 3, "block 1 is resized after it was freed"},
	{"a 1 5\na 1 5\n", 2, "block 1 is already allocated"},
	{"a 1 5\na 2\n", 2, "ends before its SIZE"},
	{"a 1 5\na\n", 2, "ends before its ID"},
	{"a 1 5\nf\n", 2, "ends before its ID"},
	{"a 1 5\nr 1\n", 2, "ends before its SIZE"},
	{"a 1 18446744073709551616\n", 1, "too large"},
	{"a 1 0x10000000000000000\n", 1, "too large"},
	{"a 1 18446744073709551615\n", 1, "2^62"},
	{"a 1 4611686018427387904\na 2 1\n", 2, "2^62"},
	{"a 1 5\nr 1 4611686018427387905\n", 2, "2^62"},
	{"a 1 -5\n", 1, "not a number"},
	{"a 1 5k\n", 1, "not a number"},
	{"a 0x 5\n", 1, "not a number"},
	{"a 1 5 6\n", 1, "one word too many"},
	{"f 1 6\n", 1, "one word too many"},
	{"A 1 5\n", 1, "not an event"},
	{"aa 1 5\n", 1, "not an event"},
	{"a 1 5\n" PLACE "+ 0x1 0x5\n", 2, "not an event"},
	{"a 1 \001\n", 1, "not text"},
	{"\177ELF\002\001\n", 1, "not text"},
	{"= Start\n= End\n", 2, "no event"},
	{PLACE "+ 0x10 0x8", 1, "cut off"},
	{PLACE "+ 0x10\n", 1, "ends before its size"},
	{PLACE "+\n", 1, "ends before its address"},
	{PLACE "\n", 1, "ends before its event"},
	{"@ ./a.out\n", 1, "ends before its event"},
	{PLACE "* 0x10\n", 1, "not an event of mtrace"},
	{PLACE "- 0x10 0x8\n", 1, "one word too many"},
	{PLACE "+ 0x10 0x8\n" PLACE "+ 0x10 0x8\n", 2,
		"block 0x10 is already allocated"},
	{PLACE "+ 0x10 0x8\n" PLACE "- 0x10\n" PLACE "- 0x10\n", 3,
		"block 0x10 is freed after it was freed"},
	{PLACE "> 0x10 0x8\n", 1, "must precede"},
	{PLACE "< 0x10\n" PLACE "+ 0x20 0x8\n", 2, "must follow"},
	{PLACE "+ 0x10 0x8\n" PLACE "< 0x10\n", 2, "between the two lines"},
	{PLACE "+ 0x10 0x8\n" PLACE "+ 0x20 0x8\n" PLACE "< 0x10\n" PLACE
	       "> 0x20 0x9\n",
		4, "block 0x20 is already allocated"},
	{PLACE "+ 0x10 0x8\na 1 5\n", 2, "not an event of mtrace"},
};

START_TEST(what_is_wrong_is_said_of_its_line)
{
	struct trace trace;
	struct trace_text text;
	const char *reason = read_text(&text, &trace, bad[_i].text);

	ck_assert_msg(reason != NULL, "'%s' is taken", bad[_i].text);
	ck_assert_msg(strstr(reason, bad[_i].reason) != NULL, "'%s': %s",
		bad[_i].text, reason);
	ck_assert_uint_eq(text.line, bad[_i].line);
	ck_assert(!text.no_memory);
	trace_text_free(&text);
	trace_free(&trace);
}
END_TEST

START_TEST(any_rubbish_is_refused_or_read_and_no_more)
{
	static const char letters[] = "afr 0123x#@+-<>!=]\n\t\rz\001";
	uint64_t seed = 3;

	for (int i = 0; i < 20000; i++) {
		struct trace trace;
		struct trace_text text;
		char line[48];
		size_t length = next_random(&seed) % sizeof(line);

		for (size_t k = 0; k < length; k++)
			line[k] = letters[next_random(&seed) %
					  (sizeof(letters) - 1)];
		line[length ? length - 1 : 0] = '\0';
		read_text(&text, &trace, line);
		trace_text_free(&text);
		trace_free(&trace);
	}
}
END_TEST

START_TEST(ids_are_found_whatever_they_are)
{
	struct ids ids = {0};
	uint32_t block = 0;
	bool good = true;

	/* As far apart as pages, as near as neighbours. */
	for (uint64_t step = 1; step <= 4096; step *= 4096) {
		for (uint32_t i = 0; i < 100000; i++)
			good &= ids_add(&ids, 7 + i * step, i);
		for (uint32_t i = 0; i < 100000; i += 2)
			ids_remove(&ids, 7 + i * step);
		for (uint32_t i = 0; i < 100000; i++) {
			enum id_state state =
				ids_find(&ids, 7 + i * step, &block);

			good &= state == (i % 2 ? ID_LIVE : ID_FREED);
			good &= i % 2 == 0 || block == i;
		}
		good &= ids_find(&ids, 6, &block) == ID_UNKNOWN;
		ck_assert(good);
		ids_free(&ids);
	}
}
END_TEST

START_TEST(many_ids_that_were_freed_take_no_room_for_ever)
{
	struct ids ids = {0};
	bool good = true;

	for (uint64_t i = 0; i < 8000000; i++) {
		good &= ids_add(&ids, i, 5);
		ids_remove(&ids, i);
	}
	ck_assert(good);
	ck_assert_uint_le(ids.room, 1 << 22);
	ids_free(&ids);
}
END_TEST

/* The numbers that the authors' program prints. */
START_TEST(splitmix64_is_as_published)
{
	uint64_t state = 0;

	ck_assert_uint_eq(splitmix64(&state), 0xe220a8397b1dcdaf);
	ck_assert_uint_eq(splitmix64(&state), 0x6e789e6aa1b965f4);
	ck_assert_uint_eq(splitmix64(&state), 0x06c45d188009454f);
	state = 1234567;
	ck_assert_uint_eq(splitmix64(&state), 6457827717110365317U);
	ck_assert_uint_eq(splitmix64(&state), 3203168211198807973U);
}
END_TEST

START_TEST(sizes_are_of_their_distribution)
{
	struct sizes uniform = {SIZES_UNIFORM, 5, 8};
	struct sizes powers = {SIZES_POWERS, 4, 64};
	struct sizes bimodal = {SIZES_BIMODAL, 0, 0};
	uint64_t state = 1, seen = 0, large = 0;

	for (int i = 0; i < 10000; i++) {
		uint64_t size = random_size(&state, &uniform);

		ck_assert(size >= 5 && size <= 8);
		seen |= (uint64_t)1 << size;
	}
	ck_assert_uint_eq(seen, 0x1e0);
	seen = 0;
	for (int i = 0; i < 10000; i++)
		seen |= random_size(&state, &powers);
	ck_assert_uint_eq(seen, 4 + 8 + 16 + 32 + 64);
	for (int i = 0; i < 10000; i++) {
		uint64_t size = random_size(&state, &bimodal);

		ck_assert((size >= 16 && size <= 256) ||
			  (size >= 4096 && size <= 65536));
		large += size > 256;
	}
	ck_assert_uint_ge(large, 900);
	ck_assert_uint_le(large, 1100);
}
END_TEST

/* The sum of all of a trace, event by event. */
static uint64_t digest(const struct trace *trace)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < trace->count; i++)
		sum = sum * 31 + trace->events[i];
	for (size_t i = 0; i < trace->sizes_count; i++)
		sum = sum * 31 + trace->sizes[i];
	return sum;
}

START_TEST(a_seed_is_one_trace_on_every_machine)
{
	static const struct {
		struct sizes sizes;
		uint64_t events, seed, live_peak, digest;
	} rows[] = {
		{{SIZES_UNIFORM, 16, 4096}, 1000000, 1, 10416,
			0xa00906525fc34976},
		{{SIZES_UNIFORM, 16, 4096}, 1000, 2, 16, 0x6c9b1cabcb87b2cf},
		{{SIZES_POWERS, 16, 4096}, 100000, 3, 1041, 0xab9a684c49884f8e},
		{{SIZES_BIMODAL, 0, 0}, 100000, 0, 1041, 0x9ab12b45e4e04db8},
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct trace trace = {0};

		ck_assert_int_eq(random_trace(&trace, rows[i].events,
					 rows[i].seed, &rows[i].sizes),
			TRACE_TAKEN);
		ck_assert_uint_eq(trace.count, rows[i].events);
		ck_assert_uint_eq(trace.live_peak, rows[i].live_peak);
		ck_assert_uint_eq(digest(&trace), rows[i].digest);
		trace_free(&trace);
	}
}
END_TEST

START_TEST(sizes_are_read_and_written)
{
	static const struct {
		const char *typed, *written; /* NULL: refused */
	} rows[] = {
		{"uniform", "uniform:16..4096"},
		{"uniform:1..1k", "uniform:1..1024"},
		{"uniform:7..7", "uniform:7..7"},
		{"uniform:1..1G", "uniform:1..1073741824"},
		{"powers", "powers:16..4096"},
		{"powers:1..64k", "powers:1..65536"},
		{"bimodal", "bimodal"},
		{"uniform:", NULL},
		{"uniform:5", NULL},
		{"uniform:5..4", NULL},
		{"uniform:0..4", NULL},
		{"uniform:1..2G", NULL},
		{"uniform:..", NULL},
		{"uniform:1..2..3", NULL},
		{"powers:3..8", NULL},
		{"bimodal:1..2", NULL},
		{"", NULL},
		{"normal", NULL},
	};
	struct units units = {4096, NULL};

	for (int i = 0; i < ROWS(rows); i++) {
		struct sizes sizes = {0};
		COMPLAINT(why);
		char text[64];
		bool good = sizes_parse(rows[i].typed, &units, &sizes, &why);

		ck_assert_msg(good == (rows[i].written != NULL), "'%s'",
			rows[i].typed);
		ck_assert(good == (!why.message));
		if (!good)
			continue;
		sizes = sizes_unpack(sizes_pack(&sizes));
		sizes_format(&sizes, text, sizeof(text));
		ck_assert_str_eq(text, rows[i].written);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("fit traces");
	TCase *t = add_case(suite, "texts");

	tcase_add_test(t, a_plain_text_is_read);
	tcase_add_test(t, a_text_of_mtrace_is_read);
	tcase_add_loop_test(t, what_is_wrong_is_said_of_its_line, 0, ROWS(bad));
	tcase_add_test(t, any_rubbish_is_refused_or_read_and_no_more);
	tcase_add_test(t, ids_are_found_whatever_they_are);
	tcase_add_test(t, many_ids_that_were_freed_take_no_room_for_ever);
	t = add_case(suite, "random traces");
	tcase_add_test(t, splitmix64_is_as_published);
	tcase_add_test(t, sizes_are_of_their_distribution);
	tcase_add_test(t, a_seed_is_one_trace_on_every_machine);
	tcase_add_test(t, sizes_are_read_and_written);
	return run_suite(suite);
}
