// SPDX-License-Identifier: GPL-2.0-only
/*
 * The file that the machine behind the switch serves: made from the offset, so
 * that any size can be had without a disk, and its MD5 sum (RFC 1321).
 */
#include <stdio.h>
#include <string.h>

#include "net.h"

static u64 word_at(u64 i)
{
	u64 z = (i + 1) * 0x9e3779b97f4a7c15ull;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ull;
	z = (z ^ z >> 27) * 0x94d049bb133111ebull;
	return z ^ z >> 31;
}

void file_bytes(u64 offset, u8 *to, u32 len)
{
	while (len) {
		u32 in = offset % 8, part = 8 - in < len ? 8 - in : len;
		u64 w = word_at(offset / 8);

		memcpy(to, (u8 *)&w + in, part);
		to += part;
		offset += part;
		len -= part;
	}
}

static const u32 sine[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391
};

static void md5_block(u32 s[4], const u8 *p)
{
	static const u8 turn[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };
	u32 a = s[0], b = s[1], c = s[2], d = s[3], x[16], f, g, t, i, n;

	memcpy(x, p, 64);
	for (i = 0; i < 64; i++) {
		switch (i / 16) {
		case 0: f = (b & c) | (~b & d); g = i; break;
		case 1: f = (d & b) | (~d & c); g = 5 * i + 1; break;
		case 2: f = b ^ c ^ d; g = 3 * i + 5; break;
		default: f = c ^ (b | ~d); g = 7 * i;
		}
		t = a + f + sine[i] + x[g % 16];
		n = turn[i / 16][i % 4];
		a = d;
		d = c;
		c = b;
		b += t << n | t >> (32 - n);
	}
	s[0] += a;
	s[1] += b;
	s[2] += c;
	s[3] += d;
}

void file_md5(u64 size, char out[33])
{
	u32 s[4] = { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 }, i;
	u64 at, bits = size * 8;
	u8 block[64];

	for (at = 0; at + 64 <= size; at += 64) {
		file_bytes(at, block, 64);
		md5_block(s, block);
	}
	memset(block, 0, sizeof(block));
	file_bytes(at, block, size - at);
	block[size - at] = 0x80;
	if (size - at > 55) {
		md5_block(s, block);
		memset(block, 0, sizeof(block));
	}
	memcpy(block + 56, &bits, 8);
	md5_block(s, block);
	for (i = 0; i < 16; i++)
		sprintf(out + 2 * i, "%02x", ((u8 *)s)[i]);
}
