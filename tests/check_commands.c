/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Calls as they are shown, and what the table of commands must keep. */
#include "command/command.h"

#include <ctype.h>
#include <stdint.h>

#include "cli/cli.h"
#include "command/plan.h"
#include "run.h"
#include "table.h"
#include "words/sizes.h"
#include "words/uapi.h"

static const struct units units = {4096, NULL};
static const struct cli_outside outside = {
	.table = command_table, .units = {4096, NULL}};

static const struct command *find(const char *name)
{
	for (size_t i = 0; command_table[i]; i++)
		if (strcmp(command_table[i]->name, name) == 0)
			return command_table[i];
	ck_abort_msg("no command is named %s", name);
	return NULL;
}

/* GIVEN: the bits of the parameters that were typed. */
static const struct {
	const char *command;
	struct call call;
	const char *text; /* of a path or bytes */
	const char *shown, *since;
} calls[] = {
	{"mmap",
		{.args = {0, 4194304, PROT_READ | PROT_WRITE,
			 MAP_PRIVATE | MAP_ANONYMOUS, -1}},
		NULL,
		"mmap(NULL, 4194304, PROT_READ|PROT_WRITE, "
		"MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)",
		NULL},
	{"mmap",
		{.args = {UINT64_MAX, UINT64_MAX, 0,
			 MAP_SHARED | MAP_FIXED_NOREPLACE, 3, INT64_MIN}},
		NULL,
		"mmap(0xffffffffffffffff, 18446744073709551615, PROT_NONE, "
		"MAP_SHARED|MAP_FIXED_NOREPLACE, 3, -9223372036854775808)",
		"4.17"},
	{"munmap", {.args = {0x1000, 4096}}, NULL, "munmap(0x1000, 4096)",
		NULL},
	{"mremap", {.args = {0x1000, 4096, 8192, MREMAP_MAYMOVE}}, NULL,
		"mremap(0x1000, 4096, 8192, MREMAP_MAYMOVE)", NULL},
	{"mremap",
		{.args = {0x1000, 4096, 4096, MREMAP_MAYMOVE | MREMAP_DONTUNMAP,
			 0x3000},
			.given = 1U << 4},
		NULL,
		"mremap(0x1000, 4096, 4096, MREMAP_MAYMOVE|MREMAP_DONTUNMAP, "
		"0x3000)",
		"5.7"},
	{"mprotect", {.args = {0x1000, 4096, PROT_NONE}}, NULL,
		"mprotect(0x1000, 4096, PROT_NONE)", NULL},
	{"madvise", {.args = {0x1000, 4096, MADV_COLLAPSE}}, NULL,
		"madvise(0x1000, 4096, MADV_COLLAPSE)", "6.1"},
	{"mlock", {.args = {0x7f1c84000000, 67108864}}, NULL,
		"mlock(0x7f1c84000000, 67108864)", NULL},
	{"mlock", {.args = {0, 1, MLOCK_ONFAULT}, .given = 1U << 2}, NULL,
		"mlock2(NULL, 1, MLOCK_ONFAULT)", "4.4"},
	{"munlock", {.args = {0x1000, 0}}, NULL, "munlock(0x1000, 0)", NULL},
	{"mlockall", {.args = {MCL_CURRENT | MCL_FUTURE}}, NULL,
		"mlockall(MCL_CURRENT|MCL_FUTURE)", NULL},
	{"munlockall", {.given = 0}, NULL, "munlockall()", NULL},
	{"msync", {.args = {0x1000, 4096, MS_SYNC}}, NULL,
		"msync(0x1000, 4096, MS_SYNC)", NULL},
	{"mseal", {.args = {0x1000, 4096}}, NULL, "mseal(0x1000, 4096, 0)",
		"6.10"},
	{"brk", {.args = {0}}, NULL, "brk(NULL)", NULL},
	{"brk", {.args = {0x55d3ca2f2000}}, NULL, "brk(0x55d3ca2f2000)", NULL},
	{"sbrk", {.args = {-65536}}, NULL, "sbrk(-65536)", NULL},
	{"alloca", {.args = {65536}}, NULL, "alloca(65536)", NULL},
	{"alloca", {.args = {16, 100}, .given = 1U << 1}, NULL,
		"alloca(16, 100)", NULL},
	{"pagesize", {.given = 0}, NULL, "getpagesize()", NULL},
	{"touch", {.args = {0x1000, 8192, 1}}, NULL,
		"touch(0x1000, 8192, write)", NULL},
	{"touch", {.args = {0, 1, 0, 64}, .given = 1U << 3}, NULL,
		"touch(NULL, 1, read, 64)", NULL},
	{"peek", {.args = {0x1000, 16}}, NULL, "peek(0x1000, 16)", NULL},
	{"usercopy", {.args = {0x1000, 10}}, NULL, "write(memfd, 0x1000, 10)",
		NULL},
	{"usercopy", {.args = {0, 10, 2, 5}}, NULL,
		"writev(memfd, [{NULL, 10}], 1)", NULL},
	{"usercopy", {.args = {1, UINT64_MAX, 8}}, NULL,
		"getrandom(0x1, 18446744073709551615, 0)", NULL},
	{"usercopy", {.args = {1, 2, 9}}, NULL, "usercopy(0x1, 2, 0x9)", NULL},
	{"poke", {.args = {0x1000, 0, 0, 0, 2}, .given = 1U << 1}, "\x41\xc3",
		"poke(0x1000, 41c3, 2)", NULL},
	{"poke", {.args = {0x1000, 0, 0, 0, 3}, .given = 1U << 2}, "h\"i",
		"poke(0x1000, \"h\\\"i\", 3)", NULL},
	{"poke", {.args = {0x1000, 0, 0, 0xa5, 9}, .given = 1U << 3}, NULL,
		"poke(0x1000, 0xa5, 9)", NULL},
	{"open", {.args = {0, O_RDWR, 0644}}, "/etc/passwd",
		"open(\"/etc/passwd\", O_RDWR)", NULL},
	{"open", {.args = {0, O_RDWR | O_CREAT, 0644}}, "new file",
		"open(\"new file\", O_RDWR|O_CREAT, 0644)", NULL},
	{"open", {.args = {0, O_RDWR | O_TMPFILE, 0600}}, "/tmp",
		"open(\"/tmp\", O_RDWR|O_TMPFILE, 0600)", NULL},
	{"open", {.args = {0, O_DIRECTORY, 0600}}, "/tmp",
		"open(\"/tmp\", O_RDONLY|O_DIRECTORY)", NULL},
	{"memfd", {.args = {16384, MFD_CLOEXEC}}, NULL,
		"memfd(16384, MFD_CLOEXEC)", NULL},
	{"memfd", {.args = {-1, MFD_EXEC}}, NULL, "memfd(-1, MFD_EXEC)", "6.3"},
	{"malloc", {.args = {UINT64_MAX}}, NULL, "malloc(18446744073709551615)",
		NULL},
	{"calloc", {.args = {7, 100}}, NULL, "calloc(7, 100)", NULL},
	{"realloc", {.args = {0, 0}}, NULL, "realloc(NULL, 0)", NULL},
	{"reallocarray", {.args = {0x1000, 3, 9}}, NULL,
		"reallocarray(0x1000, 3, 9)", NULL},
	{"free", {.args = {0x1000}}, NULL, "free(0x1000)", NULL},
	{"memalign", {.args = {64, 9}}, NULL, "memalign(64, 9)", NULL},
	{"posix_memalign", {.args = {48, 9}}, NULL,
		"posix_memalign(&block, 48, 9)", NULL},
	{"aligned_alloc", {.args = {64, 9}}, NULL, "aligned_alloc(64, 9)",
		NULL},
	{"malloc_trim", {.args = {4096}}, NULL, "malloc_trim(4096)", NULL},
	{"mallopt", {.args = {(uint64_t)-3, -1}}, NULL,
		"mallopt(M_MMAP_THRESHOLD, -1)", NULL},
	{"mallopt", {.args = {99, 5}}, NULL, "mallopt(0x63, 5)", NULL},
	{"ftruncate", {.args = {3, -1}}, NULL, "ftruncate(3, -1)", NULL},
	{"close", {.args = {-1}}, NULL, "close(-1)", NULL},
	{"fork", {.args = {0}}, NULL, "fork()", NULL},
	{"malloc_info", {.args = {0}}, NULL, "malloc_info()", NULL},
	{"malloc_usable_size", {.args = {0x1000}}, NULL,
		"malloc_usable_size(0x1000)", NULL},
	{"thread", {.args = {0}}, NULL, "pthread_create()", NULL},
	{"thread", {.args = {65536, 0}, .given = 3}, NULL,
		"pthread_create({stack 65536, guard 0})", NULL},
	{"thread", {.args = {0, 4096}, .given = 2}, NULL,
		"pthread_create({guard 4096})", NULL},
	{"thread", {.args = {9, 0}, .given = 1, .shown = 1}, NULL,
		"pthread_attr_setstacksize(9)", NULL},
	{"exit", {.args = {300}}, NULL, "exit(300)", NULL},
	{"prctl", {.args = {65, 1}}, NULL, "prctl(PR_SET_MDWE, 1, 0, 0, 0)",
		"6.3"},
	{"prctl", {.args = {77, 5}}, NULL, "prctl(0x4d, 5, 0, 0, 0)", NULL},
	{"prctl", {.args = {0x53564d41, 0, 0, 4096, 1}, .given = 1U << 2},
		"a name",
		"prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 1, \"a "
		"name\")",
		"5.17"},
	{"prctl", {.args = {0x53564d41, 0, 0, 4096, 1}}, NULL,
		"prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, 0x1000, 1, NULL)",
		"5.17"},
	{"setuid", {.args = {0x100000002}}, NULL, "setuid(2)", NULL},
	{"setuid", {.args = {0x100000002}, .shown = 1}, NULL,
		"setgroups(0, NULL)", NULL},
	{"setuid", {.args = {0x100000002}, .shown = 2}, NULL, "setgid(1)",
		NULL},
	{"seccomp", {.given = 1}, NULL,
		"seccomp(SECCOMP_SET_MODE_FILTER, 0, {})", "3.17"},
	{"cgroup", {.given = 1}, NULL, "cgroup()", NULL},
	{"capset", {.args = {UINT64_MAX}}, NULL, "capset({drop=CAP_ALL})",
		NULL},
	{"capset", {.args = {1 << 14}}, NULL, "capset({drop=CAP_IPC_LOCK})",
		NULL},
	{"unshare", {.args = {0x10000000}}, NULL, "unshare(CLONE_NEWUSER)",
		NULL},
	{"sleep", {.args = {250000000}}, NULL, "sleep(0.25)", NULL},
	{"sleep", {.args = {10000000000}}, NULL, "sleep(10)", NULL},
	{"setrlimit", {.given = 1}, NULL, "setrlimit(RLIMIT_CPU, {})", NULL},
};

