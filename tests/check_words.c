/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Addresses, errnos, signals and suggestions. */
#include <errno.h>
#include <signal.h>

#include "run.h"
#include "words/address.h"
#include "words/errnos.h"
#include "words/signals.h"
#include "words/suggest.h"

#if defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 32)
#define HAVE_LIBRARY_NAMES 1
#endif
#endif

static const struct units units = {4096, NULL};

#define NAME_63                                                                \
	"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz_0123456789"

static const struct {
	const char *text;
	enum address_base base;
	bool end;
	const char *name;
	int64_t offset;
} addresses[] = {
	{"NULL", ADDRESS_NUMBER, false, "", 0},
	{"NULL+1p", ADDRESS_NUMBER, false, "", 4096},
	{"0", ADDRESS_NUMBER, false, "", 0},
	{"4096", ADDRESS_NUMBER, false, "", 4096},
	{"4p", ADDRESS_NUMBER, false, "", 16384},
	{"0x7f0a1c5f2000", ADDRESS_NUMBER, false, "", 0x7f0a1c5f2000},
	{"0x1000+1p", ADDRESS_NUMBER, false, "", 8192},
	{"0x1000-0x10", ADDRESS_NUMBER, false, "", 4080},
	{"0-1p", ADDRESS_NUMBER, false, "", -4096},
	{"0xffffffffffffffff+1", ADDRESS_NUMBER, false, "", 0},
	{"a", ADDRESS_NAME, false, "a", 0},
	{"_x9", ADDRESS_NAME, false, "_x9", 0},
	{"a.end", ADDRESS_NAME, true, "a", 0},
	{"a+64k", ADDRESS_NAME, false, "a", 65536},
	{"a.end-1", ADDRESS_NAME, true, "a", -1},
	{"endless", ADDRESS_NAME, false, "endless", 0},
	{NAME_63, ADDRESS_NAME, false, NAME_63, 0},
	{NAME_63 ".end+1", ADDRESS_NAME, true, NAME_63, 1},
	{"brk", ADDRESS_BRK, false, "", 0},
	{"brk+1M", ADDRESS_BRK, false, "", 1 << 20},
	{"brk.end", ADDRESS_BRK, true, "", 0},
	{"stack", ADDRESS_STACK, false, "", 0},
	{"stack.end-1p", ADDRESS_STACK, true, "", -4096},
	{"heap", ADDRESS_HEAP, false, "", 0},
	{"heap.end", ADDRESS_HEAP, true, "", 0},
	{"vdso", ADDRESS_VDSO, false, "", 0},
	{"vdso.end", ADDRESS_VDSO, true, "", 0},
	{"+0", ADDRESS_OWN, false, "", 0},
	{"+1p", ADDRESS_OWN, false, "", 4096},
	{"-1p", ADDRESS_OWN, false, "", -4096},
	{"end", ADDRESS_OWN, true, "", 0},
	{"end-1p", ADDRESS_OWN, true, "", -4096},
	{"end+1p", ADDRESS_OWN, true, "", 4096},
};

START_TEST(an_address_is_read)
{
	COMPLAINT(why);
	struct address a;

	memset(&a, 0xff, sizeof(a));
	ck_assert_msg(address_parse(addresses[_i].text, &units, &a, &why),
		"%s: %s", addresses[_i].text, said(why.message));
	ck_assert_int_eq(a.base, addresses[_i].base);
	ck_assert_int_eq(a.end, addresses[_i].end);
	ck_assert_str_eq(a.name, addresses[_i].name);
	ck_assert_int_eq((int64_t)a.offset, addresses[_i].offset);
	ck_assert_uint_eq(a.item, 0);
}
END_TEST

/* One of several blocks. */
static const struct {
	const char *text, *name;
	uint64_t item;
	int64_t offset;
	bool end;
} items[] = {
	{"a.1", "a", 1, 0, false},
	{"a.10", "a", 10, 0, false},
	{"a.999999999", "a", 999999999, 0, false},
	{"a.1+8", "a", 1, 8, false},
	{"a.2-1p", "a", 2, -4096, false},
	{"a.1.end", "a", 1, 0, true},
	{"a.7.end-1", "a", 7, -1, true},
	{NAME_63 ".1000000.end", NAME_63, 1000000, 0, true},
};

START_TEST(an_address_of_one_of_several_blocks_is_read)
{
	COMPLAINT(why);
	struct address a;

	memset(&a, 0xff, sizeof(a));
	ck_assert_msg(address_parse(items[_i].text, &units, &a, &why), "%s: %s",
		items[_i].text, said(why.message));
	ck_assert_int_eq(a.base, ADDRESS_NAME);
	ck_assert_str_eq(a.name, items[_i].name);
	ck_assert_uint_eq(a.item, items[_i].item);
	ck_assert_int_eq((int64_t)a.offset, items[_i].offset);
	ck_assert_int_eq(a.end, items[_i].end);
}
END_TEST

