/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linear addresses split, and walked through tables. */
#include "models/tables.h"
#include "models/walk.h"
#include "proc/page_tables.h"
#include "run.h"

static const enum translate_mode modes[] = {
	TRANSLATE_32, TRANSLATE_PAE, TRANSLATE_4LEVEL, TRANSLATE_5LEVEL};

/* --- the split --------------------------------------------------------------
 */

/* Figures "Linear-Address Translation to a ... Page using ... Paging". */
static const struct {
	enum translate_mode mode;
	uint64_t address;
	unsigned shift;
	const char *fields;
} splits[] = {
	{TRANSLATE_32, 0xc0100000, 12,
		"PD 31..22 768 PT 21..12 256 offset 11..0 0 "},
	{TRANSLATE_32, 0xffffffff, 22, "PD 31..22 1023 offset 21..0 4194303 "},
	{TRANSLATE_PAE, 0xc0201abc, 12,
		"PDPT 31..30 3 PD 29..21 1 PT 20..12 1 offset 11..0 2748 "},
	{TRANSLATE_PAE, 0x40201abc, 21,
		"PDPT 31..30 1 PD 29..21 1 offset 20..0 6844 "},
	{TRANSLATE_4LEVEL, 0x00007f12a4b3c123, 12,
		"PML4 47..39 254 PDPT 38..30 74 PD 29..21 293 PT 20..12 316 "
		"offset 11..0 291 "},
	{TRANSLATE_4LEVEL, 0xffff888040000005, 30,
		"PML4 47..39 273 PDPT 38..30 1 offset 29..0 5 "},
	{TRANSLATE_5LEVEL, 0xff01000000000000, 12,
		"PML5 56..48 257 PML4 47..39 0 PDPT 38..30 0 PD 29..21 0 "
		"PT 20..12 0 offset 11..0 0 "},
};

static void format_fields(
	const struct paging_field *fields, unsigned count, char *text)
{
	text[0] = '\0';
	for (unsigned i = 0; i < count; i++)
		text += sprintf(text, "%s %u..%u %llu ", fields[i].name,
			fields[i].high, fields[i].low,
			(unsigned long long)fields[i].value);
}

START_TEST(an_address_is_split_as_the_figures_show)
{
	struct paging_field fields[PAGING_FIELDS_MAX];
	unsigned count = paging_split(paging_of(splits[_i].mode),
		splits[_i].address, splits[_i].shift, fields);
	char text[256];

	format_fields(fields, count, text);
	ck_assert_str_eq(text, splits[_i].fields);
}
END_TEST

START_TEST(the_fields_put_together_are_the_address)
{
	uint64_t seed = 5;

	for (int i = 0; i < 20000; i++) {
		const struct paging *p = paging_of(modes[i % 4]);
		uint64_t address = next_random(&seed) >> (64 - p->bits);
		struct paging_field f[PAGING_FIELDS_MAX];
		unsigned level = (unsigned)next_random(&seed) % p->levels;
		unsigned count =
			paging_split(p, address, p->level[level].shift, f);
		uint64_t sum = 0;

		for (unsigned j = 0; j < count; j++)
			sum |= f[j].value << f[j].low;
		ck_assert_uint_eq(sum, address);
		ck_assert_uint_eq(count, level + 2);
	}
}
END_TEST

/* "Canonical Addressing", and the halves that follow. */
START_TEST(canonical_addresses_have_two_halves)
{
	static const struct {
		unsigned bits;
		uint64_t address;
		bool canonical;
	} row[] = {
		{48, 0, true},
		{48, 0x00007fffffffffff, true},
		{48, 0x0000800000000000, false},
		{48, 0xffff7fffffffffff, false},
		{48, 0xffff800000000000, true},
		{48, UINT64_MAX, true},
		{48, 0x8000000000000000, false},
		{57, 0x00ffffffffffffff, true},
		{57, 0x0100000000000000, false},
		{57, 0xfeffffffffffffff, false},
		{57, 0xff00000000000000, true},
		{32, 0xffffffff, true},
		{32, 0x100000000, false},
	};

	for (int i = 0; i < ROWS(row); i++)
		ck_assert_int_eq(
			paging_is_canonical(row[i].address, row[i].bits),
			row[i].canonical);
	ck_assert(!paging_is_kernel(paging_of(TRANSLATE_32), 0xbfffffff));
	ck_assert(paging_is_kernel(paging_of(TRANSLATE_PAE), 0xc0000000));
	ck_assert(paging_is_kernel(
		paging_of(TRANSLATE_4LEVEL), 0xffff800000000000));
	ck_assert(!paging_is_kernel(
		paging_of(TRANSLATE_5LEVEL), 0x00ffffffffffffff));
	ck_assert_ptr_null(paging_of(TRANSLATE_REAL));
}
END_TEST

/* --- the page tables of machines ---------------------------------------------
 */

