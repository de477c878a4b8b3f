/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The tracer: the calls it knows, what they have mapped, what it sees. */
#include <errno.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "calls/calls.h"
#include "proc/process_limit.h"
#include "run.h"
#include "tracer/sight.h"
#include "tracer/space.h"
#include "tracer/summary.h"
#include "words/uapi.h"

enum { KIB = 1024, PAGE = 4 * KIB };

START_TEST(each_traced_call_is_a_command_and_has_a_name)
{
	const struct traced_call *call;
	uint64_t bits = 0;

	for (size_t i = 0; (call = traced_call_at(i)); i++) {
		unsigned bit = (unsigned)__builtin_ctz((unsigned)call->bit);

		ck_assert_ptr_eq(traced_call_of((uint64_t)call->number), call);
		ck_assert_uint_lt(bit, names_traced.count);
		ck_assert_str_eq(
			names_traced.list[bit].name, call->command->name);
		ck_assert_uint_le(call->args, command_params(call->command));
		bits |= call->bit;
	}
	ck_assert_uint_eq(bits, TRACED_ALL);
	ck_assert_uint_eq(names_traced.count, SUMMARY_CALLS);
	ck_assert_ptr_null(traced_call_of(SYS_getpid));
}
END_TEST

static const struct {
	long number;
	uint64_t args[6];
	const char *text;
} calls[] = {
	{SYS_munmap, {0x1000, 4096, 7, 7, 7, 7}, "munmap(0x1000, 4096)"},
	{SYS_mlock, {0x1000, 4096, 1}, "mlock(0x1000, 4096)"},
	{SYS_mlock2, {0x1000, 4096, 1}, "mlock2(0x1000, 4096, MLOCK_ONFAULT)"},
	{SYS_mremap, {0x1000, 4096, 8192, MREMAP_MAYMOVE, 9},
		"mremap(0x1000, 4096, 8192, MREMAP_MAYMOVE)"},
	{SYS_mremap, {0x1000, 1, 2, MREMAP_MAYMOVE | MREMAP_FIXED, 0x9000},
		"mremap(0x1000, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, 0x9000)"},
	{SYS_brk, {0}, "brk(NULL)"},
	{SYS_munlockall, {5, 5}, "munlockall()"},
	/* 7: an int is the lower half of its register */
	{SYS_madvise, {0x1000, 1, MADV_DONTNEED},
		"madvise(0x1000, 1, MADV_DONTNEED)"},
#if defined(SYS_mmap) && !defined(SYS_mmap2) && !defined(__s390x__)
	{SYS_mmap,
		{0, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, 0xffffffff,
			0},
		"mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, "
		"0)"},
#endif
};

START_TEST(a_traced_call_is_printed_as_if_it_was_typed)
{
	struct call call;
	char text[CALL_FORMAT_MAX];

	traced_call_make(traced_call_of((uint64_t)calls[_i].number),
		calls[_i].args, &call);
	call_format(&call, text, sizeof(text));
	ck_assert_str_eq(text, calls[_i].text);
}
END_TEST

