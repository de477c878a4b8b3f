/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of names and numbers, as they are typed and as they are shown. */
#include <strings.h>

#include "run.h"
#include "words/names.h"
#include "words/uapi.h"

enum { UNTOUCHED = 4711 };

static void refused(const struct names *names, const char *text,
	const char *base, struct complaint *why)
{
	uint64_t value = UNTOUCHED;

	ck_assert_msg(!names_parse(names, text, base, &value, why),
		"'%s' was taken", text);
	ck_assert_uint_eq(value, UNTOUCHED);
	ck_assert_int_eq(why->kind, COMPLAINT_USAGE);
	ck_assert_str_ne(said(why->message), "");
}

#define HUGE_2M (21ULL << 26)

static const struct {
	const struct names *names;
	const char *text, *base;
	uint64_t value;
} lists[] = {
	{&names_prot, "read,write", NULL, PROT_READ | PROT_WRITE},
	{&names_prot, "read|PROT_WRITE", NULL, PROT_READ | PROT_WRITE},
	{&names_prot, "none", NULL, PROT_NONE},
	{&names_prot, "none,read", NULL, PROT_READ},
	{&names_prot, "rw", NULL, PROT_READ | PROT_WRITE},
	{&names_prot, "rwx", NULL, PROT_READ | PROT_WRITE | PROT_EXEC},
	{&names_prot, "rx", NULL, PROT_READ | PROT_EXEC},
	{&names_prot, "r-x", NULL, PROT_READ | PROT_EXEC},
	{&names_prot, "r--", NULL, PROT_READ},
	{&names_prot, "-w-", NULL, PROT_WRITE},
	{&names_prot, "--x", NULL, PROT_EXEC},
	{&names_prot, "---", NULL, PROT_NONE},
	{&names_prot, "rw,exec", NULL, PROT_READ | PROT_WRITE | PROT_EXEC},
	{&names_prot, "0x40000000", NULL, 0x40000000},
	{&names_prot, "read,0x80", NULL, PROT_READ | 0x80},
	{&names_map, "private,private", NULL, MAP_PRIVATE},
	{&names_map, "anon,anonymous", NULL, MAP_ANONYMOUS},
	{&names_map, "file,shared", NULL, MAP_SHARED},
	{&names_map, "private,huge_2mb,hugetlb", NULL,
		MAP_PRIVATE | HUGE_2M | MAP_HUGETLB},
	{&names_map, "private,1", NULL, 3},
	{&names_map, "3,private", NULL, 3},
	{&names_map, "1|2", NULL, 3},
	{&names_map, "shared,0x800000000", NULL, MAP_SHARED | 0x800000000ULL},
	{&names_map, "-1", NULL, UINT64_MAX},
	{&names_map, "+populate", "private,anonymous",
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE},
	{&names_map, "+0x1000000", "private", MAP_PRIVATE | 0x1000000},
	{&names_map, "+populate|locked", "private",
		MAP_PRIVATE | MAP_POPULATE | MAP_LOCKED},
	{&names_map, "populate", "private,anonymous", MAP_POPULATE},
	{&names_advice, "dontneed", NULL, MADV_DONTNEED},
	{&names_advice, "999", NULL, 999},
	{&names_open, "rdwr,creat,excl", NULL, O_RDWR | O_CREAT | O_EXCL},
	{&names_open, "rdonly,sync", NULL, O_SYNC},
	{&names_open, "ndelay", NULL, O_NONBLOCK},
	{&names_access, "write", NULL, 1},
	{&names_mseal, "0", NULL, 0},
	{&names_mseal, "0x5", NULL, 5},
};

START_TEST(a_list_of_names_and_numbers_is_read)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert_msg(names_parse(lists[_i].names, lists[_i].text,
			      lists[_i].base, &value, &why),
		"%s: %s", lists[_i].text, said(why.message));
	ck_assert_uint_eq(value, lists[_i].value);
}
END_TEST

#define LONG_WORD                                                              \
	"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnop"

