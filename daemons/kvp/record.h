/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Contents of a pool file and of its journal. Pure code.
 *
 * A pool file is a row of records: a key of 512 bytes and a value of 2048,
 * both filled up with zero bytes. Many programs read and write these files; a
 * piece of a record at the end is nobody's.
 */
#ifndef KVP_RECORD_H
#define KVP_RECORD_H

#include "hv_node.h"

#include <stddef.h>

struct kvp_record {
	char key[KVP_NODE_KEY_BYTES];
	char value[KVP_NODE_VALUE_BYTES];
};

HV_NODE_ASSERT_SIZE(struct kvp_record, 2560);

/* More records than this are not served: a file that grew wild. */
#define KVP_RECORDS_MAX 4096

/** record_fill() - make a record; the strings fit */
void record_fill(struct kvp_record *r, const char *key, const char *value);

/** record_find() - index of a key among @count records, or -1 */
long record_find(const struct kvp_record *r, size_t count, const char *key);

/**
 * record_string() - copy a field that may lack its zero byte
 * @to: receives at most @room bytes, the last is zero
 */
void record_string(char *to, const char *field, size_t room);

/**
 * struct kvp_journal - head of a journal: what is about to be done to a pool file
 * @magic: KVP_JOURNAL_MAGIC
 * @sum: of the rest of the head and of the data
 * @old_size: of the pool file before, bytes
 * @new_size: after it
 * @offset: where the data go
 * @length: bytes of data, which follow the head
 */
struct kvp_journal {
	uint32_t magic;
	uint32_t sum;
	uint32_t old_size;
	uint32_t new_size;
	uint32_t offset;
	uint32_t length;
};

#define KVP_JOURNAL_MAGIC 0x4a50564bu

/** journal_seal() - fill in @magic and @sum */
void journal_seal(struct kvp_journal *j, const void *data);

/**
 * journal_check() - is it whole, and does it make sense?
 * @journal: the whole file
 * @len: bytes of it
 * @size: bytes of the pool file now
 *
 * Returns the data, or NULL: it was not finished, or the pool file was
 * changed by somebody else since.
 */
const void *journal_check(const void *journal, size_t len, size_t size, struct kvp_journal *j);

#endif /* KVP_RECORD_H */
