/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Verdicts and exit status, from records made by hand. */
#include <cjson/cJSON.h>
#include <errno.h>
#include <signal.h>

#include "report/report.h"
#include "run.h"
#include "table.h"

enum { STEPS = 3 };

static const struct command *find(const char *name)
{
	size_t i = 0;

	while (strcmp(command_table[i]->name, name) != 0)
		i++;
	return command_table[i];
}

/* What a run printed on its two outputs. */
struct printed {
	int status;
	char *out, *err;
	cJSON *json; /* NULL: it is no JSON */
};

static void printed_free(struct printed *p)
{
	cJSON_Delete(p->json);
	free(p->out);
	free(p->err);
}

/* A chain of mmap, touch (made for the next) and madvise. */
struct chain {
	struct plan plan;
	struct step steps[STEPS];
	struct record records[STEPS];
	char program[8];
	char *argv[2];
};

static void chain_make(struct chain *c, struct options options)
{
	static const char *const names[STEPS] = {"mmap", "touch", "madvise"};

	memset(c, 0, sizeof(*c));
	strcpy(c->program, "memtool");
	c->argv[0] = c->program;
	options.color = COLOR_NEVER;
	c->plan = (struct plan){.program = c->program,
		.argc = 1,
		.argv = c->argv,
		.options = options,
		.steps = c->steps,
		.count = STEPS,
		.typed = 2};
	for (int i = 0; i < STEPS; i++) {
		c->steps[i] = (struct step){.command = find(names[i]),
			.number = i ? 2 : 1,
			.implicit = i == 1,
			.on = i ? 0 : -1,
			.wanted = "ok"};
	}
	for (int i = 0; i < STEPS; i++) {
		struct record *record = &c->records[i];

		*record = record_of_step(&c->plan, (size_t)i);
		record->call.page_size = 4096;
		record->call.args[0] = i ? 0x7f0000000000 : 0;
		record->call.args[1] = 4096;
		record->evaluated = record->has_returned = true;
		record->returned = (struct returned){
			.duration_ns = 1900, .total = 1, .done = 1};
	}
}

/* END: how memtool itself fared; ERROR: why it could not go on. */
static struct printed print(struct chain *c, const struct ending *ending,
	const struct complaint *error)
{
	struct effect effect = {.observed = true};
	static const struct causes causes; /* none */
	struct printed p = {0};
	struct report report;
	FILE *out = tmpfile(), *err = tmpfile();
	int kept_out = redirect_to(stdout, out);
	int kept_err = redirect_to(stderr, err);
	bool begun = report_begin(&report, &c->plan);

	for (size_t i = 0; begun && i < c->plan.count; i++) {
		if (c->plan.options.dry_run)
			report_dry_step(&report, i);
		else
			report_step(&report, &c->records[i], &effect, &causes);
	}
	if (begun)
		p.status = report_end(&report, ending, error);
	p.out = restored(stdout, out, kept_out);
	p.err = restored(stderr, err, kept_err);
	p.json = cJSON_Parse(p.out);
	ck_assert(begun);
	return p;
}

static const cJSON *at(const cJSON *object, const char *key)
{
	const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, key);

	ck_assert_msg(item != NULL, "no key %s", key);
	return item;
}

#define GOOD                                                                   \
	{                                                                      \
		OUTCOME_OK, 0, 0, false                                        \
	}
#define NOMEM                                                                  \
	{                                                                      \
		OUTCOME_ERROR, ENOMEM, 0, false                                \
	}
#define NOSYS                                                                  \
	{                                                                      \
		OUTCOME_ERROR, ENOSYS, 0, false                                \
	}
#define SEGV                                                                   \
	{                                                                      \
		OUTCOME_SIGNAL, SIGSEGV, SEGV_ACCERR, true                     \
	}
#define SKIPPED                                                                \
	{                                                                      \
		OUTCOME_SKIPPED, 0, 0, false                                   \
	}

