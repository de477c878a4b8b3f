/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Command lines that are refused, and those that are answered. */
#include <strings.h>

#include "cli/cli.h"
#include "line.h"
#include "run.h"
#include "table.h"

#define LONG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

/* STEP 0: before any.  SUGGESTION "": none.  SAYS: part of the message. */
static const struct {
	const char *line, *word, *suggestion, *says;
	int step;
} complaints[] = {
#if UINTPTR_MAX == UINT32_MAX
	/* What would be cut, and become another number. */
	{"mmap 4G", "4G", "", "more than the 4294967295 bytes", 1},
	{"malloc 4G", "4G", "", "more than the 4294967295 bytes", 1},
	{"mmap 1p --addr 0x100000000", "0x100000000", "", "0xffffffff", 1},
	{"mmap 1p --flags 0x100000000", "0x100000000", "", "0xffffffff", 1},
	{"sbrk 2G", "2G", "", "-2147483648 to 2147483647", 1},
#endif
	/* The chain. */
	{"", "", "", "a call is missing", 0},
	{"then mmap", "then", "", "before 'then'", 0},
	{", mmap", ",", "", "before ','", 0},
	{"mmap then", "then", "", "after 'then'", 0},
	{"mmap ,", ",", "", "after ','", 0},
	{"mmap then then mmap", "then", "", "before 'then'", 0},
	{"-q", "-q", "", "a call is missing", 0},
	{"mmpa", "mmpa", "mmap", "mmpa", 1},
	{"MMAP", "MMAP", "mmap", "MMAP", 1},
	{"hlep", "hlep", "help", "hlep", 1},
	{"mmap then munmpa", "munmpa", "munmap", "munmpa", 2},
	{"xyzzy", "xyzzy", "", "memtool help", 1},
	{"mmap then schema", "schema", "", "chain", 2},
	{"schema then mmap", "schema", "", "chain", 1},
	{"schema word", "word", "", "word", 1},
	{"mmap then help", "help", "", "help", 2},
	/* Options. */
	{"--jsno mmap", "--jsno", "--json", "--jsno", 0},
	{"mmap --lenght 4M", "--lenght", "--length", "mmap: ", 1},
	{"mmap --lenght=4M", "--lenght=4M", "--length", "--lenght", 1},
	{"mmap --xyzzy", "--xyzzy", "", "memtool help --all mmap", 1},
	{"mmap -l 4M", "-l", "--length", "-l", 1},
	{"mmap --length", "--length", "", "--length", 1},
	{"mmap then touch --access", "--access", "", "touch: ", 2},
	{"mmap --json=yes", "--json=yes", "", "--json", 1},
	{"mmap --color=sometimes", "sometimes", "", "always", 1},
	{"pagesize --length 4k", "--length", "", "pagesize: ", 1},
	{"pagesize --as a", "--as", "", "--as", 1},
	{"pagesize --sys a", "--sys", "--syscalls", "--sys", 1},
	{"mlockall --on a", "--on", "", "--on", 1},
	/* The same thing twice. */
	{"mmap 4M 8M", "8M", "", "too many", 1},
	{"mmap --length 4M 8M", "8M", "", "--length", 1},
	{"mmap 8M --length 4M", "8M", "", "--length", 1},
	{"mmap --length 4M --length 8M", "8M", "", "already given as", 1},
	{"mmap --length 4M --length 4M", "4M", "", "already given as", 1},
	{"mmap --as a --as b", "b", "", "already given as", 1},
	{"mmap --as a then munlock a --on a", "a", "", "--on", 2},
	/* Numbers and names. */
	{"mmap 4x", "4x", "", "mmap: length: '4x'", 1},
	{"mmap 4P", "4P", "", "PiB", 1},
	{"mmap 010", "010", "", "leading zero", 1},
	{"mmap 1hp", "1hp", "", "huge", 1},
	{"mmap -4k", "-4k", "", "negative", 1},
	{"mmap --length=", "", "", "empty", 1},
	{"mmap 18446744073709551616", "18446744073709551616", "", "64 bits", 1},
	{"mmap --offset 8388608T", "8388608T", "", "fit", 1},
	{"mmap --fd 99999999999", "99999999999", "", "int", 1},
	{"sbrk --increment 4x", "4x", "", "sbrk: increment", 1},
	{"peek 65537", "65537", "", "peek", 1},
	{"open x --mode 9", "9", "", "octal", 1},
	{"mmap --flags private,shared", "shared", "", "exclude", 1},
	{"mmap --flags popluate", "popluate", "POPULATE", "mmap: flags", 1},
	{"mmap then madvise dontned", "dontned", "DONTNEED", "advice", 2},
	{"mprotect xr", "xr", "", "protection", 1},
	{"mprotect +rw", "+rw", "", "'+'", 1},
	{"touch raed", "raed", "read", "access", 1},
	{"poke c", "c", "", "two hexadecimal", 1},
	{"poke c3zz", "c3zz", "--text c3zz", "not hexadecimal", 1},
	{"poke 0x", "0x", "", "two hexadecimal", 1},
	{"mmap --expect ENOMEN", "ENOMEN", "ENOMEM", "expect", 1},
	{"mmap --expect ok,", "ok,", "", "expect", 1},
	/* What is required. */
	{"mprotect", "", "", "missing", 1},
	{"madvise", "", "", "missing", 1},
	{"mremap", "", "", "missing", 1},
	{"alloca", "", "", "missing", 1},
	{"poke", "", "", "missing", 1},
	{"open", "", "", "missing", 1},
	{"memfd then ftruncate", "", "", "missing", 2},
	{"ftruncate 0", "", "", "no file", 1},
	{"close", "", "", "no file", 1},
	{"munlockall 4k", "4k", "", "no word", 1},
	/* What a word was meant for. */
	{"mmap data.bin", "data.bin", "--file data.bin", "length", 1},
	{"mmap ./data", "./data", "--file ./data", "length", 1},
	/* What is memory already is acted on by another option. */
	{"mmap --as a then peek a", "a", "--on a", "length", 2},
	{"mmap --as a then touch a", "a", "--on a", "access", 2},
	{"malloc 9 --times 2 --as a then realloc a.2", "a.2", "--on a.2",
		"size", 2},
	{"peek heap", "heap", "--addr heap", "length", 1},
	{"memfd --as f then peek f", "f", "--file f", "length", 2},
	{"mmap --as a then mmap a", "a", "--file a", "length", 2},
	{"prctl mdw", "mdw", "MDWE", "option of prctl", 1},
	{"prctl mdwe=x", "x", "", "plain number", 1},
	{"prctl mdwe=1 --value 2", "1", "", "already given", 1},
	{"prctl", "", "", "missing", 1},
	{"setuid roott", "roott", "root", "/etc/passwd", 1},
	{"setuid 1:x", "x", "", "is not a user", 1},
	{"setuid 4294967296", "4294967296", "", "is not a user", 1},
	{"setuid", "", "", "missing", 1},
	{"seccomp madvice", "madvice", "madvise", "system call", 1},
	{"seccomp madvise=EBLAH", "EBLAH", "", "errno", 1},
	{"seccomp mmap,write", "write", "", "cannot be filtered", 1},
	{"seccomp brk=kill", "brk", "", "only fail", 1},
	{"seccomp", "", "", "missing", 1},
	{"capset drop=ipc_lok", "ipc_lok", "IPC_LOCK", "capability", 1},
	{"capset add=ipc_lock", "add=ipc_lock", "IPC_LOCK", "capability", 1},
	{"capset", "", "", "missing", 1},
	{"unshare usr", "usr", "USER", "namespace", 1},
	{"sleep 1s", "1s", "", "seconds", 1},
	{"sleep -1", "-1", "", "seconds", 1},
	{"sleep", "", "", "missing", 1},
	{"setrlimit memlok=1", "memlok", "MEMLOCK", "resource", 1},
	{"setrlimit nofile", "nofile", "", "no value", 1},
	{"setrlimit nofile=x", "x", "", "unlimited", 1},
	{"setrlimit nofile=1 2", "2", "", "too many", 1},
	{"mallopt mxfast 64", "64", "--value 64", "one word too many", 1},
	{"calloc 10 10", "10", "", "one word too many", 1},
	{"posix_memalign 9 --align 64", "--align", "--alignment",
		"unknown option", 1},
	{"posix_memalign 9 --a 64", "--a", "", "unknown option", 1},
	{"munlock 4k", "4k", "", "--length", 1},
	{"munmap 0x7f0000000000", "0x7f0000000000", "", "--addr", 1},
	/* Names of regions and files. */
	{"mmap --as end", "end", "", "name", 1},
	{"mmap --as stack", "stack", "", "name", 1},
	{"mmap --as then", "then", "", "name", 1},
	{"mmap --as 1a", "1a", "", "name", 1},
	{"mmap --as a.b", "a.b", "", "name", 1},
	{"mmap --as " LONG, LONG, "", "name", 1},
	{"mmap --as a then mmap --as a", "a", "", "already in use", 2},
	{"mmap then mlock --on a", "a", "", "'a'", 2},
	{"mmap --as buffer then mlock --on bufer", "bufer", "buffer", "bufer",
		2},
	{"mlock --on a then mmap --as a", "a", "", "no earlier step", 1},
	{"mmap then mlock --addr a+1p", "a", "", "'a'", 2},
	{"mmap --as a then mlock --addr a.start", "a.start", "", "address", 2},
	{"mmap then mlock --addr 1x", "1x", "", "addr", 2},
	{"memfd --as f then mlock --on f", "f", "", "file", 2},
	{"memfd --as f then touch --addr f", "f", "", "file", 2},
	{"mmap --as a then close --on a", "a", "", "memory", 2},
	{"mmap --as a then mmap --fd a", "a", "", "not a file", 2},
	{"mmap --addr +1p", "+1p", "", "region", 1},
	/* Files that are mapped by the way. */
	{"mmap --open rdwr", "rdwr", "", "--file", 1},
	{"mmap --file x --open rdwrr", "rdwrr", "RDWR", "open", 1},
	{"mlock --file x --open rdwrr", "rdwrr", "RDWR", "open", 1},
	{"mmap --as a then mlock --file x --on a", "a", "", "--file", 2},
	{"mlock --file x --addr stack", "x", "", "--addr", 1},
	/* Two words. */
	{"explain mlok", "mlok", "mlock",
		"neither a valid outcome nor a valid call", 1},
	{"explain ENOMEN mlock", "ENOMEN", "ENOMEM", "neither a valid outcome",
		1},
	{"explain mlock ENOMEN", "ENOMEN", "ENOMEM", "neither a valid outcome",
		1},
	{"explain ENOMEM mlok", "mlok", "mlock", "nor a valid call", 1},
	{"explain xyzzyx", "xyzzyx", "",
		"neither a valid outcome nor a valid call", 1},
	{"explain ENOMEM EINVAL", "EINVAL", "", "call: ", 1},
	{"explain mlock mmap", "mmap", "", "outcome: ", 1},
	{"explain schema", "schema", "", "an inspection, not a call", 1},
	{"explain ENOMEM --call mlok", "mlok", "mlock", "not a call", 1},
	{"explain mlock --outcome ENOMEN", "ENOMEN", "ENOMEM", "outcome", 1},
	{"explain 5000", "5000", "", "not the number of an errno", 1},
	{"explain 0", "0", "", "not the number of an errno", 1},
	{"explain -12", "-12", "", "not the number of an errno", 1},
	{"explain SIGSEGV:SEGV_FOO", "SEGV_FOO", "", "not a code", 1},
	{"explain ENOMEM,EINVAL mlock", "ENOMEM,EINVAL", "", "one outcome", 1},
	{"explain ENOMEM mlock mmap", "mmap", "", "two are accepted", 1},
	{"explain mlock --call mmap", "mlock", "", "already given it", 1},
	{"explain ENOMEM --expect ok", "--expect", "", "unknown option", 1},
	{"explain ENOMEM --hold 1", "explain", "", "--hold", 1},
	{"mmap then explain ENOMEM", "explain", "", "chain", 2},
	{"fit --random 5 --sizes gauss", "gauss", "", "not a distribution", 1},
	{"fit --random 5 --sizes uniformm", "uniformm", "uniform",
		"sizes: ", 1},
	{"fit --random 5 --sizes uniform:9..8", "9..8", "", "range ends", 1},
	{"fit --random 5 --only frist", "frist", "first",
		"not a valid strategy", 1},
	{"fit trace --trace other", "trace", "", "already given it", 1},
	{"fit --grow 8 trace", "8", "", "too small", 1},
	{"fit one two", "two", "", "one word too many", 1},
	{"fit trace then mmap", "fit", "", "chain", 1},
	/* How long the subject is held. */
	{"mmap --hold entr", "entr", "enter", "--hold", 1},
	{"mmap --hold 5s", "5s", "", "--hold", 1},
	{"mmap --hold -1", "-1", "", "--hold", 1},
	{"mmap --hold 05", "05", "", "--hold", 1},
	{"mmap --hold 1.", "1.", "", "--hold", 1},
	{"mmap --hold .5", ".5", "", "--hold", 1},
	{"mmap --hold 0.0000000001", "0.0000000001", "", "--hold", 1},
	{"mmap --hold=", "", "", "--hold", 1},
	{"mmap --hold", "--hold", "", "needs a value", 1},
	/* How often. */
	{"malloc 8 --times 0", "0", "", "times: '0': 1 to 1000000", 1},
	{"malloc 8 --times 1000001", "1000001", "", "1 to 1000000", 1},
	{"malloc 8 --times 1M", "1M", "", "1 to 1000000", 1},
	{"malloc 8 --times -1", "-1", "", "times: '-1': 1 to 1000000", 1},
	{"malloc 8 --times 18446744073709551617", "18446744073709551617", "",
		"times: ", 1},
	{"malloc 8 --times 01", "01", "", "times: '01': a leading zero", 1},
	{"malloc 8 --times 1.5", "1.5", "", "times: ", 1},
	{"malloc 8 --times=", "", "", "times", 1},
	{"malloc 8 --times", "--times", "", "needs a value", 1},
	{"malloc 8 --times x", "x", "", "times: 'x'", 1},
	{"malloc 8 --times 2 --times 2", "2", "", "already given as", 1},
	{"malloc 8 --tiems 2", "--tiems", "--times", "unknown option", 1},
	{"maps --times 2", "--times", "", "unknown option", 1},
	{"maps --every 2", "--every", "", "unknown option", 1},
	{"malloc 8 then maps --times 2", "--times", "", "unknown option", 2},
	{"malloc 8 --times 1000 then free --times 1001", "1001", "",
		"'1001' times 1000 blocks is more than the maximum of 1000000 "
		"calls",
		2},
	{"malloc 8 --times 1000000 then free --every 2 --times 3", "3", "",
		"500000 blocks", 2},
	/* Which of several. */
	{"malloc 8 --times 9 then free --every 0", "0", "",
		"every: '0': 1 to 1000000", 2},
	{"malloc 8 --times 9 then free --every -1", "-1", "",
		"every: '-1': 1 to 1000000", 2},
	{"malloc 8 --times 9 then free --every 10", "10", "",
		"more than the 9 existing blocks", 2},
	{"malloc 8 --times 9 then free --every 2 --every 3", "3", "",
		"already given as", 2},
	{"malloc 8 then free --every 2", "2", "", "acts on only one", 2},
	{"malloc 8 then free --every 1", "1", "", "acts on only one", 2},
	{"free --every 2", "2", "", "acts on only one", 1},
	{"malloc 8 --every 2", "--every", "", "unknown option", 1},
	{"malloc 8 --times 9 --as a then free --on a.3 --every 2", "2", "",
		"acts on only one", 2},
	{"malloc 8 --times 9 --as a then free --on a.10", "a.10", "",
		"step 1 makes 9; a number from 1", 2},
	{"malloc 8 --times 9 --as a then free --addr a.10", "a.10", "",
		"step 1 makes 9", 2},
	{"malloc 8 --as a then free --on a.2", "a.2", "", "step 1 makes 1", 2},
	{"malloc 8 --times 9 --as a then free --every 2 then "
	 "realloc 9 --on a --every 2 --as b then free --on b.5",
		"b.5", "", "step 3 makes 4", 4},
	{"malloc 8 --times 9 --as a then free --on a.0", "a.0", "",
		"the blocks of 'a' are named 'a.1', 'a.2'", 2},
	{"malloc 8 --times 9 --as a then free --on a.01", "a.01", "",
		"the blocks of 'a'", 2},
	{"malloc 8 --times 9 --as a then free a.x", "a.x", "",
		"the blocks of 'a'", 2},
	{"malloc 8 --times 9 --as a then free --on a.1+8", "a.1+8", "",
		"the blocks of 'a'", 2},
	{"malloc 8 --times 9 --as a then free --addr a.0", "a.0", "",
		"not an address", 2},
	{"malloc 8 --times 9 --as a then free --addr a.01", "a.01", "",
		"not an address", 2},
	{"malloc 8 --times 9 --as a then free --on b.1", "b.1", "",
		"no earlier step is named 'b.1'", 2},
	{"malloc 8 --times 9 --as a then free --on b.0", "b.0", "",
		"no earlier step is named 'b.0'", 2},
	/* Only the address that a call acts on is that of each block. */
	{"malloc 8 --times 9 --as a then mremap 1p --new-addr a", "a", "",
		"new-addr: a has 9 blocks, and one is needed here", 2},
	{"mmap --times 9 --as a then mmap --addr a", "a", "",
		"addr: a has 9 blocks, and one is needed here", 2},
	/* Of several files only the last can be named. */
	{"memfd --times 3 --as f then close --on f.1", "f.1", "",
		"only the last of several files has a name: 'f'", 2},
	{"memfd --times 3 --as f then touch --addr f.1", "f.1", "",
		"only the last of several files has a name: 'f'", 2},
	{"memfd --times 3 then close --every 2", "--every", "",
		"unknown option", 2},
	/* The allocator's. */
	{"malloc", "", "", "missing", 1},
	{"realloc", "", "", "missing", 1},
	{"mallopt", "", "", "missing", 1},
	{"mallopt mmap_threshold", "", "", "missing", 1},
	{"mallopt mmap_treshold --value 1", "mmap_treshold", "MMAP_THRESHOLD",
		"param", 1},
	{"mallopt mxfast,perturb --value 1", "perturb", "", "exclude", 1},
	{"mallopt perturb --value 2147483648", "2147483648", "", "value: ", 1},
	{"mallopt perturb --value -2147483649", "-2147483649", "",
		"value: ", 1},
	{"malloc -1", "-1", "", "negative", 1},
	{"calloc 8 --nmemb -1", "-1", "", "nmemb: ", 1},
	{"malloc 18446744073709551616", "18446744073709551616", "", "64 bits",
		1},
	{"free 0x1000", "0x1000", "", "--addr", 1},
	/* Help. */
	{"help mmpa", "mmpa", "mmap", "help", 0},
	{"help mmap touch", "touch", "", "help", 0},
};

