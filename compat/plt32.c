// SPDX-License-Identifier: GPL-2.0-only
/*
 * Take R_X86_64_PLT32 out of modules: each becomes R_X86_64_PC32.
 *
 * usage: plt32 FILE...
 *
 * Since 2.31 binutils write the first for every call and jump to a symbol of
 * somebody else. Loaders of kernels before 4.16 refuse it. There is no procedure
 * linkage table in a kernel, so both mean the same: the later loaders treat them
 * alike. Runs on the machine that builds. Files that are no relocatable objects
 * of x86-64 are left alone; one that is damaged is an error.
 */
#include <elf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TYPE_PC32	2
#define TYPE_PLT32	4

static const char *name;

static int bad(const char *what)
{
	fprintf(stderr, "plt32: %s: %s\n", name, what);
	return -1;
}

static int read_at(FILE *f, unsigned long at, void *to, size_t n)
{
	if (at > 0x7fffffff || fseek(f, (long)at, SEEK_SET) ||
	    fread(to, 1, n, f) != n)
		return bad("damaged: something lies behind its end");
	return 0;
}

/* One table of relocations. The number of those changed, or -1. */
static long one_table(FILE *f, const Elf64_Shdr *sh)
{
	unsigned long at = sh->sh_offset;
	unsigned long n = sh->sh_size / sizeof(Elf64_Rela);
	long changed = 0;
	Elf64_Rela r;

	if (sh->sh_entsize != sizeof(r))
		return bad("damaged: relocations of a strange size");
	for (; n; n--, at += sizeof(r)) {
		if (read_at(f, at, &r, sizeof(r)))
			return -1;
		if (ELF64_R_TYPE(r.r_info) != TYPE_PLT32)
			continue;
		r.r_info = ELF64_R_INFO(ELF64_R_SYM(r.r_info), TYPE_PC32);
		if (fseek(f, (long)at, SEEK_SET) ||
		    fwrite(&r, 1, sizeof(r), f) != sizeof(r))
			return bad("cannot be written to");
		changed++;
	}
	return changed;
}

static long one_file(FILE *f)
{
	Elf64_Ehdr eh;
	Elf64_Shdr sh;
	long changed = 0;
	unsigned int i;
	long n;

	if (fread(&eh, 1, sizeof(eh), f) != sizeof(eh) ||
	    memcmp(eh.e_ident, ELFMAG, SELFMAG) ||
	    eh.e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh.e_ident[EI_DATA] != ELFDATA2LSB || eh.e_type != ET_REL ||
	    eh.e_machine != EM_X86_64)
		return 0;
	if (eh.e_shentsize != sizeof(sh))
		return bad("damaged: sections of a strange size");
	for (i = 0; i < eh.e_shnum; i++) {
		if (read_at(f, eh.e_shoff + i * sizeof(sh), &sh, sizeof(sh)))
			return -1;
		if (sh.sh_type != SHT_RELA)
			continue;
		n = one_table(f, &sh);
		if (n < 0)
			return -1;
		changed += n;
	}
	return changed;
}

int main(int argc, char **argv)
{
	long changed;
	FILE *f;
	int i;

	for (i = 1; i < argc; i++) {
		name = argv[i];
		f = fopen(name, "r+b");
		if (!f) {
			perror(name);
			return 1;
		}
		changed = one_file(f);
		if (fclose(f))
			changed = bad("cannot be written to");
		if (changed < 0)
			return 1;
	}
	return 0;
}