static struct call call_of(int row)
{
	struct call call = calls[row].call;

	call.command = find(calls[row].command);
	call.page_size = units.page;
	if (calls[row].text) {
		call.text_length = (uint32_t)strlen(calls[row].text);
		memcpy(call.text, calls[row].text, call.text_length);
	}
	return call;
}

START_TEST(a_call_is_shown_as_strace_prints_it)
{
	struct call call = call_of(_i);
	char text[CALL_FORMAT_MAX];

	call_format(&call, text, sizeof(text));
	ck_assert_str_eq(text, calls[_i].shown);
	ck_assert_pstr_eq(call_since(&call), calls[_i].since);
}
END_TEST

START_TEST(a_call_is_cut_off_where_there_is_no_room)
{
	struct call call = call_of(_i);

	for (size_t size = 2; size <= strlen(calls[_i].shown) + 1; size++) {
		char *text = malloc(size);

		call_format(&call, text, size);
		ck_assert_uint_lt(strlen(text), size);
		ck_assert_int_eq(text[strlen(text) - 1], ')');
		free(text);
	}
}
END_TEST

START_TEST(every_call_of_the_table_is_shown)
{
	for (size_t i = 0; command_table[i]; i++) {
		bool seen = command_is_inspection(command_table[i]);

		for (int row = 0; row < ROWS(calls) && !seen; row++)
			seen = strcmp(calls[row].command,
				       command_table[i]->name) == 0;
		/* mincore's form is told by what it returns. */
		ck_assert_msg(
			seen || strcmp(command_table[i]->name, "mincore") == 0,
			"no row shows %s", command_table[i]->name);
	}
}
END_TEST