/* See models/machine_paging.c for the documents that these follow. */
static const struct {
	struct page_tables tables;
	uint64_t upper;
	unsigned levels, shift;
	uint64_t address;
	const char *fields;
} machines[] = {
	{{MACHINE_X86_64, 12, 48, false}, 0xffff800000000000, 4, 12,
		0x00007f12a4b3c123,
		"PML4 47..39 254 PDPT 38..30 74 PD 29..21 293 PT 20..12 316 "
		"offset 11..0 291 "},
	{{MACHINE_X86_64, 12, 57, false}, 0xff00000000000000, 5, 12,
		0x00ff000000000123,
		"PML5 56..48 255 PML4 47..39 0 PDPT 38..30 0 PD 29..21 0 "
		"PT 20..12 0 offset 11..0 291 "},
	{{MACHINE_I386, 12, 32, false}, 0xc0000000, 2, 12, 0xbf801abc,
		"PD 31..22 766 PT 21..12 1 offset 11..0 2748 "},
	{{MACHINE_I386, 12, 32, true}, 0xc0000000, 3, 12, 0xbf801abc,
		"PDPT 31..30 2 PD 29..21 508 PT 20..12 1 offset 11..0 2748 "},
	{{MACHINE_ARM64, 12, 39, false}, 0xffffff8000000000, 3, 12,
		0x7fc0201abc,
		"L1 38..30 511 L2 29..21 1 L3 20..12 1 offset 11..0 2748 "},
	{{MACHINE_ARM64, 12, 48, false}, 0xffff000000000000, 4, 12,
		0xffff80201abc,
		"L0 47..39 511 L1 38..30 510 L2 29..21 1 L3 20..12 1 "
		"offset 11..0 2748 "},
	{{MACHINE_ARM64, 12, 52, false}, 0xfff0000000000000, 5, 12,
		0xfffff80201abc,
		"L-1 51..48 15 L0 47..39 511 L1 38..30 510 L2 29..21 1 "
		"L3 20..12 1 offset 11..0 2748 "},
	{{MACHINE_ARM64, 14, 47, false}, 0xffff800000000000, 3, 14,
		0x7ffff8014abc,
		"L1 46..36 2047 L2 35..25 2044 L3 24..14 5 offset 13..0 2748 "},
	{{MACHINE_ARM64, 14, 48, false}, 0xffff000000000000, 4, 14,
		0xfffff8014abc,
		"L0 47..47 1 L1 46..36 2047 L2 35..25 2044 L3 24..14 5 "
		"offset 13..0 2748 "},
	{{MACHINE_ARM64, 14, 52, false}, 0xfff0000000000000, 4, 14,
		0xffffff8014abc,
		"L0 51..47 31 L1 46..36 2047 L2 35..25 2044 L3 24..14 5 "
		"offset 13..0 2748 "},
	{{MACHINE_ARM64, 16, 42, false}, 0xfffffc0000000000, 2, 16,
		0x3ffe0050abc, "L2 41..29 8191 L3 28..16 5 offset 15..0 2748 "},
	{{MACHINE_ARM64, 16, 48, false}, 0xffff000000000000, 3, 16,
		0xffffe0050abc,
		"L1 47..42 63 L2 41..29 8191 L3 28..16 5 offset 15..0 2748 "},
	{{MACHINE_ARM64, 16, 52, false}, 0xfff0000000000000, 3, 16,
		0xfffffe0050abc,
		"L1 51..42 1023 L2 41..29 8191 L3 28..16 5 "
		"offset 15..0 2748 "},
	/* 16 entries of 4 KiB that are one page of 64 KiB, and 2 MiB. */
	{{MACHINE_ARM64, 12, 48, false}, 0xffff000000000000, 4, 16,
		0xffff80201abc,
		"L0 47..39 511 L1 38..30 510 L2 29..21 1 L3 20..12 1 "
		"offset 11..0 2748 "},
	{{MACHINE_ARM64, 12, 48, false}, 0xffff000000000000, 4, 21,
		0xffff80201abc,
		"L0 47..39 511 L1 38..30 510 L2 29..21 1 offset 20..0 6844 "},
	{{MACHINE_ARM, 12, 32, false}, 0xbf000000, 2, 12, 0xbef01abc,
		"L1 31..20 3055 L2 19..12 1 offset 11..0 2748 "},
	{{MACHINE_ARM, 12, 32, true}, 0xbf000000, 3, 12, 0xbee01abc,
		"L1 31..30 2 L2 29..21 503 L3 20..12 1 offset 11..0 2748 "},
	{{MACHINE_RISCV64, 12, 39, false}, 0xffffffc000000000, 3, 12,
		0x3fffe01abc,
		"VPN[2] 38..30 255 VPN[1] 29..21 511 VPN[0] 20..12 1 "
		"offset 11..0 2748 "},
	{{MACHINE_RISCV64, 12, 48, false}, 0xffff800000000000, 4, 12,
		0x7fffffe01abc,
		"VPN[3] 47..39 255 VPN[2] 38..30 511 VPN[1] 29..21 511 "
		"VPN[0] 20..12 1 offset 11..0 2748 "},
	{{MACHINE_RISCV64, 12, 57, false}, 0xff00000000000000, 5, 12,
		0xffffffffe01abc,
		"VPN[4] 56..48 255 VPN[3] 47..39 511 VPN[2] 38..30 511 "
		"VPN[1] 29..21 511 VPN[0] 20..12 1 offset 11..0 2748 "},
	{{MACHINE_PPC64, 16, 52, false}, 0xc000000000000000, 4, 16,
		0x7fffe0050abc,
		"PGD 51..39 255 PUD 38..30 511 PMD 29..21 256 PTE 20..16 5 "
		"offset 15..0 2748 "},
	{{MACHINE_PPC64, 12, 52, false}, 0xc000000000000000, 4, 12,
		0x7fffe0050abc,
		"PGD 51..39 255 PUD 38..30 511 PMD 29..21 256 PTE 20..12 80 "
		"offset 11..0 2748 "},
	{{MACHINE_S390X, 12, 42, false}, 0, 3, 12, 0x3ffffe01abc,
		"RTX 41..31 2047 SX 30..20 2046 PX 19..12 1 offset 11..0 "
		"2748 "},
	{{MACHINE_S390X, 12, 53, false}, 0, 4, 12, 0x1fffffffe01abc,
		"RSX 52..42 2047 RTX 41..31 2047 SX 30..20 2046 PX 19..12 1 "
		"offset 11..0 2748 "},
	{{MACHINE_S390X, 12, 64, false}, 0, 5, 12, 0xfffffffffff01abc,
		"RFX 63..53 2047 RSX 52..42 2047 RTX 41..31 2047 SX 30..20 "
		"2047 "
		"PX 19..12 1 offset 11..0 2748 "},
};

