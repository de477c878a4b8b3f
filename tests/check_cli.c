/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines that make a plan: each is told in one line, and compared. */
#include <inttypes.h>

#include "cli/cli.h"
#include "cli/param_input.h"
#include "command/param_type.h"
#include "line.h"
#include "run.h"
#include "table.h"

static uint64_t huge_2m(void)
{
	return 2 << 20;
}

static const struct cli_outside outside = {
	.table = command_table, .units = {4096, huge_2m}};

static enum cli_way read_line(struct line *line, const char *text,
	struct plan *plan, struct complaint *why)
{
	return read_line_in(&outside, line, text, plan, why);
}

static void print_number(
	FILE *out, const struct step *step, size_t n, uint64_t number)
{
	const struct param *p = step->command->params[n];
	char text[512];

	if (p->kind == PARAM_FLAGS) {
		names_format(p->names, number, text, sizeof(text));
		fputs(text, out);
	} else if (p->kind == PARAM_PATH || p->kind == PARAM_CAUSE ||
		   p->kind == PARAM_EXAMPLE || p->kind == PARAM_BYTES) {
		for (size_t i = 0; i < step->text_length; i++)
			fprintf(out, p->kind == PARAM_BYTES ? "%02x" : "%c",
				(unsigned char)step->text[i]);
	} else if (p->kind == PARAM_OUTCOME) {
		struct outcome outcome = outcome_unpack(number);

		outcome_format(&outcome, text, sizeof(text));
		fputs(text, out);
	} else if (p->kind == PARAM_COMMAND) {
		const struct command *call = (void *)(uintptr_t)number;

		fputs(call ? call->name : "-", out);
	} else if (p->kind == PARAM_MODE) {
		fprintf(out, "0%" PRIo64, number);
	} else if (p->kind == PARAM_SIZE) {
		fprintf(out, "%" PRIu64, number);
	} else {
		fprintf(out, "%" PRId64, (int64_t)number);
	}
}

/* "@0.end-4096" is counted from the end of step 0's region. */
static void print_argument(FILE *out, const struct step *step, size_t n)
{
	static const char *const places[] = {[ADDRESS_BRK] = "brk",
		[ADDRESS_STACK] = "stack",
		[ADDRESS_HEAP] = "heap",
		[ADDRESS_VDSO] = "vdso"};
	const struct expression *e = &step->args[n];

	switch (e->source) {
	case SOURCE_NUMBER:
		print_number(out, step, n, e->number);
		return;
	case SOURCE_REST:
		fprintf(out, "rest@%d", e->step);
		return;
	case SOURCE_FILE_SIZE:
		fprintf(out, "size@%d", e->step);
		if (e->number)
			fprintf(out, ">=%" PRIu64, e->number);
		return;
	case SOURCE_MADE:
		fprintf(out, "%s@%d",
			step->command->params[n]->kind == PARAM_FD ? "fd" : "",
			e->step);
		break;
	case SOURCE_PLACE:
		fputs(places[e->place], out);
		break;
	}
	fputs(e->end ? ".end" : "", out);
	if (e->number)
		fprintf(out, "%+" PRId64, (int64_t)e->number);
}

/* "1- mmap ..." is an implicit step that serves the first. */
static char *print_plan(const struct plan *plan)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (size_t i = 0; i < plan->count; i++) {
		const struct step *step = &plan->steps[i];

		fprintf(out, "%s%d%s %s(", i ? "; " : "", step->number,
			step->implicit ? "-" : "", step->command->name);
		for (size_t n = 0; n < command_params(step->command); n++) {
			fputs(n ? ", " : "", out);
			fputs(step->given >> n & 1 ? "!" : "", out);
			print_argument(out, step, n);
		}
		fputs(")", out);
		if (step->name)
			fprintf(out, " as %s", step->name);
		if (step->on >= 0)
			fprintf(out, " on %d", step->on);
		if (step->expect_given)
			fprintf(out, " wants %s", step->wanted);
	}
	fclose(out);
	return text;
}

