// SPDX-License-Identifier: GPL-2.0-only
/*
 * Put a Linux kernel into guest memory and the boot processor at its entry.
 *
 * Understood: bzImage (64-bit entry when the image says that it has one, else
 * the 32-bit entry) and vmlinux ELF, 64- or 32-bit.  Old bzImages begin with
 * an ELF header too, so the bzImage magic is looked for first.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core.h"

/* Low memory: nothing here is in the way of a kernel, which starts at 1 MiB. */
#define GDT_AT 0x1000u
#define ZERO_PAGE_AT 0x2000u
#define CMDLINE_AT 0x3000u
#define CMDLINE_MAX 0x2000u
#define PAGE_TABLES_AT 0x10000u	/* 1 + 1 + 4 pages: 4 GiB, identity */
#define BZIMAGE_AT 0x100000u
#define EBDA_AT 0x9fc00u

/* Offsets in the zero page (Linux x86 boot protocol). */
#define ZP_COLUMNS 0x07
#define ZP_VIDEO_MODE 0x06
#define ZP_LINES 0x0e
#define ZP_VIDEO_TYPE 0x0f
#define ZP_FONT_POINTS 0x10
#define ZP_LFB_WIDTH 0x12
#define ZP_LFB_HEIGHT 0x14
#define ZP_LFB_DEPTH 0x16
#define ZP_LFB_BASE 0x18
#define ZP_LFB_SIZE 0x1c
#define ZP_LFB_PITCH 0x24
#define ZP_LFB_COLOURS 0x26	/* red, green, blue, reserved: size and position each */
#define ZP_LFB_PAGES 0x32
#define ZP_RSDP 0x70
#define ZP_E820_COUNT 0x1e8
#define ZP_SETUP_HEADER 0x1f1
#define ZP_E820 0x2d0
#define VIDEO_VGA_TEXT 0x01
#define VIDEO_LINEAR 0x23

#define HDR_SETUP_SECTS 0x1f1
#define HDR_BOOT_FLAG 0x1fe
#define HDR_JUMP 0x200
#define HDR_MAGIC 0x202
#define HDR_VERSION 0x206
#define HDR_LOADER 0x210
#define HDR_LOADFLAGS 0x211
#define HDR_CODE32 0x214
#define HDR_INITRD 0x218
#define HDR_INITRD_SIZE 0x21c
#define HDR_HEAP_END 0x224
#define HDR_CMDLINE 0x228
#define HDR_INITRD_MAX 0x22c
#define HDR_RELOCATABLE 0x234
#define HDR_XLOADFLAGS 0x236
#define HDR_PREF_ADDRESS 0x258
#define HDR_END 0x290

enum cpu_mode { MODE_32, MODE_64 };

static void put16(u8 *p, u16 v)
{
	memcpy(p, &v, 2);
}

static void put32(u8 *p, u32 v)
{
	memcpy(p, &v, 4);
}

static void put64(u8 *p, u64 v)
{
	memcpy(p, &v, 8);
}

static u16 get16(const u8 *p)
{
	u16 v;

	memcpy(&v, p, 2);
	return v;
}

static u32 get32(const u8 *p)
{
	u32 v;

	memcpy(&v, p, 4);
	return v;
}

static u64 get64(const u8 *p)
{
	u64 v;

	memcpy(&v, p, 8);
	return v;
}