START_TEST(machines_split_addresses_as_their_manuals_have_it)
{
	struct paging_field fields[PAGING_FIELDS_MAX];
	struct paging paging;
	char text[256];

	ck_assert(paging_of_machine(
		&machines[_i].tables, machines[_i].upper, &paging));
	ck_assert_uint_eq(paging.levels, machines[_i].levels);
	ck_assert(paging_reaches(&paging, machines[_i].address));
	ck_assert(!paging_is_kernel(&paging, machines[_i].address));
	format_fields(fields,
		paging_split(&paging, machines[_i].address, machines[_i].shift,
			fields),
		text);
	ck_assert_str_eq(text, machines[_i].fields);
}
END_TEST

/* What the tables reach: the user's part, the kernel's, nothing between. */
START_TEST(tables_reach_from_each_end_as_far_as_they_have_bits)
{
	static const struct {
		struct page_tables tables;
		uint64_t upper, lower_last, between;
	} rows[] = {
		{{MACHINE_X86_64, 12, 48, false}, 0xffff800000000000,
			0x00007fffffffffff, 0x0000800000000000},
		{{MACHINE_X86_64, 12, 57, false}, 0xff00000000000000,
			0x00ffffffffffffff, 0xfeffffffffffffff},
		/* No sign bit: all 48 are the user's. */
		{{MACHINE_ARM64, 12, 48, false}, 0xffff000000000000,
			0x0000ffffffffffff, 0x0001000000000000},
		{{MACHINE_ARM64, 16, 52, false}, 0xfff0000000000000,
			0x000fffffffffffff, 0xffefffffffffffff},
		{{MACHINE_RISCV64, 12, 39, false}, 0xffffffc000000000,
			0x0000003fffffffff, 0xffffffbfffffffff},
		{{MACHINE_PPC64, 16, 52, false}, 0xc000000000000000,
			0x000fffffffffffff, 0x8000000000000000},
		{{MACHINE_S390X, 12, 42, false}, 0, 0x3ffffffffff,
			0x8000000000000000},
	};

	for (int i = 0; i < ROWS(rows); i++) {
		struct paging p;

		ck_assert(
			paging_of_machine(&rows[i].tables, rows[i].upper, &p));
		ck_assert(paging_reaches(&p, rows[i].lower_last));
		ck_assert(!paging_is_kernel(&p, rows[i].lower_last));
		ck_assert(!paging_reaches(&p, rows[i].lower_last + 1));
		ck_assert(!paging_reaches(&p, rows[i].between));
		if (!rows[i].upper)
			continue;
		ck_assert(paging_reaches(&p, rows[i].upper));
		ck_assert(paging_is_kernel(&p, rows[i].upper));
		ck_assert(!paging_reaches(&p, rows[i].upper - 1));
	}
}
END_TEST

START_TEST(tables_that_nobody_knows_are_refused)
{
	static const struct page_tables rows[] = {
		{MACHINE_OTHER, 12, 48, false},
		{MACHINE_X86_64, 12, 47, false},
		{MACHINE_RISCV64, 12, 48 + 1, false},
		{MACHINE_ARM64, 12, 12, false},
		{MACHINE_ARM64, 12, 64, false},
		{MACHINE_PPC64, 18, 52, false},
	};
	struct paging p;

	for (int i = 0; i < ROWS(rows); i++)
		ck_assert(!paging_of_machine(&rows[i], 0, &p));
}
END_TEST

/* --- the walk ---------------------------------------------------------------
 */

/* Some pages of physical memory, all of them tables. */
enum { FRAMES = 12, FRAME = 4096 };
static unsigned char memory[FRAMES * FRAME];
static unsigned width; /* of an entry */

static bool read_memory(const void *where, uint64_t at, uint64_t *value)
{
	if (at + width > sizeof(memory))
		return false;
	*value = 0;
	memcpy(value, (const unsigned char *)where + at, width);
	return true;
}