#define RW "PROT_READ|PROT_WRITE"
#define ANON "MAP_PRIVATE|MAP_ANONYMOUS"
/* The first step of a lone call: "mmap 4p". */
#define FIRST "1- mmap(0, !16384, " RW ", " ANON ", -1, 0)"
#define MMAP "1 mmap(0, 16384, " RW ", " ANON ", -1, 0)"

static const struct {
	const char *line, *plan;
} plans[] = {
	{"mmap", MMAP},
	{"mmap 4M", "1 mmap(0, !4194304, " RW ", " ANON ", -1, 0)"},
	{"mmap --length 1hp", "1 mmap(0, !2097152, " RW ", " ANON ", -1, 0)"},
	{"mmap --length=4M --prot=none",
		"1 mmap(0, !4194304, !PROT_NONE, " ANON ", -1, 0)"},
	{"mmap --addr 0x10000 --flags +fixed",
		"1 mmap(!65536, 16384, " RW ", "
		"!MAP_PRIVATE|MAP_FIXED|MAP_ANONYMOUS, -1, 0)"},
	{"mmap --offset -4k", "1 mmap(0, 16384, " RW ", " ANON ", -1, !-4096)"},
	{"mmap --offset=-4k --fd -1",
		"1 mmap(0, 16384, " RW ", " ANON ", !-1, !-4096)"},
	{"mmap then munmap", MMAP "; 2 munmap(@0, rest@0) on 0"},
	{"mmap , munmap", MMAP "; 2 munmap(@0, rest@0) on 0"},
	{"munmap", FIRST "; 1 munmap(@0, rest@0) on 0"},
	{"mlock", FIRST "; 1 mlock(@0, rest@0, 0) on 0"},
	{"mlock 64M", "1- mmap(0, !67108864, " RW ", " ANON ", -1, 0); "
		      "1 mlock(@0, !67108864, 0) on 0"},
	{"mlock 1p", FIRST "; 1 mlock(@0, !4096, 0) on 0"},
	/* What no address space holds is asked of the call alone. */
	{"mlock 18446744073709551615",
		FIRST "; 1 mlock(@0, !18446744073709551615, 0) on 0"},
	{"mlock --flags onfault",
		FIRST "; 1 mlock(@0, rest@0, !MLOCK_ONFAULT) on 0"},
	{"touch --addr +1p", FIRST "; 1 touch(!@0+4096, rest@0, read, 0) on 0"},
	{"touch --addr +64k", "1- mmap(0, !65537, " RW ", " ANON ", -1, 0); "
			      "1 touch(!@0+65536, rest@0, read, 0) on 0"},
	{"touch --addr +64k --length 4k",
		"1- mmap(0, !69632, " RW ", " ANON ", -1, 0); "
		"1 touch(!@0+65536, !4096, read, 0) on 0"},
	{"touch write --addr end-1p",
		FIRST "; 1 touch(!@0.end-4096, rest@0, !write, 0) on 0"},
	{"touch --addr -1p", FIRST "; 1 touch(!@0-4096, rest@0, read, 0) on 0"},
	{"mlock --addr NULL --length 4k", "1 mlock(!0, !4096, 0)"},
	{"mlock --addr 0x7f0000000000",
		"1 mlock(!139637976727552, rest@-1, 0)"},
	{"mlock --addr stack", "1 mlock(!stack, rest@-1, 0)"},
	{"touch --addr vdso.end-1p",
		"1 touch(!vdso.end-4096, rest@-1, read, 0)"},
	{"mmap --as a then mmap --as b then mlock --on a",
		MMAP " as a; 2 mmap(0, 16384, " RW ", " ANON
		     ", -1, 0) as b; 3 mlock(@0, rest@0, 0) on 0"},
	{"mmap --as a then munlock a",
		MMAP " as a; 2 munlock(@0, rest@0) on 0"},
	{"mmap --as a then touch --addr a.end-1",
		MMAP " as a; 2 touch(!@0.end-1, rest@0, read, 0) on 0"},
	{"mmap then munmap then touch",
		MMAP "; 2 munmap(@0, rest@0) on 0; "
		     "3 touch(@0, rest@0, read, 0) on 0"},
	{"mmap then mremap 8p then touch",
		MMAP "; 2 mremap(@0, rest@0, !32768, MREMAP_MAYMOVE, 0) on 0; "
		     "3 touch(@1, rest@1, read, 0) on 1"},
	{"mprotect r-x",
		FIRST "; 1 mprotect(@0, rest@0, !PROT_READ|PROT_EXEC) on 0"},
	{"madvise dontneed",
		FIRST "; 1- touch(@0, rest@0, !write, 0) on 0; "
		      "1 madvise(@0, rest@0, !MADV_DONTNEED) on 0"},
	{"mmap then madvise free",
		MMAP "; 2 madvise(@0, rest@0, !MADV_FREE) on 0"},
	{"msync", "1- memfd(!16384, MFD_CLOEXEC); "
		  "1- mmap(0, size@0, " RW ", !MAP_SHARED, fd@0, 0) on 0; "
		  "1 msync(@1, rest@1, MS_SYNC) on 1"},
	{"mlockall", "1 mlockall(MCL_CURRENT)"},
	{"mlockall current,future", "1 mlockall(!MCL_CURRENT|MCL_FUTURE)"},
	{"munlockall", "1 munlockall()"},
	{"pagesize", "1 pagesize()"},
	{"alloca 64k", "1 alloca(!65536, 0)"},
	{"peek", FIRST "; 1 peek(@0, 16) on 0"},
	{"peek 64k", "1- mmap(0, !65536, " RW ", " ANON
		     ", -1, 0); 1 peek(@0, !65536) on 0"},
	{"poke c300", FIRST "; 1 poke(@0, !c300, 0, 0, 2) on 0"},
	{"poke 0xC3 --length 16", FIRST "; 1 poke(@0, !c3, 0, 0, !16) on 0"},
	/* The break counts from itself, and makes memory where it grows. */
	{"brk", "1 brk(0)"},
	{"brk NULL", "1 brk(!0)"},
	{"brk +1M", "1 brk(!brk+1048576)"},
	{"brk -1p", "1 brk(!brk-4096)"},
	{"sbrk -64K", "1 sbrk(!-65536)"},
	{"brk +1M then touch",
		"1 brk(!brk+1048576); 2 touch(@0, rest@0, read, 0) on 0"},
	{"sbrk 4k then touch",
		"1 sbrk(!4096); 2 touch(@0, rest@0, read, 0) on 0"},
	{"sbrk -4k then munlock",
		"1 sbrk(!-4096); "
		"2- mmap(0, !16384, " RW ", " ANON ", -1, 0); "
		"2 munlock(@1, rest@1) on 1"},
	/* Files. */
	{"open x", "1 open(!x, O_RDONLY, 0644)"},
	{"open x --flags rdwr,creat --mode 600",
		"1 open(!x, !O_RDWR|O_CREAT, !0600)"},
	{"open x then mmap",
		"1 open(!x, O_RDONLY, 0644); "
		"2 mmap(0, size@0, " RW ", MAP_PRIVATE, fd@0, 0) on 0"},
	{"open x then mmap 1p --flags +populate",
		"1 open(!x, O_RDONLY, 0644); 2 mmap(0, !4096, " RW
		", !MAP_PRIVATE|MAP_POPULATE, fd@0, 0) on 0"},
	{"memfd then mmap --flags private,anonymous",
		"1 memfd(16384, MFD_CLOEXEC); "
		"2 mmap(0, 16384, " RW ", !" ANON ", -1, 0)"},
	{"memfd 1p --as f then memfd then mmap --fd f",
		"1 memfd(!4096, MFD_CLOEXEC) as f; "
		"2 memfd(16384, MFD_CLOEXEC); "
		"3 mmap(0, size@0, " RW ", MAP_PRIVATE, !fd@0, 0) on 0"},
	{"memfd --as f then memfd then ftruncate 0 --on f then close",
		"1 memfd(16384, MFD_CLOEXEC) as f; "
		"2 memfd(16384, MFD_CLOEXEC); "
		"3 ftruncate(fd@0, !0) on 0; 4 close(fd@1) on 1"},
	{"mmap --fd 3", "1 mmap(0, size@-1, " RW ", MAP_PRIVATE, !3, 0)"},
	{"mmap --file x",
		"1- open(!x, O_RDONLY, 0644); "
		"1 mmap(0, size@0, " RW ", MAP_PRIVATE, fd@0, 0) on 0"},
	{"mmap --file x --flags shared",
		"1- open(!x, !O_RDWR, 0644); "
		"1 mmap(0, size@0, " RW ", !MAP_SHARED, fd@0, 0) on 0"},
	{"mmap --file x --flags shared --prot read",
		"1- open(!x, O_RDONLY, 0644); "
		"1 mmap(0, size@0, !PROT_READ, !MAP_SHARED, fd@0, 0) on 0"},
	{"mmap --file x --open rdwr,creat",
		"1- open(!x, !O_RDWR|O_CREAT, 0644); "
		"1 mmap(0, size@0, " RW ", MAP_PRIVATE, fd@0, 0) on 0"},
	{"mlock --file x",
		"1- open(!x, O_RDONLY, 0644); "
		"1- mmap(0, size@0, !PROT_READ, !MAP_SHARED, fd@0, 0) on 0; "
		"1 mlock(@1, rest@1, 0) on 1"},
	{"madvise dontneed --file x",
		"1- open(!x, O_RDONLY, 0644); "
		"1- mmap(0, size@0, !PROT_READ, !MAP_SHARED, fd@0, 0) on 0; "
		"1- touch(@1, rest@1, !read, 0) on 1; "
		"1 madvise(@1, rest@1, !MADV_DONTNEED) on 1"},
	{"mmap --file x then mmap",
		"1- open(!x, O_RDONLY, 0644); "
		"1 mmap(0, size@0, " RW ", MAP_PRIVATE, fd@0, 0) on 0; "
		"2 mmap(0, 16384, " RW ", " ANON ", -1, 0)"},
	/* Two words, in either order; what is not given is 0, as ok is. */
	{"explain ENOMEM mlock", "1 explain(!ENOMEM, !mlock, )"},
	{"explain mlock ENOMEM", "1 explain(!ENOMEM, !mlock, )"},
	{"explain mlock", "1 explain(ok, !mlock, )"},
	{"explain segv:segv_accerr", "1 explain(!SIGSEGV:SEGV_ACCERR, -, )"},
	{"explain 12 mmap", "1 explain(!ENOMEM, !mmap, )"},
	{"explain ok --call munmap", "1 explain(!ok, !munmap, )"},
	{"explain munmap --outcome fail", "1 explain(!fail, !munmap, )"},
	{"explain --outcome signal --call touch",
		"1 explain(!signal, !touch, )"},
	{"explain", "1 explain(ok, -, )"},
	{"mmap --expect ok,ENOMEM then touch --expect SIGSEGV:SEGV_ACCERR",
		MMAP " wants ok,ENOMEM; 2 touch(@0, rest@0, read, 0) on 0 "
		     "wants SIGSEGV:SEGV_ACCERR"},
};