static const struct cli_outside outside = {
	.table = command_table, .units = {4096, NULL}};

static enum cli_way read_line(struct line *line, const char *text,
	struct plan *plan, struct complaint *why)
{
	return read_line_in(&outside, line, text, plan, why);
}

START_TEST(a_mistake_is_found_and_named)
{
	COMPLAINT(why);
	struct line line;
	struct plan plan;

	ck_assert_msg(read_line(&line, complaints[_i].line, &plan, &why) ==
			      CLI_REFUSED,
		"'%s' was taken", complaints[_i].line);
	ck_assert_int_eq(why.kind, COMPLAINT_USAGE);
	ck_assert_msg(strstr(said(why.message), complaints[_i].says) != NULL,
		"'%s' does not say '%s'", said(why.message),
		complaints[_i].says);
	ck_assert_msg(strcmp(said(why.word), complaints[_i].word) == 0,
		"the word is '%s', not '%s': %s", said(why.word),
		complaints[_i].word, said(why.message));
	ck_assert_msg(strcasecmp(said(why.suggestion),
			      complaints[_i].suggestion) == 0,
		"the suggestion is '%s', not '%s': %s", said(why.suggestion),
		complaints[_i].suggestion, said(why.message));
	ck_assert_msg(why.step == complaints[_i].step,
		"the step is %d, not %d: %s", why.step, complaints[_i].step,
		said(why.message));
	plan_free(&plan);
}
END_TEST

