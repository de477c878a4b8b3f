/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every family of names: what is printed is read back. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "run.h"
#include "words/advice.h"
#include "words/names.h"
#include "words/uapi.h"

enum { UNTOUCHED = 4711 };

static const struct names *const families[] = {&names_prot, &names_map,
	&names_advice, &names_mlock, &names_mlockall, &names_msync,
	&names_mremap, &names_mseal, &names_open, &names_memfd, &names_access,
	&names_mallopt, &names_frame, &names_mode, &names_reach, &names_segment,
	&names_gate, &names_control};

static uint64_t parsed(const struct names *names, const char *text)
{
	COMPLAINT(why);
	uint64_t value = UNTOUCHED;

	ck_assert_msg(names_parse(names, text, NULL, &value, &why), "%s: %s",
		text, said(why.message));
	return value;
}

/* What names_format() writes, names_parse() reads. */
static void round_trip(const struct names *names, uint64_t value)
{
	char text[1024];

	names_format(names, value, text, sizeof(text));
	ck_assert_msg(parsed(names, text) == value, "%llx became '%s', %llx",
		(unsigned long long)value, text,
		(unsigned long long)parsed(names, text));
}

static void in_case(char *to, size_t size, const char *prefix, const char *name,
	int (*change)(int))
{
	snprintf(to, size, "%s%s", prefix, name);
	for (; *to; to++)
		*to = (char)change((unsigned char)*to);
}

START_TEST(every_name_is_read_with_and_without_prefix_in_any_case)
{
	const struct names *names = families[_i];

	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];
		char text[64];

		ck_assert_uint_eq(parsed(names, name->name), name->value);
		for (int prefixed = 0; prefixed < 2; prefixed++) {
			const char *prefix = prefixed ? names->prefix : "";

			in_case(text, sizeof(text), prefix, name->name,
				toupper);
			ck_assert_uint_eq(parsed(names, text), name->value);
			in_case(text, sizeof(text), prefix, name->name,
				tolower);
			ck_assert_uint_eq(parsed(names, text), name->value);
			text[0] = (char)toupper((unsigned char)text[0]);
			ck_assert_uint_eq(parsed(names, text), name->value);
		}
		round_trip(names, name->value);
	}
}
END_TEST

START_TEST(every_table_is_sound)
{
	const struct names *names = families[_i];

	ck_assert_ptr_nonnull(names->prefix);
	ck_assert_str_ne(names->what, "");
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		ck_assert_msg(*name->help, "%s", name->name);
		ck_assert_msg((name->value & ~name->mask) == 0 || !name->mask,
			"%s lies outside of its mask", name->name);
		ck_assert(!*name->since || isdigit(name->since[0]));
		for (size_t j = 0; j < i; j++)
			ck_assert_msg(strcasecmp(names->list[j].name,
					      name->name) != 0,
				"%s stands twice", name->name);
	}
}
END_TEST

/* Those of circumstances and tracing, which have rules of their own, too. */
static const struct names *const others[] = {&names_traits, &names_strategies,
	&names_via, &names_resource, &names_prctl, &names_capability,
	&names_unshare, &names_traced};

#define ENDS(text) (memchr(text, '\0', sizeof(text)) != NULL)

/* An array that a text just fills would have no '\0'. */
static void check_texts_end(const struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		const struct name *name = &names->list[i];

		ck_assert_msg(ENDS(name->name), "%.32s", name->name);
		ck_assert_msg(ENDS(name->since), "%s", name->name);
		ck_assert_msg(ENDS(name->help), "%s", name->name);
		ck_assert_msg(ENDS(name->option), "%s", name->name);
	}
}

START_TEST(each_text_has_room)
{
	for (size_t i = 0; i < ROWS(families); i++)
		check_texts_end(families[i]);
	for (size_t i = 0; i < ROWS(others); i++)
		check_texts_end(others[i]);
}
END_TEST

START_TEST(any_bits_survive_printing_and_reading)
{
	const struct names *names = families[_i];
	uint64_t seed = 42 + (uint64_t)_i;

	/* memtool's own words: no bits but those of a name mean anything. */
	if (!*names->prefix && names->count)
		return;
	for (unsigned bit = 0; bit < 64; bit++)
		round_trip(names, 1ULL << bit);
	round_trip(names, 0);
	round_trip(names, UINT64_MAX);
	for (int i = 0; i < 1500; i++) {
		uint64_t value = 0, n = next_random(&seed);

		/* Names, even those that exclude each other, and odd bits. */
		for (size_t j = 0; j < names->count; j++)
			if ((next_random(&seed) & 3) == 0)
				value |= names->list[j].value;
		if (n & 1)
			value |= 1ULL << (n >> 1 & 63);
		round_trip(names, value);
		round_trip(names, value & next_random(&seed));
		round_trip(names, next_random(&seed) >> (n >> 8 & 63));
	}
}
END_TEST

/* MAP_UNINITIALIZED is a bit of the size that MAP_HUGETLB asks for. */
START_TEST(a_size_without_a_name_is_one_number)
{
	char text[256];

	names_format(&names_map,
		MAP_PRIVATE | MAP_HUGETLB | (uint64_t)13 << MAP_HUGE_SHIFT,
		text, sizeof(text));
	ck_assert_str_eq(text, "MAP_PRIVATE|MAP_HUGETLB|0x34000000");
	names_format(&names_map, MAP_PRIVATE | (uint64_t)1 << MAP_HUGE_SHIFT,
		text, sizeof(text));
	ck_assert_str_eq(text, "MAP_PRIVATE|MAP_UNINITIALIZED");
}
END_TEST

