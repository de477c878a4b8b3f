/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "inspections/layout.h"

#include <inttypes.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "proc/paging_levels.h"
#include "why/ranges.h"

/* Of a step's lines, as the report indents them. */
enum { LABEL = 9 };

/* The classical 32-bit layout (CONFIG_VMSPLIT_3G): 3 GiB and 1 GiB. */
static const uint64_t split_32 = UINT64_C(0xc0000000);

/* This machine's addresses. */
struct machine {
	struct utsname name;
	struct address_sizes sizes;
	unsigned levels;   /* 0: not known */
	uint64_t user_end; /* 0: not known */
	uint64_t kernel;   /* the first of its addresses; 0: not known */
};

void layout_line(struct render *r, unsigned indent, const char *label)
{
	render_line(r, indent);
	render_say(r, STYLE_LABEL, "%-*s", LABEL, label);
}

static struct machine read_machine(void)
{
	struct machine m = {.sizes = read_address_sizes(),
		.levels = read_paging_levels(),
		.user_end = find_user_end((size_t)getpagesize())};
	uint64_t power = 1;

	uname(&m.name);
	while (power && power < m.user_end)
		power *= 2;
	m.kernel = picture_kernel_start(power);
	return m;
}

static struct value bits(unsigned number)
{
	return number ? as_count(number) : as_null();
}

/* How many bits an address of a program and of the kernel has: 48. */
static unsigned bits_in_use(const struct machine *m)
{
	return m->kernel ? 64U - (unsigned)__builtin_clzll(~m->kernel) + 1 : 0;
}

static void tell_bits(
	struct render *r, unsigned indent, const struct machine *m)
{
	unsigned used = bits_in_use(m);

	render_fact(r, "machine", NULL, as_foreign(m->name.machine));
	render_object(r, "address_bits");
	render_fact(r, "used", NULL, bits(used));
	render_fact(r, "virtual", NULL, bits(m->sizes.virtual));
	render_fact(r, "physical", NULL, bits(m->sizes.physical));
	render_close(r);
	render_fact(r, "paging_levels", NULL, bits(m->levels));
	layout_line(r, indent, "virtual");
	if (used)
		render_say(r, STYLE_PLAIN, "%u bits in use", used);
	else
		render_say(r, STYLE_PLAIN, "bits in use: unknown");
	if (m->levels)
		render_say(r, STYLE_PLAIN, ", page tables of %u levels",
			m->levels);
	if (m->sizes.virtual)
		render_say(r, STYLE_PLAIN, "; the processor has %u",
			m->sizes.virtual);
	if (!m->sizes.physical)
		return;
	layout_line(r, indent, "physical");
	render_say(r, STYLE_PLAIN, "%u bits", m->sizes.physical);
}

static void tell_range(
	struct render *r, const char *key, uint64_t first, uint64_t last)
{
	if (last == 0) {
		render_fact(r, key, NULL, as_null());
		return;
	}
	render_object(r, key);
	render_fact(r, "first", NULL, as_address(first));
	render_fact(r, "last", NULL, as_address(last));
	render_fact(r, "size", NULL, as_bytes(last - first + 1));
	render_close(r);
}

/* "user    0000000000000000-00007fffffffefff  128 TiB" */
static void say_ranges(struct render *r, unsigned indent, const char *label,
	uint64_t first, uint64_t last, uint64_t first_32, uint64_t last_32)
{
	char size[32], size_32[32], range[64];

	format_about(last - first + 1, size, sizeof(size));
	format_about(last_32 - first_32 + 1, size_32, sizeof(size_32));
	snprintf(range, sizeof(range), "%016" PRIx64 "-%016" PRIx64, first,
		last);
	layout_line(r, indent, label);
	render_say(r, STYLE_PLAIN, "%-33s  %-8s", last ? range : "unknown",
		last ? size : "");
	render_say(r, STYLE_FAINT, " %08" PRIx64 "-%08" PRIx64 " %s", first_32,
		last_32, size_32);
}

static void tell_halves(
	struct render *r, unsigned indent, const struct machine *m)
{
	uint64_t user_last = m->user_end ? m->user_end - 1 : 0;
	uint64_t kernel_last = m->kernel ? UINT64_MAX : 0;

	tell_range(r, "user", 0, user_last);
	tell_range(r, "kernel", m->kernel, kernel_last);
	render_object(r, "classical_32_bit");
	tell_range(r, "user", 0, split_32 - 1);
	tell_range(r, "kernel", split_32, UINT32_MAX);
	render_close(r);
	layout_line(r, indent, "");
	render_say(r, STYLE_FAINT, "%-44s32 bits, 3G/1G", "this machine");
	say_ranges(r, indent, "user", 0, user_last, 0, split_32 - 1);
	say_ranges(r, indent, "kernel", m->kernel, kernel_last, split_32,
		UINT32_MAX);
}

static bool tell_process(struct render *r, unsigned indent, pid_t pid,
	struct extents *parts, struct failure *failure)
{
	render_fact(r, "pid", NULL, as_number(pid));
	if (!layout_find_parts(parts, pid, failure)) {
		render_fact(r, "parts", NULL, as_null());
		render_fact(r, "mmap_top", NULL, as_null());
		return false;
	}
	layout_tell_parts(r, indent, pid, parts);
	return true;
}

static bool look(
	struct render *r, const struct look *look, struct failure *failure)
{
	const struct call *call = look->call;
	pid_t pid = look_process(look);
	unsigned indent = look_indent(look);
	struct machine machine = read_machine();
	struct layout_settings settings;
	static struct extents parts;
	bool seen;

	read_layout_settings(&settings);
	tell_bits(r, indent, &machine);
	tell_halves(r, indent, &machine);
	seen = tell_process(r, indent, pid, &parts, failure);
	layout_tell_kernel(r, machine.levels);
	layout_tell_settings(r, indent, &settings);
	if (!seen || !call->aslr)
		render_fact(r, "aslr", NULL, as_null());
	else
		seen = layout_tell_aslr(
			r, indent, call->aslr, &settings, failure);
	if (seen)
		layout_draw(r, indent, &parts, machine.levels);
	return seen;
}

const struct command command_layout = {
	.name = "layout",
	.summary = "show the virtual address space, and how random it is",
	.manual = "proc_sys_vm(5)",
	.describes =
		"It shows how this machine parts its virtual addresses "
		"between programs and the kernel, beside the classical 32-bit "
		"layout, and where the parts of a process lie: memtool's own "
		"subject, or the process PID. A picture has all of them. With "
		"--aslr memtool executes itself N times, and measures how "
		"random the addresses are.",
	.params = {&param_pid, &param_aslr},
	.word = &param_pid,
	.look = look,
};