static const struct {
	struct outcome outcomes[STEPS];
	const char *expect[STEPS]; /* NULL: nothing was asked */
	unsigned unsupported;      /* bit N: the kernel lacks step N */
	bool skip_unsupported;
	int status;
	const char *says; /* on standard error; NULL: nothing */
} verdicts[] = {
	{{GOOD, GOOD, GOOD}, {NULL}, 0, false, 0, NULL},
	{{GOOD, GOOD, GOOD}, {"ok", "ok,fail", "ok"}, 0, false, 0, NULL},
	{{NOMEM, GOOD, GOOD}, {NULL}, 0, false, 1,
		"1 of 3 steps not as expected: "
		"1 (mmap: wanted ok, got ENOMEM)\n"},
	{{NOMEM, GOOD, GOOD}, {"ENOMEM"}, 0, false, 0, NULL},
	{{NOMEM, GOOD, GOOD}, {"fail"}, 0, false, 0, NULL},
	{{GOOD, GOOD, GOOD}, {"ENOMEM"}, 0, false, 1,
		"1 (mmap: wanted ENOMEM, got ok)"},
	{{GOOD, SEGV, GOOD}, {NULL}, 0, false, 1,
		"before 2 (touch: wanted ok, got SIGSEGV"},
	{{GOOD, SEGV, GOOD}, {NULL, "SIGSEGV"}, 0, false, 0, NULL},
	{{GOOD, SEGV, GOOD}, {NULL, "SIGSEGV:SEGV_MAPERR"}, 0, false, 1,
		"wanted SIGSEGV:SEGV_MAPERR, got SIGSEGV"},
	{{GOOD, SEGV, NOMEM}, {NULL}, 0, false, 1, "2 of 3 steps"},
	/* What was skipped met nothing, whatever was asked of it. */
	{{NOMEM, SKIPPED, SKIPPED}, {"ENOMEM"}, 0, false, 1, "2 of 3 steps"},
	{{NOMEM, SKIPPED, SKIPPED}, {"ENOMEM", "fail", "ok,fail,signal"}, 0,
		false, 1, "2 of 3 steps"},
	/* What the kernel lacks is a failure unless somebody said otherwise. */
	{{NOSYS, GOOD, GOOD}, {NULL}, 1, false, 1, "got ENOSYS"},
	{{NOSYS, GOOD, GOOD}, {NULL}, 1, true, 77, "got ENOSYS"},
	{{NOSYS, SKIPPED, SKIPPED}, {NULL}, 1, true, 77, "3 of 3 steps"},
	{{GOOD, GOOD, NOSYS}, {NULL}, 4, true, 77, "got ENOSYS"},
	{{NOSYS, GOOD, NOMEM}, {NULL}, 1, true, 1, "2 of 3 steps"},
	{{NOMEM, SKIPPED, NOSYS}, {NULL}, 4, true, 1, "3 of 3 steps"},
	{{NOSYS, GOOD, GOOD}, {"ENOSYS"}, 1, true, 0, NULL},
	{{NOSYS, GOOD, GOOD}, {NULL}, 0, true, 1, "got ENOSYS"},
	{{NOMEM, SKIPPED, SKIPPED}, {NULL}, 0, true, 1, "3 of 3 steps"},
	{{GOOD, GOOD, GOOD}, {NULL}, 0, true, 0, NULL},
};

static void chain_fill(struct chain *c, int row)
{
	COMPLAINT(why);

	for (int i = 0; i < STEPS; i++) {
		struct record *r = &c->records[i];
		const char *expect = verdicts[row].expect[i];

		r->outcome = verdicts[row].outcomes[i];
		r->unsupported = verdicts[row].unsupported >> i & 1;
		if (r->outcome.kind == OUTCOME_ERROR)
			r->returned.error = r->outcome.number;
		if (r->outcome.kind == OUTCOME_SKIPPED) {
			r->evaluated = r->has_returned = false;
			strcpy(r->reason.text, "step 1 made no memory");
		}
		if (!expect)
			continue;
		ck_assert(outcome_parse(expect, &c->steps[i].expect, &why));
		c->steps[i].wanted = expect;
		c->steps[i].expect_given = true;
	}
}

static void check_said(const char *said, const char *wanted)
{
	if (wanted)
		ck_assert_msg(strstr(said, wanted) != NULL,
			"'%s' does not say '%s'", said, wanted);
	else
		ck_assert_str_eq(said, "");
}

START_TEST(the_verdict_in_text_is_one_line_on_standard_error)
{
	struct ending ending = {.pid = 4242};
	struct printed p;
	struct chain c;

	chain_make(&c, (struct options){.skip_unsupported =
						verdicts[_i].skip_unsupported});
	chain_fill(&c, _i);
	p = print(&c, &ending, NULL);
	ck_assert_int_eq(p.status, verdicts[_i].status);
	check_said(p.err, verdicts[_i].says);
	if (verdicts[_i].says)
		ck_assert_ptr_eq(
			strchr(p.err, '\n'), p.err + strlen(p.err) - 1);
	ck_assert_ptr_nonnull(strstr(p.out, "mmap(NULL, 4096"));
	printed_free(&p);
}
END_TEST

