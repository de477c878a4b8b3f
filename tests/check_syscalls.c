/* SPDX-License-Identifier: GPL-2.0-or-later */
/* System calls: their names and arguments, and how they are counted. */
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>

#include "record/system_calls.h"
#include "run.h"
#include "words/syscall_forms.h"

START_TEST(a_number_has_its_name)
{
	ck_assert_str_eq(syscall_name(SYS_munmap), "munmap");
	ck_assert_str_eq(syscall_name(SYS_brk), "brk");
	ck_assert_str_eq(syscall_name(SYS_getrandom), "getrandom");
	ck_assert_str_eq(syscall_name(462), "mseal");
	ck_assert_ptr_null(syscall_name(UINT64_MAX));
	ck_assert_ptr_null(syscall_name(0xffff));
}
END_TEST

START_TEST(every_form_is_sound)
{
	for (const struct syscall_form *f = syscall_forms; *f->name; f++) {
		ck_assert_ptr_eq(syscall_form(f->name), f);
		ck_assert_int_eq(f->arguments[SYSCALL_ARGUMENTS], SYSCALL_END);
		/* These look at the flags before them. */
		ck_assert(f->arguments[0] != SYSCALL_NEW_ADDRESS);
		ck_assert(f->arguments[0] != SYSCALL_MODE);
	}
}
END_TEST

static const struct {
	const char *name, *path;
	uint64_t args[6];
	const char *text;
} shown[] = {
	{"brk", NULL, {0}, "brk(NULL)"},
	{"brk", NULL, {0x1000}, "brk(0x1000)"},
	{"munlockall", NULL, {1, 2, 3}, "munlockall()"},
	{"mprotect", NULL, {0x1000, 4096, PROT_READ | PROT_EXEC},
		"mprotect(0x1000, 4096, PROT_READ|PROT_EXEC)"},
	{"mprotect", NULL, {0, UINT64_MAX, 0},
		"mprotect(NULL, 18446744073709551615, PROT_NONE)"},
	{"madvise", NULL, {0x1000, 1, MADV_DONTNEED},
		"madvise(0x1000, 1, MADV_DONTNEED)"},
	{"madvise", NULL, {0x1000, 1, 1212}, "madvise(0x1000, 1, 0x4bc)"},
	/* What lies in the upper half of a register is no part of an int. */
	{"close", NULL, {0xdeadbeefffffffff}, "close(-1)"},
	{"madvise", NULL, {0x1000, 1, 0xdeadbeef00000000 | MADV_FREE},
		"madvise(0x1000, 1, MADV_FREE)"},
	{"mseal", NULL, {0x1000, 1, 1ULL << 32},
		"mseal(0x1000, 1, 0x100000000)"},
	{"mremap", NULL, {0x1000, 1, 2, 1, 0xbad},
		"mremap(0x1000, 1, 2, MREMAP_MAYMOVE)"},
	{"mremap", NULL, {0x1000, 1, 2, 3, 0x5000},
		"mremap(0x1000, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, 0x5000)"},
	{"mremap", NULL, {0x1000, 1, 2, 3, 0},
		"mremap(0x1000, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, NULL)"},
	{"openat", "/etc/\"x\"", {(uint64_t)AT_FDCWD, 0x1000, 0, 0777},
		"openat(AT_FDCWD, \"/etc/\\\"x\\\"\", O_RDONLY)"},
	{"openat", NULL, {7, 0x1000, O_CREAT | O_WRONLY, 0640},
		"openat(7, 0x1000, O_WRONLY|O_CREAT, 0640)"},
	{"openat", NULL, {7, 0, O_TMPFILE | O_RDWR, 0},
		"openat(7, NULL, O_RDWR|O_TMPFILE, 00)"},
	{"openat", "d", {7, 1, O_DIRECTORY, 0},
		"openat(7, \"d\", O_RDONLY|O_DIRECTORY)"},
	{"getrandom", NULL, {0x1000, 8, 1},
		"getrandom(0x1000, 8, GRND_NONBLOCK)"},
	{"tgkill", NULL, {7, 8, 6}, "tgkill(7, 8, SIGABRT)"},
	{"tgkill", NULL, {7, 8, 0}, "tgkill(7, 8, 0)"},
	{"lseek", NULL, {3, (uint64_t)-5L, 2}, "lseek(3, -5, 2)"},
	/* Nothing is known of it but that registers can hold six arguments. */
	{"io_setup", NULL, {1, 2, 3, 4, 5, 0},
		"io_setup(0x1, 0x2, 0x3, 0x4, 0x5, 0x0)"},
};

static struct syscall_made made_of(int row)
{
	return (struct syscall_made){.name = shown[row].name,
		.form = syscall_form(shown[row].name),
		.args = shown[row].args,
		.path = shown[row].path};
}

START_TEST(a_call_is_shown_as_strace_shows_it)
{
	struct syscall_made made = made_of(_i);
	char text[SYSCALL_TEXT_MAX];

	syscall_format(&made, text, sizeof(text));
	ck_assert_str_eq(text, shown[_i].text);
}
END_TEST

START_TEST(no_more_is_written_than_there_is_room)
{
	struct syscall_made made = made_of(_i);
	char whole[SYSCALL_TEXT_MAX];

	syscall_format(&made, whole, sizeof(whole));
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		char *text = malloc(size);

		syscall_format(&made, text, size);
		ck_assert_msg(strlen(text) < size, "not ended");
		ck_assert_int_eq(strncmp(text, whole, strlen(text)), 0);
		free(text);
	}
}
END_TEST

