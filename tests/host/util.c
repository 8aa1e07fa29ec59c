// SPDX-License-Identifier: GPL-2.0-only
/*
 * Small helpers: sizes, GUIDs, ending the program with one sentence.
 */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core.h"

void die(int code, const char *fmt, ...)
{
	va_list ap;

	fputs("hvhost: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	trace_flush();
	exit(code);
}

void *xcalloc(size_t n, size_t size)
{
	void *p = calloc(n, size);

	if (!p)
		die(4, "out of memory (%zu bytes)", n * size);
	return p;
}

bool size_parse(const char *text, u64 *out)
{
	unsigned int shift = 0;
	char *end;
	u64 v;

	if (!isdigit((unsigned char)*text))
		return false;
	v = strtoull(text, &end, 0);
	switch (toupper((unsigned char)*end)) {
	case 'K':
		shift = 10;
		end++;
		break;
	case 'M':
		shift = 20;
		end++;
		break;
	case 'G':
		shift = 30;
		end++;
		break;
	case 'T':
		shift = 40;
		end++;
		break;
	}
	if (*end || (v << shift) >> shift != v)
		return false;
	*out = v << shift;
	return true;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Byte i of the wire form is the printed byte order[i]: the first three fields are little-endian. */
static const u8 guid_order[16] = { 3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15 };

bool guid_parse(const char *text, struct guid *g)
{
	u8 printed[16];
	unsigned int i;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10) {
			if (*text++ != '-')
				return false;
		}
		if (hex(text[0]) < 0 || hex(text[1]) < 0)
			return false;
		printed[i] = hex(text[0]) << 4 | hex(text[1]);
		text += 2;
	}
	if (*text)
		return false;
	for (i = 0; i < 16; i++)
		g->b[i] = printed[guid_order[i]];
	return true;
}

void guid_format(const struct guid *g, char out[37])
{
	char *p = out;
	unsigned int i;

	for (i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		p += sprintf(p, "%02x", g->b[guid_order[i]]);
	}
}
