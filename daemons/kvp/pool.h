/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pool files /var/lib/hyperv/.kvp_pool_N, shared with other programs under
 * fcntl() locks.
 *
 * The file is changed in place, never replaced: whoever waits for its lock has
 * it open already. So that a crash leaves either the old or the new contents,
 * a change is first written to a journal beside it, .kvp_pool_N.journal, and
 * made again from there if it was not finished.
 */
#ifndef KVP_POOL_H
#define KVP_POOL_H

#include "record.h"

/**
 * pool_init() - make what is missing, finish what a crash left
 * @dir: the directory of the files
 * Returns 0 or -errno.
 */
int pool_init(const char *dir);

/**
 * pool_get() - the value of a key
 * @value: receives KVP_NODE_VALUE_BYTES
 * Returns 0, -ENOENT without such a key, or another -errno.
 */
int pool_get(unsigned int pool, const char *key, char *value);

/**
 * pool_at() - the record number @index
 * @key: receives KVP_NODE_KEY_BYTES
 * @value: receives KVP_NODE_VALUE_BYTES
 * Returns 0, -ENOENT behind the last, or another -errno.
 */
int pool_at(unsigned int pool, unsigned int index, char *key, char *value);

/** pool_set() - add a key or change its value. Returns 0 or -errno. */
int pool_set(unsigned int pool, const char *key, const char *value);

/** pool_delete() - remove a key. Returns 0, -ENOENT or another -errno. */
int pool_delete(unsigned int pool, const char *key);

#endif /* KVP_POOL_H */