START_TEST(a_line_becomes_a_plan)
{
	COMPLAINT(why);
	struct line line;
	struct plan plan;
	char *told;

	ck_assert_msg(
		read_line(&line, plans[_i].line, &plan, &why) == CLI_PLANNED,
		"%s: %s", plans[_i].line, said(why.message));
	told = print_plan(&plan);
	ck_assert_str_eq(told, plans[_i].plan);
	ck_assert_uint_eq(plan.steps[plan.count - 1].number, plan.typed);
	ck_assert_str_eq(plan.program, "memtool");
	for (size_t i = 0; i < plan.count; i++)
		ck_assert_ptr_nonnull(plan.steps[i].wanted);
	free(told);
	plan_free(&plan);
}
END_TEST

/* Options of the whole line may stand anywhere in it. */
static const struct {
	const char *line;
	struct options options;
} optional[] = {
	{"mmap", {0}},
	{"--json mmap", {.json = true}},
	{"mmap -j", {.json = true}},
	{"mmap then touch --json write", {.json = true}},
	{"mmap --pretty", {.json = true, .pretty = true}},
	{"-q -n mmap", {.quiet = true, .dry_run = true}},
	{"-qn mmap", {.quiet = true, .dry_run = true}},
	{"mmap --quiet --dry-run then touch --stop",
		{.quiet = true, .dry_run = true, .stop = true}},
	{"--skip-unsupported mmap", {.skip_unsupported = true}},
	{"--color=never mmap", {.color = COLOR_NEVER}},
	{"--color always mmap", {.color = COLOR_ALWAYS}},
	{"mmap --color auto", {.color = COLOR_AUTO}},
	{"--hold enter mmap", {.hold = HOLD_ENTER}},
	{"mmap --hold=5", {.hold = HOLD_TIME, .hold_ns = 5000000000}},
	{"mmap --hold 0.25 then touch",
		{.hold = HOLD_TIME, .hold_ns = 250000000}},
	{"mmap --hold 5 then touch --hold enter", {.hold = HOLD_ENTER}},
};

