// SPDX-License-Identifier: GPL-2.0-only
/*
 * ACPI tables and SMBIOS of the guest.
 *
 * All of it lies in the read-only memory of a BIOS, 0xe0000 to 0xfffff, where
 * every kernel scans for it.  Full ACPI, not "hardware reduced": old guests know
 * nothing else.
 */
#include <stdio.h>
#include <string.h>

#include "core.h"

extern const unsigned char dsdt_aml[];		/* dsdt.asl, compiled by iasl */
extern const unsigned int dsdt_aml_len;

#define IOAPIC_BASE 0xfec00000u
#define LAPIC_BASE 0xfee00000u
#define RESET_PORT 0xcf9
#define RESET_VALUE 0x06

#define FADT_LEN 244
#define HEADER_LEN 36

static u32 next;	/* where the next table goes */

static void put(u8 *p, u64 v, unsigned int len)
{
	memcpy(p, &v, len);
}

static u8 sum(const u8 *p, unsigned int len)
{
	u8 s = 0;

	while (len--)
		s += *p++;
	return s;
}

static u8 *table_new(const char *sig, u8 revision, u32 len, u32 *where)
{
	u8 *p;

	next = (next + 15) & ~15u;
	if (next + len > SMBIOS_AREA)
		die(4, "the ACPI tables do not fit");
	p = gpa_ptr(next, len);
	memset(p, 0, len);
	memcpy(p, sig, 4);
	put(p + 4, len, 4);
	p[8] = revision;
	memcpy(p + 10, "HVHOST", 6);
	memcpy(p + 16, "STANDIN ", 8);
	put(p + 24, 1, 4);
	memcpy(p + 28, "HVH ", 4);
	put(p + 32, 1, 4);
	*where = next;
	next += len;
	return p;
}

static void table_close(u8 *p)
{
	u32 len;

	memcpy(&len, p + 4, 4);
	p[9] = 0;
	p[9] = -sum(p, len);
}

/* ---- DSDT: a compiled table with marks in it ---- */

static u8 *find_bytes(u8 *p, u32 len, const void *what, u32 what_len)
{
	u8 *found = NULL;
	u32 i;

	for (i = 0; i + what_len <= len; i++) {
		if (memcmp(p + i, what, what_len))
			continue;
		if (found)
			die(4, "dsdt.asl: a mark occurs twice");
		found = p + i;
	}
	if (!found)
		die(4, "dsdt.asl: a mark is missing");
	return found;
}

static u32 build_dsdt(void)
{
	static const u32 low_mark = 0xa1000000, pci_mark = 0xa3000000;
	static const u64 high_mark = 0xa200000000;
	const struct hv_profile *prof = &vm.prof;
	u32 where;
	u8 *p, *at;

	p = table_new("DSDT", 2, dsdt_aml_len, &where);
	memcpy(p, dsdt_aml, dsdt_aml_len);

	/* granularity (before), minimum, maximum, offset, length */
	at = find_bytes(p, dsdt_aml_len, &low_mark, 4);
	put(at, prof->gap_start, 4);
	put(at + 4, prof->gap_start + prof->gap_size - 1, 4);
	put(at + 12, prof->gap_size, 4);
	at = find_bytes(p, dsdt_aml_len, &high_mark, 8);
	put(at, high_mmio_base(), 8);
	put(at + 8, high_mmio_base() + prof->high_mmio_size - 1, 8);
	put(at + 24, prof->high_mmio_size, 8);

	if (prof->generation == 1)
		memcpy(find_bytes(p, dsdt_aml_len, "VMBUS", 6), "VMBus", 6);
	if (!prof->s4)
		memcpy(find_bytes(p, dsdt_aml_len, "_S4_", 4), "XS4_", 4);
	/* The bus and the VMBus container tell the same window, as they do on Hyper-V. */
	at = find_bytes(p, dsdt_aml_len, &pci_mark, 4);
	put(at, prof->gap_start, 4);
	put(at + 4, prof->gap_start + prof->gap_size - 1, 4);
	put(at + 12, prof->gap_size, 4);
	if (!opt.pci)
		find_bytes(p, dsdt_aml_len, "PSTA\x0a", 5)[5] = 0;
	if (prof->generation == 2)	/* Name (RSTA, 0x0f): AML byte constant after the name */
		find_bytes(p, dsdt_aml_len, "RSTA\x0a", 5)[5] = 0;
	table_close(p);
	return where;
}