/* A line of life: a call, its answer, and what is mapped then. */
static const struct {
	enum traced bit;
	uint64_t args[4];
	uint64_t value;
	uint64_t mapped, returned, in_all, most;
} lives[][6] = {
	/* 0: what was mapped comes back, in parts */
	{
		{TRACED_MMAP, {0, 3 * PAGE}, 0x10000, 3 * PAGE, 0, 3 * PAGE,
			3 * PAGE},
		{TRACED_MUNMAP, {0x11000, PAGE}, 0, 0, PAGE, 2 * PAGE,
			3 * PAGE},
		{TRACED_MUNMAP, {0x10000, 3 * PAGE}, 0, 0, 2 * PAGE, 0,
			3 * PAGE},
	},
	/* 1: neighbours, and a range over both */
	{
		{TRACED_MMAP, {0, PAGE}, 0x10000, PAGE, 0, PAGE, PAGE},
		{TRACED_MMAP, {0, PAGE}, 0x11000, PAGE, 0, 2 * PAGE, 2 * PAGE},
		{TRACED_MUNMAP, {0xf000, 8 * PAGE}, 0, 0, 2 * PAGE, 0,
			2 * PAGE},
	},
	/* 2: a fixed mapping replaces */
	{
		{TRACED_MMAP, {0, 4 * PAGE}, 0x10000, 4 * PAGE, 0, 4 * PAGE,
			4 * PAGE},
		{TRACED_MMAP, {0x11000, PAGE}, 0x11000, PAGE, PAGE, 4 * PAGE,
			4 * PAGE},
	},
	/* 3: bytes are rounded up, and what others mapped is unknown */
	{
		{TRACED_MMAP, {0, 1}, 0x10000, PAGE, 0, PAGE, PAGE},
		{TRACED_MUNMAP, {0x90000, PAGE}, 0, 0, 0, PAGE, PAGE},
	},
	/* 4: the break begins anywhere */
	{
		{TRACED_BRK, {0}, 0x50000, 0, 0, 0, 0},
		{TRACED_BRK, {0x52800}, 0x52800, 3 * PAGE, 0, 3 * PAGE,
			3 * PAGE},
		{TRACED_BRK, {0x51000}, 0x51000, 0, 2 * PAGE, PAGE, 3 * PAGE},
	},
	/* 5: mremap grows in place, shrinks, and moves */
	{
		{TRACED_MMAP, {0, 2 * PAGE}, 0x10000, 2 * PAGE, 0, 2 * PAGE,
			2 * PAGE},
		{TRACED_MREMAP, {0x10000, 2 * PAGE, 3 * PAGE}, 0x10000, PAGE, 0,
			3 * PAGE, 3 * PAGE},
		{TRACED_MREMAP, {0x10000, 3 * PAGE, PAGE}, 0x10000, 0, 2 * PAGE,
			PAGE, 3 * PAGE},
		{TRACED_MREMAP, {0x10000, PAGE, 2 * PAGE, MREMAP_MAYMOVE},
			0x80000, 2 * PAGE, PAGE, 2 * PAGE, 3 * PAGE},
	},
};

static const struct traced_call *call_of_bit(enum traced bit)
{
	const struct traced_call *call;
	size_t i = 0;

	while ((call = traced_call_at(i)) && call->bit != bit)
		i++;
	return call;
}

START_TEST(what_the_calls_have_mapped_is_known)
{
	struct space *space = calloc(1, sizeof(*space));

	ck_assert_ptr_nonnull(space);
	space->users = 1;
	for (size_t i = 0; i < 6 && lives[_i][i].bit; i++) {
		uint64_t args[6] = {0};
		struct call call;
		struct moved moved;

		memcpy(args, lives[_i][i].args, sizeof(lives[_i][i].args));
		traced_call_make(call_of_bit(lives[_i][i].bit), args, &call);
		call.page_size = PAGE;
		moved = space_note(
			space, &call, lives[_i][i].bit, lives[_i][i].value);
		ck_assert_uint_eq(moved.mapped, lives[_i][i].mapped);
		ck_assert_uint_eq(moved.returned, lives[_i][i].returned);
		ck_assert_uint_eq(space->mapped, lives[_i][i].in_all);
		ck_assert_uint_eq(space->most, lives[_i][i].most);
	}
	space_leave(space);
}
END_TEST

/* Against a map of single pages. */
START_TEST(any_order_of_calls_gives_the_same_as_counting_pages)
{
	enum { PAGES = 64, CALLS = 20000 };
	struct space *space = calloc(1, sizeof(*space));
	bool mapped[PAGES] = {false};
	unsigned seed = 1;

	space->users = 1;
	for (int n = 0; n < CALLS; n++) {
		uint64_t first = (uint64_t)rand_r(&seed) % PAGES, sum = 0;
		uint64_t count = 1 + (uint64_t)rand_r(&seed) % (PAGES - first);
		enum traced bit =
			rand_r(&seed) % 2 ? TRACED_MMAP : TRACED_MUNMAP;
		uint64_t args[6] = {first * PAGE, count * PAGE};
		struct call call;

		traced_call_make(call_of_bit(bit), args, &call);
		call.page_size = PAGE;
		space_note(space, &call, bit, first * PAGE);
		for (uint64_t i = first; i < first + count; i++)
			mapped[i] = bit == TRACED_MMAP;
		for (int i = 0; i < PAGES; i++)
			sum += mapped[i] ? PAGE : 0;
		ck_assert_uint_eq(space->mapped, sum);
		ck_assert_uint_eq(space_mapped_by(space, TRACED_MMAP), sum);
	}
	space_leave(space);
}
END_TEST