static const char *const no_addresses[] = {"", ".", ".end", "a.", "a.start",
	"a.end.end", "NULL.end", "end.end", "0x1000.end", "1a", "a b", "a*2",
	"a+", "a-", "+", "-", "a+x", "a++1", "a+-1", "a+1p+1p", "a+01", "a+P",
	"0x", "01", "then", "[stack]", "\303\251", NAME_63 "x", NAME_63 NAME_63,
	"18446744073709551616", "a+18446744073709551616", "a.0", "a.01", "a.00",
	"a.1x", "a.1.2", "a.-1", "a.+1", "a. 1", "a.0x1", "a.1k", "a.end.1",
	"a..1", "a.1.", "a.1.start", "a.1.end.end", ".1", "1.1", "stack.1",
	"heap.1.end", "brk.1", "NULL.1", "end.1", "then.1", "a.1000000000",
	"a.18446744073709551617"};

START_TEST(what_is_no_address_is_refused)
{
	struct address a, untouched;
	COMPLAINT(why);

	memset(&untouched, 0xee, sizeof(untouched));
	a = untouched;
	ck_assert_msg(!address_parse(no_addresses[_i], &units, &a, &why),
		"'%s' was taken", no_addresses[_i]);
	ck_assert_mem_eq(&a, &untouched, sizeof(a));
	ck_assert_int_eq(why.kind, COMPLAINT_USAGE);
	ck_assert_str_ne(said(why.message), "");
	ck_assert_ptr_nonnull(strstr(no_addresses[_i], said(why.word)));
}
END_TEST

START_TEST(a_name_has_letters_digits_and_underscores)
{
	static const char *const yes[] = {
		"a", "A1", "_", "a_b", "end1", "ok", NAME_63};
	static const char *const no[] = {"", "1a", "a-b", "a.b", "a b", "a,b",
		"end", "NULL", "brk", "stack", "heap", "vdso", "then",
		NAME_63 "x"};

	for (int i = 0; i < ROWS(yes); i++)
		ck_assert_msg(address_is_name(yes[i]), "%s", yes[i]);
	for (int i = 0; i < ROWS(no); i++)
		ck_assert_msg(!address_is_name(no[i]), "%s", no[i]);
}
END_TEST

START_TEST(well_known_places_are_listed)
{
	const char *name;
	unsigned count = 0;

	for (; (name = address_well_known(count)); count++)
		ck_assert_msg(!address_is_name(name), "%s", name);
	ck_assert_uint_ge(count, 6);
	ck_assert_ptr_null(address_well_known(count + 1000));
	ck_assert_str_eq(address_mapping_name(ADDRESS_STACK), "[stack]");
	ck_assert_str_eq(address_mapping_name(ADDRESS_HEAP), "[heap]");
	ck_assert_str_eq(address_mapping_name(ADDRESS_VDSO), "[vdso]");
	ck_assert_ptr_null(address_mapping_name(ADDRESS_BRK));
	ck_assert_ptr_null(address_mapping_name(ADDRESS_NUMBER));
	ck_assert_ptr_null(address_mapping_name(ADDRESS_NAME));
}
END_TEST

START_TEST(errnos_have_names_both_ways)
{
	const char *name;

	for (size_t i = 0; (name = errno_at(i)); i++) {
		int number = errno_number(name);

		ck_assert_int_gt(number, 0);
		ck_assert_int_eq(errno_number(errno_name(number)), number);
	}
	ck_assert_str_eq(errno_name(ENOMEM), "ENOMEM");
	ck_assert_str_eq(errno_name(EAGAIN), "EAGAIN");
	ck_assert_int_eq(errno_number("eInVaL"), EINVAL);
	ck_assert_ptr_null(errno_name(0));
	ck_assert_ptr_null(errno_name(-1));
	ck_assert_ptr_null(errno_name(99999));
	ck_assert_int_eq(errno_number(""), 0);
	ck_assert_int_eq(errno_number("ENOPE"), 0);
	ck_assert_int_eq(errno_number("ENOMEM "), 0);
}
END_TEST

