// SPDX-License-Identifier: GPL-2.0-only
/*
 * The registry of device kinds, and devices made from "-device" options.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bus.h"

#define MAX_KINDS 32

struct device_head device_list = TAILQ_HEAD_INITIALIZER(device_list);
static const struct device_ops *kinds[MAX_KINDS];
static unsigned int nkinds;

void device_register(const struct device_ops *ops)
{
	if (nkinds == MAX_KINDS)
		die(4, "too many device kinds");
	kinds[nkinds++] = ops;
}

struct device *device_find(const char *name)
{
	struct device *d;

	TAILQ_FOREACH(d, &device_list, link)
		if (!strcmp(d->name, name))
			return d;
	return NULL;
}

static void default_name(struct device *d)
{
	unsigned int n;

	if (d->ops->many)
		snprintf(d->name, sizeof(d->name), "%.20s0", d->ops->name);
	else
		snprintf(d->name, sizeof(d->name), "%s", d->ops->name);
	for (n = 1; device_find(d->name); n++)
		snprintf(d->name, sizeof(d->name), "%.20s%u", d->ops->name, n);
}

/* A stable instance GUID that follows from the name alone. */
static void default_instance(struct device *d)
{
	u64 h = 0xcbf29ce484222325ull;
	unsigned int i;
	const char *p;

	for (p = d->name; *p; p++)
		h = (h ^ (u8)*p) * 0x100000001b3ull;
	for (i = 0; i < 16; i++) {
		h = (h ^ i) * 0x100000001b3ull;
		d->instance.b[i] = h >> 32;
	}
}

static bool is_zero(const struct guid *g)
{
	static const struct guid zero;

	return !memcmp(g, &zero, sizeof(zero));
}

/* 1 taken, 0 not a common option, -1 bad value */
static int common_option(struct device *d, const char *key, const char *val)
{
	static const struct { const char *key; size_t off; bool flag; } num[] = {
		{ "service", offsetof(struct device, service_us), false },
		{ "parallel", offsetof(struct device, parallel), false },
		{ "subchannels", offsetof(struct device, max_subchannels), false },
		{ "qdepth", offsetof(struct device, queue_depth), false },
		{ "monitored", offsetof(struct device, monitored), true },
		{ "shared-interrupt", offsetof(struct device, shared_interrupt), true },
		{ "trace", offsetof(struct device, trace_packets), true },
		{ "offered", offsetof(struct device, wanted), true },
	};
	unsigned long v;
	unsigned int i;
	char *end;

	if (!strcmp(key, "name")) {
		if (!*val || strlen(val) >= sizeof(d->name) || device_find(val) || strchr(val, ':'))
			return -1;
		strcpy(d->name, val);
		return 1;
	}
	if (!strcmp(key, "instance"))
		return guid_parse(val, &d->instance) ? 1 : -1;
	for (i = 0; i < sizeof(num) / sizeof(num[0]); i++) {
		if (strcmp(key, num[i].key))
			continue;
		v = strtoul(val, &end, 0);
		if (end == val || *end || (num[i].flag && v > 1) || v > 0xffffffff)
			return -1;
		if (num[i].flag)
			*(bool *)((char *)d + num[i].off) = v;
		else
			*(unsigned int *)((char *)d + num[i].off) = v;
		return 1;
	}
	return 0;
}

struct device *device_create(const char *spec)
{
	char *copy = strdup(spec), *rest = calloc(1, strlen(spec) + 2), *tok, *save = NULL;
	struct device *d = calloc(1, sizeof(*d));
	unsigned int i;

	if (!copy || !rest || !d)
		die(4, "out of memory for a device");
	tok = strtok_r(copy, ",", &save);
	for (i = 0; tok && i < nkinds; i++)
		if (!strcmp(kinds[i]->name, tok))
			d->ops = kinds[i];
	if (!d->ops) {
		fprintf(stderr, "hvhost: there is no device kind \"%s\"; known are:", tok ? tok : "");
		for (i = 0; i < nkinds; i++)
			fprintf(stderr, " %s", kinds[i]->name);
		fprintf(stderr, "\n");
		goto fail;
	}
	d->parallel = 1;
	d->queue_depth = 256;
	d->wanted = true;
	d->trace_packets = d->ops->pipe;
	while ((tok = strtok_r(NULL, ",", &save))) {
		char *val = strchr(tok, '=');
		int rc = 0;

		if (val) {
			*val = 0;
			rc = common_option(d, tok, val + 1);
			*val = '=';
		}
		if (rc < 0) {
			fprintf(stderr, "hvhost: bad device option \"%s\" in \"%s\"\n", tok, spec);
			goto fail;
		}
		if (!rc) {
			if (*rest)
				strcat(rest, ",");
			strcat(rest, tok);
		}
	}
	if (!d->name[0])
		default_name(d);
	if (!d->parallel || d->parallel > 64 || !d->queue_depth) {
		fprintf(stderr, "hvhost: %s: parallel must be 1 to 64 and qdepth at least 1\n", d->name);
		goto fail;
	}
	if (d->ops->pipe)
		d->offer_flags |= OFFER_NAMED_PIPE;
	if (d->ops->init && d->ops->init(d, rest))
		goto fail;
	if (!d->ops->init && *rest) {
		fprintf(stderr, "hvhost: %s: unknown device option \"%s\"\n", d->name, rest);
		goto fail;
	}
	if (is_zero(&d->instance))
		default_instance(d);
	TAILQ_INSERT_TAIL(&device_list, d, link);
	if (d->wanted)
		channel_new(d, 0);
	free(copy);
	free(rest);
	return d;
fail:
	free(copy);
	free(rest);
	free(d);
	return NULL;
}
