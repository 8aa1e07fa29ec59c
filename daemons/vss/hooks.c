// SPDX-License-Identifier: GPL-2.0-only
/* Programs that prepare applications for a freeze, see hooks.h. */
#include "hooks.h"
#include "lib/log.h"
#include "lib/run.h"
#include "lib/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define HOOKS_MAX	32

static char paths[HOOKS_MAX][512];
static unsigned int n_ready;		/* of these "freeze" was run */

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

/* Whoever may write the program, or the directory, would be root. */
static int safe(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return 0;
	return (st.st_uid == 0 || st.st_uid == geteuid()) && !(st.st_mode & (S_IWGRP | S_IWOTH));
}

static int find(const char *dir)
{
	unsigned int n = 0;
	struct dirent *e;
	struct stat st;
	struct text t;
	DIR *d;

	d = opendir(dir);
	if (!d)
		return errno == ENOENT ? 0 : -1;
	if (!safe(dir)) {
		closedir(d);
		log_line(LOG_ERR, "%s is not root's alone: no program there is run", dir);
		return -1;
	}
	while ((e = readdir(d)) != NULL) {
		/* no hidden files, no copies of editors and package managers */
		if (e->d_name[0] == '.' || strpbrk(e->d_name, "~.#"))
			continue;
		if (n == HOOKS_MAX) {
			closedir(d);
			log_line(LOG_ERR, "%s has more than %d programs", dir, HOOKS_MAX);
			return -1;
		}
		text_init(&t, paths[n], sizeof(paths[n]));
		text_addf(&t, "%s/%s", dir, e->d_name);
		if (t.overflow || stat(paths[n], &st) || !S_ISREG(st.st_mode) ||
		    access(paths[n], X_OK))
			continue;
		if (!safe(paths[n])) {
			log_line(LOG_WARNING, "%s is not root's alone: not run", paths[n]);
			continue;
		}
		n++;
	}
	closedir(d);
	qsort(paths, n, sizeof(paths[0]), by_name);
	return (int)n;
}

static int run_one(const char *path, const char *what, int limit_ms)
{
	const char *argv[3];
	int rc;

	argv[0] = path;
	argv[1] = what;
	argv[2] = NULL;
	rc = run_program(argv, limit_ms, NULL, 0);
	if (rc < 0)
		log_line(LOG_ERR, "cannot run %s: %s", path, strerror(-rc));
	return rc;
}

int hooks_freeze(const char *dir, int limit_ms)
{
	int n = find(dir);

	if (n < 0)
		return -1;
	for (n_ready = 0; n_ready < (unsigned int)n;) {
		n_ready++;
		if (run_one(paths[n_ready - 1], "freeze", limit_ms)) {
			hooks_thaw(limit_ms);
			return -1;
		}
	}
	return 0;
}

void hooks_thaw(int limit_ms)
{
	while (n_ready) {
		n_ready--;
		run_one(paths[n_ready], "thaw", limit_ms);
	}
}