static bool test_bit(uint64_t value, int number)
{
	return (value & (1ULL << number)) != 0;
}

/* Whether any bit from HIGH down to LOW is set. */
static bool any_bit(uint64_t value, int high, int low)
{
	for (int i = low; i <= high; i++)
		if (test_bit(value, i))
			return true;
	return false;
}

/* What the plain walk comes to: "#PF 7", or "ok 0x5000 2097152 uwxad". */
struct plain {
	const struct walk_query *q;
	bool user, write, execute, accessed;
	char answer[96];
};

static void plain_fault(struct plain *p, int present, int reserved)
{
	const struct walk_query *q = p->q;
	bool four = q->paging->mode == TRANSLATE_32;
	int code = present;

	code += q->access == ACCESS_WRITE ? 2 : 0;
	code += q->cpl == 3 ? 4 : 0;
	code += reserved ? 8 : 0;
	if (q->access == ACCESS_EXEC)
		if ((q->control & CONTROL_SMEP) ||
			(!four && (q->control & CONTROL_NXE)))
			code += 16;
	sprintf(p->answer, "#PF %d", code);
}

/* "Determination of Access Rights", line by line. */
static bool plain_allows(const struct plain *p)
{
	const struct walk_query *q = p->q;
	bool wp = q->control & CONTROL_WP;
	bool smap = q->control & CONTROL_SMAP;
	bool ac = q->control & CONTROL_AC;

	if (q->cpl == 3) {
		if (!p->user)
			return false;
		return q->access == ACCESS_READ    ? true
		       : q->access == ACCESS_WRITE ? p->write
						   : p->execute;
	}
	if (q->access == ACCESS_READ)
		return !p->user || !smap || ac;
	if (q->access == ACCESS_WRITE) {
		if (p->user && smap && !ac)
			return false;
		return wp ? p->write : true;
	}
	if (p->user && (q->control & CONTROL_SMEP))
		return false;
	return p->execute;
}

static void plain_page(
	struct plain *p, uint64_t entry, uint64_t frame, int shift)
{
	uint64_t inside = p->q->address % (1ULL << shift);

	if (!plain_allows(p))
		plain_fault(p, 1, 0);
	else
		sprintf(p->answer, "ok 0x%llx %d %s%s%s%s%s",
			(unsigned long long)(frame + inside), shift,
			p->user ? "u" : "", p->write ? "w" : "",
			p->execute ? "x" : "", p->accessed ? "a" : "",
			test_bit(entry, 6) ? "d" : "");
}

static void plain_rights(struct plain *p, uint64_t entry, bool nx)
{
	if (!test_bit(entry, 1))
		p->write = false;
	if (!test_bit(entry, 2))
		p->user = false;
	if (!test_bit(entry, 5))
		p->accessed = false;
	if (nx && test_bit(entry, 63))
		p->execute = false;
}

/* "32-Bit Paging" */
static void plain_32(struct plain *p)
{
	const struct walk_query *q = p->q;
	uint64_t table = q->cr3 / 4096 * 4096 % (1ULL << 32), entry = 0;
	int m = q->physical_bits > 40 ? 40 : (int)q->physical_bits;

	if (!read_memory(q->memory, table + q->address / 4194304 * 4, &entry) ||
		!test_bit(entry, 0)) {
		plain_fault(p, 0, 0);
		return;
	}
	if (!(q->control & CONTROL_PSE36))
		m = 32;
	if (test_bit(entry, 7) && (q->control & CONTROL_PSE)) {
		if (any_bit(entry, 21, m - 19)) {
			plain_fault(p, 1, 1);
			return;
		}
		plain_rights(p, entry, false);
		plain_page(p, entry,
			(entry >> 22 << 22) + ((entry >> 13 & 0xff) << 32), 22);
		return;
	}
	plain_rights(p, entry, false);
	table = entry / 4096 * 4096;
	if (!read_memory(
		    q->memory, table + q->address / 4096 % 1024 * 4, &entry) ||
		!test_bit(entry, 0)) {
		plain_fault(p, 0, 0);
		return;
	}
	plain_rights(p, entry, false);
	plain_page(p, entry, entry / 4096 * 4096, 12);
}

/* The tables of 512 entries, from the one whose entries cover 2^SHIFT on. */
static void plain_512(struct plain *p, uint64_t table, int shift)
{
	const struct walk_query *q = p->q;
	bool pae = q->paging->mode == TRANSLATE_PAE;
	bool nx = q->control & CONTROL_NXE;
	int m = (int)q->physical_bits;
	uint64_t entry = 0, frame;
	bool bad;

	if (!read_memory(q->memory, table + (q->address >> shift) % 512 * 8,
		    &entry) ||
		!test_bit(entry, 0)) {
		plain_fault(p, 0, 0);
		return;
	}
	frame = entry % (1ULL << m) >> 12 << 12;
	bad = any_bit(entry, pae ? 62 : 51, m) || (!nx && test_bit(entry, 63));
	if (shift >= 39 && test_bit(entry, 7))
		bad = true;
	if (shift == 30 && test_bit(entry, 7) && any_bit(entry, 29, 13))
		bad = true;
	if (shift == 21 && test_bit(entry, 7) && any_bit(entry, 20, 13))
		bad = true;
	if (bad) {
		plain_fault(p, 1, 1);
		return;
	}
	plain_rights(p, entry, nx);
	if (shift == 12 || (shift <= 30 && test_bit(entry, 7)))
		plain_page(p, entry, frame >> shift << shift, shift);
	else
		plain_512(p, frame, shift - 9);
}

