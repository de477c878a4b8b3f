/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What programs read: one JSON document, read back by a parser. */
#include <cjson/cJSON.h>
#include <stdint.h>
#include <string.h>

#include "render/render.h"
#include "run.h"

/* A JSON renderer that writes to memory. */
struct document {
	struct render *r;
	FILE *out;
	char *text;
	size_t length;
	cJSON *tree;
};

static void document_open(struct document *d, bool pretty)
{
	d->out = open_memstream(&d->text, &d->length);
	ck_assert_ptr_nonnull(d->out);
	d->r = render_json(d->out, pretty);
	ck_assert_ptr_nonnull(d->r);
}

static void document_close(struct document *d)
{
	const char *end;

	ck_assert(render_finish(d->r));
	fclose(d->out);
	d->tree = cJSON_ParseWithOpts(d->text, &end, 0);
	ck_assert_msg(d->tree != NULL, "no JSON: %s", d->text);
	ck_assert_str_eq(end, "\n");
}

static void document_free(struct document *d)
{
	cJSON_Delete(d->tree);
	free(d->text);
}

static const struct {
	struct value value;
	const char *json;
} values[] = {
	{{VALUE_NULL, 0, NULL}, "null"},
	{{VALUE_TEXT, 0, "rw-p"}, "\"rw-p\""},
	{{VALUE_TEXT, 0, ""}, "\"\""},
	{{VALUE_FOREIGN, 0, "a\"b\\c\n\t\x01"}, "\"a\\\"b\\\\c\\n\\t\\u0001\""},
	{{VALUE_FOREIGN, 0, "\xc3\xa4"}, "\"\xc3\xa4\""},
	{{VALUE_FOREIGN, 0, "\\\xff"}, "\"\\\\x5c\\\\xff\""},
	{{VALUE_ADDRESS, 0, NULL}, "\"0x0\""},
	{{VALUE_ADDRESS, 0x7f66ce200000, NULL}, "\"0x7f66ce200000\""},
	{{VALUE_ADDRESS, UINT64_MAX, NULL}, "\"0xffffffffffffffff\""},
	{{VALUE_BYTES, 4194304, NULL}, "4194304"},
	{{VALUE_BYTES, UINT64_MAX, NULL}, "18446744073709551615"},
	{{VALUE_COUNT, 9007199254740993, NULL}, "9007199254740993"},
	{{VALUE_CHANGE, (uint64_t)-4096, NULL}, "-4096"},
	{{VALUE_NUMBER, (uint64_t)-1, NULL}, "-1"},
	{{VALUE_NUMBER, 1ULL << 63, NULL}, "-9223372036854775808"},
	{{VALUE_NUMBER, INT64_MAX, NULL}, "9223372036854775807"},
	{{VALUE_DURATION, 2100, NULL}, "2100"},
	{{VALUE_TRUTH, 1, NULL}, "true"},
	{{VALUE_TRUTH, 0, NULL}, "false"},
};

/* As a member that is written as it comes, and as one of a tree. */
START_TEST(a_value_is_exact)
{
	struct document d;
	char expected[256];

	document_open(&d, false);
	render_object(d.r, NULL);
	render_fact(d.r, "a", "label ", values[_i].value);
	render_array(d.r, "b");
	render_fact(d.r, NULL, NULL, values[_i].value);
	render_close(d.r);
	render_close(d.r);
	document_close(&d);
	snprintf(expected, sizeof(expected), "{\"a\":%s,\"b\":[%s]}\n",
		values[_i].json, values[_i].json);
	ck_assert_str_eq(d.text, expected);
	document_free(&d);
}
END_TEST

START_TEST(what_is_not_known_is_null)
{
	struct document d;

	document_open(&d, false);
	render_object(d.r, NULL);
	render_fact(d.r, "text", NULL, as_text(NULL));
	render_fact(d.r, "foreign", NULL, as_foreign(NULL));
	render_fact(d.r, "duration", NULL, as_duration(-1));
	render_fact(d.r, "null", NULL, as_null());
	render_close(d.r);
	document_close(&d);
	ck_assert_str_eq(d.text, "{\"text\":null,\"foreign\":null,"
				 "\"duration\":null,\"null\":null}\n");
	document_free(&d);
}
END_TEST

