/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Text between the host (little-endian UTF-16) and daemons (UTF-8). Pure code,
 * see hyperv/pure.h.
 */
#ifndef UTILS_TEXT_H
#define UTILS_TEXT_H

#include <hyperv/pure.h>

/**
 * text_from_host() - UTF-16 field to terminated UTF-8, strictly
 * @in: the field, no alignment needed
 * @in_bytes: bytes of it; an odd last byte is not read
 * @out: result, always terminated on success; the rest is set to zero
 * @out_bytes: room, terminator included, at least 1
 *
 * Reads up to the first zero unit or the end of the field.
 * Return: bytes of text without terminator, -EILSEQ for a lone surrogate,
 * -E2BIG when it does not fit; then @out is empty.
 */
int text_from_host(const u8 *in, u32 in_bytes, u8 *out, u32 out_bytes);

/**
 * text_to_host() - UTF-8 field to terminated UTF-16
 * @in: the field
 * @in_bytes: bytes of it
 * @out: result, always terminated; the rest is set to zero; no alignment needed
 * @out_bytes: room in bytes, terminator included, even and at least 2
 *
 * Reads up to the first zero byte or the end of the field. Ill-formed bytes
 * become U+FFFD: files of guests hold all kinds of text, and one bad record must
 * not hide those after it. What does not fit is cut between characters.
 * Return: bytes of text with terminator.
 */
u32 text_to_host(const u8 *in, u32 in_bytes, u8 *out, u32 out_bytes);

#endif /* UTILS_TEXT_H */
