/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * machine PROPERTY: whether this machine, its kernel and this user have what a
 * test needs.  Exits 0, or 1 with the reason on standard output, or 2 for a
 * property that it does not know.  It is independent of memtool, so that a
 * fault of memtool never looks like a property of the machine.
 *
 * machine FIGURE prints a figure of this machine, found without memtool.
 * "machine strerror ENOMEM" prints the C library's words for an errno.
 *
 * Without a word it lists the properties that it knows.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef UFFD_USER_MODE_ONLY
#define UFFD_USER_MODE_ONLY 1
#endif

enum { PAGES = 16 };

/* Say why not.  Returns false. */
__attribute__((format(printf, 1, 2))) static bool no(const char *format, ...)
{
	va_list rest;

	va_start(rest, format);
	vprintf(format, rest);
	va_end(rest);
	putchar('\n');
	return false;
}

static bool no_call(const char *name)
{
	return no("%s: %s", name, strerror(errno));
}

/* The number behind KEY in a file of /proc, or -1. */
static long long number_to_base(const char *path, const char *key, int base)
{
	FILE *file = fopen(path, "r");
	size_t length = strlen(key);
	char line[512];
	long long number = -1;

	if (!file)
		return -1;
	while (number == -1 && fgets(line, sizeof(line), file))
		if (!strncmp(line, key, length))
			number = strtoll(line + length, NULL, base);
	fclose(file);
	return number;
}

static long long number_in(const char *path, const char *key)
{
	return number_to_base(path, key, 10);
}

/*
 * Have WORK done by a child.  Returns what it returned, or minus the signal
 * that ended it.
 */
static int in_a_child(int (*work)(void))
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		alarm(60);
		prctl(PR_SET_DUMPABLE, 0);
		_exit(work());
	}
	if (pid == -1 || waitpid(pid, &status, 0) == -1)
		return 255;
	return WIFSIGNALED(status) ? -WTERMSIG(status) : WEXITSTATUS(status);
}

/* --- memory ----------------------------------------------------------------
 */

static void read_byte(const unsigned char *at)
{
	(void)*(const volatile unsigned char *)at;
}

static long long anonymous(void)
{
	return number_in("/proc/self/status", "RssAnon:");
}

static bool shared_zero_page(void)
{
	size_t page = (size_t)getpagesize(), size = PAGES * page;
	unsigned char *at = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned long long entry = 0;
	uint64_t place = (uintptr_t)at / page * sizeof(entry);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	const unsigned long long exclusive = 1ULL << 56;

	if (at == MAP_FAILED || fd == -1)
		return no_call("mmap or /proc/self/pagemap");
	madvise(at, size, MADV_NOHUGEPAGE);
	read_byte(at);
	if (pread(fd, &entry, sizeof(entry), (off_t)place) != sizeof(entry))
		return no_call("reading /proc/self/pagemap");
	close(fd);
	return !(entry & exclusive) ||
	       no("a read fault takes a page of its own here, not the shared "
		  "page of zeros");
}