/*
 * Two names that are taken together are shown as themselves, or as one whose
 * bits one of them has (O_SYNC holds O_DSYNC): never as a third.
 */
static void check_pair(const struct names *names, const struct name *a,
	const struct name *b, uint64_t value)
{
	char text[1024];
	char *rest = NULL;

	names_format(names, value, text, sizeof(text));
	for (char *word = strtok_r(text, "|", &rest); word;
		word = strtok_r(NULL, "|", &rest)) {
		uint64_t shown = parsed(names, word);

		ck_assert_msg(
			(shown & ~a->value) == 0 || (shown & ~b->value) == 0,
			"%s,%s became %s", a->name, b->name, word);
	}
}

START_TEST(two_names_never_become_a_third)
{
	const struct names *names = families[_i];

	for (size_t i = 0; i < names->count; i++)
		for (size_t j = 0; j < names->count; j++) {
			const struct name *a = &names->list[i];
			const struct name *b = &names->list[j];
			COMPLAINT(why);
			uint64_t value;
			char text[80];

			snprintf(text, sizeof(text), "%s,%s", a->name, b->name);
			if (!names_parse(names, text, NULL, &value, &why))
				continue;
			ck_assert_uint_eq(value, a->value | b->value);
			check_pair(names, a, b, value);
		}
}
END_TEST

START_TEST(no_more_is_written_than_there_is_room)
{
	const struct names *names = families[_i];
	char whole[1024];

	names_format(names, UINT64_MAX, whole, sizeof(whole));
	for (size_t size = 1; size <= strlen(whole) + 1; size++) {
		char *text = malloc(size);

		names_format(names, UINT64_MAX, text, size);
		ck_assert_msg(strlen(text) < size, "not ended");
		ck_assert_int_eq(strncmp(text, whole, size - 1), 0);
		free(text);
	}
}
END_TEST

/* A flag that the machine does not have is left out, and has not the value 0.
 */
START_TEST(every_flag_has_bits)
{
	static const struct names *const flags[] = {&names_map, &names_mlock,
		&names_mlockall, &names_msync, &names_mremap, &names_memfd};

	for (size_t n = 0; n < sizeof(flags) / sizeof(*flags); n++)
		for (size_t i = 0; i < flags[n]->count; i++) {
			const struct name *name = &flags[n]->list[i];

			ck_assert_msg(name->value != 0 ||
					      strcmp(name->name, "FILE") == 0,
				"%s%s is 0", flags[n]->prefix, name->name);
		}
}
END_TEST

/* 1, 2, 4; on alpha, powerpc and sparc 0x2000, 0x4000, 0x8000. */
START_TEST(the_flags_of_mlockall_follow_each_other)
{
	uint64_t current = parsed(&names_mlockall, "current");

	ck_assert_uint_eq(parsed(&names_mlockall, "future"), 2 * current);
	ck_assert_uint_eq(parsed(&names_mlockall, "onfault"), 4 * current);
#if defined(__powerpc__) || defined(__sparc__) || defined(__alpha__)
	ck_assert_uint_eq(current, 0x2000);
#else
	ck_assert_uint_eq(current, 1);
#endif
}
END_TEST

/* What a row says of an advice comes with the sentence that tells it. */
START_TEST(what_is_known_of_an_advice_can_be_told)
{
	const struct name *name = &names_advice.list[_i];
	const struct advice *advice = name->advice;

	ck_assert_ptr_nonnull(advice);
	ck_assert_ptr_eq(advice_of(name->value), advice);
	ck_assert_int_eq(advice->changes != NULL, advice->already != NULL);
	ck_assert_int_eq(advice->refuses || advice->refuses_flags,
		advice->refusal != NULL);
	ck_assert(!advice->instead || advice->refusal);
	ck_assert(
		!advice->option || strncmp(advice->option, "CONFIG_", 7) == 0);
	if (advice->traits & ADVICE_WRITES)
		ck_assert(advice->traits & ADVICE_FAULTS_IN);
}
END_TEST

START_TEST(of_a_number_that_is_no_advice_nothing_is_known)
{
	const struct advice *advice = advice_of(12345);

	ck_assert_ptr_nonnull(advice);
	ck_assert_uint_eq(advice->traits, 0);
	ck_assert_ptr_null(advice->changes);
	ck_assert_ptr_null(advice->refusal);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("names");
	int all = ROWS(families);
	TCase *t = add_case(suite, "families");

	tcase_add_loop_test(t,
		every_name_is_read_with_and_without_prefix_in_any_case, 0, all);
	tcase_add_loop_test(t, every_table_is_sound, 0, all);
	tcase_add_test(t, each_text_has_room);
	tcase_add_test(t, every_flag_has_bits);
	tcase_add_test(t, the_flags_of_mlockall_follow_each_other);
	tcase_add_loop_test(t, any_bits_survive_printing_and_reading, 0, all);
	tcase_add_loop_test(t, two_names_never_become_a_third, 0, all);
	tcase_add_test(t, a_size_without_a_name_is_one_number);
	tcase_add_loop_test(t, no_more_is_written_than_there_is_room, 0, all);
	tcase_add_loop_test(t, what_is_known_of_an_advice_can_be_told, 0,
		(int)names_advice.count);
	tcase_add_test(t, of_a_number_that_is_no_advice_nothing_is_known);
	return run_suite(suite);
}
