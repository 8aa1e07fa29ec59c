/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * User-space stand-ins for the few kernel names that pure code uses
 * (src/include/hyperv/pure.h), for unit tests and fuzz targets.
 */
#ifndef HYPERV_USER_SHIM_H
#define HYPERV_USER_SHIM_H

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the wire is little-endian and so must be the machine that runs the tests"
#endif

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int8_t s8;
typedef int16_t s16;
typedef int32_t s32;
typedef int64_t s64;
typedef u8 __u8;
typedef u16 __u16;
typedef u32 __u32;
typedef u64 __u64;
typedef s32 __s32;
typedef u16 __le16;
typedef u32 __le32;
typedef u64 __le64;
typedef u16 __be16;
typedef u32 __be32;
typedef u64 __be64;

#define U8_MAX		((u8)~0U)
#define U16_MAX		((u16)~0U)
#define U32_MAX		((u32)~0U)
#define U64_MAX		((u64)~0ULL)

#ifndef __packed
#define __packed	__attribute__((packed))
#endif
#ifndef __aligned
#define __aligned(n)	__attribute__((aligned(n)))
#endif
#define __always_unused	__attribute__((unused))
#define likely(x)	__builtin_expect(!!(x), 1)
#define unlikely(x)	__builtin_expect(!!(x), 0)

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))
#define BIT(n)		(1UL << (n))
#define BIT_ULL(n)	(1ULL << (n))
#define ALIGN(x, a)	(((x) + ((__typeof__(x))(a) - 1)) & ~((__typeof__(x))(a) - 1))
#define IS_ALIGNED(x, a)	(((x) & ((__typeof__(x))(a) - 1)) == 0)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#define container_of(p, type, member) \
	((type *)((char *)(p) - offsetof(type, member)))
#define lower_32_bits(n)	((u32)((n) & 0xffffffff))
#define upper_32_bits(n)	((u32)(((n) >> 16) >> 16))

#define min(a, b) __extension__ ({			\
	__typeof__(a) shim_a = (a);			\
	__typeof__(b) shim_b = (b);			\
	(void)(&shim_a == &shim_b);			\
	shim_a < shim_b ? shim_a : shim_b; })
#define max(a, b) __extension__ ({			\
	__typeof__(a) shim_a = (a);			\
	__typeof__(b) shim_b = (b);			\
	(void)(&shim_a == &shim_b);			\
	shim_a > shim_b ? shim_a : shim_b; })
#define min_t(t, a, b) __extension__ ({			\
	t shim_a = (a);					\
	t shim_b = (b);					\
	shim_a < shim_b ? shim_a : shim_b; })
#define max_t(t, a, b) __extension__ ({			\
	t shim_a = (a);					\
	t shim_b = (b);					\
	shim_a > shim_b ? shim_a : shim_b; })

/* ---- memory that another CPU changes ---- */

/*
 * A test that defines these plays the other CPU at the very places where the
 * code under test orders its accesses.
 */
__attribute__((weak)) void shim_on_barrier(void);
__attribute__((weak)) void shim_on_mb(void);
__attribute__((weak)) void shim_on_read(void);		/* before each marked load */
__attribute__((weak)) void shim_on_cmpxchg(void);

#define SHIM_CALL(hook)		((void)((hook) ? (hook)() : (void)0))

static inline void shim_barrier(void)
{
	__asm__ __volatile__("" : : : "memory");
	SHIM_CALL(shim_on_barrier);
	__asm__ __volatile__("" : : : "memory");
}

static inline void shim_mb(void)
{
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	SHIM_CALL(shim_on_mb);
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

#define barrier()		shim_barrier()
#define READ_ONCE(x) \
	(SHIM_CALL(shim_on_read), __atomic_load_n(&(x), __ATOMIC_RELAXED))
#define WRITE_ONCE(x, v)	__atomic_store_n(&(x), v, __ATOMIC_RELAXED)
#define smp_load_acquire(p) \
	(SHIM_CALL(shim_on_read), __atomic_load_n(p, __ATOMIC_ACQUIRE))
#define smp_store_release(p, v)	__atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_mb()		shim_mb()
#define virt_load_acquire(p)	smp_load_acquire(p)
#define virt_store_release(p, v) smp_store_release(p, v)
#define virt_mb()		smp_mb()
#define virt_rmb()		smp_mb()
#define virt_wmb()		smp_mb()
#define xchg(p, v)		__atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define cmpxchg(p, old, new) \
	(SHIM_CALL(shim_on_cmpxchg), __sync_val_compare_and_swap(p, old, new))

/* ---- byte order and alignment ---- */

#define cpu_to_le16(x)	((u16)(x))
#define cpu_to_le32(x)	((u32)(x))
#define cpu_to_le64(x)	((u64)(x))
#define le16_to_cpu(x)	((u16)(x))
#define le32_to_cpu(x)	((u32)(x))
#define le64_to_cpu(x)	((u64)(x))
#define cpu_to_be16(x)	__builtin_bswap16(x)
#define cpu_to_be32(x)	__builtin_bswap32(x)
#define cpu_to_be64(x)	__builtin_bswap64(x)
#define be16_to_cpu(x)	__builtin_bswap16(x)
#define be32_to_cpu(x)	__builtin_bswap32(x)
#define be64_to_cpu(x)	__builtin_bswap64(x)

static inline u16 get_unaligned_le16(const void *p)
{
	u16 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline u32 get_unaligned_le32(const void *p)
{
	u32 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline u64 get_unaligned_le64(const void *p)
{
	u64 v;

	memcpy(&v, p, sizeof(v));
	return v;
}

static inline void put_unaligned_le16(u16 v, void *p)
{
	memcpy(p, &v, sizeof(v));
}

static inline void put_unaligned_le32(u32 v, void *p)
{
	memcpy(p, &v, sizeof(v));
}

static inline void put_unaligned_le64(u64 v, void *p)
{
	memcpy(p, &v, sizeof(v));
}

static inline u16 get_unaligned_be16(const void *p)
{
	return be16_to_cpu(get_unaligned_le16(p));
}

static inline u32 get_unaligned_be32(const void *p)
{
	return be32_to_cpu(get_unaligned_le32(p));
}

static inline u64 get_unaligned_be64(const void *p)
{
	return be64_to_cpu(get_unaligned_le64(p));
}

/* Kernel-only; tells user-space tests that use 64-bit division by mistake nothing. */
static inline u64 div_u64(u64 n, u32 d)
{
	return n / d;
}

static inline s64 div_s64(s64 n, s32 d)
{
	return n / d;
}

static inline u64 div_u64_rem(u64 n, u32 d, u32 *rem)
{
	*rem = (u32)(n % d);
	return n / d;
}

#endif /* HYPERV_USER_SHIM_H */
