/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * traced MODE: a program for tests/cli/trace.sh to trace.  Each mode makes
 * calls that are the same each time, and checks itself: it exits with 0 only if
 * everything was as it is without a tracer.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traced.h"

enum { PIECE = 0x21000, THREADS = 32, ROUNDS = 50 };

size_t page;

void *map(size_t length)
{
	return mmap(NULL, length, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

int fail(const char *what)
{
	perror(what);
	return 1;
}

/* A pair that nothing else makes: PIECE is an odd size. */
int one_round(void)
{
	char *at = map(PIECE);

	if (at == MAP_FAILED)
		return fail("mmap");
	at[0] = 1;
	return munmap(at, PIECE) ? fail("munmap") : 0;
}

static void *rounds(void *failed)
{
	for (int i = 0; i < ROUNDS; i++)
		if (one_round())
			*(volatile int *)failed = 1;
	return NULL;
}

static int threads(void)
{
	pthread_t list[THREADS];
	int failed = 0;

	for (int i = 0; i < THREADS; i++)
		if (pthread_create(&list[i], NULL, rounds, &failed))
			return fail("pthread_create");
	for (int i = 0; i < THREADS; i++)
		pthread_join(list[i], NULL);
	return failed;
}

static int await(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) == -1)
		if (errno != EINTR)
			return fail("waitpid");
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

static int forks(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(one_round());
	return pid == -1 ? fail("fork") : await(pid) || one_round();
}

/* posix_spawn(3) uses vfork's flags: the child has its parent's memory. */
static int spawns(char **argv)
{
	char mode[] = "round";
	char *child[] = {argv[0], mode, NULL};
	pid_t pid;

	if (posix_spawn(&pid, argv[0], NULL, NULL, child, environ))
		return fail("posix_spawn");
	return await(pid) || one_round();
}

static int executes(char **argv)
{
	char mode[] = "round";
	char *next[] = {argv[0], mode, NULL};

	if (one_round())
		return 1;
	execv(argv[0], next);
	return fail("execv");
}

static void *execute(void *argv)
{
	executes(argv);
	return NULL;
}

/* The first thread is replaced by another one. */
static int executes_in_thread(char **argv)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, execute, argv))
		return fail("pthread_create");
	for (;;)
		pause();
}

static int locks(void)
{
	const struct rlimit limit = {65536, 65536};
	void *at = map(1 << 20);

	setrlimit(RLIMIT_MEMLOCK, &limit);
	return mlock(at, 1 << 20) == -1 && errno == ENOMEM ? 0 : 1;
}

static int reads_beyond_end(void)
{
	char path[] = "/tmp/memtool-traced-XXXXXX";
	int fd = mkstemp(path);
	volatile char *at;

	if (fd == -1 || write(fd, "x", 1) != 1)
		return fail(path);
	unlink(path);
	at = mmap(NULL, 4 * page, PROT_READ, MAP_SHARED, fd, 0);
	return at[3 * page];
}

static int writes_read_only(void)
{
	volatile char *at =
		mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	at[5] = 1;
	return 1;
}

