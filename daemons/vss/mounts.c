// SPDX-License-Identifier: GPL-2.0-only
/* Which file systems to freeze, and in which order; pure code, see mounts.h. */
#include "mounts.h"
#include "lib/text.h"

#include <string.h>

/* The next word of a line; returns its length, -1 at the end. */
static long word(const char **at, const char *end, const char **w)
{
	long n;

	do {
		n = text_next(at, end, ' ', w);
	} while (n == 0);
	return n;
}

/* Blanks and backslashes are written as three octal digits. */
static int unescape(char *to, size_t room, const char *s, size_t len)
{
	struct text t;
	size_t i;
	char c;

	text_init(&t, to, room);
	for (i = 0; i < len; i++) {
		c = s[i];
		if (c == '\\' && len - i > 3 && s[i + 1] >= '0' && s[i + 1] <= '3' &&
		    s[i + 2] >= '0' && s[i + 2] <= '7' && s[i + 3] >= '0' && s[i + 3] <= '7') {
			c = (char)((s[i + 1] - '0') * 64 + (s[i + 2] - '0') * 8 + (s[i + 3] - '0'));
			i += 3;
		}
		text_addn(&t, &c, 1);
	}
	return t.overflow ? -1 : 0;
}

static int is_word(const char *w, long n, const char *name)
{
	return (size_t)n == strlen(name) && !memcmp(w, name, (size_t)n);
}

/* Does a list of options hold "ro"? */
static int read_only(const char *options, long n)
{
	const char *end = options + n, *o;
	long len;

	while ((len = text_next(&options, end, ',', &o)) >= 0)
		if (is_word(o, len, "ro"))
			return 1;
	return 0;
}

/* These have no freeze, or must not be waited for: a FUSE server may be frozen itself. */
static int never_frozen(const char *type, long n)
{
	static const char *const types[] = {
		"vfat", "msdos", "exfat", "ntfs", "ntfs3", "iso9660", "udf", "squashfs",
		"cramfs", "romfs", "erofs", "minix", "hfs", "hfsplus", "swap"
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (is_word(type, n, types[i]))
			return 1;
	return n >= 4 && !memcmp(type, "fuse", 4);
}

static struct mount_entry *new_entry(struct mount_list *list)
{
	if (list->count == MOUNTS_MAX) {
		list->left_out++;
		return NULL;
	}
	return &list->entries[list->count];
}

static int fill(struct mount_entry *e, const char *path, long path_len, const char *source,
		long source_len, const char *type, long type_len)
{
	memset(e, 0, sizeof(*e));
	e->is_root = is_word(path, path_len, "/");
	e->subvolumes = is_word(type, type_len, "btrfs") || is_word(type, type_len, "bcachefs");
	return unescape(e->path, sizeof(e->path), path, (size_t)path_len) ||
	       unescape(e->source, sizeof(e->source), source, (size_t)source_len);
}

/* 36 35 98:0 /dir /mnt rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue */
static void info_line(struct mount_list *list, const char *at, const char *end)
{
	const char *device, *path, *w, *type, *source, *options, *colon;
	unsigned long major, minor;
	struct mount_entry *e;
	long device_len, path_len, n, type_len, source_len, options_len;

	if (word(&at, end, &w) < 0 || word(&at, end, &w) < 0)
		return;
	device_len = word(&at, end, &device);
	if (device_len < 0 || word(&at, end, &w) < 0)
		return;
	path_len = word(&at, end, &path);
	if (path_len < 0 || word(&at, end, &w) < 0)
		return;
	do {
		n = word(&at, end, &w);
		if (n < 0)
			return;
	} while (!is_word(w, n, "-"));
	type_len = word(&at, end, &type);
	source_len = word(&at, end, &source);
	options_len = word(&at, end, &options);
	if (type_len < 0 || source_len < 0 || options_len < 0)
		return;
	colon = memchr(device, ':', (size_t)device_len);
	if (!colon || text_number(device, (size_t)(colon - device), 0xffffffff, &major) ||
	    text_number(colon + 1, (size_t)(device + device_len - colon - 1), 0xffffffff, &minor))
		return;
	if (!major && (source_len < 5 || memcmp(source, "/dev/", 5)))
		return;
	/* a read-only mount of a file system that is not: the last options tell */
	if (read_only(options, options_len) || never_frozen(type, type_len))
		return;
	e = new_entry(list);
	if (!e)
		return;
	if (fill(e, path, path_len, source, source_len, type, type_len)) {
		list->left_out++;
		return;
	}
	e->device_known = 1;
	e->major = (unsigned int)major;
	e->minor = (unsigned int)minor;
	list->count++;
}

/* /dev/sda1 /mnt ext3 rw,noatime 0 0 */
static void old_line(struct mount_list *list, const char *at, const char *end)
{
	const char *source, *path, *type, *options;
	long source_len, path_len, type_len, options_len;
	struct mount_entry *e;

	source_len = word(&at, end, &source);
	path_len = word(&at, end, &path);
	type_len = word(&at, end, &type);
	options_len = word(&at, end, &options);
	if (source_len < 5 || path_len < 0 || type_len < 0 || options_len < 0 ||
	    memcmp(source, "/dev/", 5) || read_only(options, options_len) ||
	    never_frozen(type, type_len))
		return;
	e = new_entry(list);
	if (!e)
		return;
	if (fill(e, path, path_len, source, source_len, type, type_len))
		list->left_out++;
	else
		list->count++;
}

void mounts_parse_info(struct mount_list *list, const char *text, size_t len)
{
	const char *end = text + len, *line;
	long n;

	list->count = list->left_out = 0;
	while ((n = text_next(&text, end, '\n', &line)) >= 0)
		info_line(list, line, line + n);
}

void mounts_parse_old(struct mount_list *list, const char *text, size_t len)
{
	const char *end = text + len, *line;
	long n;

	list->count = list->left_out = 0;
	while ((n = text_next(&text, end, '\n', &line)) >= 0)
		old_line(list, line, line + n);
}

int mounts_same(const struct mount_entry *a, const struct mount_entry *b)
{
	if (a->device_known && b->device_known)
		return a->major == b->major && a->minor == b->minor;
	return !strcmp(a->source, b->source);
}

static unsigned int first_of(const struct mount_list *list, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < index; i++)
		if (mounts_same(&list->entries[i], &list->entries[index]))
			return i;
	return index;
}