/* "PAE Paging": the four entries are registers, checked with CR3. */
static void plain_pae(struct plain *p)
{
	const struct walk_query *q = p->q;
	uint64_t table = q->cr3 / 32 * 32 % (1ULL << 32), entry = 0;

	if (!read_memory(q->memory, table + (q->address >> 30) * 8, &entry) ||
		!test_bit(entry, 0)) {
		plain_fault(p, 0, 0);
		return;
	}
	if (any_bit(entry, 2, 1) || any_bit(entry, 8, 5) ||
		any_bit(entry, 63, (int)q->physical_bits)) {
		sprintf(p->answer, "#GP 0");
		return;
	}
	plain_512(p, entry >> 12 << 12, 21);
}

static void plain_walk(struct plain *p)
{
	const struct walk_query *q = p->q;
	uint64_t table = q->cr3 % (1ULL << q->physical_bits) / 4096 * 4096;
	int64_t extended;
	int bits = (int)q->paging->bits;

	p->user = p->write = p->execute = p->accessed = true;
	if (q->paging->mode == TRANSLATE_32) {
		plain_32(p);
		return;
	}
	if (q->paging->mode == TRANSLATE_PAE) {
		plain_pae(p);
		return;
	}
	extended = (int64_t)(q->address << (64 - bits)) >> (64 - bits);
	if ((uint64_t)extended != q->address)
		sprintf(p->answer, "#GP 0");
	else
		plain_512(p, table, bits - 9);
}

static void format_walk(const struct walk_result *w, char *text)
{
	if (w->exception.name)
		sprintf(text, "%s %u", w->exception.name, w->exception.code);
	else
		sprintf(text, "ok 0x%llx %u %s%s%s%s%s",
			(unsigned long long)w->physical, w->page_shift,
			w->user ? "u" : "", w->writable ? "w" : "",
			w->executable ? "x" : "", w->accessed ? "a" : "",
			w->dirty ? "d" : "");
}

/* An entry that leads on, as most do, with a few bits that may be wrong. */
static uint64_t random_entry(uint64_t *seed, bool wide)
{
	uint64_t n = next_random(seed), entry;

	entry = (next_random(seed) % FRAMES) << 12;
	entry |= n % 32 ? 1 : 0;
	entry |= n >> 5 & 0x60;
	entry |= n >> 12 & 3 ? 2 : 0;
	entry |= n >> 14 & 3 ? 4 : 0;
	entry |= (n >> 16 & 7) == 0 ? 0x80 : 0;
	if ((n >> 20 & 15) == 0)
		entry |= 1ULL << (n >> 24 & 63);
	if (wide && (n >> 30 & 7) == 0)
		entry |= 1ULL << 63;
	/* Most large pages are aligned. */
	if ((entry & 0x80) && (n >> 34 & 7))
		entry &= ~0x3fe000ULL;
	return wide ? entry : entry & UINT32_MAX;
}

static void fill_memory(uint64_t *seed)
{
	for (size_t at = 0; at < sizeof(memory); at += width) {
		uint64_t entry = random_entry(seed, width == 8);

		memcpy(memory + at, &entry, width);
	}
}

/* A PAE PDPTE may have few bits set; so do not let all of them fail. */
static void mend_registers(uint64_t cr3, uint64_t *seed)
{
	for (int i = 0; i < 4; i++) {
		uint64_t entry;
		size_t at = cr3 % sizeof(memory) / 32 * 32 + (size_t)i * 8;

		if (next_random(seed) % 4 == 0)
			continue;
		memcpy(&entry, memory + at, 8);
		entry &= 0xff001;
		memcpy(memory + at, &entry, 8);
	}
}

static struct walk_query random_query(uint64_t *seed, enum translate_mode mode)
{
	const struct paging *paging = paging_of(mode);
	uint64_t n = next_random(seed);
	struct walk_query q = {.paging = paging,
		.address = next_random(seed),
		.access = n % 3,
		.cpl = n >> 8 & 1 ? 3 : n >> 10 & 3,
		.control = n >> 16 & 0x7f,
		.physical_bits = 32 + (unsigned)(n >> 24) % 21,
		.read = read_memory,
		.memory = memory};

	if (n >> 32 & 7)
		q.address = (uint64_t)((int64_t)(q.address
						 << (64 - paging->bits)) >>
				       (64 - paging->bits));
	if (paging->bits == 32)
		q.address &= UINT32_MAX;
	q.cr3 = (next_random(seed) % FRAMES) << 12 | (n >> 40 & 0xfff);
	if (mode == TRANSLATE_PAE)
		q.cr3 = q.cr3 % (sizeof(memory) - 32);
	return q;
}