/* Of shared memory, page by page: some kernels count in batches. */
static bool exact_counters(void)
{
	size_t page = (size_t)getpagesize();
	char *at = mmap(NULL, PAGES * page, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	const char *key = "RssShmem:";
	long long first = number_in("/proc/self/status", key);

	if (at == MAP_FAILED || first == -1)
		return no("there is no shared memory, or no count of it");
	madvise(at, PAGES * page, MADV_NOHUGEPAGE);
	for (size_t i = 0; i < PAGES; i++) {
		long long now;

		at[i * page] = 1;
		now = number_in("/proc/self/status", key);
		if (now - first != (long long)((i + 1) * page / 1024))
			return no("RssShmem of status lags behind");
	}
	return true;
}

/* Whether alloca(3) only moves the stack pointer: the ABI says so. */
static bool plain_alloca(void)
{
#ifdef __powerpc__
	return no("the ABI of powerpc stores a word where alloca ends");
#else
	return true;
#endif
}

/* In bytes; 0 where the kernel has none. */
static size_t huge_page(void)
{
	long long size = number_in(
		"/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "");

	return size > 0 ? (size_t)size : 0;
}

/* A huge page by madvise(2), written to or read. */
static unsigned char *huge_region(size_t size)
{
	unsigned char *at = mmap(NULL, 2 * size, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return NULL;
	at += (size - (uintptr_t)at % size) % size;
	return madvise(at, size, MADV_HUGEPAGE) ? NULL : at;
}

static bool transparent_huge_pages(void)
{
	size_t size = huge_page();
	unsigned char *at = size ? huge_region(size) : NULL;
	long long before = anonymous();

	if (!at)
		return no("this kernel has no transparent huge pages");
	*at = 1;
	return anonymous() - before >= (long long)size / 2048 ||
	       no("no transparent huge page is given at a page fault");
}

/* Linux 6.13 has guard pages, and 6.15 shows them in bit 58 of pagemap. */
static bool guards_shown(void)
{
	enum { GUARD_INSTALL = 102 };
	size_t page = (size_t)getpagesize();
	char *at = mmap(NULL, page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	unsigned long long entry = 0;
	uint64_t place = (uintptr_t)at / page * sizeof(entry);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);

	if (at == MAP_FAILED || fd == -1)
		return no_call("mmap or /proc/self/pagemap");
	if (madvise(at, page, GUARD_INSTALL))
		return no("this kernel has no guard pages");
	if (pread(fd, &entry, sizeof(entry), (off_t)place) != sizeof(entry))
		return no_call("reading /proc/self/pagemap");
	close(fd);
	return entry >> 58 & 1 || no("pagemap does not show guard pages");
}

static bool huge_zero_page(void)
{
	size_t size = huge_page();
	unsigned char *at = size ? huge_region(size) : NULL;
	unsigned char seen[2] = {0};
	long long before = anonymous();

	if (!at)
		return no("this kernel has no transparent huge pages");
	read_byte(at);
	if (mincore(at + size / 2, 1, seen) || !(seen[0] & 1))
		return no("a read does not map a huge page");
	return anonymous() - before < (long long)size / 2048 ||
	       no("a read takes a huge page of its own here, not the shared "
		  "one of zeros");
}

static bool huge_page_pool(void)
{
	void *at = mmap(NULL, 1, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);

	return at != MAP_FAILED ||
	       no("no huge page is free in the pool: %s", strerror(errno));
}

static bool swap(void)
{
	return number_in("/proc/meminfo", "SwapTotal:") > 0 ||
	       no("there is no swap");
}

/* --- the C library -----------------------------------------------------------
 */

static bool glibc(void)
{
#ifdef __GLIBC__
	return true;
#else
	return no("the C library is not glibc");
#endif
}

/* config.guess knows it by this guard of its headers. */
static bool musl(void)
{
#if !defined(__GLIBC__) && defined(__DEFINED_va_list)
	return true;
#else
	return no("the C library is not musl");
#endif
}

/* The permissions of the heap; NULL: there is none.  It allocates nothing. */
static const char *heap_line(void)
{
	static char text[64 * 1024];
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	size_t length = 0;
	ssize_t more;
	char *heap;

	while (fd != -1 &&
		(more = read(fd, text + length, sizeof(text) - 1 - length)) > 0)
		length += (size_t)more;
	if (fd != -1)
		close(fd);
	text[length] = '\0';
	heap = strstr(text, "[heap]");
	while (heap && heap > text && heap[-1] != '\n')
		heap--;
	return heap ? strchr(heap, ' ') + 1 : NULL;
}

/* A loader, or the start of a static program, may have allocated before us. */
static bool pristine_heap(void)
{
	return !heap_line() || no("there is a heap before a program begins");
}

/* musl puts a page before it that nobody may touch. */
static bool heap_page(void)
{
	const char *heap = heap_line();

	return !heap || *heap == 'r' ||
	       no("the heap begins with a page that cannot be touched");
}

/* --- the processor -----------------------------------------------------------
 */

#ifdef __x86_64__

#include <asm/ldt.h>

static int load_ldt(void)
{
	struct user_desc d = {.limit = 0xfff, .seg_32bit = 1, .useable = 1};
	uint16_t selector = 7;

	if (syscall(SYS_modify_ldt, 0x11, &d, sizeof(d)))
		return 1;
	__asm__ volatile("movw %0, %%gs" : : "r"(selector));
	return 0;
}

static bool ldt(void)
{
	int got = in_a_child(load_ldt);

	if (got == 1)
		return no("modify_ldt(2) is refused");
	return got == 0 || no("a selector of the LDT cannot be loaded: "
			      "signal %d",
				   -got);
}

/* getpid() of 32-bit programs, 20. */
static int interrupt_0x80(void)
{
	int got;

	__asm__ volatile("int $0x80"
			 : "=a"(got)
			 : "0"(20)
			 : "memory", "r8", "r9", "r10", "r11");
	return got != getpid();
}

static bool ia32(void)
{
	int got = in_a_child(interrupt_0x80);

	return got == 0 ||
	       no("int $0x80 makes no 32-bit system call here: %s %d",
		       got < 0 ? "signal" : "exit status", abs(got));
}

/* A far return into the 32-bit code segment, and from there back. */
static int run_code_32(void)
{
	static const unsigned char code[] = {
		0x6a, 0x33,             /* push $0x33 */
		0xe8, 0, 0, 0, 0,       /* call 1f; 1: */
		0x83, 0x04, 0x24, 0x05, /* addl $5, (%esp) */
		0xcb,                   /* lret, to 64-bit code */
		0xb8, 0x3c, 0, 0, 0,    /* mov $60, %eax: exit */
		0x31, 0xff,             /* xor %edi, %edi */
		0x0f, 0x05,             /* syscall */
	};
	unsigned char *low = mmap(NULL, 8192, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);

	if (low == MAP_FAILED)
		return 1;
	memcpy(low, code, sizeof(code));
	if (mprotect(low, 4096, PROT_READ | PROT_EXEC))
		return 1;
	__asm__ volatile("mov %0, %%rsp\n\t"
			 "push $0x23\n\t"
			 "push %1\n\t"
			 "lretq"
			 :
			 : "r"(low + 8192), "r"(low)
			 : "memory");
	return 1;
}

static bool code_32(void)
{
	int got = in_a_child(run_code_32);

	return got == 0 ||
	       no("there is no 32-bit code here: %s %d",
		       got < 0 ? "signal" : "exit status", abs(got));
}

#else

static bool ldt(void)
{
	return no("this processor has no segments");
}

static bool ia32(void)
{
	return no("this is no x86-64");
}

static bool code_32(void)
{
	return no("this is no x86-64");
}

#endif

static bool cpu_has(const char *flag)
{
	FILE *file = fopen("/proc/cpuinfo", "r");
	char line[8192];
	bool found = false;

	while (file && !found && fgets(line, sizeof(line), file))
		found = !strncmp(line, "flags", 5) && strstr(line, flag);
	if (file)
		fclose(file);
	return found;
}

static bool umip(void)
{
	return cpu_has(" umip") || no("the processor has no UMIP");
}

static bool la57(void)
{
	return cpu_has(" la57") ||
	       no("the processor has no page tables of five levels");
}

static bool two_processors(void)
{
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set))
		return no_call("sched_getaffinity");
	return CPU_COUNT(&set) >= 2 || no("there is one processor");
}

/* --- what is allowed
 * ----------------------------------------------------------- */

static bool ptrace_allowed(void)
{
	pid_t pid = fork();
	bool seized;

	if (pid == -1)
		return no_call("fork");
	if (pid == 0) {
		pause();
		_exit(0);
	}
	seized = ptrace(PTRACE_SEIZE, pid, NULL, NULL) == 0;
	if (!seized)
		no_call("ptrace");
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	return seized;
}

static bool user_faults(void)
{
	return syscall(SYS_userfaultfd, O_CLOEXEC | UFFD_USER_MODE_ONLY) >= 0 ||
	       no_call("userfaultfd");
}

/* Also of faults within system calls, which an ordinary user may not have. */
static bool kernel_faults(void)
{
	return syscall(SYS_userfaultfd, O_CLOEXEC) >= 0 ||
	       open("/dev/userfaultfd", O_RDWR | O_CLOEXEC) >= 0 ||
	       no_call("userfaultfd of the kernel's faults");
}

static int set_filter(void)
{
	struct sock_filter allow = {
		.code = BPF_RET | BPF_K, .k = SECCOMP_RET_ALLOW};
	struct sock_fprog program = {.len = 1, .filter = &allow};

	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0;
}

static bool seccomp_filters(void)
{
	return in_a_child(set_filter) == 0 ||
	       no("no seccomp filter can be set");
}

/* Whether there is one, by seccomp's own account. */
static bool no_seccomp(void)
{
	return number_in("/proc/self/status", "Seccomp:") <= 0 ||
	       no("a seccomp filter is set already");
}

/* As unshare(1) does; in a chroot "/" may be no mount of its own. */
static int unshare_mounts(void)
{
	return unshare(CLONE_NEWNS) ||
	       mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL);
}