static u32 build_facs(void)
{
	u8 *p;

	next = (next + 63) & ~63u;
	p = gpa_ptr(next, 64);
	memset(p, 0, 64);
	memcpy(p, "FACS", 4);
	put(p + 4, 64, 4);
	p[32] = 1;
	next += 64;
	return next - 64;
}

static void put_gas(u8 *p, u16 port, u8 bits, u8 width)
{
	p[0] = 1;	/* system I/O */
	p[1] = bits;
	p[3] = width;
	put(p + 4, port, 8);
}

static u32 build_fadt(void)
{
	u32 dsdt = build_dsdt(), facs = build_facs(), where;
	u8 *p = table_new("FACP", 3, FADT_LEN, &where);
	u16 boot_flags = 1u << 0 | 1u << 3;	/* ISA devices; no MSI (there is no PCI) */

	boot_flags |= 1u << 2;			/* no VGA to probe */
	if (vm.prof.generation == 2)
		boot_flags |= 1u << 5;		/* no CMOS clock */
	put(p + 36, facs, 4);
	put(p + 40, dsdt, 4);
	p[45] = 0;				/* preferred profile: unspecified */
	put(p + 46, SCI_IRQ, 2);
	put(p + 56, PM_EVT_PORT, 4);
	put(p + 64, PM_CNT_PORT, 4);
	put(p + 76, PM_TMR_PORT, 4);
	p[88] = 4;				/* lengths: event, control, timer */
	p[89] = 2;
	p[91] = 4;
	put(p + 96, 0xfff, 2);			/* C2, C3 latency: not supported */
	put(p + 98, 0xfff, 2);
	p[108] = vm.prof.generation == 1 ? 0x32 : 0;	/* century byte of the clock */
	put(p + 109, boot_flags, 2);
	/* WBINVD, C1, no sleep button, timer of 32 bits, reset register */
	put(p + 112, 1u << 0 | 1u << 2 | 1u << 5 | 1u << 8 | 1u << 10, 4);
	put_gas(p + 116, RESET_PORT, 8, 1);
	p[128] = RESET_VALUE;
	put(p + 132, facs, 8);
	put(p + 140, dsdt, 8);
	put_gas(p + 148, PM_EVT_PORT, 32, 2);
	put_gas(p + 172, PM_CNT_PORT, 16, 2);
	put_gas(p + 208, PM_TMR_PORT, 32, 3);
	table_close(p);
	return where;
}

static u32 build_madt(void)
{
	unsigned int cpus = vm.prof.vcpus, i;
	u32 len = HEADER_LEN + 8 + cpus * 8 + 12 + 2 * 10 + 6, where;
	u8 *p = table_new("APIC", 1, len, &where), *e;

	put(p + 36, LAPIC_BASE, 4);
	put(p + 40, 1, 4);		/* there are 8259s too */
	e = p + HEADER_LEN + 8;
	for (i = 0; i < cpus; i++, e += 8) {
		e[0] = 0;
		e[1] = 8;
		e[2] = i;
		e[3] = i;
		e[4] = 1;
	}
	e[0] = 1;			/* I/O APIC */
	e[1] = 12;
	e[2] = cpus;
	put(e + 4, IOAPIC_BASE, 4);
	e += 12;
	e[0] = 2;			/* IRQ 0 is pin 2 */
	e[1] = 10;
	put(e + 4, 2, 4);
	e += 10;
	e[0] = 2;			/* SCI: level, active high */
	e[1] = 10;
	e[3] = SCI_IRQ;
	put(e + 4, SCI_IRQ, 4);
	put(e + 8, 0xd, 2);
	e += 10;
	e[0] = 4;			/* NMI on LINT1 of all */
	e[1] = 6;
	e[2] = 0xff;
	e[5] = 1;
	table_close(p);
	return where;
}