START_TEST(a_plain_walk_through_random_tables_comes_to_the_same)
{
	enum translate_mode mode = modes[_i];
	uint64_t seed = 1000 + (uint64_t)_i;
	int good = 0, faults = 0, large = 0;

	width = paging_of(mode)->entry_size;
	for (int table = 0; table < 3000; table++) {
		if (table % 3 == 0)
			fill_memory(&seed);
		for (int i = 0; i < 20; i++) {
			struct walk_query q = random_query(&seed, mode);
			struct plain plain = {.q = &q};
			struct walk_result w;
			char text[96];

			if (mode == TRANSLATE_PAE)
				mend_registers(q.cr3, &seed);
			walk(&q, &w);
			format_walk(&w, text);
			plain_walk(&plain);
			ck_assert_str_eq(text, plain.answer);
			good += !w.exception.name;
			large += w.reached && w.page_shift > 12;
			faults += w.exception.name != NULL;
		}
	}
	/* Of each there was enough to compare. */
	ck_assert_int_gt(good, 1000);
	ck_assert_int_gt(large, 1000);
	ck_assert_int_gt(faults, 1000);
}
END_TEST

/* --- worked examples --------------------------------------------------------
 */

/* A table of two columns, as a file has it. */
struct list {
	uint64_t at, value;
};
struct example {
	const char *what;
	enum translate_mode mode;
	uint64_t address;
	struct list list[6];
	enum access access;
	unsigned cpl;
	uint64_t control;
	const char *answer;
};

/* The tables of each begin at 0x1000. */
static const struct example examples[] = {
	{"4-KByte page, 4-level", TRANSLATE_4LEVEL, 0x00007f12a4b3c123,
		{{0x17f0, 0x2027}, {0x2250, 0x3027}, {0x3928, 0x4027},
			{0x49e0, 0x80000000abcde067}},
		ACCESS_READ, 3, CONTROL_DEFAULT, "ok 0xabcde123 12 uwad"},
	{"the same, executed: XD, so P, U/S and I/D", TRANSLATE_4LEVEL,
		0x00007f12a4b3c123,
		{{0x17f0, 0x2027}, {0x2250, 0x3027}, {0x3928, 0x4027},
			{0x49e0, 0x80000000abcde067}},
		ACCESS_EXEC, 3, CONTROL_DEFAULT, "#PF 21"},
	{"the same without EFER.NXE: bit 63 is reserved", TRANSLATE_4LEVEL,
		0x00007f12a4b3c123,
		{{0x17f0, 0x2027}, {0x2250, 0x3027}, {0x3928, 0x4027},
			{0x49e0, 0x80000000abcde067}},
		ACCESS_READ, 3, CONTROL_WP, "#PF 13"},
	{"nothing there: U/S and W/R alone", TRANSLATE_4LEVEL, 0x1000, {{0}},
		ACCESS_WRITE, 3, CONTROL_DEFAULT, "#PF 6"},
	{"2-MByte page, 4-level", TRANSLATE_4LEVEL, 0x201234,
		{{0x1000, 0x2027}, {0x2000, 0x3027}, {0x3008, 0x400000e7}},
		ACCESS_WRITE, 3, CONTROL_DEFAULT, "ok 0x40001234 21 uwxad"},
	{"1-GByte page, 4-level", TRANSLATE_4LEVEL, 0x40201234,
		{{0x1000, 0x2027}, {0x2008, 0x1000000a7}}, ACCESS_WRITE, 3,
		CONTROL_DEFAULT, "ok 0x100201234 30 uwxa"},
	{"PS in a PML4E is reserved", TRANSLATE_4LEVEL, 0,
		{{0x1000, 0x20a7}, {0x2000, 0x3027}}, ACCESS_READ, 0,
		CONTROL_DEFAULT, "#PF 9"},
	{"5-level", TRANSLATE_5LEVEL, 0xff00000000000007,
		{{0x1800, 0x2023}, {0x2000, 0x3023}, {0x3000, 0x4023},
			{0x4000, 0x5023}, {0x5000, 0x6063}},
		ACCESS_READ, 0, CONTROL_DEFAULT, "ok 0x6007 12 wxad"},
	{"a level that is the kernel's keeps users out", TRANSLATE_4LEVEL,
		0x5000,
		{{0x1000, 0x2027}, {0x2000, 0x3023}, {0x3000, 0x4027},
			{0x4028, 0x6067}},
		ACCESS_READ, 3, CONTROL_DEFAULT, "#PF 5"},
	{"CR0.WP: the kernel obeys", TRANSLATE_32, 0x401000,
		{{0x1004, 0x2025}, {0x2004, 0x7025}}, ACCESS_WRITE, 0,
		CONTROL_WP, "#PF 3"},
	{"without it not", TRANSLATE_32, 0x401000,
		{{0x1004, 0x2025}, {0x2004, 0x7025}}, ACCESS_WRITE, 0, 0,
		"ok 0x7000 12 uxa"},
	{"4-MByte page, PSE-36: bits 39..32 at 20..13", TRANSLATE_32,
		0xc0123456, {{0x1c00, 0x0040c0e7}}, ACCESS_READ, 3,
		CONTROL_DEFAULT, "ok 0x600523456 22 uwxad"},
	{"without PSE-36 these are reserved", TRANSLATE_32, 0xc0123456,
		{{0x1c00, 0x0040c0e7}}, ACCESS_READ, 3, CONTROL_PSE, "#PF 13"},
	{"without CR4.PSE it is a table", TRANSLATE_32, 0xc0123456,
		{{0x1c00, 0x20e7}, {0x248c, 0x8067}}, ACCESS_READ, 3, 0,
		"ok 0x8456 12 uwxad"},
	{"2-MByte page, PAE", TRANSLATE_PAE, 0xc0212345,
		{{0x1018, 0x2001}, {0x2008, 0x8000002400200e7}}, ACCESS_READ, 3,
		CONTROL_DEFAULT, "#PF 13"},
	{"2-MByte page above 4 GiB, PAE", TRANSLATE_PAE, 0xc0212345,
		{{0x1018, 0x2001}, {0x2008, 0x2400000e7}}, ACCESS_READ, 3,
		CONTROL_DEFAULT, "ok 0x240012345 21 uwxad"},
	{"PDPTE Registers: R/W is reserved there", TRANSLATE_PAE, 0,
		{{0x1000, 0x2003}}, ACCESS_READ, 0, CONTROL_DEFAULT, "#GP 0"},
	{"CR4.SMEP", TRANSLATE_4LEVEL, 0, {{0x1000, 0x2027}, {0x2000, 0xa7}},
		ACCESS_EXEC, 0, CONTROL_SMEP, "#PF 17"},
	{"CR4.SMAP", TRANSLATE_4LEVEL, 0, {{0x1000, 0x2027}, {0x2000, 0xa7}},
		ACCESS_READ, 0, CONTROL_SMAP, "#PF 1"},
	{"EFLAGS.AC", TRANSLATE_4LEVEL, 0, {{0x1000, 0x2027}, {0x2000, 0xa7}},
		ACCESS_READ, 0, CONTROL_SMAP | CONTROL_AC, "ok 0x0 30 uwxa"},
	{"not canonical", TRANSLATE_4LEVEL, 0x0000800000000000, {{0}},
		ACCESS_READ, 0, CONTROL_DEFAULT, "#GP 0"},
};

