// SPDX-License-Identifier: GPL-2.0-only
/* Text in bounded buffers; pure code, see text.h. */
#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void text_init(struct text *t, char *buf, size_t size)
{
	t->buf = buf;
	t->size = size;
	t->len = 0;
	t->overflow = 0;
	buf[0] = '\0';
}

void text_addn(struct text *t, const char *s, size_t len)
{
	if (t->overflow || len >= t->size - t->len) {
		t->overflow = 1;
		return;
	}
	memcpy(t->buf + t->len, s, len);
	t->len += len;
	t->buf[t->len] = '\0';
}

void text_add(struct text *t, const char *s)
{
	text_addn(t, s, strlen(s));
}

void text_addf(struct text *t, const char *format, ...)
{
	size_t room = t->size - t->len;
	va_list args;
	int n;

	if (t->overflow)
		return;
	va_start(args, format);
	n = vsnprintf(t->buf + t->len, room, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= room) {
		t->buf[t->len] = '\0';
		t->overflow = 1;
		return;
	}
	t->len += (size_t)n;
}

void text_list(struct text *t, const char *s)
{
	size_t before = t->len;

	if (before)
		text_addn(t, ";", 1);
	text_add(t, s);
	if (t->overflow) {
		t->len = before;
		t->buf[before] = '\0';
	}
}

int text_copy(char *to, size_t size, const char *from)
{
	size_t len = strlen(from);

	if (len >= size) {
		to[0] = '\0';
		return -1;
	}
	memcpy(to, from, len + 1);
	return 0;
}

int text_utf8_ok(const char *s, size_t len)
{
	const unsigned char *p = (const unsigned char *)s;
	size_t i = 0, more;
	unsigned long c, least;

	while (i < len) {
		c = p[i++];
		if (c == 0)
			return 0;
		if (c < 0x80)
			continue;
		if (c >= 0xc2 && c <= 0xdf) {
			more = 1;
			least = 0x80;
			c &= 0x1f;
		} else if (c >= 0xe0 && c <= 0xef) {
			more = 2;
			least = 0x800;
			c &= 0x0f;
		} else if (c >= 0xf0 && c <= 0xf4) {
			more = 3;
			least = 0x10000;
			c &= 0x07;
		} else {
			return 0;
		}
		if (more > len - i)
			return 0;
		for (; more; more--) {
			if ((p[i] & 0xc0) != 0x80)
				return 0;
			c = c << 6 | (p[i++] & 0x3f);
		}
		if (c < least || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
			return 0;
	}
	return 1;
}

long text_next(const char **at, const char *end, char separator, const char **piece)
{
	const char *stop;

	if (*at >= end)
		return -1;
	*piece = *at;
	stop = memchr(*at, separator, (size_t)(end - *at));
	*at = stop ? stop + 1 : end;
	return (long)((stop ? stop : end) - *piece);
}

int text_number(const char *s, size_t len, unsigned long max, unsigned long *value)
{
	unsigned long n = 0, digit;
	size_t i;

	if (!len)
		return -1;
	for (i = 0; i < len; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		digit = (unsigned long)(s[i] - '0');
		if (n > max / 10 || digit > max - n * 10)
			return -1;
		n = n * 10 + digit;
	}
	*value = n;
	return 0;
}

int text_hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

int text_same(const char *a, const char *b)
{
	char x, y;

	do {
		x = *a++;
		y = *b++;
		if (x >= 'A' && x <= 'Z')
			x = (char)(x - 'A' + 'a');
		if (y >= 'A' && y <= 'Z')
			y = (char)(y - 'A' + 'a');
		if (x != y)
			return 0;
	} while (x);
	return 1;
}