static int writes_without_access(void)
{
	volatile char *at =
		mmap(NULL, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	at[5] = 1;
	return 1;
}

/* 77: this kernel has no PR_SET_MDWE. */
static int forbids_itself_code(void)
{
	const int set_mdwe = 65;

	if (prctl(set_mdwe, 1, 0, 0, 0))
		return 77;
	return mprotect(map(page), page, PROT_READ | PROT_EXEC) != -1;
}

static int reads_no_address(void)
{
	/* In a register, and not in the instruction. */
	volatile char *volatile at = (char *)(uintptr_t)0x4141414141414141;

	return *at;
}

static int reads_unmapped(void)
{
	volatile char *at = map(page);

	munmap((void *)(uintptr_t)at, page);
	return at[0];
}

static volatile sig_atomic_t caught;
static char *fixed;

static void on_fault(int number)
{
	(void)number;
	caught++;
	mprotect(fixed, page, PROT_READ | PROT_WRITE);
}

/* As garbage collectors do. */
static int handles_faults(void)
{
	fixed = mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	signal(SIGSEGV, on_fault);
	*(volatile char *)fixed = 1;
	return caught == 1 ? 0 : 1;
}

static void tell_and_end(int number)
{
	signal(number, SIG_DFL);
	raise(number);
}

/* As a handler does that prints where the program was. */
static int raises_again(void)
{
	char *at =
		mmap(NULL, page, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	signal(SIGSEGV, tell_and_end);
	*(volatile char *)at = 1;
	return 1;
}

/* No fault came before it. */
static int raises(void)
{
	return raise(SIGSEGV);
}

/* It traces a child of its own, which memtool traces already. */
static int traces(void)
{
	pid_t pid = fork();

	if (pid == 0)
		_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1 ? 0 : 77);
	return await(pid) || one_round();
}

/* Calls that succeed and do nothing. */
static int does_nothing(void)
{
	char *at = map(4 * page);

	munmap(at, 4 * page);
	if (munmap(at, 4 * page))
		return fail("munmap");
	at = map(4 * page);
	return mprotect(at, page, PROT_READ | PROT_WRITE) ||
	       munlock(at, page) || mremap(at, page, page, 0) != at;
}

/* Each advice twice, and all again, also on memory that replaces the first. */
static int advises(void)
{
	static const int advices[] = {MADV_NORMAL, MADV_RANDOM, MADV_SEQUENTIAL,
		MADV_DONTFORK, MADV_DOFORK, MADV_DONTDUMP, MADV_DODUMP,
		MADV_WIPEONFORK, MADV_KEEPONFORK};
	const size_t count = sizeof(advices) / sizeof(*advices);
	char *at = map(8 * page);

	for (size_t i = 0; i < 3 * 2 * count; i++) {
		if (i == 2 * 2 * count &&
			mmap(at + page, 4 * page, PROT_READ | PROT_WRITE,
				MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1,
				0) == MAP_FAILED)
			return fail("mmap");
		if (madvise(at + page, 2 * page, advices[i / 2 % count]))
			return fail("madvise");
	}
	return 0;
}

/* The vector begins in writable memory, and does not end there. */
static int asks_into_nothing(void)
{
	char *at = map(4 * page);

	mprotect(at + page, page, PROT_READ);
	return mincore(at, 4 * page, (unsigned char *)at + page - 2) == -1 &&
			       errno == EFAULT
		       ? 0
		       : 1;
}

/* x86 checks alignment if a program wants that. */
static int is_misaligned(void)
{
#ifdef __x86_64__
	char *at = map(page);

	__asm__ volatile("pushfq\n\torl $0x40000, (%%rsp)\n\tpopfq\n\t"
			 "movl (%0), %%eax"
			 :
			 : "r"(at + 1)
			 : "eax", "memory", "cc");
	return 1;
#else
	return 77;
#endif
}

/* More than its control group allows, and no more than the test does. */
static int eats(void)
{
	enum { MIB = 1 << 20, MOST = 128 };

	for (int i = 0; i < MOST; i++)
		memset(map(MIB), 1, MIB);
	return 1;
}

/* A child that asks not to be traced maps memory, too. */
static int makes_untraced(void)
{
	int status = 1;
	pid_t child = (pid_t)syscall(
		SYS_clone, (long)CLONE_UNTRACED | SIGCHLD, 0L, 0L, 0L, 0L);

	if (child == 0)
		_exit(one_round());
	return waitpid(child, &status, 0) == child && status == 0 ? 0 : 1;
}

static volatile sig_atomic_t continued;
static void on_cont(int number)
{
	(void)number;
	continued = 1;
}

/* raise() returns when it is continued: else it was not stopped. */
static int stops(void)
{
	struct sigaction action = {.sa_handler = on_cont};

	sigaction(SIGCONT, &action, NULL);
	raise(SIGSTOP);
	return continued ? one_round() : 1;
}

static int asked_to_end;
static void on_term(int number)
{
	asked_to_end = number;
}

/* It waits for a SIGTERM; EINTR is a stop that the tracer alone caused. */
static int waits(void)
{
	struct sigaction action = {.sa_handler = on_term};

	sigaction(SIGTERM, &action, NULL);
	puts("ready");
	fflush(stdout);
	while (!asked_to_end)
		pause();
	return asked_to_end == SIGTERM ? 0 : 1;
}

/* It has a zombie, whose number it prints, until it is killed. */
static int keeps_zombie(void)
{
	siginfo_t info;
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	waitid(P_PID, (id_t)child, &info, WEXITED | WNOWAIT);
	printf("%d\n", (int)child);
	fflush(stdout);
	pause();
	return 0;
}

static volatile sig_atomic_t over;
static void on_usr1(int number)
{
	(void)number;
	over = 1;
}

static void *work(void *sum)
{
	uint64_t own = 0;

	while (!over) {
		char *at = map(PIECE);

		if (at == MAP_FAILED)
			abort();
		at[0] = 1;
		own += (uint64_t)at[0];
		if (mprotect(at, page, PROT_READ) || munmap(at, PIECE))
			abort();
	}
	*(uint64_t *)sum = own;
	return NULL;
}

/* Four threads are busy until SIGUSR1; each has done something. */
static int busy(void)
{
	pthread_t list[4];
	uint64_t sums[4] = {0};

	signal(SIGUSR1, on_usr1);
	for (int i = 0; i < 4; i++)
		if (pthread_create(&list[i], NULL, work, &sums[i]))
			return fail("pthread_create");
	puts("ready");
	fflush(stdout);
	for (int i = 0; i < 4; i++)
		pthread_join(list[i], NULL);
	puts("done");
	return sums[0] && sums[1] && sums[2] && sums[3] ? 0 : 1;
}

/* The parent ends at once; the child goes on. */
static int daemonizes(void)
{
	int ends[2];
	char byte;

	if (pipe(ends) || fork())
		return 5;
	close(ends[1]);
	/* Until the parent is gone. */
	if (read(ends[0], &byte, 1) != 0)
		_exit(1);
	setsid();
	_exit(one_round());
}

static int pairs(const char *count)
{
	for (long left = strtol(count, NULL, 10); left > 0; left--)
		if (one_round())
			return 1;
	return 0;
}

/* What it was started with. */
static int inherits(void)
{
	struct sigaction action;
	sigset_t mask;

	for (int i = 1; i < 32; i++)
		if (sigaction(i, NULL, &action) == 0 &&
			action.sa_handler == SIG_IGN)
			printf("ignored %d\n", i);
	sigprocmask(SIG_BLOCK, NULL, &mask);
	for (int i = 1; i < 32; i++)
		if (sigismember(&mask, i))
			printf("blocked %d\n", i);
	for (int fd = 0; fd < 64; fd++)
		if (fcntl(fd, F_GETFD) != -1)
			printf("open %d\n", fd);
	return 0;
}

static const struct {
	const char *name;
	int (*run)(void);
	int (*run_with)(char **argv);
} modes[] = {
	{"round", one_round, NULL},
	{"threads", threads, NULL},
	{"fork", forks, NULL},
	{"spawn", NULL, spawns},
	{"exec", NULL, executes},
	{"exec-in-thread", NULL, executes_in_thread},
	{"locks", locks, NULL},
	{"beyond-end", reads_beyond_end, NULL},
	{"read-only", writes_read_only, NULL},
	{"no-access", writes_without_access, NULL},
	{"no-address", reads_no_address, NULL},
	{"no-code", forbids_itself_code, NULL},
	{"unmapped", reads_unmapped, NULL},
	{"handles-faults", handles_faults, NULL},
	{"raises-again", raises_again, NULL},
	{"raises", raises, NULL},
	{"traces", traces, NULL},
	{"nothing", does_nothing, NULL},
	{"advises", advises, NULL},
	{"bad-vector", asks_into_nothing, NULL},
	{"misaligned", is_misaligned, NULL},
	{"eats", eats, NULL},
	{"untraced", makes_untraced, NULL},
	{"stops", stops, NULL},
	{"waits", waits, NULL},
	{"zombie", keeps_zombie, NULL},
	{"busy", busy, NULL},
	{"daemon", daemonizes, NULL},
	{"inherits", inherits, NULL},
};

/* The mode of this name, if TABLE has it: what it exits with; or -1. */
static int run_of(const struct mode *table, const char *name)
{
	for (; table->name; table++)
		if (strcmp(table->name, name) == 0)
			return table->run();
	return -1;
}

int main(int argc, char **argv)
{
	int status = -1;

	page = (size_t)getpagesize();
	if (argc == 3 && strcmp(argv[1], "pairs") == 0)
		return pairs(argv[2]);
	for (size_t i = 0; i < sizeof(modes) / sizeof(*modes); i++) {
		if (argc != 2 || strcmp(argv[1], modes[i].name) != 0)
			continue;
		return modes[i].run ? modes[i].run() : modes[i].run_with(argv);
	}
	if (argc == 2)
		status = run_of(modes_of_filters, argv[1]);
	if (argc == 2 && status == -1)
		status = run_of(modes_of_stacks, argv[1]);
	if (status != -1)
		return status;
	fprintf(stderr, "traced: a mode is missing or unknown\n");
	return 2;
}