static int holds_root(const struct mount_list *list, unsigned int first)
{
	unsigned int i;

	for (i = first; i < list->count; i++)
		if (list->entries[i].is_root && mounts_same(&list->entries[i], &list->entries[first]))
			return 1;
	return 0;
}

/* How a file system ranks against another: depth, root, time of the mount. */
static int before(const unsigned int *depth, const unsigned char *root, unsigned int a,
		  unsigned int b)
{
	if (depth[a] != depth[b])
		return depth[a] > depth[b];
	if (root[a] != root[b])
		return root[b];
	return a > b;
}

void mounts_plan(const struct mount_list *list, mounts_below_fn below, void *context,
		 struct freeze_plan *plan)
{
	static unsigned short under[MOUNTS_MAX][8];
	static unsigned int n_under[MOUNTS_MAX], depth[MOUNTS_MAX];
	static unsigned char root[MOUNTS_MAX];
	unsigned int i, k, f, moved, rounds;
	unsigned short lower;

	plan->count = 0;
	for (i = 0; i < list->count; i++) {
		if (first_of(list, i) != i)
			continue;
		plan->first[plan->count++] = (unsigned short)i;
		depth[i] = 0;
		root[i] = (unsigned char)holds_root(list, i);
		n_under[i] = below ? below(context, list, i, under[i], 8) : 0;
	}
	/* longest way down; a circle, which cannot be, ends with the rounds */
	for (moved = 1, rounds = 0; moved && rounds <= plan->count; rounds++) {
		moved = 0;
		for (f = 0; f < plan->count; f++) {
			i = plan->first[f];
			for (k = 0; k < n_under[i]; k++) {
				lower = (unsigned short)first_of(list, under[i][k]);
				if (lower != i && depth[i] <= depth[lower]) {
					depth[i] = depth[lower] + 1;
					moved = 1;
				}
			}
		}
	}
	/* few: insertion sort */
	for (f = 1; f < plan->count; f++) {
		lower = plan->first[f];
		for (k = f; k && before(depth, root, lower, plan->first[k - 1]); k--)
			plan->first[k] = plan->first[k - 1];
		plan->first[k] = lower;
	}
}