START_TEST(the_verdict_in_json_is_in_the_document)
{
	struct ending ending = {.pid = 4242};
	int pretty = _i % 2;
	struct printed p;
	struct chain c;

	chain_make(
		&c, (struct options){.json = true,
			    .pretty = pretty,
			    .skip_unsupported = verdicts[_i].skip_unsupported});
	chain_fill(&c, _i);
	p = print(&c, &ending, NULL);
	ck_assert_int_eq(p.status, verdicts[_i].status);
	ck_assert_str_eq(p.err, "");
	ck_assert_ptr_nonnull(p.json);
	ck_assert_int_eq(at(p.json, "exit_status")->valueint, p.status);
	ck_assert_int_eq(cJSON_IsTrue(at(p.json, "ok")), p.status == 0);
	ck_assert(cJSON_IsNull(at(p.json, "error")));
	ck_assert_int_eq(cJSON_GetArraySize(at(p.json, "steps")), STEPS);
	for (int i = 0; i < STEPS; i++) {
		const cJSON *step = cJSON_GetArrayItem(at(p.json, "steps"), i);
		const cJSON *expect = at(step, "expect");
		const char *wanted = verdicts[_i].expect[i];

		ck_assert_int_eq(cJSON_IsTrue(at(expect, "met")),
			record_met(&c.records[i]));
		ck_assert_int_eq(
			cJSON_IsTrue(at(expect, "given")), wanted != NULL);
		ck_assert_str_eq(at(expect, "wanted")->valuestring,
			wanted ? wanted : "ok");
		ck_assert_int_eq(cJSON_IsTrue(at(step, "implicit")), i == 1);
		ck_assert_int_eq(at(step, "step")->valueint, i ? 2 : 1);
	}
	printed_free(&p);
}
END_TEST

START_TEST(a_quiet_run_says_a_line_for_each_unexpected_step)
{
	struct ending ending = {.pid = 4242};
	struct printed p;
	struct chain c;
	int lines = 0, unexpected = 0;

	chain_make(
		&c, (struct options){.quiet = true,
			    .skip_unsupported = verdicts[_i].skip_unsupported});
	chain_fill(&c, _i);
	p = print(&c, &ending, NULL);
	ck_assert_int_eq(p.status, verdicts[_i].status);
	ck_assert_str_eq(p.out, "");
	for (const char *at_line = p.err; *at_line; lines++) {
		ck_assert_int_eq(strncmp(at_line, "memtool: ", 9), 0);
		at_line += strcspn(at_line, "\n") + 1;
	}
	for (int i = 0; i < STEPS; i++)
		unexpected += !record_met(&c.records[i]);
	ck_assert_int_eq(lines, unexpected);
	printed_free(&p);
}
END_TEST

static const struct {
	struct ending ending;
	bool troubled;
	enum complaint_kind kind;
	int status;
	const char *error; /* its kind in the document; NULL: none */
} endings[] = {
	{{.pid = 1, .interrupted = SIGINT}, false, COMPLAINT_USAGE,
		128 + SIGINT, "interrupted"},
	{{.pid = 1, .interrupted = SIGTERM}, false, COMPLAINT_USAGE,
		128 + SIGTERM, "interrupted"},
	{{.pid = 0}, true, COMPLAINT_SYSTEM, 3, "system"},
	{{.pid = 1}, true, COMPLAINT_SYSTEM, 3, "system"},
	{{.pid = 1}, true, COMPLAINT_USAGE, 2, "usage"},
};

START_TEST(how_memtool_itself_fared_decides_the_status)
{
	COMPLAINT(error);

	complain(&error, NULL, "fork: not today");
	error.kind = endings[_i].kind;

	/* Whether or not the steps were as expected. */
	for (int row = 0; row < 3; row++) {
		struct printed p;
		struct chain c;

		chain_make(&c, (struct options){.json = true});
		chain_fill(&c, row);
		p = print(&c, &endings[_i].ending,
			endings[_i].troubled ? &error : NULL);
		ck_assert_int_eq(p.status, endings[_i].status);
		ck_assert_ptr_nonnull(p.json);
		ck_assert(cJSON_IsFalse(at(p.json, "ok")));
		ck_assert_int_eq(at(p.json, "exit_status")->valueint, p.status);
		ck_assert_str_eq(at(at(p.json, "error"), "kind")->valuestring,
			endings[_i].error);
		check_said(p.err, endings[_i].troubled
					  ? "memtool: fork: not today\n"
					  : "interrupted by SIG");
		printed_free(&p);
	}
}
END_TEST