static bool mounts(void)
{
	return in_a_child(unshare_mounts) == 0 ||
	       no("nothing may be mounted here");
}

static bool writable(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd == -1)
		return no_call(path);
	close(fd);
	return true;
}

/* "CapEff:	00000000a80425fb": a bit for each capability(7). */
static bool raw_io(void)
{
	enum { CAP_SYS_RAWIO_BIT = 17 };
	long long effective =
		number_to_base("/proc/self/status", "CapEff:", 16);

	if (effective < 0)
		return no("/proc/self/status has no CapEff");
	return effective >> CAP_SYS_RAWIO_BIT & 1 || no("no CAP_SYS_RAWIO");
}

/* Number 462 on every machine; flags that it refuses, so that nothing is done.
 */
static bool mseal_call(void)
{
	return syscall(462, 0L, 0L, 1L) == 0 || errno != ENOSYS ||
	       no("this kernel, or a seccomp filter, has no mseal");
}

static bool fuse(void)
{
	return writable("/dev/fuse");
}

static bool oom_score(void)
{
	return writable("/proc/self/oom_score_adj");
}

static bool shared_memory(void)
{
	struct statvfs there;

	if (statvfs("/dev/shm", &there))
		return no_call("/dev/shm");
	return there.f_bavail * there.f_frsize >= 64 << 20 ||
	       no("less than 64 MiB are free in /dev/shm");
}