static bool read_list(const void *list, uint64_t at, uint64_t *value)
{
	const struct list *entries = list;

	for (int i = 0; i < 6; i++) {
		if (!entries[i].at || entries[i].at != at)
			continue;
		*value = entries[i].value;
		return true;
	}
	return false;
}

START_TEST(worked_examples_come_out)
{
	const struct example *e = &examples[_i];
	struct walk_query q = {.paging = paging_of(e->mode),
		.address = e->address,
		.cr3 = 0x1000,
		.access = e->access,
		.cpl = e->cpl,
		.control = e->control,
		.physical_bits = 52,
		.read = read_list,
		.memory = e->list};
	struct walk_result w;
	char text[96];

	walk(&q, &w);
	format_walk(&w, text);
	ck_assert_msg(strcmp(text, e->answer) == 0, "%s: %s, not %s", e->what,
		text, e->answer);
}
END_TEST

/* --- tables as a text -------------------------------------------------------
 */

static const struct {
	const char *line;
	unsigned size;
	enum table_line is;
	uint64_t at, value;
	const char *reason; /* part of it */
} lines[] = {
	{"0x1000: 0x2007", 8, LINE_ENTRY, 0x1000, 0x2007, NULL},
	{"1000:2007", 8, LINE_ENTRY, 0x1000, 0x2007, NULL},
	{"\t0X1fF8 :\t8000000000000067  # a page\r", 8, LINE_ENTRY, 0x1ff8,
		0x8000000000000067, NULL},
	{"4: ffffffff", 4, LINE_ENTRY, 4, 0xffffffff, NULL},
	{"", 8, LINE_EMPTY, 0, 0, NULL},
	{"  \t\r", 8, LINE_EMPTY, 0, 0, NULL},
	{"# PML4", 8, LINE_EMPTY, 0, 0, NULL},
	{"x", 8, LINE_WRONG, 0, 0, "must begin with"},
	{"0x: 1", 8, LINE_WRONG, 0, 0, "must begin with"},
	{"1000 2007", 8, LINE_WRONG, 0, 0, "no ':'"},
	{"1000:", 8, LINE_WRONG, 0, 0, "after the ':'"},
	{"1000: -1", 8, LINE_WRONG, 0, 0, "after the ':'"},
	{"1000: 10000000000000000", 8, LINE_WRONG, 0, 0, "after the ':'"},
	{"1000: 1 2", 8, LINE_WRONG, 0, 0, "text after"},
	{"1000: 1p", 8, LINE_WRONG, 0, 0, "text after"},
	{"1004: 1", 8, LINE_WRONG, 0, 0, "multiple of 8"},
	{"1002: 1", 4, LINE_WRONG, 0, 0, "multiple of 4"},
	{"10000000000000: 1", 8, LINE_WRONG, 0, 0, "52 bits"},
	{"1000: 100000000", 4, LINE_WRONG, 0, 0, "32 bits"},
};

