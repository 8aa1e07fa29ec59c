// SPDX-License-Identifier: GPL-2.0-only
/* Contents of a pool file and of its journal; pure code, see record.h. */
#include "record.h"

#include <string.h>

void record_fill(struct kvp_record *r, const char *key, const char *value)
{
	size_t key_len = strlen(key), value_len = strlen(value);

	memset(r, 0, sizeof(*r));
	if (key_len >= sizeof(r->key) || value_len >= sizeof(r->value))
		return;
	memcpy(r->key, key, key_len);
	memcpy(r->value, value, value_len);
}

long record_find(const struct kvp_record *r, size_t count, const char *key)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (!strncmp(r[i].key, key, sizeof(r[i].key)))
			return (long)i;
	return -1;
}

void record_string(char *to, const char *field, size_t room)
{
	memcpy(to, field, room);
	to[room - 1] = '\0';
}

static uint32_t sum_bytes(uint32_t sum, const void *data, size_t len)
{
	const unsigned char *p = data;

	while (len--)
		sum = (sum ^ *p++) * 16777619u;
	return sum;
}

static uint32_t sum_journal(const struct kvp_journal *j, const void *data)
{
	struct kvp_journal head = *j;

	head.sum = 0;
	return sum_bytes(sum_bytes(2166136261u, &head, sizeof(head)), data, j->length);
}

void journal_seal(struct kvp_journal *j, const void *data)
{
	j->magic = KVP_JOURNAL_MAGIC;
	j->sum = sum_journal(j, data);
}

const void *journal_check(const void *journal, size_t len, size_t size, struct kvp_journal *j)
{
	const void *data;

	if (len < sizeof(*j))
		return NULL;
	memcpy(j, journal, sizeof(*j));
	data = (const char *)journal + sizeof(*j);
	if (j->magic != KVP_JOURNAL_MAGIC || j->length != len - sizeof(*j))
		return NULL;
	if (j->offset > j->new_size || j->length > j->new_size - j->offset)
		return NULL;
	if (j->sum != sum_journal(j, data))
		return NULL;
	/* any size from before to after: the data may have been written in part */
	if (j->old_size < j->new_size ? size < j->old_size || size > j->new_size :
	    size > j->old_size || size < j->new_size)
		return NULL;
	return data;
}