/* A call that was seen, and not typed: it needs no plan to be explained. */
START_TEST(a_record_needs_no_typed_step)
{
	struct chain c;
	struct record *record = &c.records[0];
	struct effect effect;
	struct causes causes;
	struct ending ending = {0};
	struct printed p;
	const cJSON *step;

	chain_make(&c, (struct options){.json = true});
	c.plan.count = 1;
	*record = (struct record){.number = 7,
		.call = {.command = find("mlock"), .page_size = 4096},
		.outcome = {OUTCOME_ERROR, EINVAL, 0, false},
		.evaluated = true,
		.has_returned = true,
		.returned = {.value = -1, .error = EINVAL, .duration_ns = 1}};
	set_arg(&record->call, ROLE_ADDR, UINT64_MAX - 4095);
	set_arg(&record->call, ROLE_LENGTH, 1 << 20);
	ck_assert(record_met(record));
	ck_assert(effect_of(record, &effect));
	why_find(record, &effect, &causes);
	ck_assert_uint_gt(causes.count, 0);
	effect_free(&effect);
	p = print(&c, &ending, NULL);
	step = cJSON_GetArrayItem(at(p.json, "steps"), 0);
	ck_assert_int_eq(at(step, "step")->valueint, 7);
	ck_assert(cJSON_IsNull(at(step, "name")));
	ck_assert(cJSON_IsNull(at(step, "on")));
	ck_assert(cJSON_IsNull(at(step, "expect")));
	ck_assert_str_eq(at(step, "command")->valuestring, "mlock");
	ck_assert_int_eq(p.status, 0);
	printed_free(&p);
}
END_TEST

START_TEST(a_dry_run_is_neither_good_nor_bad)
{
	struct printed p;
	struct chain c;

	chain_make(&c, (struct options){.json = true, .dry_run = true});
	p = print(&c, NULL, NULL);
	ck_assert_int_eq(p.status, 0);
	ck_assert_ptr_nonnull(p.json);
	ck_assert(cJSON_IsNull(at(p.json, "ok")));
	ck_assert(cJSON_IsNull(at(p.json, "subject")));
	for (int i = 0; i < STEPS; i++) {
		const cJSON *step = cJSON_GetArrayItem(at(p.json, "steps"), i);

		ck_assert(cJSON_IsNull(at(step, "effect")));
		ck_assert(cJSON_IsNull(at(at(step, "expect"), "met")));
		ck_assert_str_eq(at(at(step, "result"), "status")->valuestring,
			"skipped");
	}
	printed_free(&p);
}
END_TEST

/* The first step made 5 calls, of which 3 returned; the second is on each. */
static void chain_repeat(struct chain *c, struct made_block *blocks)
{
	c->steps[0].times = c->steps[0].calls = 5;
	c->steps[0].every = 1;
	c->records[0].call.times = 5;
	c->records[0].returned.calls = 3;
	c->records[0].returned.least_ns = 40;
	c->records[0].returned.most_ns = 2000;
	c->records[0].blocks = blocks;
	c->records[0].block_count = 3;
	c->steps[1] = (struct step){.command = find("touch"),
		.number = 2,
		.on = 0,
		.wanted = "ok",
		.times = 1,
		.every = 2,
		.calls = 2,
		.each = true};
	c->records[1].call.times = c->records[1].call.blocks = 1;
	c->records[1].has_returned = false;
}

