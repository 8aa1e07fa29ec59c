/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: the log of a crash, with its position in the dumper. */
#ifndef MODEL_KMSG_H
#define MODEL_KMSG_H

#include <model/base.h>

enum kmsg_dump_reason { KMSG_DUMP_UNDEF, KMSG_DUMP_PANIC, KMSG_DUMP_OOPS };
struct kmsg_dumper {
	struct list_head list;
#if MODEL_KERNEL >= 31000
	void (*dump)(struct kmsg_dumper *d, enum kmsg_dump_reason reason);
	enum kmsg_dump_reason max_reason;
#else
	void (*dump)(struct kmsg_dumper *d, enum kmsg_dump_reason reason,
		     const char *older, unsigned long older_len,
		     const char *newer, unsigned long newer_len);
#endif
};
int kmsg_dump_register(struct kmsg_dumper *d);
int kmsg_dump_unregister(struct kmsg_dumper *d);
#if MODEL_KERNEL >= 31000
void kmsg_dump_rewind(struct kmsg_dumper *d);
bool kmsg_dump_get_buffer(struct kmsg_dumper *d, bool syslog, char *buf,
			  size_t n, size_t *len);
#endif

#endif /* MODEL_KMSG_H */
