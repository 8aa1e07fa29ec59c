/* SPDX-License-Identifier: GPL-2.0-only */
/* Which file systems to freeze, and in which order. Pure code. */
#ifndef VSS_MOUNTS_H
#define VSS_MOUNTS_H

#include <stddef.h>

#define MOUNTS_MAX	512	/* lines that are looked at */
#define MOUNT_PATH	512

/**
 * struct mount_entry - one mount that matters
 * @major: of the device of the file system
 * @minor: likewise
 * @is_root: mounted at "/"
 * @device_known: @major and @minor are (not from /proc/mounts)
 * @subvolumes: files of it may claim another device number (btrfs)
 * @path: where it is mounted
 * @source: what is mounted
 */
struct mount_entry {
	unsigned int major;
	unsigned int minor;
	int is_root;
	int device_known;
	int subvolumes;
	char path[MOUNT_PATH];
	char source[MOUNT_PATH];
};

/**
 * struct mount_list - the mounts, in the order of the file
 * @entries: them
 * @count: how many
 * @left_out: lines of file systems that may matter but did not fit
 */
struct mount_list {
	struct mount_entry entries[MOUNTS_MAX];
	unsigned int count;
	unsigned int left_out;
};

/**
 * mounts_parse_info() - from the text of /proc/self/mountinfo
 *
 * Left out: file systems without a device (proc, tmpfs, NFS, overlay, ...),
 * those that are read-only, and those known not to freeze.
 */
void mounts_parse_info(struct mount_list *list, const char *text, size_t len);

/** mounts_parse_old() - from the text of /proc/mounts, for kernels before 2.6.26 */
void mounts_parse_old(struct mount_list *list, const char *text, size_t len);

/**
 * struct freeze_plan - the file systems, each once, in the order of the freeze
 * @first: index of the first mount of each
 * @count: how many
 */
struct freeze_plan {
	unsigned short first[MOUNTS_MAX];
	unsigned int count;
};

/** mounts_same() - do two mounts show one file system? */
int mounts_same(const struct mount_entry *a, const struct mount_entry *b);

/**
 * typedef mounts_below_fn - the file system below a device
 * @context: of the caller
 * @list: the mounts
 * @index: a mount of the file system in question
 * @below: receives at most @max indices of mounts: the file systems that hold
 *	the files its device is made of (loop devices, also below others)
 * Returns how many.
 */
typedef unsigned int (*mounts_below_fn)(void *context, const struct mount_list *list,
					unsigned int index, unsigned short *below,
					unsigned int max);

/**
 * mounts_plan() - put them into order
 *
 * What lies upon another file system comes before it: a write to the upper
 * would wait for the lower for ever. Root is last of its level; for the rest
 * what was mounted last comes first.
 */
void mounts_plan(const struct mount_list *list, mounts_below_fn below, void *context,
		 struct freeze_plan *plan);

#endif /* VSS_MOUNTS_H */