START_TEST(signals_and_their_codes_have_names_both_ways)
{
	const char *name;

	for (size_t i = 0; (name = signal_at(i)); i++) {
		int number = signal_number(name);

		ck_assert_int_gt(number, 0);
		ck_assert_str_eq(signal_name(number), name);
		ck_assert_int_eq(signal_number(name + 3), number);
		for (int code = -100; code < 300; code++) {
			const char *text = signal_code_name(number, code);
			int again = 4711;

			if (!text)
				continue;
			ck_assert(signal_code(number, text, &again));
			ck_assert_int_eq(again, code);
		}
	}
	ck_assert_str_eq(signal_name(SIGRTMIN), "SIGRTMIN");
	ck_assert_str_eq(signal_name(SIGRTMIN + 6), "SIGRTMIN+6");
	ck_assert_int_eq(signal_number("rtmin+6"), SIGRTMIN + 6);
	ck_assert_int_eq(signal_number("SIGRTMIN+06"), 0);
	ck_assert_int_eq(signal_number("SIGRTMIN+99"), 0);
	ck_assert_ptr_null(signal_name(SIGRTMAX + 1));
	ck_assert_ptr_null(signal_name(0));
	ck_assert_ptr_null(signal_name(-1));
	ck_assert_int_eq(signal_number(""), 0);
	ck_assert_int_eq(signal_number("SIG"), 0);
	ck_assert_int_eq(signal_number("SIGSIGSEGV"), 0);
}
END_TEST

START_TEST(a_code_belongs_to_its_signal)
{
	int code = 4711;

	ck_assert(!signal_code(SIGSEGV, "BUS_ADRERR", &code));
	ck_assert(!signal_code(SIGSEGV, "", &code));
	ck_assert_int_eq(code, 4711);
	ck_assert(signal_code(SIGSEGV, "segv_maperr", &code));
	ck_assert_int_eq(code, SEGV_MAPERR);
	ck_assert_str_eq(signal_code_name(SIGBUS, BUS_ADRERR), "BUS_ADRERR");
	ck_assert_str_eq(signal_code_name(SIGHUP, SI_KERNEL), "SI_KERNEL");
	ck_assert_ptr_null(signal_code_name(SIGHUP, 77));
}
END_TEST

#ifdef HAVE_LIBRARY_NAMES
START_TEST(what_the_c_library_can_name_has_a_name)
{
	for (int number = 1; number < 200; number++)
		if (strerrorname_np(number))
			ck_assert_msg(
				errno_number(strerrorname_np(number)) == number,
				"%s", strerrorname_np(number));
	for (int number = 1; number < 32; number++)
		if (sigabbrev_np(number))
			ck_assert_msg(signal_name(number) != NULL, "SIG%s",
				sigabbrev_np(number));
}
END_TEST
#endif

static const struct {
	const char *typed, *offered[4], *best;
} slips[] = {
	{"mumap", {"mmap", "munmap"}, "mmap"},
	{"mumnap", {"mmap", "munmap"}, "munmap"},
	{"MLOCK", {"munlock", "mlock"}, "mlock"},
	{"mlcok", {"mlock"}, "mlock"},
	{"tuoch", {"poke", "touch", "peek"}, "touch"},
	{"mlockal", {"mlock", "mlockall", "munlockall"}, "mlockall"},
	{"ab", {"ac", "ad"}, NULL},
	{"abc", {"abd", "abe"}, "abd"},
	{"x", {"y", "z"}, NULL},
	{"", {"a", "then"}, NULL},
	{"xyzzy", {"mmap", "munmap", "mlock"}, NULL},
	{"mmap", {NULL}, NULL},
	{NAME_63, {"mmap", NAME_63}, NULL},
};

START_TEST(the_nearest_word_is_suggested)
{
	struct suggestion s = suggest_for(slips[_i].typed);

	for (int i = 0; i < 4 && slips[_i].offered[i]; i++)
		suggest_offer(&s, slips[_i].offered[i]);
	ck_assert_pstr_eq(s.best, slips[_i].best);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("words");
	TCase *t = add_case(suite, "addresses");

	tcase_add_loop_test(t, an_address_is_read, 0, ROWS(addresses));
	tcase_add_loop_test(
		t, an_address_of_one_of_several_blocks_is_read, 0, ROWS(items));
	tcase_add_loop_test(
		t, what_is_no_address_is_refused, 0, ROWS(no_addresses));
	tcase_add_test(t, a_name_has_letters_digits_and_underscores);
	tcase_add_test(t, well_known_places_are_listed);
	t = add_case(suite, "tables");
	tcase_add_test(t, errnos_have_names_both_ways);
	tcase_add_test(t, signals_and_their_codes_have_names_both_ways);
	tcase_add_test(t, a_code_belongs_to_its_signal);
#ifdef HAVE_LIBRARY_NAMES
	tcase_add_test(t, what_the_c_library_can_name_has_a_name);
#endif
	tcase_add_loop_test(t, the_nearest_word_is_suggested, 0, ROWS(slips));
	return run_suite(suite);
}