START_TEST(a_repetition_tells_its_calls_and_blocks)
{
	struct made_block blocks[] = {
		{0x7f0000001000, 8, 8}, {0, 0, 0}, {0x7f0000003000, 8, 8}};
	const cJSON *steps, *repeat, *list;
	struct printed p;
	struct chain c;

	chain_make(&c, (struct options){.json = true});
	chain_repeat(&c, blocks);
	p = print(&c, NULL, NULL);
	ck_assert_ptr_nonnull(p.json);
	steps = at(p.json, "steps");
	repeat = at(cJSON_GetArrayItem(steps, 0), "repeat");
	ck_assert_int_eq(at(repeat, "calls")->valueint, 5);
	ck_assert_int_eq(at(repeat, "returned")->valueint, 3);
	ck_assert_int_eq(at(repeat, "least_ns")->valueint, 40);
	ck_assert_int_eq(at(repeat, "most_ns")->valueint, 2000);
	list = at(repeat, "blocks");
	ck_assert_int_eq(cJSON_GetArraySize(list), 3);
	ck_assert_str_eq(
		cJSON_GetArrayItem(list, 0)->valuestring, "0x7f0000001000");
	ck_assert(cJSON_IsNull(cJSON_GetArrayItem(list, 1)));
	/* What touches makes no blocks; of one that died nothing is known. */
	repeat = at(cJSON_GetArrayItem(steps, 1), "repeat");
	ck_assert_int_eq(at(repeat, "calls")->valueint, 1);
	ck_assert(cJSON_IsNull(at(repeat, "returned")));
	ck_assert(cJSON_IsNull(at(repeat, "least_ns")));
	ck_assert(cJSON_IsNull(at(repeat, "most_ns")));
	ck_assert(cJSON_IsNull(at(repeat, "blocks")));
	ck_assert(cJSON_IsNull(at(cJSON_GetArrayItem(steps, 2), "repeat")));
	printed_free(&p);
}
END_TEST

START_TEST(a_repetition_is_told_in_text)
{
	struct made_block blocks[] = {{0x7f0000001000, 8, 8},
		{0x7f0000002000, 8, 8}, {0x7f0000003000, 8, 8}};
	struct printed p;
	struct chain c;

	chain_make(&c, (struct options){0});
	chain_repeat(&c, blocks);
	p = print(&c, NULL, NULL);
	ck_assert_ptr_nonnull(strstr(p.out, "5 times"));
	ck_assert_ptr_nonnull(strstr(p.out, "ended after 3"));
	ck_assert_ptr_nonnull(strstr(p.out, "40 ns to 2.0 us each"));
	ck_assert_ptr_nonnull(strstr(p.out, "on each of 1 block\n"));
	printed_free(&p);
}
END_TEST

START_TEST(a_refusal_is_a_line_and_a_document_if_asked)
{
	COMPLAINT(error);
	FILE *out = tmpfile(), *err = tmpfile();
	struct printed p;
	struct chain c;
	int kept_out, kept_err;

	complain(&error, "4x", "mmap: length: '4x': unknown suffix \033");
	error.step = 1;
	chain_make(&c, (struct options){.json = _i == 1});
	c.plan.count = 0;
	kept_out = redirect_to(stdout, out);
	kept_err = redirect_to(stderr, err);
	p.status = report_refusal(&c.plan, NULL, &error);
	p.out = restored(stdout, out, kept_out);
	p.err = restored(stderr, err, kept_err);
	p.json = cJSON_Parse(p.out);
	ck_assert_int_eq(p.status, 2);
	ck_assert_str_eq(
		p.err, "memtool: mmap: length: '4x': unknown suffix \\x1b\n");
	if (_i == 0) {
		ck_assert_str_eq(p.out, "");
	} else {
		const cJSON *told = at(p.json, "error");

		ck_assert_int_eq(at(told, "step")->valueint, 1);
		ck_assert_str_eq(at(told, "word")->valuestring, "4x");
		ck_assert(cJSON_IsNull(at(told, "suggestion")));
		ck_assert_int_eq(at(p.json, "exit_status")->valueint, 2);
		ck_assert_int_eq(cJSON_GetArraySize(at(p.json, "steps")), 0);
	}
	printed_free(&p);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("report");
	TCase *t = add_case(suite, "report");

	tcase_add_loop_test(t,
		the_verdict_in_text_is_one_line_on_standard_error, 0,
		ROWS(verdicts));
	tcase_add_loop_test(
		t, the_verdict_in_json_is_in_the_document, 0, ROWS(verdicts));
	tcase_add_loop_test(t, a_quiet_run_says_a_line_for_each_unexpected_step,
		0, ROWS(verdicts));
	tcase_add_loop_test(t, how_memtool_itself_fared_decides_the_status, 0,
		ROWS(endings));
	tcase_add_test(t, a_record_needs_no_typed_step);
	tcase_add_test(t, a_dry_run_is_neither_good_nor_bad);
	tcase_add_test(t, a_repetition_tells_its_calls_and_blocks);
	tcase_add_test(t, a_repetition_is_told_in_text);
	tcase_add_loop_test(
		t, a_refusal_is_a_line_and_a_document_if_asked, 0, 2);
	return run_suite(suite);
}