START_TEST(an_option_of_the_line_stands_anywhere)
{
	const struct options *wanted = &optional[_i].options;
	COMPLAINT(why);
	struct line line;
	struct plan plan;

	ck_assert_int_eq(
		read_line(&line, optional[_i].line, &plan, &why), CLI_PLANNED);
	ck_assert_int_eq(plan.options.json, wanted->json);
	ck_assert_int_eq(plan.options.pretty, wanted->pretty);
	ck_assert_int_eq(plan.options.quiet, wanted->quiet);
	ck_assert_int_eq(plan.options.dry_run, wanted->dry_run);
	ck_assert_int_eq(plan.options.stop, wanted->stop);
	ck_assert_int_eq(
		plan.options.skip_unsupported, wanted->skip_unsupported);
	ck_assert_int_eq(plan.options.color, wanted->color);
	ck_assert_int_eq(plan.options.hold, wanted->hold);
	if (wanted->hold == HOLD_TIME)
		ck_assert_int_eq(plan.options.hold_ns, wanted->hold_ns);
	plan_free(&plan);
}
END_TEST

START_TEST(an_inspection_is_no_chain)
{
	COMPLAINT(why);
	struct line line;
	struct plan plan;

	ck_assert_int_eq(read_line(&line, "schema", &plan, &why), CLI_PLANNED);
	ck_assert_ptr_nonnull(plan.inspection);
	ck_assert_str_eq(plan.inspection->name, "schema");
	ck_assert_uint_eq(plan.count, 1);
	plan_free(&plan);
}
END_TEST

