/* SPDX-License-Identifier: GPL-2.0-only */
/* GUIDs as type guid_t. */
#ifndef HVC_LINUX_UUID_H
#define HVC_LINUX_UUID_H

#include <hvc_config.h>

#if HVC_UUID_HEADER_EXISTS
#include_next <linux/uuid.h>
#endif

#if !HVC_GUID_T_EXISTS
#include <linux/types.h>
#include <linux/string.h>

typedef struct {
	__u8 b[16];
} guid_t;

/* The first three fields are little-endian in memory. */
#define GUID_INIT(a, b, c, d0, d1, d2, d3, d4, d5, d6, d7)		\
((guid_t) {{								\
	(a) & 0xff, ((a) >> 8) & 0xff, ((a) >> 16) & 0xff, ((a) >> 24) & 0xff, \
	(b) & 0xff, ((b) >> 8) & 0xff,					\
	(c) & 0xff, ((c) >> 8) & 0xff,					\
	(d0), (d1), (d2), (d3), (d4), (d5), (d6), (d7)			\
}})

static inline int guid_equal(const guid_t *a, const guid_t *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static inline int guid_is_null(const guid_t *guid)
{
	int i;

	for (i = 0; i < 16; i++)
		if (guid->b[i])
			return 0;
	return 1;
}

/* Reads 36 characters; what follows them does not matter. 0 or -EINVAL. */
int hvc_guid_parse(const char *text, guid_t *guid);	/* lib/guid.c */
#define guid_parse(text, guid)	hvc_guid_parse(text, guid)
#endif

#endif /* HVC_LINUX_UUID_H */