static const struct {
	const struct names *names;
	const char *text, *base, *says;
} no_lists[] = {
	{&names_prot, "", NULL, "missing"},
	{&names_prot, ",", NULL, "missing"},
	{&names_prot, "read,", NULL, "missing"},
	{&names_prot, ",read", NULL, "missing"},
	{&names_prot, "read,,write", NULL, "missing"},
	{&names_prot, "read||write", NULL, "missing"},
	{&names_prot, "read, write", NULL, "' write'"},
	{&names_prot, "wr", NULL, "'wr'"},
	{&names_prot, "rr", NULL, "'rr'"},
	{&names_prot, "rwxr", NULL, "'rwxr'"},
	{&names_prot, "----", NULL, "'----'"},
	{&names_prot, "rw-x", NULL, "'rw-x'"},
	{&names_prot, "PROT_", NULL, "'PROT_'"},
	{&names_prot, "PROT_rw", NULL, "'PROT_rw'"},
	{&names_prot, "PROT_PROT_READ", NULL, "'PROT_PROT_READ'"},
	{&names_prot, "MAP_PRIVATE", NULL, "'MAP_PRIVATE'"},
	{&names_prot, "+read", NULL, "'+'"},
	{&names_prot, "1k", NULL, "1k"},
	{&names_prot, "010", NULL, "010"},
	{&names_map, "+", "private", "missing"},
	{&names_map, "++populate", "private", "+populate"},
	{&names_map, "populate+locked", "private", "populate+locked"},
	{&names_map, "shared,private", NULL, "exclude"},
	{&names_map, "private|locked|shared_validate", NULL, "exclude"},
	{&names_map, "droppable,private", NULL, "exclude"},
	{&names_map, "huge_2mb,huge_1gb", NULL, "exclude"},
	{&names_map, "+shared", "private,anonymous", "exclude"},
	{&names_memfd, "huge_2mb,huge_1gb", NULL, "exclude"},
	{&names_open, "rdonly,rdwr", NULL, "exclude"},
	{&names_open, "wronly,rdwr", NULL, "exclude"},
	{&names_advice, "dontneed,free", NULL, "exclude"},
	{&names_advice, "normal,willneed", NULL, "exclude"},
	{&names_access, "read,write", NULL, "exclude"},
	{&names_mseal, "read", NULL, "none has a name"},
	{&names_map, LONG_WORD, NULL, "abcdefghij"},
	{&names_map, "private," LONG_WORD, NULL, "abcdefghij"},
	{&names_map, "private,18446744073709551616", NULL, "64 bits"},
};

START_TEST(what_is_no_list_is_refused)
{
	COMPLAINT(why);

	refused(no_lists[_i].names, no_lists[_i].text, no_lists[_i].base, &why);
	ck_assert_msg(strstr(said(why.message), no_lists[_i].says) != NULL,
		"'%s' does not say '%s'", said(why.message), no_lists[_i].says);
	ck_assert_msg(strstr(no_lists[_i].text, said(why.word)) != NULL,
		"'%s' is no word of '%s'", said(why.word), no_lists[_i].text);
}
END_TEST

static const struct {
	const struct names *names;
	const char *text, *suggestion;
} slips[] = {
	{&names_map, "popluate", "POPULATE"},
	{&names_map, "MAP_POPLUATE", "MAP_POPULATE"},
	{&names_map, "private,anonymus", "ANONYMOUS"},
	{&names_advice, "dontned", "DONTNEED"},
	{&names_advice, "madv_dontned", "MADV_DONTNEED"},
	{&names_advice, "hugpage", "HUGEPAGE"},
	{&names_access, "wirte", "write"},
	{&names_open, "rdolny", "RDONLY"},
	{&names_advice, "zzzzzz", ""},
	{&names_mseal, "read", ""},
};

START_TEST(a_slip_gets_a_suggestion)
{
	COMPLAINT(why);

	refused(slips[_i].names, slips[_i].text, NULL, &why);
	ck_assert_msg(
		strcasecmp(said(why.suggestion), slips[_i].suggestion) == 0,
		"'%s', not '%s'", said(why.suggestion), slips[_i].suggestion);
	ck_assert_int_eq(strstr(said(why.message), "did you mean") != NULL,
		*slips[_i].suggestion != '\0');
}
END_TEST