static const char limits_text[] =
	"Limit                     Soft Limit           Hard Limit           "
	"Units     \n"
	"Max stack size            8388608              unlimited            "
	"bytes     \n"
	"Max locked memory         65536                131072               "
	"bytes     \n";

START_TEST(a_limit_is_read_from_its_text)
{
	struct rlimit limit;

	ck_assert(limit_in_text(
		limits_text, strlen(limits_text), RLIMIT_MEMLOCK, &limit));
	ck_assert_uint_eq(limit.rlim_cur, 65536);
	ck_assert_uint_eq(limit.rlim_max, 131072);
	ck_assert(limit_in_text(
		limits_text, strlen(limits_text), RLIMIT_STACK, &limit));
	ck_assert(limit.rlim_max == RLIM_INFINITY);
	ck_assert(!limit_in_text(
		limits_text, strlen(limits_text), RLIMIT_AS, &limit));
	ck_assert(!limit_in_text("", 0, RLIMIT_AS, &limit));
}
END_TEST

/* Whether programs can be traced here at all. */
static bool can_trace(struct tracer *t, char **argv,
	struct trace_request *request, struct complaint *why)
{
	*request = (struct trace_request){.argv = argv, .calls = TRACED_ALL};
	tracer_note_inherited();
	return tracer_start(t, request, why);
}

START_TEST(the_calls_of_a_program_come_in_pairs)
{
	char name[] = "true";
	char *argv[] = {name, NULL};
	struct trace_request request;
	struct tracer_event event;
	struct tracer t;
	COMPLAINT(why);
	size_t entries = 0, returns = 0, executed = 0, ended = 0;

	if (!can_trace(&t, argv, &request, &why)) {
		tracer_end(&t);
		return;
	}
	while (tracer_next(&t, &event)) {
		entries += event.kind == TRACER_ENTRY;
		returns += event.kind == TRACER_RETURN;
		executed += event.kind == TRACER_EXEC;
		ended += event.kind == TRACER_ENDED;
		if (event.kind == TRACER_RETURN)
			ck_assert_ptr_nonnull(event.task->traced);
	}
	ck_assert(!t.failed);
	ck_assert_uint_gt(entries, 0);
	ck_assert_uint_eq(entries, returns);
	ck_assert_uint_eq(executed, 1);
	ck_assert_uint_eq(ended, 1);
	ck_assert(t.ended && WIFEXITED(t.status));
	ck_assert_int_eq(WEXITSTATUS(t.status), 0);
	tracer_end(&t);
}
END_TEST

START_TEST(a_program_that_is_missing_is_an_error_of_exec)
{
	char name[] = "/nonexistent/program";
	char *argv[] = {name, NULL};
	struct trace_request request;
	struct tracer_event event;
	struct tracer t;
	COMPLAINT(why);

	if (can_trace(&t, argv, &request, &why)) {
		ck_assert(!tracer_next(&t, &event));
		ck_assert_int_eq(t.exec_error, ENOENT);
	}
	tracer_end(&t);
}
END_TEST

START_TEST(causes_are_counted_by_call)
{
	struct summary *summary = malloc(sizeof(*summary));

	summary_begin(summary);
	summary_note_cause(summary, "hole", "madvise");
	summary_note_cause(summary, NULL, "madvise");
	summary_note_cause(summary, "hole", "madvise");
	summary_note_cause(summary, "hole", "mlock");
	ck_assert_uint_eq(summary->cause_count, 3);
	ck_assert_uint_eq(summary->causes[0].count, 2);
	ck_assert_str_eq(summary->causes[1].cause, "unknown");
	free(summary);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("tracer");
	TCase *t = add_case(suite, "calls");

	tcase_add_test(t, each_traced_call_is_a_command_and_has_a_name);
	tcase_add_loop_test(
		t, a_traced_call_is_printed_as_if_it_was_typed, 0, ROWS(calls));
	t = add_case(suite, "space");
	tcase_add_loop_test(
		t, what_the_calls_have_mapped_is_known, 0, ROWS(lives));
	tcase_add_test(t, any_order_of_calls_gives_the_same_as_counting_pages);
	t = add_case(suite, "summary");
	tcase_add_test(t, causes_are_counted_by_call);
	t = add_case(suite, "process");
	tcase_add_test(t, a_limit_is_read_from_its_text);
	tcase_add_test(t, the_calls_of_a_program_come_in_pairs);
	tcase_add_test(t, a_program_that_is_missing_is_an_error_of_exec);
	return run_suite(suite);
}
