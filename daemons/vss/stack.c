// SPDX-License-Identifier: GPL-2.0-only
/* What a block device is made of, from sysfs. */
#include "stack.h"
#include "lib/file.h"
#include "lib/service.h"
#include "lib/text.h"

#include <dirent.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#define STACK_DEEP 8	/* md upon dm upon loop ...: deeper is not looked */

struct walk {
	const struct mount_list *list;
	unsigned short *below;
	unsigned int max;
	unsigned int count;
};

static void add(struct walk *w, unsigned int index)
{
	unsigned int i;

	for (i = 0; i < w->count; i++)
		if (w->below[i] == index)
			return;
	if (w->count < w->max)
		w->below[w->count++] = (unsigned short)index;
}

/* The file system that holds a file: by its device, or else by the longest path. */
static void add_holder(struct walk *w, const char *file)
{
	const struct mount_entry *e;
	unsigned int i, best = w->list->count;
	size_t len, best_len = 0;
	struct stat st;
	char full[4096];

	if (!service_path(full, sizeof(full), file) && !stat(full, &st)) {
		for (i = 0; i < w->list->count; i++) {
			e = &w->list->entries[i];
			if (e->device_known && !e->subvolumes && e->major == major(st.st_dev) &&
			    e->minor == minor(st.st_dev)) {
				add(w, i);
				return;
			}
		}
	}
	for (i = 0; i < w->list->count; i++) {
		e = &w->list->entries[i];
		len = e->is_root ? 0 : strlen(e->path);
		if (strncmp(file, e->path, len) || file[len] != '/' || len < best_len)
			continue;
		best = i;
		best_len = len;
	}
	if (best < w->list->count)
		add(w, best);
}

static void walk_device(struct walk *w, const char *device, int deep)
{
	char path[512], line[4096], full[4096];
	struct dirent *e;
	struct text t;
	DIR *d;

	text_init(&t, path, sizeof(path));
	text_addf(&t, "/sys/dev/block/%s/loop/backing_file", device);
	if (!t.overflow && file_line(path, line, sizeof(line)) > 0) {
		add_holder(w, line);
		return;
	}
	/* a partition of a loop device */
	text_init(&t, path, sizeof(path));
	text_addf(&t, "/sys/dev/block/%s/../loop/backing_file", device);
	if (!t.overflow && file_line(path, line, sizeof(line)) > 0) {
		add_holder(w, line);
		return;
	}
	text_init(&t, path, sizeof(path));
	text_addf(&t, "/sys/dev/block/%s/slaves", device);
	if (!deep || t.overflow || service_path(full, sizeof(full), path))
		return;
	d = opendir(full);
	if (!d)
		return;
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.')
			continue;
		text_init(&t, path, sizeof(path));
		text_addf(&t, "/sys/dev/block/%s/slaves/%s/dev", device, e->d_name);
		if (!t.overflow && file_line(path, line, sizeof(line)) > 0 && strlen(line) < 32)
			walk_device(w, line, deep - 1);
	}
	closedir(d);
}

unsigned int stack_below(void *context, const struct mount_list *list, unsigned int index,
			 unsigned short *below, unsigned int max)
{
	const struct mount_entry *e = &list->entries[index];
	char full[4096], device[32];
	struct stat st;
	struct text t;
	struct walk w;

	(void)context;
	w.list = list;
	w.below = below;
	w.max = max;
	w.count = 0;
	text_init(&t, device, sizeof(device));
	if (e->device_known && e->major)
		text_addf(&t, "%u:%u", e->major, e->minor);
	else if (!service_path(full, sizeof(full), e->source) && !stat(full, &st) &&
		 S_ISBLK(st.st_mode))
		text_addf(&t, "%u:%u", major(st.st_rdev), minor(st.st_rdev));
	if (t.len)
		walk_device(&w, device, STACK_DEEP);
	return w.count;
}
