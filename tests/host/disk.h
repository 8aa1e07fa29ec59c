/* SPDX-License-Identifier: GPL-2.0-only */
/* Back ends of virtual disks. */
#ifndef HVHOST_DISK_H
#define HVHOST_DISK_H

#include "hvhost.h"

struct disk {
	int fd;
	u64 size;		/* bytes, multiple of block */
	u32 block;		/* logical block, 512 or 4096 */
	bool ro;
	bool write_through;	/* says that it has no write cache */
	char spec[256];
};

/* "file:PATH", "sparse:SIZE" or "ram:SIZE"; NULL after printing one sentence */
struct disk *disk_open(const char *spec);
int disk_set_ro(struct disk *d);
void disk_close(struct disk *d);
/* All of len at off; 0 or an errno.  No lock: calls may run side by side. */
int disk_io(struct disk *d, bool write, u64 off, const struct seg *segs, u32 nsegs, u64 len);
int disk_zero(struct disk *d, u64 off, u64 len);
int disk_flush(struct disk *d);
int disk_resize(struct disk *d, u64 size);
/* 64-bit FNV-1a over the 8-byte words of the disk */
int disk_checksum(struct disk *d, u64 *sum);

#endif