/* However the line goes wrong, the report knows that JSON is wanted. */
START_TEST(json_is_seen_in_a_line_that_is_refused)
{
	static const char *const lines[] = {"mmpa --json", "--xyzzy --json",
		"mmap 4x then touch -j", "mmap 4x --json then", "--json"};
	COMPLAINT(why);
	struct line line;
	struct plan plan;

	for (int i = 0; i < ROWS(lines); i++) {
		ck_assert_int_eq(
			read_line(&line, lines[i], &plan, &why), CLI_REFUSED);
		ck_assert_msg(plan.options.json, "%s", lines[i]);
		ck_assert(!plan.options.pretty);
		plan_free(&plan);
	}
	ck_assert_int_eq(
		read_line(&line, "--pretty mmpa", &plan, &why), CLI_REFUSED);
	ck_assert(plan.options.json && plan.options.pretty);
	plan_free(&plan);
}
END_TEST

START_TEST(a_line_without_even_a_program_is_refused)
{
	char *argv[] = {NULL};
	COMPLAINT(why);
	struct plan plan;

	ck_assert_int_eq(cli_read(0, argv, &outside, &plan, &why), CLI_REFUSED);
	ck_assert_ptr_nonnull(strstr(said(why.message), "a call is missing"));
	ck_assert_str_eq(plan.program, "memtool");
	plan_free(&plan);
}
END_TEST

