// SPDX-License-Identifier: GPL-2.0-only
/*
 * Text between the host (UTF-16) and daemons (UTF-8): pure code, see text.h.
 */
#include "text.h"

#define TEXT_REPLACEMENT	0xfffdu

static u32 text_unit(const u8 *p)
{
	return p[0] | (u32)p[1] << 8;
}

static u32 text_utf8_length(u32 c)
{
	if (c < 0x80)
		return 1;
	if (c < 0x800)
		return 2;
	return c < 0x10000 ? 3 : 4;
}

static void text_put_utf8(u8 *out, u32 c, u32 n)
{
	static const u8 lead[] = { 0x00, 0xc0, 0xe0, 0xf0 };
	u32 i;

	for (i = n - 1; i > 0; i--) {
		out[i] = (u8)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	out[0] = (u8)(lead[n - 1] | c);
}

int text_from_host(const u8 *in, u32 in_bytes, u8 *out, u32 out_bytes)
{
	u32 i = 0, used = 0, c, low, n;
	int ret = -EILSEQ;

	memset(out, 0, out_bytes);
	while (in_bytes - i >= 2) {
		c = text_unit(in + i);
		i += 2;
		if (!c)
			break;
		if (c >= 0xdc00 && c <= 0xdfff)
			goto fail;
		if (c >= 0xd800 && c <= 0xdbff) {
			if (in_bytes - i < 2)
				goto fail;
			low = text_unit(in + i);
			if (low < 0xdc00 || low > 0xdfff)
				goto fail;
			i += 2;
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
		}
		n = text_utf8_length(c);
		/* one byte stays zero */
		if (n > out_bytes - 1 - used) {
			ret = -E2BIG;
			goto fail;
		}
		text_put_utf8(out + used, c, n);
		used += n;
	}
	return (int)used;

fail:
	memset(out, 0, out_bytes);
	return ret;
}

/*
 * The character at @in, of which @room bytes exist. @used: bytes it takes. A byte
 * that begins no well-formed character is replaced alone.
 */
static u32 text_get_utf8(const u8 *in, u32 room, u32 *used)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	u32 c = in[0], n, i;

	*used = 1;
	if (c < 0x80)
		return c;
	if (c >= 0xc2 && c <= 0xdf) {
		n = 2;
		c &= 0x1f;
	} else if ((c & 0xf0) == 0xe0) {
		n = 3;
		c &= 0x0f;
	} else if (c >= 0xf0 && c <= 0xf4) {
		n = 4;
		c &= 0x07;
	} else {
		return TEXT_REPLACEMENT;
	}
	if (n > room)
		return TEXT_REPLACEMENT;
	for (i = 1; i < n; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return TEXT_REPLACEMENT;
		c = c << 6 | (in[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return TEXT_REPLACEMENT;
	*used = n;
	return c;
}

static void text_put_unit(u8 *out, u32 unit)
{
	out[0] = (u8)unit;
	out[1] = (u8)(unit >> 8);
}

u32 text_to_host(const u8 *in, u32 in_bytes, u8 *out, u32 out_bytes)
{
	u32 i = 0, used = 0, c, n;

	memset(out, 0, out_bytes);
	while (i < in_bytes && in[i]) {
		c = text_get_utf8(in + i, in_bytes - i, &n);
		i += n;
		n = c >= 0x10000 ? 4 : 2;
		/* two bytes stay zero */
		if (n > out_bytes - 2 - used)
			break;
		if (n == 4) {
			c -= 0x10000;
			text_put_unit(out + used, 0xd800 + (c >> 10));
			text_put_unit(out + used + 2, 0xdc00 + (c & 0x3ff));
		} else {
			text_put_unit(out + used, c);
		}
		used += n;
	}
	return used + 2;
}