START_TEST(a_line_is_an_entry_or_says_why_it_is_none)
{
	struct table_entry entry = {0};
	const char *reason = "";

	ck_assert_int_eq(tables_read_line(lines[_i].line, lines[_i].size,
				 &entry, &reason),
		lines[_i].is);
	if (lines[_i].is == LINE_ENTRY) {
		ck_assert_uint_eq(entry.at, lines[_i].at);
		ck_assert_uint_eq(entry.value, lines[_i].value);
	}
	if (lines[_i].is == LINE_WRONG)
		ck_assert_msg(
			strstr(reason, lines[_i].reason) != NULL, "%s", reason);
}
END_TEST

START_TEST(sorted_entries_are_found)
{
	enum { COUNT = 999 };
	struct tables *t =
		calloc(1, sizeof(*t) + (COUNT + 1) * sizeof(*t->entries));
	uint64_t value;

	ck_assert_ptr_nonnull(t);
	t->count = COUNT;
	for (unsigned i = 0; i < COUNT; i++)
		t->entries[i] = (struct table_entry){
			(uint64_t)(i * 7 % COUNT) * 16, i, i + 1};
	ck_assert_ptr_null(tables_sort(t));
	for (unsigned i = 0; i < COUNT; i++) {
		ck_assert(
			tables_find(t, (uint64_t)(i * 7 % COUNT) * 16, &value));
		ck_assert_uint_eq(value, i);
		ck_assert(!tables_find(t, (uint64_t)i * 16 + 8, &value));
	}
	ck_assert(!tables_find(t, (uint64_t)COUNT * 16, &value));
	ck_assert(!tables_find(NULL, 0, &value));
	t->entries[t->count++] = (struct table_entry){16, 5, COUNT + 1};
	ck_assert_uint_eq(tables_sort(t)->line, COUNT + 1);
	free(t);
}
END_TEST

/* --- the machine ------------------------------------------------------------
 */

START_TEST(the_flag_tells_the_levels_of_a_machine)
{
	ck_assert_uint_eq(
		paging_levels_of("processor\t: 0\nflags\t\t: fpu la57 lm\n"
				 "address sizes\t: 46 bits physical, 57 bits "
				 "virtual\n"),
		5);
	/* It could, but the kernel does not. */
	ck_assert_uint_eq(
		paging_levels_of("processor\t: 0\nflags\t\t: fpu xla57 lm\n"
				 "bugs\t\t: la57\naddress sizes\t: 46 bits "
				 "physical, 57 bits virtual\n"),
		4);
	ck_assert_uint_eq(
		paging_levels_of("processor\t: 0\nflags\t\t: lm la57\n"), 5);
	ck_assert_uint_eq(paging_levels_of("processor\t: 0\n"), 0);
	ck_assert_uint_eq(paging_levels_of(""), 0);
}
END_TEST

START_TEST(proc_tells_which_tables_a_machine_has)
{
	bool pae = true;

	ck_assert(pae_of("MemTotal: 1 kB\nDirectMap4k:  6 kB\n"
			 "DirectMap2M:  4 kB\n",
		&pae));
	ck_assert(pae);
	ck_assert(pae_of("DirectMap4k:  6 kB\nDirectMap4M:  0 kB\n", &pae));
	ck_assert(!pae);
	ck_assert(!pae_of("MemTotal: 1 kB\n", &pae));
	ck_assert(radix_of("processor\t: 0\n\ntimebase\t: 512000000\n"
			   "machine\t\t: CHRP IBM\nMMU\t\t: Radix\n"));
	ck_assert(!radix_of("machine\t\t: CHRP IBM\nMMU\t\t: Hash\n"));
	ck_assert(!radix_of(""));
	ck_assert(lpae_possible_of(
		"Features\t: half thumb vfpd32 lpae evtstrm\n"));
	ck_assert(lpae_possible_of("processor\t: 0\n"));
	ck_assert(!lpae_possible_of("processor\t: 0\nFeatures\t: half neon\n"
				    "CPU part\t: lpae\n"));
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("translate");
	TCase *tcase = add_case(suite, "split");

	tcase_add_loop_test(tcase, an_address_is_split_as_the_figures_show, 0,
		ROWS(splits));
	tcase_add_test(tcase, the_fields_put_together_are_the_address);
	tcase_add_test(tcase, canonical_addresses_have_two_halves);
	tcase = add_case(suite, "machines");
	tcase_add_loop_test(tcase,
		machines_split_addresses_as_their_manuals_have_it, 0,
		ROWS(machines));
	tcase_add_test(
		tcase, tables_reach_from_each_end_as_far_as_they_have_bits);
	tcase_add_test(tcase, tables_that_nobody_knows_are_refused);
	tcase_add_test(tcase, proc_tells_which_tables_a_machine_has);
	tcase = add_case(suite, "walk");
	tcase_add_loop_test(tcase,
		a_plain_walk_through_random_tables_comes_to_the_same, 0,
		ROWS(modes));
	tcase_add_loop_test(tcase, worked_examples_come_out, 0, ROWS(examples));
	tcase = add_case(suite, "tables");
	tcase_add_loop_test(tcase, a_line_is_an_entry_or_says_why_it_is_none, 0,
		ROWS(lines));
	tcase_add_test(tcase, sorted_entries_are_found);
	tcase_add_test(tcase, the_flag_tells_the_levels_of_a_machine);
	return run_suite(suite);
}