START_TEST(the_longest_path_and_bytes_fit)
{
	static struct call call;
	static char text[CALL_FORMAT_MAX], argument[ARGUMENT_MAX];

	call = (struct call){.command = find("open"), .args = {0, O_RDONLY}};
	call.text_length = CALL_TEXT_MAX - 1;
	memset(call.text, 'x', call.text_length);
	call_format(&call, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "x\", O_RDONLY)"));
	ck_assert_uint_eq(strspn(text + 6, "x"), CALL_TEXT_MAX - 1);

	call.command = find("poke");
	call.given = 1U << 1;
	call_format_argument(
		&call, call.command->params[1], argument, sizeof(argument));
	ck_assert_uint_eq(strlen(argument), 2 * (CALL_TEXT_MAX - 1));
	/* Shown are the first of many bytes. */
	call_format(&call, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "7878..., 0)"));
	ck_assert_uint_lt(strlen(text), 100);
	call.given = 1U << 2;
	call_format(&call, text, sizeof(text));
	ck_assert_ptr_nonnull(strstr(text, "xxx\"..., 0)"));
	ck_assert_uint_lt(strlen(text), 100);
}
END_TEST

START_TEST(no_command_has_two_parameters_of_one_role)
{
	const struct command *command = command_table[_i];
	struct call call = {.command = command};

	for (size_t i = 0; i < command_params(command); i++) {
		const struct param *p = command->params[i];
		bool number =
			p->kind != PARAM_PATH && p->kind != PARAM_BYTES &&
			p->kind != PARAM_TEXT && p->kind != PARAM_CAUSE &&
			p->kind != PARAM_EXAMPLE && p->kind != PARAM_REGION &&
			p->kind != PARAM_LIMIT && p->kind != PARAM_FILTER &&
			p->kind != PARAM_GROUP_LIMITS;

		ck_assert_int_eq(p->role != ROLE_NONE, number);
		if (!number)
			continue;
		call.args[i] = UINT64_MAX - i;
		ck_assert_uint_eq(arg(&call, p->role), UINT64_MAX - i);
		set_arg(&call, p->role, i);
		ck_assert_uint_eq(call.args[i], i);
	}
	ck_assert_uint_eq(arg(&call, ROLE_NONE), 0);
}
END_TEST