/* What is printed on standard output meanwhile, for the caller to free. */
static char *answer(const char *text, enum cli_way wanted)
{
	FILE *file = tmpfile();
	int kept = redirect_to(stdout, file);
	COMPLAINT(why);
	struct line line;
	struct plan plan;
	enum cli_way way = read_line(&line, text, &plan, &why);
	char *printed = restored(stdout, file, kept);

	ck_assert_int_eq(way, wanted);
	plan_free(&plan);
	return printed;
}

static const struct {
	const char *line, *says;
} answers[] = {
	{"help", "memtool mmap 4M then"},
	{"--help", "munlockall"},
	{"-h", "Usage: memtool"},
	{"help mmap", "--length"},
	{"help madvise", "dontneed"},
	{"mmap --help", "MAP_"},
	{"mmap 4M then mprotect -h", "mprotect(2)"},
	{"--version", "memtool "},
	{"-V", "memtool "},
	{"mmap --version", "memtool "},
	{"__complete mm", "mmap\n"},
	{"__complete mmap --le", "--length\n"},
	{"__complete madvise dontn", "dontneed\n"},
	{"help mlock", "undoes any number"},
	{"help explain", "[OUTCOME] [CALL]"},
	{"help mprotect", "[OPTION...] PROT\n"},
};

