/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The names of facts, and the listener that hears them. */
#include "inspections/schema.h"
#include "render/facts.h"
#include "render/listen.h"
#include "rendered.h"

static const struct {
	enum facts_of of;
	const char *command, *name;
	enum fact_type type;
	const char *path;
} known[] = {
	{FACTS_OF_STEP, "mmap", "resident", FACT_INTEGER,
		"effect.memory.resident.delta"},
	{FACTS_OF_STEP, "mmap", "effect.memory.resident.after", FACT_INTEGER,
		"effect.memory.resident.after"},
	{FACTS_OF_STEP, "mincore", "resident", FACT_INTEGER, "data.resident"},
	{FACTS_OF_STEP, "mmap", "duration", FACT_DURATION,
		"result.duration_ns"},
	{FACTS_OF_STEP, "mmap", "errno", FACT_TEXT, "result.errno.name"},
	{FACTS_OF_STEP, "mmap", "errno", FACT_TEXT, "result.errno.name"},
	{FACTS_OF_STEP, "mmap", "value", FACT_ANY, "result.value"},
	{FACTS_OF_STEP, "mmap", "unsupported", FACT_TRUTH,
		"result.unsupported"},
	{FACTS_OF_STEP, "mmap", "faults", FACT_SUM, "effect.faults"},
	{FACTS_OF_STEP, "mmap", "faults.major", FACT_INTEGER,
		"effect.faults.major"},
	{FACTS_OF_STEP, "mmap", "mappings", FACT_ROWS, "effect.mappings"},
	{FACTS_OF_STEP, "mmap", "perms", FACT_TEXT,
		"effect.mappings.after.perms"},
	{FACTS_OF_STEP, "mmap", "effect.mappings.before.perms", FACT_TEXT,
		"effect.mappings.before.perms"},
	{FACTS_OF_STEP, "mmap", "vm_flags", FACT_WORDS,
		"effect.mappings.after.vm_flags"},
	{FACTS_OF_STEP, "mmap", "why", FACT_WORDS, "why.cause"},
	{FACTS_OF_STEP, "mmap", "why.facts.limit", FACT_ANY, "why.facts.limit"},
	{FACTS_OF_STEP, "mmap", "region.start", FACT_ADDRESS, "region.start"},
	{FACTS_OF_STEP, "mmap", "effect", FACT_PARTS, "effect"},
	{FACTS_OF_STEP, "alloca", "stack_before.size", FACT_INTEGER,
		"data.stack_before.size"},
	{FACTS_OF_TOTAL, NULL, "locked", FACT_INTEGER, "memory.locked.delta"},
	{FACTS_OF_TOTAL, NULL, "faults", FACT_SUM, "faults"},
	{FACTS_OF_INSPECTION, "maps", "mappings", FACT_ROWS, "mappings"},
	{FACTS_OF_INSPECTION, "maps", "mappings.perms", FACT_TEXT,
		"mappings.perms"},
	{FACTS_OF_INSPECTION, "layout", "mmap_top", FACT_ADDRESS, "mmap_top"},
};

START_TEST(a_name_is_found)
{
	struct facts *facts = facts_read(schema_text);
	struct facts_scope scope = {known[_i].of, known[_i].command};
	struct fact fact;

	ck_assert_msg(facts_find(facts, scope, known[_i].name, &fact), "%s",
		known[_i].name);
	ck_assert_str_eq(fact.path, known[_i].path);
	ck_assert_int_eq(fact.type, known[_i].type);
	facts_free(facts);
}
END_TEST

START_TEST(what_is_not_a_fact_is_not_found)
{
	static const char *const names[] = {"", ".", "resident.", ".resident",
		"residen", "bytes", "data.bytes", "result.resident",
		"resident.delta.delta",
		"effect.memory.effect.memory.effect.memory.effect.memory."
		"effect.memory.effect.memory.effect.memory.effect.memory."
		"effect.memory.effect.memory.effect.memory.effect.memory"};
	struct facts *facts = facts_read(schema_text);
	struct facts_scope scope = {FACTS_OF_STEP, "mmap"};
	struct fact fact;

	for (int i = 0; i < ROWS(names); i++)
		ck_assert_msg(!facts_find(facts, scope, names[i], &fact), "%s",
			names[i]);
	facts_free(facts);
}
END_TEST

/* Each name that is offered can be found. */
struct offered {
	const struct facts *facts;
	struct facts_scope scope;
	size_t count;
};

static void find_offered(void *context, const char *name)
{
	struct offered *offered = context;
	struct fact fact;

	offered->count++;
	ck_assert_msg(facts_find(offered->facts, offered->scope, name, &fact),
		"%s of %s", name, offered->scope.command);
}

START_TEST(each_name_that_is_offered_is_a_fact)
{
	static const struct facts_scope scopes[] = {{FACTS_OF_STEP, "mmap"},
		{FACTS_OF_STEP, "malloc"}, {FACTS_OF_STEP, "usercopy"},
		{FACTS_OF_STEP, "alloca"}, {FACTS_OF_TOTAL, NULL},
		{FACTS_OF_INSPECTION, "layout"},
		{FACTS_OF_INSPECTION, "segments"},
		{FACTS_OF_INSPECTION, "kmalloc"}};
	struct facts *facts = facts_read(schema_text);

	for (int i = 0; i < ROWS(scopes); i++) {
		struct offered offered = {facts, scopes[i], 0};

		facts_each_short(facts, scopes[i], find_offered, &offered);
		facts_each_path(facts, scopes[i], find_offered, &offered);
		ck_assert_uint_gt(offered.count, 10);
	}
	facts_free(facts);
}
END_TEST

static char heard[512];

static void on_open(void *context, const char *path, bool array)
{
	(void)context;
	strcat(strcat(heard, array ? "[" : "{"), path);
}

static void on_close(void *context, const char *path)
{
	(void)context;
	strcat(strcat(heard, path), "}");
}

static void on_fact(void *context, const char *path, struct value value)
{
	char text[32];

	(void)context;
	value_format(value, text, sizeof(text));
	strcat(strcat(strcat(strcat(heard, path), "="), text), ";");
}

START_TEST(a_listener_hears_where_it_is)
{
	struct listener listener = {on_open, on_close, on_fact, NULL};
	struct listening listening;
	struct page page;
	struct render *r;

	page_open(&page, false);
	render_listen(&listening, page.r, listener);
	r = &listening.render;
	heard[0] = '\0';
	render_object(r, "a");
	render_line(r, 0);
	render_fact(r, "b", "b ", as_count(1));
	render_array(r, "rows");
	render_object(r, NULL);
	render_fact(r, "c", NULL, as_bytes(4096));
	render_close(r);
	render_fact(r, NULL, NULL, as_null());
	render_close(r);
	render_close(r);
	render_fact(r, "d", NULL, as_truth(true));
	ck_assert_str_eq(heard, "{aa.b=1;[a.rows{a.rowsa.rows.c=4 KiB;a.rows}"
				"a.rows=unknown;a.rows}a}d=yes;");
	check_page(&page, "b 1\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("facts");
	TCase *t = add_case(suite, "facts");

	tcase_add_loop_test(t, a_name_is_found, 0, ROWS(known));
	tcase_add_test(t, what_is_not_a_fact_is_not_found);
	tcase_add_test(t, each_name_that_is_offered_is_a_fact);
	tcase_add_test(t, a_listener_hears_where_it_is);
	return run_suite(suite);
}