/* A default is what a user could have typed. */
static void check_default(const struct param *p, const char *text)
{
	COMPLAINT(why);
	struct sizes sizes;
	uint64_t value;
	int64_t number;
	bool good = false;

	switch (p->kind) {
	case PARAM_ADDRESS:
		good = strcmp(text, "NULL") == 0;
		break;
	case PARAM_SIZE:
		good = number_parse_size(text, &units, &value, &why);
		break;
	case PARAM_SIGNED:
		good = number_parse_signed(text, &units, &number, &why);
		break;
	case PARAM_FLAGS:
		good = names_parse(p->names, text, NULL, &value, &why);
		break;
	case PARAM_COUNT:
		good = number_parse_bits(text, &value, &why);
		break;
	case PARAM_MODE:
		good = number_parse_mode(text, &value, &why);
		break;
	case PARAM_SIZES:
		good = sizes_parse(text, &units, &sizes, &why);
		break;
	default:
		break;
	}
	ck_assert_msg(good, "the default of %s is '%s'", p->name, text);
}

static bool is_required(const struct param *p)
{
	return p->missing == MISSING_REFUSED && !p->fallback;
}

static void check_param(const struct command *command, size_t n)
{
	const struct param *p = command->params[n];

	ck_assert(p->help && *p->help);
	/* A switch has none. */
	ck_assert_int_eq(p->value == NULL, p->kind == PARAM_SWITCH);
	ck_assert(!p->value || *p->value);
	ck_assert_uint_eq(
		strspn(p->name, "abcdefghijklmnopqrstuvwxyz0123456789-"),
		strlen(p->name));
	ck_assert_int_eq(command_find_param(command, p->name), (int)n);
	ck_assert(command_has_kind(command, p->kind));
	ck_assert(p->kind != PARAM_FLAGS || p->names);
	if (p->fallback)
		check_default(p, p->fallback);
	if (p->with_file)
		check_default(p, p->with_file);
	/* What is required is what people think of first, or goes with it. */
	if (is_required(p))
		ck_assert_msg(
			command->word == p ||
				(command->word && is_required(command->word)),
			"%s: %s", command->name, p->name);
}

/* act() makes the call, or the subject's stack does. */
static void check_call_kind(const struct command *command)
{
	const struct call_kind *call = command->call;

	ck_assert((call->act != NULL) !=
		  command_has_trait(command, CALL_ON_STACK));
	ck_assert(call->act == act_number || call->number == 0);
	ck_assert_int_eq(call->result == RESULT_COUNT, call->unit != NULL);
	/* A system call has six arguments at most. */
	if (call->act == act_number)
		ck_assert_uint_le(command_params(command), 6);
}