/* A page of RET, which may not be executed. */
static int execute_data(void)
{
#if defined(__x86_64__) || defined(__i386__)
	void *page = mmap(NULL, 1, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page != MAP_FAILED) {
		*(unsigned char *)page = 0xc3;
		((void (*)(void))(uintptr_t)page)();
		return 0;
	}
#endif
	return 1;
}

static bool no_execute(void)
{
	return in_a_child(execute_data) != 0 ||
	       no("the processor executes what may be read");
}

static char *volatile unmapped;

static void compare_address(int number, siginfo_t *info, void *context)
{
	(void)number;
	(void)context;
	_exit(info->si_addr != unmapped);
}

static int access_unmapped(void)
{
	struct sigaction action = {
		.sa_sigaction = compare_address, .sa_flags = SA_SIGINFO};
	size_t page = (size_t)getpagesize();
	char *memory =
		mmap(NULL, page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || sigaction(SIGSEGV, &action, NULL) == -1)
		return 1;
	unmapped = memory + 100;
	(void)*(volatile char *)unmapped;
	return 1;
}

static bool exact_faults(void)
{
	return in_a_child(access_unmapped) == 0 ||
	       no("a fault tells its page, and not its address");
}

/* The last 100 bytes before a hole in the address space; NULL on failure. */
static char *before_a_hole(void)
{
	size_t page = (size_t)getpagesize();
	char *memory = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED || munmap(memory + page, page))
		return NULL;
	return memory + page - 100;
}

/* Of these bytes, and as many in the hole. */
static bool exact_writes(void)
{
	char *memory = before_a_hole();
	int fd = (int)syscall(SYS_memfd_create, "machine", 0);

	if (!memory || fd == -1)
		return no_call("a memory file");
	return write(fd, memory, 200) == 100 ||
	       no("write(2) copies nothing of a page in which it cannot read "
		  "all");
}

/* The same into memory. */
static bool exact_random(void)
{
	char *memory = before_a_hole();

	if (!memory)
		return no_call("memory");
	return syscall(SYS_getrandom, memory, (size_t)200, 0) == 100 ||
	       no("getrandom(2) leaves some bytes before a hole");
}

static bool random_addresses(void)
{
	return number_in("/proc/sys/kernel/randomize_va_space", "") == 2 ||
	       no("kernel.randomize_va_space is not 2");
}

/* --- the kind of machine -----------------------------------------------------
 */

static bool x86_64(void)
{
#if defined(__x86_64__) && defined(__LP64__)
	return true;
#else
	return no("this is no x86-64");
#endif
}

static bool words_of_64_bits(void)
{
	return sizeof(long) == 8 || no("a word has %zu bits", 8 * sizeof(long));
}

static bool pages_of_4k(void)
{
	return getpagesize() == 4096 ||
	       no("a page has %d bytes", getpagesize());
}

/* Without CAP_SYS_ADMIN they read as 0.  The kernel tells of a frame, too. */
static bool frame_numbers(void)
{
	const unsigned long long number = (1ULL << 55) - 1;
	size_t page = (size_t)getpagesize();
	volatile char here = 1;
	unsigned long long entry = 0;
	uint64_t place = (uintptr_t)&here / page * sizeof(entry);
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	ssize_t length =
		fd == -1 ? -1 : pread(fd, &entry, sizeof(entry), (off_t)place);

	if (fd != -1)
		close(fd);
	if (length != sizeof(entry) || !(entry & number))
		return no("/proc/self/pagemap has no frame numbers");
	return !access("/proc/kpageflags", R_OK) || no_call("/proc/kpageflags");
}

