/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file that is being copied: written without its name, or under another,
 * and given its own only when all of it is there.
 */
#ifndef FCOPY_TARGET_H
#define FCOPY_TARGET_H

#include "message.h"

/**
 * target_open() - begin
 * @root: no file outside of it is touched
 * @r: a START request
 * Returns 0 or -errno: -EEXIST, -ENOSPC, -ENOENT (no such directory), ...
 */
int target_open(const char *root, const struct fcopy_request *r);

/** target_is_open() - has a copy begun? */
int target_is_open(void);

/** target_write() - a WRITE request. Returns 0 or -errno. */
int target_write(const struct fcopy_request *r);

/** target_complete() - the file gets its name. Returns 0 or -errno; then nothing is left. */
int target_complete(void);

/** target_cancel() - nothing is left */
void target_cancel(void);

#endif /* FCOPY_TARGET_H */