START_TEST(every_command_is_whole)
{
	const struct command *c = command_table[_i];
	size_t count = command_params(c);
	bool among = !c->word || c->word->kind == PARAM_REGION;
	bool second = !c->second;

	ck_assert_uint_eq(strspn(c->name, "abcdefghijklmnopqrstuvwxyz-_"),
		strlen(c->name));
	ck_assert_ptr_eq(find(c->name), c);
	ck_assert(c->summary && *c->summary);
	ck_assert_uint_le(strlen(c->summary), 60);
	ck_assert(islower((unsigned char)*c->summary));
	ck_assert(c->manual && strchr(c->manual, '('));
	ck_assert_msg(c->describes && strlen(c->describes) > 80, "%s", c->name);
	ck_assert_int_eq(c->describes[strlen(c->describes) - 1], '.');
	ck_assert_uint_lt(count, PARAMS_MAX);
	for (size_t i = 0; i < count; i++) {
		among = among || c->params[i] == c->word;
		second = second || c->params[i] == c->second;
		check_param(c, i);
	}
	ck_assert_msg(among, "the WORD of %s is no parameter", c->name);
	ck_assert_msg(second && (c->word || !c->second),
		"the second WORD of %s is no parameter", c->name);
	ck_assert_int_eq((c->call != NULL) + (c->inspection != NULL) +
				 (c->program != NULL),
		1);
	if (c->call)
		check_call_kind(c);
	if (c->first && !c->lacks_first)
		ck_assert_int_ge(command_find_role(c, ROLE_ADDR), 0);
	ck_assert_int_eq(command_find_param(c, "nothing"), -1);
}
END_TEST

START_TEST(the_implicit_steps_are_what_a_user_would_type)
{
	const struct command *command = command_table[_i];
	char line[128], *argv[32], *rest = NULL;
	COMPLAINT(why);
	struct plan plan;
	int argc = 0;

	if (!command->first)
		return;
	snprintf(line, sizeof(line), "memtool %s", command->first);
	for (char *word = strtok_r(line, " ", &rest); word;
		word = strtok_r(NULL, " ", &rest))
		argv[argc++] = word;
	argv[argc] = NULL;
	ck_assert_msg(
		cli_read(argc, argv, &outside, &plan, &why) == CLI_PLANNED,
		"%s: %s", command->first, said(why.message));
	ck_assert_uint_ge(plan.count, 1);
	plan_free(&plan);
}
END_TEST

START_TEST(a_step_needs_the_step_that_makes_what_it_names)
{
	static const bool needs[] = {
		[SOURCE_NUMBER] = false,
		[SOURCE_MADE] = true,
		[SOURCE_PLACE] = false,
		[SOURCE_REST] = true,
		[SOURCE_FILE_SIZE] = true,
	};
	struct step step = {.command = find("mmap")};

	step.args[2] =
		(struct expression){.source = (enum source)_i, .step = 5};
	ck_assert_int_eq(plan_needs(&step, 2), needs[_i] ? 5 : -1);
	step.args[2].step = -1;
	ck_assert_int_eq(plan_needs(&step, 2), -1);
}
END_TEST

START_TEST(a_plan_is_freed_twice_without_harm)
{
	struct plan plan = {.program = "memtool"};

	plan_free(&plan);
	plan_free(&plan);
	ck_assert_ptr_null(plan.steps);
	ck_assert_uint_eq(plan.count, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("commands");
	TCase *t = add_case(suite, "calls");
	int commands = 0;

	while (command_table[commands])
		commands++;
	tcase_add_loop_test(
		t, a_call_is_shown_as_strace_prints_it, 0, ROWS(calls));
	tcase_add_loop_test(
		t, a_call_is_cut_off_where_there_is_no_room, 0, ROWS(calls));
	tcase_add_test(t, every_call_of_the_table_is_shown);
	tcase_add_test(t, the_longest_path_and_bytes_fit);
	t = add_case(suite, "table");
	tcase_add_loop_test(
		t, no_command_has_two_parameters_of_one_role, 0, commands);
	tcase_add_loop_test(t, every_command_is_whole, 0, commands);
	tcase_add_loop_test(
		t, the_implicit_steps_are_what_a_user_would_type, 0, commands);
	t = add_case(suite, "plan");
	tcase_add_loop_test(
		t, a_step_needs_the_step_that_makes_what_it_names, 0, 5);
	tcase_add_test(t, a_plan_is_freed_twice_without_harm);
	return run_suite(suite);
}