static const struct property {
	const char *name;
	bool (*has)(void);
} properties[] = {
	{"shared_zero_page", shared_zero_page},
	{"exact_counters", exact_counters},
	{"huge_zero_page", huge_zero_page},
	{"plain_alloca", plain_alloca},
	{"thp", transparent_huge_pages},
	{"guards_shown", guards_shown},
	{"huge_page_pool", huge_page_pool},
	{"swap", swap},
	{"glibc", glibc},
	{"musl", musl},
	{"pristine_heap", pristine_heap},
	{"heap_page", heap_page},
	{"ldt", ldt},
	{"ia32", ia32},
	{"code_32", code_32},
	{"umip", umip},
	{"la57", la57},
	{"two_processors", two_processors},
	{"ptrace", ptrace_allowed},
	{"userfaultfd", user_faults},
	{"kernel_faults", kernel_faults},
	{"seccomp", seccomp_filters},
	{"no_seccomp", no_seccomp},
	{"raw_io", raw_io},
	{"mseal", mseal_call},
	{"mounts", mounts},
	{"fuse", fuse},
	{"oom_score", oom_score},
	{"shm_64M", shared_memory},
	{"no_execute", no_execute},
	{"exact_faults", exact_faults},
	{"exact_writes", exact_writes},
	{"exact_random", exact_random},
	{"aslr", random_addresses},
	{"x86_64", x86_64},
	{"words_of_64_bits", words_of_64_bits},
	{"pages_of_4k", pages_of_4k},
	{"frame_numbers", frame_numbers},
};

/* A page there is taken, or can be mapped: it is one that a program may have.
 */
static bool is_user(uint64_t address, size_t page)
{
	void *at = mmap((void *)(uintptr_t)address, page, PROT_NONE,
		MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE |
			MAP_FIXED_NOREPLACE,
		-1, 0);

	if (at == MAP_FAILED)
		return errno == EEXIST;
	munmap(at, page);
	/* A kernel that knows no such flag takes it for a hint. */
	return (uintptr_t)at == address;
}

/* The first address that no program like this one has. */
static void user_end(void)
{
	size_t page = (size_t)getpagesize();
	uint64_t most = UINTPTR_MAX - page + 1, power = (uint64_t)page << 8;
	uint64_t low, high;

	while (power && power <= most && is_user(power, page))
		power *= 2;
	low = power ? power / 2 : (uint64_t)1 << 63;
	high = power && power <= most ? power : most;
	while (high - low > page) {
		uint64_t middle = (low + (high - low) / 2) / page * page;

		if (is_user(middle, page))
			low = middle;
		else
			high = middle;
	}
	printf("0x%llx\n", (unsigned long long)high);
}

static const struct figure {
	const char *name;
	void (*print)(void);
} figures[] = {
	{"user_end", user_end},
};

/* The C library's words for an errno. */
static int print_words(const char *name)
{
	static const struct {
		const char *name;
		int number;
	} errnos[] = {
		{"EACCES", EACCES},
		{"EINVAL", EINVAL},
		{"ENAMETOOLONG", ENAMETOOLONG},
		{"ENOENT", ENOENT},
		{"ENOMEM", ENOMEM},
		{"EPERM", EPERM},
	};

	for (size_t i = 0; i < sizeof(errnos) / sizeof(*errnos); i++)
		if (!strcmp(name, errnos[i].name))
			return puts(strerror(errnos[i].number)) < 0;
	fprintf(stderr, "machine: add %s to its table of errnos\n", name);
	return 2;
}

int main(int argc, char **argv)
{
	const struct property *p = properties;
	const struct property *end =
		p + sizeof(properties) / sizeof(*properties);

	if (argc == 3 && !strcmp(argv[1], "strerror"))
		return print_words(argv[2]);
	for (; p < end; p++) {
		if (argc < 2)
			puts(p->name);
		else if (!strcmp(argv[1], p->name))
			return p->has() ? 0 : 1;
	}
	if (argc < 2)
		return 0;
	for (size_t i = 0; i < sizeof(figures) / sizeof(*figures); i++)
		if (!strcmp(argv[1], figures[i].name)) {
			figures[i].print();
			return 0;
		}
	fprintf(stderr, "machine: no property has the name '%s'\n", argv[1]);
	return 2;
}