static const struct {
	const struct names *names;
	uint64_t value;
	const char *text;
} shown[] = {
	{&names_prot, 0, "PROT_NONE"},
	{&names_prot, PROT_READ | PROT_WRITE, "PROT_READ|PROT_WRITE"},
	{&names_prot, PROT_READ | 0x800, "PROT_READ|0x800"},
	{&names_map, 0, "0"},
	{&names_map, MAP_PRIVATE | MAP_ANONYMOUS, "MAP_PRIVATE|MAP_ANONYMOUS"},
	{&names_map, MAP_ANONYMOUS, "MAP_ANONYMOUS"},
	{&names_map, 3, "MAP_SHARED_VALIDATE"},
	{&names_map, MAP_PRIVATE | MAP_HUGETLB | HUGE_2M,
		"MAP_PRIVATE|MAP_HUGETLB|MAP_HUGE_2MB"},
	{&names_map, MAP_SHARED | 1ULL << 40, "MAP_SHARED|0x10000000000"},
	{&names_advice, 0, "MADV_NORMAL"},
	{&names_advice, MADV_DONTNEED, "MADV_DONTNEED"},
	{&names_advice, 999, "0x3e7"},
	{&names_advice, UINT64_MAX, "0xffffffffffffffff"},
	{&names_open, 0, "O_RDONLY"},
	{&names_open, O_RDWR | O_CREAT, "O_RDWR|O_CREAT"},
	{&names_open, O_SYNC, "O_RDONLY|O_SYNC"},
	{&names_mlock, 0, "0"},
	{&names_mlockall, MCL_CURRENT | MCL_FUTURE, "MCL_CURRENT|MCL_FUTURE"},
	{&names_mseal, 5, "0x5"},
	{&names_access, 1, "write"},
	{&names_access, 3, "0x3"},
};

START_TEST(a_value_is_shown_by_its_names)
{
	char text[256];

	names_format(shown[_i].names, shown[_i].value, text, sizeof(text));
	ck_assert_str_eq(text, shown[_i].text);
}
END_TEST

static const struct {
	const struct names *names;
	uint64_t value;
	const char *since;
} ages[] = {
	{&names_map, MAP_PRIVATE | MAP_ANONYMOUS, NULL},
	{&names_map, 0, NULL},
	{&names_map, 1ULL << 50, NULL},
	{&names_map, MAP_FIXED_NOREPLACE, "4.17"},
	{&names_map, MAP_SHARED_VALIDATE, "4.15"},
	{&names_map, MAP_SHARED_VALIDATE | MAP_FIXED_NOREPLACE, "4.17"},
	{&names_map, MAP_DROPPABLE | MAP_FIXED_NOREPLACE, "6.11"},
	{&names_advice, MADV_NORMAL, NULL},
	{&names_advice, MADV_FREE, "4.5"},
	{&names_advice, MADV_POPULATE_WRITE, "5.14"},
	{&names_advice, MADV_COLLAPSE, "6.1"},
	{&names_advice, MADV_GUARD_INSTALL, "6.13"},
	{&names_mremap, MREMAP_DONTUNMAP | MREMAP_MAYMOVE, "5.7"},
	{&names_memfd, MFD_CLOEXEC, NULL},
	{&names_memfd, MFD_HUGETLB | MFD_EXEC, "6.3"},
	{&names_open, 0, NULL},
};

START_TEST(the_newest_kernel_is_what_a_value_needs)
{
	const char *since = names_since(ages[_i].names, ages[_i].value);

	ck_assert_pstr_eq(since, ages[_i].since);
}
END_TEST

static const struct {
	const char *a, *b;
	int older;
} versions[] = {
	{"6.9", "6.11", 1},
	{"6.11", "6.9", 0},
	{"6.11", "6.11", 0},
	{"5.19", "6.1", 1},
	{"6.1", "5.19", 0},
	{"6.18.44-x", "6.18", 0},
	{"6.17.99", "6.18", 1},
	{"4.19.0-18-amd64", "4.4", 0},
	{"4.4", "4.19.0-18-amd64", 1},
	{"6", "6.1", 1},
	{"10.0", "9.9", 0},
};

START_TEST(versions_are_compared_by_number)
{
	ck_assert_int_eq(version_older(versions[_i].a, versions[_i].b),
		versions[_i].older);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("lists");
	TCase *t = add_case(suite, "lists");

	tcase_add_loop_test(
		t, a_list_of_names_and_numbers_is_read, 0, ROWS(lists));
	tcase_add_loop_test(t, what_is_no_list_is_refused, 0, ROWS(no_lists));
	tcase_add_loop_test(t, a_slip_gets_a_suggestion, 0, ROWS(slips));
	tcase_add_loop_test(t, a_value_is_shown_by_its_names, 0, ROWS(shown));
	tcase_add_loop_test(
		t, the_newest_kernel_is_what_a_value_needs, 0, ROWS(ages));
	tcase_add_loop_test(
		t, versions_are_compared_by_number, 0, ROWS(versions));
	return run_suite(suite);
}
