/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A child gives itself a segment, and reads through it. */
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
	SELECTOR = LDT_ENTRY << 3 | 4 | 3, /* of the LDT, RPL 3 */
	LIMIT = 0x7ff, /* half of a page: what stops there is no page's end */
	MODIFY_READ = 0,
	MODIFY_WRITE = 0x11,
};

/* What a reading is made with. */
struct setting {
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
	struct setting *s = context;
	struct segment_trial *t = s->trial;
	struct byte_read *r = &t->readings[s->reading];

	switch (s->reading) {
	case READ_FLAT_64:
		r->byte = read_flat(t->base);
		return;
	case READ_SEGMENT_64:
		r->byte = read_gs(0);
		return;
	case READ_BEYOND_64:
		r->byte = read_gs(LIMIT + 1);
		return;
	case READ_LAST_32:
		r->byte = low_code_read_gs(&s->low, LIMIT);
		return;
	case READ_FLAT_32:
		r->byte = low_code_read_flat(
			&s->low, (uint32_t)t->base + LIMIT + 1);
		return;
	case READ_BEYOND_32:
		r->byte = low_code_read_gs(&s->low, LIMIT + 1);
		return;
	case READINGS:
		return;
	}
}

static bool failed(struct segment_trial *t, const char *what)
{
	t->error = errno;
	t->failed = what;
	return false;
}

static bool make_segment(struct segment_trial *t)
{
	size_t page = (size_t)getpagesize();
	unsigned char *there = low_map(page);
	struct user_desc d = {.entry_number = LDT_ENTRY,
		.limit = LIMIT,
		.seg_32bit = 1,
		.useable = 1};

	if (!there)
		return failed(t, "mmap below 4 GiB");
	for (size_t i = 0; i < page; i++)
		there[i] = byte_at((uint32_t)i);
	t->base = (uintptr_t)there;
	t->size = page;
	t->limit = LIMIT;
	t->selector = SELECTOR;
	d.base_addr = (unsigned)t->base;
	if (syscall(SYS_modify_ldt, MODIFY_WRITE, &d, sizeof(d)) == -1)
		return failed(t, "modify_ldt");
	if (syscall(SYS_modify_ldt, MODIFY_READ, &t->descriptor,
		    sizeof(t->descriptor)) < 8)
		t->descriptor = 0;
	t->view = segment_view(SELECTOR);
	segment_ask_hidden(HIDDEN_SLDT, &t->ldtr);
	return true;
}

/* The C library has no use for %gs in 64-bit code; %fs is its own. */
static void load_gs(void *context)
{
	struct segment_trial *t = context;
	uint16_t selector = SELECTOR;

	__asm__ volatile("movw %0, %%gs" : : "r"(selector));
	t->knows_gs_base =
		syscall(SYS_arch_prctl, ARCH_GET_GS, &t->gs_base) == 0;
}

static void read_all(struct setting *s, enum reading from, enum reading to)
{
	static const uint32_t places[READINGS] = {
		[READ_BEYOND_64] = LIMIT + 1,
		[READ_LAST_32] = LIMIT,
		[READ_FLAT_32] = LIMIT + 1,
		[READ_BEYOND_32] = LIMIT + 1,
	};

	for (s->reading = from; s->reading < to; s->reading++) {
		struct byte_read *r = &s->trial->readings[s->reading];

		r->wanted = byte_at(places[s->reading]);
		child_attempt(read_one, s, &r->fault);
		r->done = true;
	}
}

static void work(void *shared)
{
	struct segment_trial *t = shared;
	struct setting setting = {.trial = t};
	const char *what;

	if (!make_segment(t))
		return;
	t->loaded = child_attempt(load_gs, t, &t->load);
	if (!t->loaded)
		return;
	read_all(&setting, READ_FLAT_64, READ_LAST_32);
	t->code_32 = segment_view(USER32_CS);
	if (!t->code_32.visible)
		return;
	what = low_code_make(&setting.low);
	if (what)
		failed(t, what);
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
