/* SPDX-License-Identifier: GPL-2.0-or-later */
/* mmap(2), mprotect(2), mremap(2), mlock(2), mlockall(2), msync(2), mseal(2) */
#include "words/array.h"
#include "words/names_table.h"
#include "words/uapi.h"

static const struct name prot[] = {
	WORD("NONE", PROT_NONE, "pages may not be accessed"),
	BIT(PROT_, READ, "", "pages may be read"),
	BIT(PROT_, WRITE, "", "pages may be written"),
	BIT(PROT_, EXEC, "", "pages may be executed"),
	BIT(PROT_, SEM, "", "pages may hold atomic locks (no effect)"),
#ifdef PROT_SAO
	BIT(PROT_, SAO, "", "strong access ordering (powerpc)"),
#endif
#ifdef PROT_ADI
	BIT(PROT_, ADI, "4.17", "memory tags are checked (sparc64)"),
#endif
#ifdef PROT_BTI
	BIT(PROT_, BTI, "5.8", "guarded against stray branches (arm64)"),
#endif
#ifdef PROT_MTE
	BIT(PROT_, MTE, "5.10", "memory tags are checked (arm64)"),
#endif
	BIT(PROT_, GROWSDOWN, "", "extend to the start of a growing mapping"),
	BIT(PROT_, GROWSUP, "", "extend to the end of a growing mapping"),
};

/* "rw", "r-x", "-w-": letters of r, w, x in this order, dashes between. */
static bool prot_letters(const char *text, uint64_t *value)
{
	static const struct {
		char letter;
		uint64_t bit;
	} letters[] = {{'r', PROT_READ}, {'w', PROT_WRITE}, {'x', PROT_EXEC}};
	size_t next = 0;

	*value = 0;
	if (*text == '\0')
		return false;
	for (; *text; text++) {
		if (*text == '-') {
			if (++next > ARRAY_SIZE(letters))
				return false;
			continue;
		}
		while (next < ARRAY_SIZE(letters) &&
			letters[next].letter != *text)
			next++;
		if (next == ARRAY_SIZE(letters))
			return false;
		*value |= letters[next++].bit;
	}
	return true;
}

const struct names names_prot = {
	"PROT_", "protection", prot, ARRAY_SIZE(prot), prot_letters};

