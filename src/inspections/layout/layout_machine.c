/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How this machine's addresses are divided. */
#include "inspections/layout/layout.h"

#include <inttypes.h>
#include <sys/utsname.h>

#include "models/paging.h"
#include "proc/page_tables.h"
#include "render/field.h"

/* The classical 32-bit layout (CONFIG_VMSPLIT_3G): 3 GiB and 1 GiB. */
static const uint64_t split_32 = UINT64_C(0xc0000000);

/* The size of addresses, and the levels of page tables; 0: unknown. */
struct bits {
	unsigned used, levels, virtual, physical;
	const char *where; /* where the used bits apply; NULL: unknown */
};

#define BITS(member)                                                           \
	VALUE_COUNT, MEMBER(struct bits, member), .unless = UNLESS_ZERO

static const struct field virtual_fields[] = {
	{"used", "", BITS(used), .after = " bits"},
	{TEXT_ONLY, " in ", VALUE_TEXT, MEMBER(struct bits, where)},
	{TEXT_ONLY, ", page tables of ", BITS(levels), .after = " levels"},
	{"virtual", "; the processor supports ", BITS(virtual)},
};

static const struct field physical_fields[] = {
	{"physical", "", BITS(physical), .after = " bits"},
};

static const struct field machine_fields[] = {
	{"machine", JSON_ONLY, VALUE_FOREIGN,
		MEMBER(struct layout_machine, name)},
	{"paging_levels", JSON_ONLY, VALUE_COUNT,
		MEMBER(struct layout_machine, levels), .unless = UNLESS_ZERO},
};

/* The page table levels of process PID; 0: unknown. */
static unsigned levels_of(const struct address_space *space, pid_t pid)
{
	struct page_tables tables;
	struct paging paging;

	if (!read_page_tables(pid, space, &tables) ||
		!paging_of_machine(&tables, space->kernel_start, &paging))
		return 0;
	return paging.levels;
}

void layout_read_machine(struct layout_machine *machine,
	const struct address_space *space, pid_t pid)
{
	struct utsname name;

	if (uname(&name) == 0)
		snprintf(machine->name, sizeof(machine->name), "%s",
			name.machine);
	machine->levels = levels_of(space, pid);
	machine->sizes = read_address_sizes();
}

static void print_bits(struct render *r, unsigned indent,
	const struct layout_machine *machine, const struct address_space *space)
{
	const struct address_sizes *sizes = &machine->sizes;
	struct bits bits = {space->bits, machine->levels, sizes->virtual,
		sizes->physical, NULL};

	if (space->bits)
		bits.where = space->both_halves ? "each half" : "use";
	render_members(r, FIELDS(machine_fields), machine);
	render_object(r, "address_bits");
	layout_line(r, indent, "virtual");
	if (!space->bits)
		render_printf(r, STYLE_PLAIN, "bits in use: unknown");
	render_fields(r, FIELDS(virtual_fields), &bits);
	if (sizes->physical)
		layout_line(r, indent, "physical");
	render_fields(r, FIELDS(physical_fields), &bits);
	render_close(r);
}

struct area_range {
	uint64_t first, last, size;
};

static const struct field range_fields[] = {
	{"first", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct area_range, first)},
	{"last", JSON_ONLY, VALUE_ADDRESS, MEMBER(struct area_range, last)},
	{"size", JSON_ONLY, VALUE_BYTES, MEMBER(struct area_range, size)},
};

void layout_print_range(
	struct render *r, const char *key, uint64_t first, uint64_t last)
{
	struct area_range range = {first, last, last - first + 1};

	render_item(r, key, FIELDS(range_fields), last ? &range : NULL);
}

/* "0000000000000000-00007fffffffefff 128 TiB", or WHY there is none. */
static void text_range(struct render *r, unsigned indent, const char *label,
	uint64_t first, uint64_t last, const char *why)
{
	char size[32] = "", range[64];

	snprintf(range, sizeof(range), "%s", why);
	if (last) {
		format_about(last - first + 1, size, sizeof(size));
		snprintf(range, sizeof(range), "%016" PRIx64 "-%016" PRIx64,
			first, last);
	}
	layout_line(r, indent, label);
	render_printf(r, STYLE_PLAIN, "%-33s  %-8s", range, size);
}

static void text_classical(struct render *r, uint64_t first, uint64_t last)
{
	char size[32];

	format_about(last - first + 1, size, sizeof(size));
	render_printf(r, STYLE_FAINT, " %08" PRIx64 "-%08" PRIx64 " %s", first,
		last, size);
}

static const char *no_kernel(const struct address_space *space)
{
	switch (space->kernel) {
	case KERNEL_SEPARATE:
		return "in a separate address space";
	case KERNEL_BEYOND_32:
		return "above 4 GiB, with longer addresses";
	default:
		return "unknown";
	}
}

static void print_halves(
	struct render *r, unsigned indent, const struct address_space *space)
{
	uint64_t end = space->user_end;
	bool hinted = space->hinted_start < end;

	layout_print_range(r, "user", 0, end ? end - 1 : 0);
	layout_print_range(
		r, "hinted", space->hinted_start, hinted ? end - 1 : 0);
	layout_print_range(
		r, "kernel", space->kernel_start, space->kernel_last);
	render_object(r, "classical_32_bit");
	layout_print_range(r, "user", 0, split_32 - 1);
	layout_print_range(r, "kernel", split_32, UINT32_MAX);
	render_close(r);
	layout_line(r, indent, "");
	render_printf(r, STYLE_FAINT, "%-44s32 bits, 3G/1G", "this machine");
	text_range(r, indent, "user", 0, end ? end - 1 : 0, "unknown");
	text_classical(r, 0, split_32 - 1);
	if (hinted) {
		text_range(
			r, indent, "hinted", space->hinted_start, end - 1, "");
		render_printf(r, STYLE_PLAIN, " only if addr asks for it");
	}
	text_range(r, indent, "kernel", space->kernel_start, space->kernel_last,
		no_kernel(space));
	text_classical(r, split_32, UINT32_MAX);
}

void layout_print_machine(struct render *r, unsigned indent,
	const struct layout_machine *machine, const struct address_space *space)
{
	print_bits(r, indent, machine, space);
	print_halves(r, indent, space);
}