static const u8 *file_map(const char *path, const char *what, u64 *size)
{
	struct stat st;
	void *p;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		die(2, "cannot read the %s %s: %s", what, path, strerror(errno));
	if (!S_ISREG(st.st_mode) || !st.st_size)
		die(2, "the %s %s is not a file with content", what, path);
	p = mmap(NULL, st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		die(2, "cannot map the %s %s: %s", what, path, strerror(errno));
	close(fd);
	*size = st.st_size;
	return p;
}

static void need_room(u64 at, u64 len, const char *what)
{
	if (!gpa_ptr(at, len))
		die(2, "the %s (%llu bytes at %#llx) does not fit into the guest's memory", what,
		    (unsigned long long)len, (unsigned long long)at);
}

static void load(u64 at, const void *data, u64 len, const char *what)
{
	need_room(at, len, what);
	memcpy(gpa_ptr(at, len), data, len);
}

/* ---- kernels ---- */

static u64 load_elf64(const u8 *file, u64 size)
{
	const Elf64_Ehdr *e = (const void *)file;
	const Elf64_Phdr *p;
	unsigned int i;

	if (size < sizeof(*e) || e->e_machine != EM_X86_64 || e->e_phentsize != sizeof(*p) ||
	    e->e_phoff > size || e->e_phnum > (size - e->e_phoff) / sizeof(*p))
		die(2, "the kernel is a damaged 64-bit ELF file or not for x86-64");
	p = (const void *)(file + e->e_phoff);
	for (i = 0; i < e->e_phnum; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		if (p[i].p_offset > size || p[i].p_filesz > size - p[i].p_offset)
			die(2, "the kernel's ELF file is cut short");
		need_room(p[i].p_paddr, p[i].p_memsz, "kernel");
		load(p[i].p_paddr, file + p[i].p_offset, p[i].p_filesz, "kernel");
	}
	return e->e_entry;
}

static u64 load_elf32(const u8 *file, u64 size)
{
	const Elf32_Ehdr *e = (const void *)file;
	const Elf32_Phdr *p;
	unsigned int i;

	if (size < sizeof(*e) || e->e_machine != EM_386 || e->e_phentsize != sizeof(*p) ||
	    e->e_phoff > size || e->e_phnum > (size - e->e_phoff) / sizeof(*p))
		die(2, "the kernel is a damaged 32-bit ELF file or not for i386");
	p = (const void *)(file + e->e_phoff);
	for (i = 0; i < e->e_phnum; i++) {
		if (p[i].p_type != PT_LOAD)
			continue;
		if (p[i].p_offset > size || p[i].p_filesz > size - p[i].p_offset)
			die(2, "the kernel's ELF file is cut short");
		need_room(p[i].p_paddr, p[i].p_memsz, "kernel");
		load(p[i].p_paddr, file + p[i].p_offset, p[i].p_filesz, "kernel");
	}
	return e->e_entry;
}

static u64 load_bzimage(const u8 *file, u64 size, u8 *zp, enum cpu_mode *mode)
{
	u16 version = get16(file + HDR_VERSION);
	u64 setup = ((file[HDR_SETUP_SECTS] ? file[HDR_SETUP_SECTS] : 4) + 1) * 512ull;
	u64 at = BZIMAGE_AT, header_end;

	if (version < 0x200 || setup >= size || !(file[HDR_LOADFLAGS] & 1))
		die(2, "the kernel is a damaged bzImage, or an old zImage");
	/* The header ends where its jump instruction lands. */
	header_end = HDR_MAGIC + file[HDR_JUMP + 1];
	if (header_end > HDR_END)
		header_end = HDR_END;
	memcpy(zp + HDR_SETUP_SECTS, file + HDR_SETUP_SECTS, header_end - HDR_SETUP_SECTS);
	if (version >= 0x20a && file[HDR_RELOCATABLE] && get64(file + HDR_PREF_ADDRESS) + size < low_ram_bytes)
		at = get64(file + HDR_PREF_ADDRESS);
	load(at, file + setup, size - setup, "kernel");
	put32(zp + HDR_CODE32, at);
	/* Before 2.12 the place of xloadflags held code. */
	if (version >= 0x20c && file[HDR_XLOADFLAGS] & 1) {
		*mode = MODE_64;
		return at + 0x200;
	}
	*mode = MODE_32;
	return at;
}

/* ---- zero page ---- */

static void e820_add(u8 *zp, u64 start, u64 end, u32 type)
{
	u8 *e = zp + ZP_E820 + zp[ZP_E820_COUNT] * 20;

	if (end <= start)
		return;
	put64(e, start);
	put64(e + 8, end - start);
	put32(e + 16, type);
	zp[ZP_E820_COUNT]++;
}

static void fill_memory_map(u8 *zp)
{
	zp[ZP_E820_COUNT] = 0;
	e820_add(zp, 0, EBDA_AT, 1);
	e820_add(zp, EBDA_AT, 0xa0000, 2);
	e820_add(zp, ACPI_AREA, 0x100000, 2);
	e820_add(zp, 0x100000, low_ram_bytes, 1);
	e820_add(zp, 0xfec00000, 0xfec01000, 2);
	e820_add(zp, 0xfee00000, 0xfee01000, 2);
	e820_add(zp, 0x100000000ull, 0x100000000ull + high_ram_bytes, 1);
	/* What the BIOS of old could say, for kernels that look there too. */
	put32(zp + 0x1e0, (low_ram_bytes - 0x100000) / 1024);
	put16(zp + 0x02, low_ram_bytes > 0x4000000 ? 0xfc00 : (low_ram_bytes - 0x100000) / 1024);
}

static void fill_screen(u8 *zp)
{
	struct hv_profile *p = &vm.prof;

	zp[ZP_COLUMNS] = 80;
	zp[ZP_LINES] = 25;
	if (p->fb_size) {
		static const u8 colours[8] = { 8, 16, 8, 8, 8, 0, 8, 24 };

		zp[ZP_VIDEO_TYPE] = VIDEO_LINEAR;
		put16(zp + ZP_LFB_WIDTH, 1024);
		put16(zp + ZP_LFB_HEIGHT, 768);
		put16(zp + ZP_LFB_DEPTH, 32);
		put32(zp + ZP_LFB_BASE, p->fb_base);
		put32(zp + ZP_LFB_SIZE, p->fb_size >> 16);	/* in 64 KiB */
		put16(zp + ZP_LFB_PITCH, 1024 * 4);
		memcpy(zp + ZP_LFB_COLOURS, colours, sizeof(colours));
		put16(zp + ZP_LFB_PAGES, 1);
		return;
	}
	zp[ZP_VIDEO_MODE] = 3;
	zp[ZP_VIDEO_TYPE] = p->generation == 1 ? VIDEO_VGA_TEXT : 0;
	put16(zp + ZP_FONT_POINTS, 16);
}

static void load_initrd(u8 *zp, u64 limit)
{
	const u8 *data;
	u64 size, at;

	if (!opt.initrd)
		return;
	data = file_map(opt.initrd, "initrd", &size);
	if (limit > low_ram_bytes)
		limit = low_ram_bytes;
	if (size + 0x2000000 > limit)
		die(2, "the initrd %s (%llu MiB) does not fit beside the kernel into %llu MiB of low memory",
		    opt.initrd, (unsigned long long)(size >> 20), (unsigned long long)(limit >> 20));
	at = (limit - size) & ~(u64)(HV_PAGE - 1);
	load(at, data, size, "initrd");
	munmap((void *)data, size);
	put32(zp + HDR_INITRD, at);
	put32(zp + HDR_INITRD_SIZE, size);
}

/* ---- processor ---- */

static void start_cpu(struct vcpu *v, enum cpu_mode mode, u64 entry)
{
	u64 *gdt = gpa_ptr(GDT_AT, 64), *table = gpa_ptr(PAGE_TABLES_AT, 6 * HV_PAGE);
	struct kvm_segment code = {
		.base = 0, .limit = 0xffffffff, .selector = 0x10, .type = 11, .present = 1, .s = 1, .g = 1,
	};
	struct kvm_segment data = {
		.base = 0, .limit = 0xffffffff, .selector = 0x18, .type = 3, .present = 1, .s = 1, .g = 1, .db = 1,
	};
	struct kvm_regs r = { .rflags = 2, .rip = entry, .rsi = ZERO_PAGE_AT, .rsp = 0x8000 };
	struct kvm_sregs s;
	unsigned int i;

	if (ioctl(v->fd, KVM_GET_SREGS, &s))
		die(4, "KVM_GET_SREGS: %s", strerror(errno));
	gdt[2] = mode == MODE_64 ? 0x00af9a000000ffffull : 0x00cf9a000000ffffull;
	gdt[3] = 0x00cf92000000ffffull;
	s.gdt.base = GDT_AT;
	s.gdt.limit = 31;
	s.idt.base = 0;
	s.idt.limit = 0;
	code.l = mode == MODE_64;
	code.db = mode == MODE_32;
	s.cs = code;
	s.ds = s.es = s.fs = s.gs = s.ss = data;
	s.cr0 |= 1;
	if (mode == MODE_64) {
		table[0] = (PAGE_TABLES_AT + HV_PAGE) | 3;
		for (i = 0; i < 4; i++)
			table[512 + i] = (PAGE_TABLES_AT + (2 + i) * HV_PAGE) | 3;
		for (i = 0; i < 4 * 512; i++)
			table[1024 + i] = (u64)i << 21 | 0x83;
		s.cr3 = PAGE_TABLES_AT;
		s.cr4 |= 0x20;
		s.efer |= 0x500;
		s.cr0 |= 0x80000000u;
	}
	if (ioctl(v->fd, KVM_SET_SREGS, &s) || ioctl(v->fd, KVM_SET_REGS, &r))
		die(4, "KVM refuses the boot state of vCPU 0: %s", strerror(errno));
}

void boot_load(struct vcpu *bsp)
{
	u8 *zp = gpa_ptr(ZERO_PAGE_AT, HV_PAGE);
	enum cpu_mode mode = MODE_32;
	u64 size, entry, initrd_limit;
	const u8 *file;

	file = file_map(opt.kernel, "kernel", &size);
	memset(zp, 0, HV_PAGE);
	if (size > HDR_END && get16(file + HDR_BOOT_FLAG) == 0xaa55 && !memcmp(file + HDR_MAGIC, "HdrS", 4)) {
		entry = load_bzimage(file, size, zp, &mode);
		initrd_limit = get16(file + HDR_VERSION) >= 0x203 ? get32(file + HDR_INITRD_MAX) + 1ull : 0x38000000;
	} else if (size > sizeof(Elf64_Ehdr) && !memcmp(file, ELFMAG, SELFMAG)) {
		if (file[EI_CLASS] == ELFCLASS64) {
			entry = load_elf64(file, size);
			mode = MODE_64;
			initrd_limit = 0x80000000;
		} else {
			entry = load_elf32(file, size);
			initrd_limit = 0x38000000;
		}
		put16(zp + HDR_BOOT_FLAG, 0xaa55);
		memcpy(zp + HDR_MAGIC, "HdrS", 4);
		put16(zp + HDR_VERSION, 0x20c);
		zp[HDR_LOADFLAGS] = 1;
	} else {
		die(2, "the kernel %s is neither a bzImage nor a vmlinux ELF file", opt.kernel);
	}
	munmap((void *)file, size);

	zp[HDR_LOADER] = 0xff;
	zp[HDR_LOADFLAGS] |= 0x80;
	put16(zp + HDR_HEAP_END, 0xfe00);
	if (strlen(opt.append) >= CMDLINE_MAX)
		die(2, "the kernel command line is longer than %u characters", CMDLINE_MAX - 1);
	load(CMDLINE_AT, opt.append, strlen(opt.append) + 1, "command line");
	put32(zp + HDR_CMDLINE, CMDLINE_AT);
	load_initrd(zp, initrd_limit);
	fill_memory_map(zp);
	fill_screen(zp);
	put64(zp + ZP_RSDP, acpi_build());
	start_cpu(bsp, mode, entry);
	trace("vm", "boot %s entry %#llx %s-bit", opt.kernel, (unsigned long long)entry,
	      mode == MODE_64 ? "64" : "32");
}