START_TEST(a_question_is_answered)
{
	char *printed = answer(answers[_i].line, CLI_ANSWERED);

	ck_assert_msg(strstr(printed, answers[_i].says) != NULL,
		"'%s' does not say '%s'", printed, answers[_i].says);
	free(printed);
}
END_TEST

START_TEST(help_knows_every_command_and_fits_80_columns)
{
	const struct command *command = command_table[_i];
	char line[64];
	char *printed;

	snprintf(line, sizeof(line), "help %s", command->name);
	printed = answer(line, CLI_ANSWERED);
	ck_assert_ptr_nonnull(strstr(printed, command->summary));
	for (size_t i = 0; i < command_params(command); i++) {
		snprintf(line, sizeof(line), "--%s", command->params[i]->name);
		ck_assert_msg(strstr(printed, line) != NULL, "%s", line);
	}
	for (char *at = printed; *at; at += strspn(at, "\n")) {
		size_t width = strcspn(at, "\n");

		ck_assert_msg(width <= 80, "%.*s", (int)width, at);
		at += width;
	}
	free(printed);
	printed = answer("help", CLI_ANSWERED);
	ck_assert_ptr_nonnull(strstr(printed, command->name));
	free(printed);
}
END_TEST

START_TEST(a_line_that_is_read_prints_nothing)
{
	char *printed = answer("mmap then touch", CLI_PLANNED);

	ck_assert_str_eq(printed, "");
	free(printed);
	printed = answer("mmap 4x", CLI_REFUSED);
	ck_assert_str_eq(printed, "");
	free(printed);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("complaints");
	TCase *t = add_case(suite, "complaints");
	int commands = 0;

	while (command_table[commands])
		commands++;
	tcase_add_loop_test(
		t, a_mistake_is_found_and_named, 0, ROWS(complaints));
	tcase_add_test(t, json_is_seen_in_a_line_that_is_refused);
	tcase_add_test(t, a_line_without_even_a_program_is_refused);
	t = add_case(suite, "answers");
	tcase_add_loop_test(t, a_question_is_answered, 0, ROWS(answers));
	tcase_add_loop_test(
		t, help_knows_every_command_and_fits_80_columns, 0, commands);
	tcase_add_test(t, a_line_that_is_read_prints_nothing);
	return run_suite(suite);
}