START_TEST(a_long_chain_is_read)
{
	enum { STEPS = 1000 };
	static char *argv[1 + 2 * STEPS + 1];
	static char program[] = "memtool", call[] = "mmap", then[] = "then";
	COMPLAINT(why);
	struct plan plan;

	argv[0] = program;
	for (int i = 0; i < STEPS; i++) {
		argv[1 + 2 * i] = call;
		argv[2 + 2 * i] = then;
	}
	argv[2 * STEPS] = NULL;
	ck_assert_int_eq(
		cli_read(2 * STEPS, argv, &outside, &plan, &why), CLI_PLANNED);
	ck_assert_uint_eq(plan.count, STEPS);
	ck_assert_uint_eq(plan.typed, STEPS);
	plan_free(&plan);
}
END_TEST

START_TEST(each_kind_of_parameter_can_be_typed_and_written)
{
	enum param_kind kind = (enum param_kind)_i;

	ck_assert_msg(param_input(kind)->bind, "kind %d cannot be typed", _i);
	ck_assert_msg(
		param_type(kind)->format, "kind %d cannot be written", _i);
	/* It can be shown: VALUE_NULL would be told as "unknown". */
	ck_assert_int_ne(param_type(kind)->shown, VALUE_NULL);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cli");
	TCase *t = add_case(suite, "plans");

	tcase_add_loop_test(t, a_line_becomes_a_plan, 0, ROWS(plans));
	tcase_add_loop_test(
		t, an_option_of_the_line_stands_anywhere, 0, ROWS(optional));
	tcase_add_test(t, an_inspection_is_no_chain);
	tcase_add_test(t, a_long_chain_is_read);
	tcase_add_loop_test(t, each_kind_of_parameter_can_be_typed_and_written,
		0, PARAM_KINDS);
	return run_suite(suite);
}
