/* SPDX-License-Identifier: GPL-2.0-only */
/* Small files, read and written as a whole. */
#ifndef HV_FILE_H
#define HV_FILE_H

#include <stddef.h>

/**
 * file_read() - read a file below service_root()
 * @path: its path
 * @buf: receives at most @size - 1 bytes and a zero byte
 * Returns the length, or -errno. What is longer is cut.
 */
long file_read(const char *path, char *buf, size_t size);

/** file_line() - as file_read(), first line only, blanks at its end removed */
long file_line(const char *path, char *buf, size_t size);

/**
 * file_write() - replace a file below service_root() in one step
 *
 * It is written under another name, brought to disk and renamed. Returns 0
 * or -errno.
 */
int file_write(const char *path, const char *data, size_t len, unsigned int mode);

#endif /* HV_FILE_H */
