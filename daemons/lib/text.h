/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text in bounded buffers: building, splitting, checking. Pure code: no system
 * call, no allocation.
 */
#ifndef HV_TEXT_H
#define HV_TEXT_H

#include <stddef.h>

/**
 * struct text - a string that is being built
 * @buf: where, always ended by a zero byte
 * @size: bytes at @buf
 * @len: bytes used, without the zero byte
 * @overflow: something did not fit; @buf holds what came before it
 */
struct text {
	char *buf;
	size_t size;
	size_t len;
	int overflow;
};

/** text_init() - begin an empty string in @size bytes (at least 1) at @buf */
void text_init(struct text *t, char *buf, size_t size);

/** text_addn() - append @len bytes, all or none */
void text_addn(struct text *t, const char *s, size_t len);

/** text_add() - append a string, all or none */
void text_add(struct text *t, const char *s);

/** text_addf() - append formatted text, all or none */
void text_addf(struct text *t, const char *format, ...)
	__attribute__((__format__(__printf__, 2, 3)));

/** text_list() - append @s as one more element of a list separated by ';' */
void text_list(struct text *t, const char *s);

/**
 * text_copy() - copy a string into a field
 * Returns 0, or -1 when it does not fit; then the field is empty.
 */
int text_copy(char *to, size_t size, const char *from);

/** text_utf8_ok() - is this strict UTF-8 without a zero byte? */
int text_utf8_ok(const char *s, size_t len);

/**
 * text_next() - the next piece of a text, up to a separator or the end
 * @at: where to begin; moved behind the separator
 * @end: end of the text
 * @separator: a byte
 * @piece: receives the beginning
 *
 * Returns the length of the piece, or -1 when the text is used up.
 */
long text_next(const char **at, const char *end, char separator, const char **piece);

/**
 * text_number() - a decimal number that fills the piece entirely
 * Returns 0, or -1 when it is none or greater than @max.
 */
int text_number(const char *s, size_t len, unsigned long max, unsigned long *value);

/** text_hex() - value of a hexadecimal digit, or -1 */
int text_hex(char c);

/** text_same() - equal without regard to the case of ASCII letters? */
int text_same(const char *a, const char *b);

#endif /* HV_TEXT_H */
