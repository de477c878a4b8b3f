/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A child creates its own segment, and reads through it. */
#include "inspections/segments/segment_try.h"

#include <errno.h>

#ifdef __x86_64__

#include <asm/ldt.h>
#include <asm/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "inspections/segments/low_code.h"

enum {
	LDT_ENTRY = 0,
	SELECTOR = LDT_ENTRY << 3 | 4 | 3, /* in the LDT, RPL 3 */
	LIMIT = 0x7ff, /* half a page: a fault there is not the end of the page
			*/
	MODIFY_READ = 0,
	MODIFY_WRITE = 0x11,
};

/* The setting of a reading. */
struct trial_setting {
	struct segment_trial *trial;
	enum reading reading;
	struct low_code low;
};

static uint8_t byte_at(uint32_t offset)
{
	return (uint8_t)(offset * 167 + (offset >> 4) + 13);
}

static uint8_t read_flat(uint64_t address)
{
	uint8_t byte;

	__asm__ volatile("movb (%1), %0"
			 : "=q"(byte)
			 : "r"(address)
			 : "memory");
	return byte;
}

static uint8_t read_gs(uint64_t offset)
{
	uint8_t byte;

	__asm__ volatile("movb %%gs:(%1), %0"
			 : "=q"(byte)
			 : "r"(offset)
			 : "memory");
	return byte;
}

static void read_one(void *context)
{
	struct trial_setting *setting = context;
	struct segment_trial *trial = setting->trial;
	struct byte_read *read = &trial->readings[setting->reading];

	switch (setting->reading) {
	case READ_FLAT_64:
		read->byte = read_flat(trial->base);
		return;
	case READ_SEGMENT_64:
		read->byte = read_gs(0);
		return;
	case READ_BEYOND_64:
		read->byte = read_gs(LIMIT + 1);
		return;
	case READ_LAST_32:
		read->byte = low_code_read_gs(&setting->low, LIMIT);
		return;
	case READ_FLAT_32:
		read->byte = low_code_read_flat(
			&setting->low, (uint32_t)trial->base + LIMIT + 1);
		return;
	case READ_BEYOND_32:
		read->byte = low_code_read_gs(&setting->low, LIMIT + 1);
		return;
	case READINGS:
		return;
	}
}

static bool failed(struct segment_trial *trial, const char *what)
{
	trial->error = errno;
	trial->failed = what;
	return false;
}

static bool make_segment(struct segment_trial *trial)
{
	size_t page = (size_t)getpagesize();
	unsigned char *there = low_map(page);
	struct user_desc description = {.entry_number = LDT_ENTRY,
		.limit = LIMIT,
		.seg_32bit = 1,
		.useable = 1};

	if (!there)
		return failed(trial, "mmap below 4 GiB");
	for (size_t i = 0; i < page; i++)
		there[i] = byte_at((uint32_t)i);
	trial->base = (uintptr_t)there;
	trial->size = page;
	trial->limit = LIMIT;
	trial->selector = SELECTOR;
	description.base_addr = (unsigned)trial->base;
	if (syscall(SYS_modify_ldt, MODIFY_WRITE, &description,
		    sizeof(description)) == -1)
		return failed(trial, "modify_ldt");
	if (syscall(SYS_modify_ldt, MODIFY_READ, &trial->descriptor,
		    sizeof(trial->descriptor)) < 8)
		trial->descriptor = 0;
	trial->view = segment_view(SELECTOR);
	segment_ask_hidden(HIDDEN_SLDT, &trial->ldtr);
	return true;
}

/* In 64-bit code the C library uses %fs, but not %gs. */
static void load_gs(void *context)
{
	struct segment_trial *trial = context;
	uint16_t selector = SELECTOR;

	__asm__ volatile("movw %0, %%gs" : : "r"(selector));
	trial->knows_gs_base =
		syscall(SYS_arch_prctl, ARCH_GET_GS, &trial->gs_base) == 0;
}

static void read_all(
	struct trial_setting *setting, enum reading from, enum reading to)
{
	static const uint32_t places[READINGS] = {
		[READ_BEYOND_64] = LIMIT + 1,
		[READ_LAST_32] = LIMIT,
		[READ_FLAT_32] = LIMIT + 1,
		[READ_BEYOND_32] = LIMIT + 1,
	};

	for (setting->reading = from; setting->reading < to;
		setting->reading++) {
		struct byte_read *read =
			&setting->trial->readings[setting->reading];

		read->wanted = byte_at(places[setting->reading]);
		child_attempt(read_one, setting, &read->fault);
		read->done = true;
	}
}

static void work(void *shared)
{
	struct segment_trial *trial = shared;
	struct trial_setting setting = {.trial = trial};
	const char *what;

	if (!make_segment(trial))
		return;
	trial->loaded = child_attempt(load_gs, trial, &trial->load);
	if (!trial->loaded)
		return;
	read_all(&setting, READ_FLAT_64, READ_LAST_32);
	trial->code_32 = segment_view(USER32_CS);
	if (!trial->code_32.visible)
		return;
	what = low_code_make(&setting.low);
	if (what)
		failed(trial, what);
	else
		read_all(&setting, READ_LAST_32, READINGS);
}

int segment_try(struct segment_trial *trial)
{
	struct segment_trial *shared = child_share(sizeof(*shared));
	int error;

	*trial = (struct segment_trial){0};
	if (!shared)
		return errno;
	error = child_run(work, shared, &trial->pid, &trial->status);
	shared->pid = trial->pid;
	shared->status = trial->status;
	*trial = *shared;
	child_unshare(shared, sizeof(*shared));
	return error;
}

#else

int segment_try(struct segment_trial *trial)
{
	*trial = (struct segment_trial){0};
	return ENOSYS;
}

#endif