static const struct name map[] = {
	TYPE(PRIVATE, "", "writes stay in this process (copy on write)"),
	TYPE(SHARED, "", "writes reach the file and other mappings of it",
		.excludes = MAP_GROWSDOWN),
	TYPE(SHARED_VALIDATE, "4.15", "shared, and unknown flags are refused",
		.excludes = MAP_GROWSDOWN),
	TYPE(DROPPABLE, "6.11", "private; the kernel may zero pages",
		.excludes = MAP_LOCKED | MAP_HUGETLB),
	BIT(MAP_, FIXED, "", "exactly at addr, replacing what is there",
		.traits = FLAG_FIXES | FLAG_REPLACES | FLAG_VALIDATED),
	BIT(MAP_, ANONYMOUS, "", "no file: pages of zeros",
		.traits = FLAG_VALIDATED),
#ifdef MAP_32BIT
	BIT(MAP_, 32BIT, "", "in the low 2 GiB (x86)",
		.traits = FLAG_VALIDATED),
#endif
#ifdef MAP_ABOVE4G
	BIT(MAP_, ABOVE4G, "6.6", "above 4 GiB (x86)",
		.traits = FLAG_VALIDATED),
#endif
	BIT(MAP_, NORESERVE, "", "reserve no swap or huge pages",
		.traits = FLAG_VALIDATED),
	BIT(MAP_, POPULATE, "", "fault the pages in at once",
		.traits = FLAG_VALIDATED | FLAG_FAULTS_IN),
	BIT(MAP_, NONBLOCK, "", "with POPULATE: do nothing (since 2.6.23)",
		.traits = FLAG_VALIDATED | FLAG_IGNORED),
	BIT(MAP_, GROWSDOWN, "", "grow downward on faults, like a stack",
		.traits = FLAG_VALIDATED, .needs = MAP_ANONYMOUS),
	BIT(MAP_, DENYWRITE, "", "ignored since 2.0",
		.traits = FLAG_VALIDATED | FLAG_IGNORED),
	BIT(MAP_, EXECUTABLE, "", "ignored",
		.traits = FLAG_VALIDATED | FLAG_IGNORED),
	BIT(MAP_, LOCKED, "", "lock the pages in memory, as mlock(2)",
		.traits = FLAG_VALIDATED | FLAG_FAULTS_IN),
	BIT(MAP_, STACK, "", "fit for a stack (no huge pages since 6.7)",
		.traits = FLAG_VALIDATED),
	BIT(MAP_, HUGETLB, "", "from the pool of huge pages",
		.traits = FLAG_VALIDATED, .excludes = MAP_GROWSDOWN,
		.option = "CONFIG_HUGETLBFS"),
#if MAP_SYNC
	BIT(MAP_, SYNC, "4.15", "synchronous faults (DAX, SHARED_VALIDATE)"),
#endif
	BIT(MAP_, FIXED_NOREPLACE, "4.17", "at addr, EEXIST if it is taken",
		.traits = FLAG_FIXES),
	/* LEGACY_MAP_MASK has 5 of the 6 bits of a size. */
	HUGE_SIZES("", .traits = FLAG_VALIDATED | FLAG_IGNORED_WITHOUT,
		.needs = MAP_HUGETLB),
	HUGE(16GB, 34, "", .traits = FLAG_IGNORED_WITHOUT,
		.needs = MAP_HUGETLB),
#if MAP_UNINITIALIZED
	BIT(MAP_, UNINITIALIZED, "", "do not zero pages (no-MMU kernels)",
		.traits = FLAG_VALIDATED | FLAG_IGNORED_WITHOUT,
		.needs = MAP_HUGETLB),
#endif
	{"ANON", MAP_ANONYMOUS, MAP_ANONYMOUS, "", "the same as ANONYMOUS",
		.advice = NULL},
	{"FILE", MAP_FILE, 0, "", "ignored (0)", .advice = NULL},
};

const struct names names_map = {
	"MAP_", "mapping flag", map, ARRAY_SIZE(map), NULL};

static const struct name mremap_flags[] = {
	BIT(MREMAP_, MAYMOVE, "", "allow a move if there is no room"),
	BIT(MREMAP_, FIXED, "", "move to new-addr (with MAYMOVE)",
		.traits = FLAG_FIXES | FLAG_REPLACES, .needs = MREMAP_MAYMOVE),
	BIT(MREMAP_, DONTUNMAP, "5.7", "leave the old range mapped but empty",
		.needs = MREMAP_MAYMOVE),
};
const struct names names_mremap = {
	"MREMAP_", "mremap flag", mremap_flags, ARRAY_SIZE(mremap_flags), NULL};

static const struct name mlock_flags[] = {
	BIT(MLOCK_, ONFAULT, "4.4", "lock each page when it is faulted in"),
};
const struct names names_mlock = {
	"MLOCK_", "mlock flag", mlock_flags, ARRAY_SIZE(mlock_flags), NULL};

static const struct name mlockall_flags[] = {
	BIT(MCL_, CURRENT, "", "lock what is mapped now"),
	BIT(MCL_, FUTURE, "", "lock what will be mapped", .traits = FLAG_LATER),
	BIT(MCL_, ONFAULT, "4.4", "lock each page when it is faulted in",
		.needs = MCL_CURRENT | MCL_FUTURE),
};
const struct names names_mlockall = {"MCL_", "mlockall flag", mlockall_flags,
	ARRAY_SIZE(mlockall_flags), NULL};

static const struct name msync_flags[] = {
	BIT(MS_, SYNC, "", "write back and wait", .excludes = MS_ASYNC),
	BIT(MS_, ASYNC, "", "no effect: the kernel writes back by itself"),
	BIT(MS_, INVALIDATE, "", "EBUSY if the pages are locked"),
};
const struct names names_msync = {
	"MS_", "msync flag", msync_flags, ARRAY_SIZE(msync_flags), NULL};

/* mseal(2) has no flags yet: anything but 0 is EINVAL. */
const struct names names_mseal = {"", "mseal flag", NULL, 0, NULL};