START_TEST(a_long_path_fits)
{
	char path[4096], text[SYSCALL_TEXT_MAX];
	uint64_t args[6] = {0x1000, O_RDONLY};
	struct syscall_made made = {.name = "open",
		.form = syscall_form("open"),
		.args = args,
		.path = path};

	memset(path, '"', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	syscall_format(&made, text, sizeof(text));
	ck_assert_str_eq(text + strlen(text) - 12, "\", O_RDONLY)");
}
END_TEST

START_TEST(errors_have_names_the_kernels_own_too)
{
	ck_assert_str_eq(syscall_error(ENOMEM), "ENOMEM");
	ck_assert_str_eq(syscall_error(512), "ERESTARTSYS");
	ck_assert_ptr_null(syscall_error(4000));
}
END_TEST

static void make(struct system_calls *calls, uint64_t number, int error)
{
	struct system_call call = {.number = number};

	system_calls_enter(calls, &call);
	system_calls_return(calls, error ? -error : 7, error);
}

START_TEST(calls_are_kept_and_counted_by_name)
{
	struct system_calls *calls = calloc(1, sizeof(*calls));
	struct system_call foreign = {.number = 1, .foreign = true};

	make(calls, 2, 0);
	make(calls, 1, ENOMEM);
	make(calls, 1, 0);
	system_calls_enter(calls, &foreign);
	system_calls_sort(calls);
	ck_assert_uint_eq(calls->count, 4);
	ck_assert_uint_eq(calls->kept, 4);
	ck_assert_uint_eq(calls->kinds, 3);
	ck_assert_uint_eq(calls->counts[0].number, 1);
	ck_assert_uint_eq(calls->counts[0].count, 2);
	ck_assert_uint_eq(calls->counts[0].errors, 1);
	ck_assert(calls->list[0].returned);
	ck_assert_int_eq(calls->list[0].result, 7);
	ck_assert_int_eq(calls->list[1].error, ENOMEM);
	ck_assert(!calls->list[3].returned);
	system_calls_free(calls);
}
END_TEST

START_TEST(the_first_ones_are_kept_and_all_are_counted)
{
	struct system_calls *calls = calloc(1, sizeof(*calls));
	const uint64_t many = 3 * SYSTEM_CALLS_KEPT;

	for (uint64_t i = 0; i < many; i++)
		make(calls, i % 3, i % 3 == 2 ? EINVAL : 0);
	system_calls_sort(calls);
	ck_assert_uint_eq(calls->count, many);
	ck_assert_uint_eq(calls->kept, SYSTEM_CALLS_KEPT);
	ck_assert_uint_eq(calls->list[SYSTEM_CALLS_KEPT - 1].number,
		(SYSTEM_CALLS_KEPT - 1) % 3);
	for (uint64_t i = 0; i < 3; i++) {
		ck_assert_uint_eq(calls->counts[i].number, i);
		ck_assert_uint_eq(calls->counts[i].count, SYSTEM_CALLS_KEPT);
		ck_assert_uint_eq(calls->counts[i].errors,
			i == 2 ? SYSTEM_CALLS_KEPT : 0);
	}
	system_calls_free(calls);
}
END_TEST

START_TEST(names_beyond_the_rows_are_counted_together)
{
	struct system_calls *calls = calloc(1, sizeof(*calls));
	uint64_t sum = 0, errors = 0;
	size_t others = 0;

	for (uint64_t i = 0; i < 2 * SYSTEM_CALL_COUNTS; i++)
		make(calls, i, EINVAL);
	/* The number that opened the last row is no more its own. */
	make(calls, SYSTEM_CALL_COUNTS - 1, 0);
	system_calls_sort(calls);
	ck_assert_uint_eq(calls->kinds, SYSTEM_CALL_COUNTS);
	for (size_t i = 0; i < calls->kinds; i++) {
		sum += calls->counts[i].count;
		errors += calls->counts[i].errors;
		others += calls->counts[i].others;
	}
	ck_assert_uint_eq(sum, calls->count);
	ck_assert_uint_eq(errors, 2 * SYSTEM_CALL_COUNTS);
	ck_assert_uint_eq(others, 1);
	ck_assert(calls->counts[0].others);
	system_calls_free(calls);
}
END_TEST

START_TEST(a_return_without_a_call_is_nothing)
{
	struct system_calls *calls = calloc(1, sizeof(*calls));

	system_calls_return(calls, -1, EINVAL);
	ck_assert_uint_eq(calls->count, 0);
	ck_assert_ptr_null(system_calls_open(calls));
	system_calls_free(calls);
	system_calls_free(NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("system calls");
	TCase *t = add_case(suite, "names");

	tcase_add_test(t, a_number_has_its_name);
	tcase_add_test(t, every_form_is_sound);
	tcase_add_loop_test(
		t, a_call_is_shown_as_strace_shows_it, 0, ROWS(shown));
	tcase_add_loop_test(
		t, no_more_is_written_than_there_is_room, 0, ROWS(shown));
	tcase_add_test(t, a_long_path_fits);
	tcase_add_test(t, errors_have_names_the_kernels_own_too);
	t = add_case(suite, "counts");
	tcase_add_test(t, calls_are_kept_and_counted_by_name);
	tcase_add_test(t, the_first_ones_are_kept_and_all_are_counted);
	tcase_add_test(t, names_beyond_the_rows_are_counted_together);
	tcase_add_test(t, a_return_without_a_call_is_nothing);
	return run_suite(suite);
}
