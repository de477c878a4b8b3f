/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "proc/address_space.h"

#include <stddef.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/user_end.h"

#define BIT(n) (UINT64_C(1) << (n))

uint64_t address_power_above(uint64_t number)
{
	uint64_t power = 1;

	while (power && power < number)
		power *= 2;
	return power;
}

/* The number of bits of addresses below END. */
static unsigned bits_below(uint64_t end)
{
	uint64_t power = address_power_above(end);

	return power ? (unsigned)__builtin_ctzll(power) : 64;
}

static void put_kernel(struct address_space *space, uint64_t start)
{
	space->kernel = KERNEL_ABOVE;
	space->kernel_start = start;
	space->kernel_last = space->wide ? UINT64_MAX : UINT32_MAX;
}

/*
 * Bits above the sign bit are copies of it.  Each half has one bit less than
 * an address: Documentation/arch/x86/x86_64/mm.rst,
 * Documentation/arch/riscv/vm-layout.rst.
 */
static void two_signed_halves(struct address_space *space)
{
	space->bits = bits_below(space->user_end) + 1;
	put_kernel(space, 0 - address_power_above(space->user_end));
}

/*
 * DEFAULT_MAP_WINDOW (arch/x86/include/asm/page_64_types.h) lies a page below
 * 2^47: Documentation/arch/x86/x86_64/5level-paging.rst.
 */
static void complete_x86_64(struct address_space *space)
{
	two_signed_halves(space);
	if (space->user_end > BIT(47))
		space->hinted_start = BIT(47) - space->page_size;
}

/*
 * Each half has its own tables (TTBR0 and TTBR1) and all VA_BITS:
 * Documentation/arch/arm64/memory.rst.  DEFAULT_MAP_WINDOW_64
 * (arch/arm64/include/asm/processor.h) is 2^VA_BITS_MIN; with 52 bits that is
 * 48, with pages of 16 KiB 47 (arch/arm64/include/asm/memory.h).
 */
static void complete_arm64(struct address_space *space)
{
	unsigned least = space->page_size == 16384 ? 47 : 48;

	space->bits = bits_below(space->user_end);
	space->both_halves = true;
	put_kernel(space, 0 - address_power_above(space->user_end));
	if (space->bits > 48)
		space->hinted_start = BIT(least);
}

/*
 * The topmost four bits choose a region; the kernel's begin at 0xc
 * (PAGE_OFFSET in arch/powerpc/Kconfig).  DEFAULT_MAP_WINDOW_USER64 is 128 TiB
 * (arch/powerpc/include/asm/task_size_64.h).
 */
static void complete_ppc64(struct address_space *space)
{
	space->bits = bits_below(space->user_end);
	put_kernel(space, UINT64_C(0xc) << 60);
	if (space->user_end > BIT(47))
		space->hinted_start = BIT(47);
}

/*
 * The kernel and user programs have separate tables for the same addresses
 * (TASK_SIZE is -PAGE_SIZE in arch/s390/include/asm/processor.h).
 */
static void complete_s390x(struct address_space *space)
{
	space->bits = bits_below(space->user_end);
	space->kernel = KERNEL_SEPARATE;
}

/*
 * With 32 bits, everything above user addresses is the kernel's.  On i386
 * TASK_SIZE is PAGE_OFFSET (arch/x86/include/asm/page_32_types.h); on arm
 * modules lie in the 16 MiB between the two (arch/arm/include/asm/memory.h).
 */
static void complete_32_bits(struct address_space *space)
{
	space->bits = 32;
	if (space->machine == MACHINE_I386 || space->machine == MACHINE_ARM)
		put_kernel(space, space->user_end);
	else if (space->machine != MACHINE_OTHER)
		space->kernel = KERNEL_BEYOND_32;
}

void address_space_complete(struct address_space *space)
{
	space->hinted_start = space->user_end;
	space->kernel = KERNEL_UNKNOWN;
	space->kernel_start = space->kernel_last = 0;
	space->bits = 0;
	space->both_halves = false;
	if (!space->user_end)
		return;
	if (!space->wide) {
		complete_32_bits(space);
		return;
	}
	switch (space->machine) {
	case MACHINE_X86_64:
		complete_x86_64(space);
		break;
	case MACHINE_ARM64:
		complete_arm64(space);
		break;
	case MACHINE_RISCV64:
		/*
		 * mmap(2) goes above 2^47 on its own if there is no room below
		 * (arch_get_mmap_end() in arch/riscv/include/asm/processor.h).
		 */
		two_signed_halves(space);
		break;
	case MACHINE_PPC64:
		complete_ppc64(space);
		break;
	case MACHINE_S390X:
		complete_s390x(space);
		break;
	default:
		space->bits = bits_below(space->user_end);
		break;
	}
}

/*
 * Whether a 32-bit program runs on a 64-bit kernel.  Its addresses then end
 * near 4 GiB, which no 32-bit kernel allows.  One personality(2) can end them
 * at 3 GiB (ADDR_LIMIT_3GB), another can rename the machine; only a 64-bit
 * kernel has the sysctl.
 */
static bool kernel_is_wider(uint64_t user_end)
{
	static const uint64_t most_of_32 = UINT64_C(0xf0000000);
	struct utsname name;

	if (user_end > most_of_32 ||
		access("/proc/sys/vm/mmap_rnd_compat_bits", F_OK) == 0)
		return true;
	return uname(&name) == 0 && strstr(name.machine, "64");
}

static enum machine machine_of(uint64_t user_end)
{
	/* Only some machines run 32-bit programs. */
	__attribute__((unused)) bool wider =
		sizeof(void *) == 4 && kernel_is_wider(user_end);

#if defined(__x86_64__) && !defined(__ILP32__)
	return MACHINE_X86_64;
#elif defined(__x86_64__) || defined(__i386__)
	return wider ? MACHINE_X86_64 : MACHINE_I386;
#elif defined(__aarch64__)
	return MACHINE_ARM64;
#elif defined(__arm__)
	return wider ? MACHINE_ARM64 : MACHINE_ARM;
#elif defined(__riscv) && __riscv_xlen == 64
	return MACHINE_RISCV64;
#elif defined(__powerpc64__)
	return MACHINE_PPC64;
#elif defined(__s390x__)
	return MACHINE_S390X;
#else
	return MACHINE_OTHER;
#endif
}

struct address_space read_address_space(void)
{
	size_t page = (size_t)getpagesize();
	struct address_space space = {.wide = sizeof(void *) == 8,
		.page_size = page,
		.user_end = find_user_end(page)};

	space.machine = machine_of(space.user_end);
	address_space_complete(&space);
	return space;
}

struct address_space read_process_space(
	pid_t pid, const struct address_space *own)
{
	struct address_space space = *own;
	uint64_t end = read_user_end(pid, own->page_size);

	if (!end)
		return space;
	space.user_end = end;
	space.wide = end > (uint64_t)UINT32_MAX + 1;
	address_space_complete(&space);
	return space;
}

bool address_is_kernels(const struct address_space *space, uint64_t address)
{
	return space->kernel == KERNEL_ABOVE &&
	       address >= space->kernel_start && address <= space->kernel_last;
}

uint64_t address_untagged(const struct address_space *space, uint64_t address)
{
	bool upper = address & BIT(55);

	return space->machine == MACHINE_ARM64 && space->wide && !upper
		       ? address & (BIT(56) - 1)
		       : address;
}
