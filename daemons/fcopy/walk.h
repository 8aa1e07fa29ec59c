/* SPDX-License-Identifier: GPL-2.0-only */
/* A directory below a root, reached part by part. */
#ifndef FCOPY_WALK_H
#define FCOPY_WALK_H

/**
 * walk_directory() - open a directory below @root
 * @path: checked by fcopy_request_parse()
 * @create: make what is missing
 *
 * Symbolic links are followed only if they belong to root, and inside @root:
 * it is their "/", and ".." does not leave it. Returns a descriptor or -errno.
 */
int walk_directory(const char *root, const char *path, int create);

#endif /* FCOPY_WALK_H */