START_TEST(words_for_people_leave_no_trace)
{
	struct document d;

	document_open(&d, false);
	render_object(d.r, NULL);
	render_line(d.r, 3);
	render_printf(d.r, STYLE_BAD, "said %d", 1);
	render_keep(d.r, STYLE_ADDED, "kept %d", 2);
	render_words(d.r, "words ", as_count(3));
	render_right(d.r, as_duration(4));
	render_close(d.r);
	document_close(&d);
	ck_assert_str_eq(d.text, "{}\n");
	document_free(&d);
}
END_TEST

static struct value value_at_random(uint64_t *seed)
{
	static const char *const texts[] = {"", "text", "\"quoted\"", "a\\b",
		"\xc3\xa4", "\xff\\", "tab\t", "\x1b", "/usr/lib"};
	uint64_t number = next_random(seed) >> (next_random(seed) & 63);
	enum value_kind kind = (enum value_kind)(next_random(seed) % 10);

	return (struct value){kind, number, texts[number % ROWS(texts)]};
}

static const char *const keys[] = {"a", "b", "c", "d", "e", "f"};

/* Members of an object or an array, with others inside them. */
static void print_at_random(
	struct render *r, uint64_t *seed, bool array, int depth)
{
	for (int i = 0; i < ROWS(keys); i++) {
		const char *key = array ? NULL : keys[i];
		uint64_t n = next_random(seed) % (depth < 6 ? 6 : 3);

		if (n < 3) {
			render_fact(r, key, NULL, value_at_random(seed));
			continue;
		}
		if (n == 3)
			render_object(r, key);
		else if (n == 4)
			render_array(r, key);
		else
			render_rows(r, key);
		if (next_random(seed) & 1)
			print_at_random(r, seed, n != 3, depth + 1);
		render_close(r);
	}
}

static void document_at_random(struct document *d, uint64_t seed, bool pretty)
{
	document_open(d, pretty);
	render_object(d->r, NULL);
	print_at_random(d->r, &seed, false, 0);
	render_close(d->r);
	document_close(d);
}

START_TEST(a_pretty_document_says_what_a_compact_one_says)
{
	for (uint64_t seed = 1; seed < 200; seed++) {
		struct document compact, pretty;
		char *one, *other;

		document_at_random(&compact, seed, false);
		document_at_random(&pretty, seed, true);
		one = cJSON_PrintUnformatted(compact.tree);
		other = cJSON_PrintUnformatted(pretty.tree);
		ck_assert_str_eq(one, other);
		ck_assert_int_eq(
			strcspn(compact.text, "\n") + 1, strlen(compact.text));
		ck_assert_uint_ge(strlen(pretty.text), strlen(compact.text));
		cJSON_free(one);
		cJSON_free(other);
		document_free(&compact);
		document_free(&pretty);
	}
}
END_TEST

START_TEST(rows_are_written_as_they_come)
{
	struct document d;
	long last;

	document_open(&d, false);
	render_object(d.r, NULL);
	render_rows(d.r, "steps");
	fflush(d.out);
	last = (long)d.length;
	for (int i = 0; i < 1000; i++) {
		render_object(d.r, NULL);
		render_fact(d.r, "step", NULL, as_count((uint64_t)i));
		render_close(d.r);
		fflush(d.out);
		ck_assert_int_gt((long)d.length, last);
		last = (long)d.length;
	}
	render_close(d.r);
	render_fact(d.r, "ok", NULL, as_truth(true));
	render_close(d.r);
	document_close(&d);
	ck_assert_int_eq(
		cJSON_GetArraySize(cJSON_GetObjectItem(d.tree, "steps")), 1000);
	document_free(&d);
}
END_TEST

START_TEST(empty_rows_and_objects_are_whole)
{
	for (int pretty = 0; pretty < 2; pretty++) {
		struct document d;
		cJSON *inner;

		document_open(&d, pretty);
		render_object(d.r, NULL);
		render_rows(d.r, "steps");
		render_close(d.r);
		render_object(d.r, "object");
		render_array(d.r, "array");
		render_close(d.r);
		render_close(d.r);
		render_close(d.r);
		document_close(&d);
		inner = cJSON_GetObjectItem(d.tree, "object");
		ck_assert(cJSON_IsArray(cJSON_GetObjectItem(d.tree, "steps")));
		ck_assert(cJSON_IsArray(cJSON_GetObjectItem(inner, "array")));
		document_free(&d);
	}
}
END_TEST