/* ---- SMBIOS: old i386 kernels want a BIOS date, tools want the product's name ---- */

static u8 *smbios_strings(u8 *p, const char *const *s, unsigned int n)
{
	unsigned int i;

	for (i = 0; i < n; i++) {
		strcpy((char *)p, s[i]);
		p += strlen(s[i]) + 1;
	}
	*p++ = 0;
	return p;
}

static void build_smbios(void)
{
	static const char *const bios[] = { "American Megatrends Inc.", "090008", "12/07/2018" };
	static const char *const bios_uefi[] = { "Microsoft Corporation", "Hyper-V UEFI Release v4.1", "12/07/2018" };
	static const char *const product[] = { "Microsoft Corporation", "Virtual Machine", "7.0", "0000-0001" };
	u8 *entry = gpa_ptr(SMBIOS_AREA, 0x1000), *start = entry + 0x20, *p = start;
	unsigned int i;

	memset(entry, 0, 0x1000);
	p[0] = 0;			/* type 0: BIOS */
	p[1] = 24;
	put(p + 2, 1, 2);
	p[4] = 1;
	p[5] = 2;
	put(p + 6, 0xf000, 2);
	p[8] = 3;
	p[18] = 0x08;			/* characteristics not told */
	p[19] = vm.prof.generation == 2 ? 0x0c : 0;
	p = smbios_strings(p + 24, vm.prof.generation == 2 ? bios_uefi : bios, 3);
	p[0] = 1;			/* type 1: system */
	p[1] = 27;
	put(p + 2, 2, 2);
	for (i = 0; i < 4; i++)
		p[4 + i] = i + 1;
	memcpy(p + 8, "stand-in host id", 16);
	p[24] = 6;
	p = smbios_strings(p + 27, product, 4);
	p[0] = 127;			/* end */
	p[1] = 4;
	put(p + 2, 3, 2);
	p += 6;

	memcpy(entry, "_SM_", 4);
	entry[5] = 0x1f;
	entry[6] = 2;
	entry[7] = 4;
	put(entry + 8, 128, 2);
	memcpy(entry + 16, "_DMI_", 5);
	put(entry + 22, p - start, 2);
	put(entry + 24, SMBIOS_AREA + 0x20, 4);
	put(entry + 28, 3, 2);
	entry[30] = 0x24;
	entry[21] = -sum(entry + 16, 15);
	entry[4] = -sum(entry, 31);
}

u64 acpi_build(void)
{
	u8 *rsdp = gpa_ptr(ACPI_AREA, 36), *rsdt, *xsdt;
	u32 tables[2], rsdt_at, xsdt_at;
	unsigned int i;

	next = ACPI_AREA + 0x40;
	tables[0] = build_fadt();
	tables[1] = build_madt();
	rsdt = table_new("RSDT", 1, HEADER_LEN + 4 * 2, &rsdt_at);
	xsdt = table_new("XSDT", 1, HEADER_LEN + 8 * 2, &xsdt_at);
	for (i = 0; i < 2; i++) {
		put(rsdt + HEADER_LEN + 4 * i, tables[i], 4);
		put(xsdt + HEADER_LEN + 8 * i, tables[i], 8);
	}
	table_close(rsdt);
	table_close(xsdt);

	memset(rsdp, 0, 36);
	memcpy(rsdp, "RSD PTR ", 8);
	memcpy(rsdp + 9, "HVHOST", 6);
	rsdp[15] = 2;
	put(rsdp + 16, rsdt_at, 4);
	put(rsdp + 20, 36, 4);
	put(rsdp + 24, xsdt_at, 8);
	rsdp[8] = -sum(rsdp, 20);
	rsdp[32] = -sum(rsdp, 36);
	build_smbios();
	return ACPI_AREA;
}