/* A path may hold any byte but NUL. */
START_TEST(every_byte_of_a_path_is_carried)
{
	for (int byte = 1; byte < 256; byte++) {
		char path[] = {'/', (char)byte, 'x', '\0'}, expected[8];
		struct document d;

		document_open(&d, false);
		render_object(d.r, NULL);
		render_fact(d.r, "path", NULL, as_foreign(path));
		render_close(d.r);
		document_close(&d);
		if (byte < 0x80)
			strcpy(expected, path);
		else
			snprintf(expected, sizeof(expected), "/\\x%02xx",
				(unsigned char)byte);
		ck_assert_str_eq(
			cJSON_GetObjectItem(d.tree, "path")->valuestring,
			expected);
		document_free(&d);
	}
}
END_TEST

START_TEST(rows_inside_of_anything_are_written_as_they_come)
{
	struct document d;
	size_t last = 0;

	document_open(&d, false);
	render_object(d.r, NULL);
	render_rows(d.r, "steps");
	render_object(d.r, NULL);
	render_object(d.r, "data");
	render_array(d.r, "mappings");
	for (int i = 0; i < 1000; i++) {
		render_object(d.r, NULL);
		render_array(d.r, "flags");
		render_fact(d.r, NULL, NULL, as_text("rd"));
		render_close(d.r);
		render_fact(d.r, "memory", NULL, as_null());
		render_close(d.r);
		fflush(d.out);
		ck_assert_uint_gt(d.length, last);
		last = d.length;
	}
	for (int i = 0; i < 5; i++)
		render_close(d.r);
	document_close(&d);
	document_free(&d);
}
END_TEST

/* Longer than any buffer, plain and with what must be escaped. */
START_TEST(a_text_may_be_long)
{
	static char plain[40000], special[40000];

	memset(plain, 'x', sizeof(plain) - 1);
	memset(special, '"', sizeof(special) - 1);
	for (int pretty = 0; pretty < 2; pretty++) {
		struct document d;

		document_open(&d, pretty);
		render_object(d.r, NULL);
		render_fact(d.r, "plain", NULL, as_text(plain));
		render_fact(d.r, "special", NULL, as_foreign(special));
		render_close(d.r);
		document_close(&d);
		ck_assert_str_eq(
			cJSON_GetObjectItem(d.tree, "plain")->valuestring,
			plain);
		ck_assert_str_eq(
			cJSON_GetObjectItem(d.tree, "special")->valuestring,
			special);
		document_free(&d);
	}
}
END_TEST

static void *no_memory(size_t size)
{
	(void)size;
	return NULL;
}

/* What cannot be made is not left out: the document stays open there. */
START_TEST(a_document_that_lacks_something_is_none)
{
	cJSON_Hooks none = {no_memory, free};

	for (int pretty = 0; pretty < 2; pretty++) {
		struct document d;

		document_open(&d, pretty);
		cJSON_InitHooks(&none);
		render_object(d.r, NULL);
		render_fact(d.r, "a", NULL, as_count(1));
		render_fact(d.r, "path", NULL, as_foreign("\""));
		render_fact(d.r, "b", NULL, as_count(2));
		render_array(d.r, "c");
		render_close(d.r);
		render_close(d.r);
		cJSON_InitHooks(NULL);
		ck_assert(!render_finish(d.r));
		fclose(d.out);
		ck_assert_str_eq(d.text, pretty ? "" : "{\"a\":1,\"path\":");
		free(d.text);
	}
}
END_TEST

START_TEST(what_nests_too_deeply_is_refused)
{
	for (int pretty = 0; pretty < 2; pretty++) {
		struct document d;

		document_open(&d, pretty);
		for (int i = 0; i < 100; i++)
			render_array(d.r, NULL);
		for (int i = 0; i < 100; i++)
			render_close(d.r);
		ck_assert(!render_finish(d.r));
		fclose(d.out);
		ck_assert(!strchr(d.text, ']'));
		free(d.text);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("json");
	TCase *t = add_case(suite, "json");

	tcase_add_loop_test(t, a_value_is_exact, 0, ROWS(values));
	tcase_add_test(t, what_is_not_known_is_null);
	tcase_add_test(t, words_for_people_leave_no_trace);
	tcase_add_test(t, a_pretty_document_says_what_a_compact_one_says);
	tcase_add_test(t, rows_are_written_as_they_come);
	tcase_add_test(t, empty_rows_and_objects_are_whole);
	tcase_add_test(t, every_byte_of_a_path_is_carried);
	tcase_add_test(t, rows_inside_of_anything_are_written_as_they_come);
	tcase_add_test(t, a_text_may_be_long);
	tcase_add_test(t, a_document_that_lacks_something_is_none);
	tcase_add_test(t, what_nests_too_deeply_is_refused);
	return run_suite(suite);
}
