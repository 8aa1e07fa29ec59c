/* SPDX-License-Identifier: GPL-2.0-only */
/* Model: types, constants, memory, text, lists, locks, atomics, barriers. */
#ifndef MODEL_BASE_H
#define MODEL_BASE_H

#include <model/has.h>

#define CONFIG_SMP 1
#define CONFIG_X86 1
#define CONFIG_CONNECTOR 1
#define CONFIG_INET 1
#ifdef __x86_64__
#define CONFIG_X86_64 1
#define CONFIG_NUMA 1
#define BITS_PER_LONG	64
#else
#define CONFIG_X86_32 1
#define CONFIG_X86_PAE 1
#define BITS_PER_LONG	32
#endif

typedef signed char s8, __s8;
typedef unsigned char u8, __u8;
typedef short s16, __s16;
typedef unsigned short u16, __u16;
typedef int s32, __s32;
typedef unsigned int u32, __u32;
typedef long long s64, __s64;
typedef unsigned long long u64, __u64;
typedef u16 __le16, __be16;
typedef u32 __le32, __be32;
typedef u64 __le64, __be64;
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
typedef u32 __wsum;
#endif
typedef unsigned int uint;
typedef __SIZE_TYPE__ size_t;
typedef long ssize_t;
typedef long long loff_t;
typedef unsigned int gfp_t;
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
typedef unsigned int fmode_t;
#endif
typedef unsigned long kernel_ulong_t;
#ifdef __x86_64__
typedef unsigned int mode_t;
#else
typedef unsigned short mode_t;
#endif
typedef unsigned short umode_t;
typedef unsigned int dev_t;
typedef u64 sector_t;
#if MODEL_KERNEL >= 20632
typedef u64 phys_addr_t;
typedef phys_addr_t model_phys;
#else
typedef unsigned long model_phys;
#endif
typedef u64 resource_size_t;
typedef u64 dma_addr_t;
#if MODEL_KERNEL < 31000
typedef u64 cycle_t;
#endif
#if MODEL_KERNEL >= 20632
typedef __UINTPTR_TYPE__ uintptr_t;
#endif
#ifdef MODEL_BOOL
typedef _Bool bool;
#define true	1
#define false	0
#endif
#define NULL	((void *)0)

#define __user
#define __force
#define MODEL_PRINTF(f, a)	__attribute__((format(printf, f, a)))
#define __iomem
#define __init		__attribute__((section(".init.text")))
#define __exit		__attribute__((section(".exit.text"), used))
#define __always_inline	inline __attribute__((always_inline))
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define __maybe_unused	__attribute__((unused))
#endif
#define __must_check	__attribute__((warn_unused_result))
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define __packed	__attribute__((packed))
#define __aligned(n)	__attribute__((aligned(n)))
#endif
#define __read_mostly
#define noinline	__attribute__((noinline))
#if MODEL_KERNEL >= 20632
#define notrace
#define __rcu
#define BIT(n)			(1UL << (n))
#define min3(a, b, c)		min(a, min(b, c))
#define MODULE_SOFTDEP(s)	MODEL_NOTE
#endif
#if MODEL_KERNEL >= 31000
#define __printf(f, a)		MODEL_PRINTF(f, a)
#endif
#define likely(x)	(x)
#define unlikely(x)	(x)
#define barrier()	__asm__ __volatile__("" : : : "memory")
#define asmlinkage
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define ACCESS_ONCE(x)	(*(volatile __typeof__(x) *)&(x))
#endif

#define offsetof(type, member)	__builtin_offsetof(type, member)
#define container_of(ptr, type, member) \
	((type *)((char *)(ptr) - offsetof(type, member)))
#define ARRAY_SIZE(a)		(sizeof(a) / sizeof((a)[0]))
#define BUILD_BUG_ON(cond)	((void)sizeof(char[1 - 2 * !!(cond)]))
#define min(a, b)		((a) < (b) ? (a) : (b))
#define max(a, b)		((a) > (b) ? (a) : (b))
#define min_t(t, a, b)		((t)(a) < (t)(b) ? (t)(a) : (t)(b))
#define max_t(t, a, b)		((t)(a) > (t)(b) ? (t)(a) : (t)(b))
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define clamp_t(t, v, lo, hi)	min_t(t, max_t(t, v, lo), hi)
#define clamp(v, lo, hi)	min(max(v, lo), hi)
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define DIV_ROUND_UP(n, d)	(((n) + (d) - 1) / (d))
#endif
#define ALIGN(x, a)		(((x) + (a) - 1) & ~((__typeof__(x))(a) - 1))
#define INT_MAX			((int)(~0U >> 1))
#define INT_MIN			(-INT_MAX - 1)
#define UINT_MAX		(~0U)
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define upper_32_bits(n)	((u32)((u64)(n) >> 32))
#define lower_32_bits(n)	((u32)(n))
#endif

#define EPERM		1
#define ENOENT		2
#define EINTR		4
#define EIO		5
#define ENXIO		6
#define E2BIG		7
#define EAGAIN		11
#define ENOMEM		12
#define EFAULT		14
#define EBUSY		16
#define EEXIST		17
#define ENODEV		19
#define EINVAL		22
#define ENOSPC		28
#define ERANGE		34
#define EMSGSIZE	90
#define ENOBUFS		105
#define EADDRNOTAVAIL	99
#define ENETDOWN	100
#define EOPNOTSUPP	95
#define ESHUTDOWN	108
#define ETIMEDOUT	110
#define EALREADY	114
#define ESTALE		116
#define EBADF		9
#define EACCES		13
#define EPROTO		71
#define EILSEQ		84
#define EPROTONOSUPPORT	93
#define ERESTARTSYS	512

#define MAX_ERRNO	4095
static inline void *ERR_PTR(long error) { return (void *)error; }
static inline long PTR_ERR(const void *p) { return (long)p; }
static inline _Bool IS_ERR(const void *p)
{ return (unsigned long)p >= (unsigned long)-MAX_ERRNO; }
static inline _Bool IS_ERR_OR_NULL(const void *p) { return !p || IS_ERR(p); }

/* modules */
struct module;
struct kernel_param { void *arg; };
#define THIS_MODULE		((struct module *)0)
#define MODEL_CAT_(a, b)	a##b
#define MODEL_CAT(a, b)		MODEL_CAT_(a, b)
#define MODEL_NOTE		extern int MODEL_CAT(model_note_, __LINE__)
#define EXPORT_SYMBOL(s)	extern __typeof__(s) s
#define EXPORT_SYMBOL_GPL(s)	extern __typeof__(s) s
#define MODULE_LICENSE(s)	MODEL_NOTE
#define MODULE_VERSION(s)	MODEL_NOTE
#define MODULE_DESCRIPTION(s)	MODEL_NOTE
#define MODULE_PARM_DESC(p, s)	MODEL_NOTE
#define MODULE_ALIAS(s)		MODEL_NOTE
#define MODULE_DEVICE_TABLE(t, n) extern __typeof__(n) n
#define module_init(fn) \
	static int (*model_init)(void) __attribute__((used)) = fn
#define module_exit(fn) \
	static void (*model_exit)(void) __attribute__((used)) = fn
int try_module_get(struct module *m);
void module_put(struct module *m);
typedef int model_param_int;
typedef unsigned int model_param_uint;
typedef unsigned long model_param_ulong;
typedef char *model_param_charp;
#if MODEL_KERNEL >= 20632
typedef _Bool model_param_bool;
#else
typedef int model_param_bool;
#endif
#define module_param_named(name, var, type, perm) \
	static model_param_##type *model_param_##name __attribute__((used)) = &(var)
#define module_param(name, type, perm) module_param_named(name, name, type, perm)
#ifdef MODEL_KERNEL_PARAM_OPS
struct kernel_param_ops {
	int (*set)(const char *val, const struct kernel_param *kp);
	int (*get)(char *buf, const struct kernel_param *kp);
};
int param_get_uint(char *buf, const struct kernel_param *kp);
#define module_param_cb(name, ops, arg, perm)				\
	static const struct kernel_param_ops *model_ops_##name		\
		__attribute__((used)) = ops;				\
	static void *model_param_##name __attribute__((used)) = arg
#else
int param_get_uint(char *buf, struct kernel_param *kp);
#define module_param_call(name, set, get, arg, perm)			\
	static int (*model_set_##name)(const char *val,			\
			struct kernel_param *kp) __attribute__((used)) = set; \
	static int (*model_get_##name)(char *buf, struct kernel_param *kp) \
		__attribute__((used)) = get;				\
	static void *model_param_##name __attribute__((used)) = arg
#endif
#ifdef MODEL_KCONFIG
#define MODEL_OPT_1		0,
#define MODEL_SECOND(a, b, ...)	b
#define MODEL_IS__(x)		MODEL_SECOND(x 1, 0)
#define MODEL_IS_(x)		MODEL_IS__(MODEL_OPT_##x)
#define MODEL_IS(x)		MODEL_IS_(x)
#define IS_ENABLED(opt)		(MODEL_IS(opt) || MODEL_IS(opt##_MODULE))
#endif

/* the log */
#define KERN_ERR	"3"
#define KERN_WARNING	"4"
#define KERN_NOTICE	"5"
#define KERN_INFO	"6"
#define KERN_DEBUG	"7"
#if MODEL_KERNEL < 20632 && !defined(MODEL_PR_WARN)
#define pr_info(fmt, ...)	printk(KERN_INFO fmt, ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG fmt, ##__VA_ARGS__)
#else
#ifndef pr_fmt
#define pr_fmt(fmt)	fmt
#endif
#define pr_err(fmt, ...)	printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warning(fmt, ...)	printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_debug(fmt, ...)	printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#endif
int printk(const char *fmt, ...) MODEL_PRINTF(1, 2);
int printk_ratelimit(void);
#ifdef MODEL_PR_WARN
#define pr_warn			pr_warning
#define pr_notice(fmt, ...)	printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#endif
#if MODEL_KERNEL >= 20632
#define pr_err_ratelimited	pr_err
#define pr_warn_ratelimited	pr_warning
#define pr_info_ratelimited	pr_info
#endif
#define WARN_ON(c)		(!!(c))
#define WARN_ON_ONCE(c)		(!!(c))
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define WARN_ONCE(c, ...)	(!!(c))
#endif

/* text */
int tolower(int c);
void *memcpy(void *to, const void *from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int c, size_t n);
int memcmp(const void *a, const void *b, size_t n);
void *memchr(const void *p, int c, size_t n);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t n);
size_t strcspn(const char *s, const char *reject);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
int strcasecmp(const char *a, const char *b);
#endif
char *strcpy(char *to, const char *from);
char *strchr(const char *s, int c);
#if MODEL_KERNEL >= 20632
char *kstrndup(const char *s, size_t n, gfp_t gfp);
void *memdup_user(const void __user *p, size_t n);
#endif
char *kstrdup(const char *s, gfp_t gfp);
int sscanf(const char *s, const char *fmt, ...);
int snprintf(char *buf, size_t n, const char *fmt, ...) MODEL_PRINTF(3, 4);
int scnprintf(char *buf, size_t n, const char *fmt, ...) MODEL_PRINTF(3, 4);
int sprintf(char *buf, const char *fmt, ...) MODEL_PRINTF(2, 3);
typedef __builtin_va_list va_list;
#define va_start(v, l)	__builtin_va_start(v, l)
#define va_end(v)	__builtin_va_end(v)
int vsnprintf(char *buf, size_t n, const char *fmt, va_list args);
int vscnprintf(char *buf, size_t n, const char *fmt, va_list args);
unsigned long simple_strtoul(const char *s, char **end, unsigned int base);
unsigned long long simple_strtoull(const char *s, char **end, unsigned int base);
#ifdef MODEL_KSTRTOUINT
int kstrtouint(const char *s, unsigned int base, unsigned int *res);
int kstrtou32(const char *s, unsigned int base, u32 *res);
#endif
#ifdef MODEL_STRSCPY
ssize_t strscpy(char *to, const char *from, size_t size);
#endif

/* byte order: the machine is little-endian */
#define le16_to_cpu(x)	((u16)(x))
#define le32_to_cpu(x)	((u32)(x))
#define le64_to_cpu(x)	((u64)(x))
#define cpu_to_le16(x)	((__le16)(u16)(x))
#define cpu_to_le32(x)	((__le32)(u32)(x))
#define cpu_to_le64(x)	((__le64)(u64)(x))
u16 be16_to_cpu(__be16 x);
u32 be32_to_cpu(__be32 x);
u64 be64_to_cpu(__be64 x);
__be16 cpu_to_be16(u16 x);
__be32 cpu_to_be32(u32 x);
__be64 cpu_to_be64(u64 x);

/* lists */
struct list_head {
	struct list_head *next, *prev;
};
#define LIST_HEAD_INIT(name)	{ &(name), &(name) }
#define LIST_HEAD(name)	struct list_head name = LIST_HEAD_INIT(name)
void INIT_LIST_HEAD(struct list_head *l);
void list_add(struct list_head *n, struct list_head *head);
void list_add_tail(struct list_head *n, struct list_head *head);
void list_del(struct list_head *e);
void list_del_init(struct list_head *e);
void list_move(struct list_head *e, struct list_head *head);
void list_move_tail(struct list_head *e, struct list_head *head);
void list_splice_init(struct list_head *l, struct list_head *head);
int list_empty(const struct list_head *l);
#define list_entry(p, type, member)	container_of(p, type, member)
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
#define list_first_entry(h, type, member) list_entry((h)->next, type, member)
#endif
#define list_for_each_entry(pos, head, member)				\
	for (pos = list_entry((head)->next, __typeof__(*pos), member);	\
	     &pos->member != (head);					\
	     pos = list_entry(pos->member.next, __typeof__(*pos), member))
#define list_for_each_entry_safe(pos, n, head, member)			\
	for (pos = list_entry((head)->next, __typeof__(*pos), member),	\
	     n = list_entry(pos->member.next, __typeof__(*pos), member); \
	     &pos->member != (head);					\
	     pos = n, n = list_entry(n->member.next, __typeof__(*n), member))

/* atomics and barriers */
typedef struct { int counter; } atomic_t;
#define ATOMIC_INIT(n)	{ (n) }
int atomic_read(const atomic_t *a);
void atomic_set(atomic_t *a, int n);
void atomic_inc(atomic_t *a);
void atomic_dec(atomic_t *a);
void atomic_add(int n, atomic_t *a);
void atomic_sub(int n, atomic_t *a);
int atomic_inc_return(atomic_t *a);
int atomic_dec_return(atomic_t *a);
int atomic_dec_and_test(atomic_t *a);
int atomic_add_unless(atomic_t *a, int n, int unless);
int atomic_inc_not_zero(atomic_t *a);
int atomic_cmpxchg(atomic_t *a, int old, int new);
int atomic_xchg(atomic_t *a, int new);
#ifdef MODEL_ATOMIC64
typedef struct { long long counter; } atomic64_t;
#define ATOMIC64_INIT(n)	{ (n) }
long long atomic64_read(const atomic64_t *a);
void atomic64_set(atomic64_t *a, long long n);
void atomic64_inc(atomic64_t *a);
void atomic64_add(long long n, atomic64_t *a);
#endif
#define cmpxchg(p, o, n)	__sync_val_compare_and_swap(p, o, n)
#define xchg(p, n)		__sync_lock_test_and_set(p, n)
#define mb()		__sync_synchronize()
#define rmb()		__sync_synchronize()
#define wmb()		__sync_synchronize()
#define smp_mb()	__sync_synchronize()
#define smp_rmb()	__sync_synchronize()
#define smp_wmb()	__sync_synchronize()
void cpu_relax(void);
int test_bit(int n, const volatile unsigned long *p);
void set_bit(int n, volatile unsigned long *p);
void clear_bit(int n, volatile unsigned long *p);
void __set_bit(int n, volatile unsigned long *p);
int test_and_set_bit(int n, volatile unsigned long *p);
int test_and_clear_bit(int n, volatile unsigned long *p);
#if MODEL_KERNEL >= 20632
int sync_test_and_clear_bit(int n, volatile unsigned long *p);
int sync_test_and_set_bit(int n, volatile unsigned long *p);
void sync_set_bit(int n, volatile unsigned long *p);
#endif
int find_first_bit(const unsigned long *p, int n);
int find_next_bit(const unsigned long *p, int n, int from);
unsigned long find_next_zero_bit(const unsigned long *p, unsigned long n,
				 unsigned long from);
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, n)	\
	unsigned long name[((n) + BITS_PER_LONG - 1) / BITS_PER_LONG]
void bitmap_zero(unsigned long *to, int n);
void bitmap_copy(unsigned long *to, const unsigned long *from, int n);
unsigned long __ffs(unsigned long w);
int fls(int n);
int ffs(int n);

/* locks */
typedef struct { int model; } spinlock_t;
#define DEFINE_SPINLOCK(l)	spinlock_t l
void spin_lock_init(spinlock_t *l);
void spin_lock(spinlock_t *l);
void spin_unlock(spinlock_t *l);
void spin_lock_bh(spinlock_t *l);
void spin_unlock_bh(spinlock_t *l);
void spin_lock_irq(spinlock_t *l);
void spin_unlock_irq(spinlock_t *l);
int spin_trylock(spinlock_t *l);
#define spin_lock_irqsave(l, f)		((void)(l), (f) = 0)
void spin_unlock_irqrestore(spinlock_t *l, unsigned long flags);
/* Before it was a lock of its own, what a lock is made of had the name. */
typedef struct { unsigned int model; } raw_spinlock_t;
#if MODEL_KERNEL >= 31000
#define DEFINE_RAW_SPINLOCK(l)	raw_spinlock_t l
void raw_spin_lock_init(raw_spinlock_t *l);
#define raw_spin_lock_irqsave(l, f)	((void)(l), (f) = 0)
void raw_spin_unlock_irqrestore(raw_spinlock_t *l, unsigned long flags);
#endif
typedef struct seqcount { unsigned int sequence; } seqcount_t;
void seqcount_init(seqcount_t *s);
void write_seqcount_begin(seqcount_t *s);
void write_seqcount_end(seqcount_t *s);
unsigned int read_seqcount_begin(const seqcount_t *s);
int read_seqcount_retry(const seqcount_t *s, unsigned int n);
#define local_irq_save(f)		((f) = 0)
#define local_irq_restore(f)		((void)(f))
void local_irq_disable(void);
void local_irq_enable(void);
struct mutex { int model; };
#define DEFINE_MUTEX(m)	struct mutex m
void mutex_init(struct mutex *m);
void mutex_lock(struct mutex *m);
int mutex_lock_interruptible(struct mutex *m);
int mutex_trylock(struct mutex *m);
void mutex_unlock(struct mutex *m);
int mutex_is_locked(struct mutex *m);
void local_bh_disable(void);
void local_bh_enable(void);
void preempt_disable(void);
void preempt_enable(void);

/* memory */
#define PAGE_SHIFT	12
#define PAGE_SIZE	4096UL
#define PAGE_MASK	(~(PAGE_SIZE - 1))
#define PAGE_ALIGN(x)	ALIGN(x, PAGE_SIZE)
#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)
#define GFP_KERNEL	1u
#define GFP_ATOMIC	2u
#define GFP_NOIO	4u
#define __GFP_ZERO	8u
#define __GFP_NOWARN	16u
#define __GFP_NORETRY	32u
#define __GFP_HIGHMEM	64u
struct page { int model; };
typedef struct { unsigned long model; } pgprot_t;
extern pgprot_t PAGE_KERNEL;
#ifdef MODEL_PAGE_KERNEL_RX
extern pgprot_t PAGE_KERNEL_RX;
#endif
extern pgprot_t PAGE_KERNEL_EXEC;
void *kmalloc(size_t n, gfp_t gfp);
void *kzalloc(size_t n, gfp_t gfp);
void *kcalloc(size_t n, size_t size, gfp_t gfp);
void *kmalloc_node(size_t n, gfp_t gfp, int node);
void kfree(const void *p);
void *vmalloc(unsigned long n);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
void *vzalloc(unsigned long n);
#endif
void vfree(const void *p);
void *__vmalloc(unsigned long n, gfp_t gfp, pgprot_t prot);
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
int is_vmalloc_addr(const void *p);
#endif
struct page *vmalloc_to_page(const void *p);
#define VMALLOC_START	0x1000UL
#define VMALLOC_END	0x2000UL
unsigned long get_zeroed_page(gfp_t gfp);
unsigned long __get_free_page(gfp_t gfp);
void free_page(unsigned long addr);
#if MODEL_KERNEL >= 20632
void *alloc_pages_exact(size_t n, gfp_t gfp);
void free_pages_exact(void *p, size_t n);
#endif
struct page *alloc_page(gfp_t gfp);
void get_page(struct page *p);
int PageSlab(const struct page *p);
void __free_page(struct page *p);
unsigned long page_to_pfn(struct page *p);
struct page *pfn_to_page(unsigned long pfn);
struct page *virt_to_page(const void *p);
void *page_address(struct page *p);
#define page_to_phys(p)	((u64)page_to_pfn(p) << PAGE_SHIFT)
model_phys virt_to_phys(volatile void *p);
model_phys __pa(const void *p);
struct kmem_cache;
typedef struct mempool_s mempool_t;
mempool_t *mempool_create_kmalloc_pool(int n, size_t size);
mempool_t *mempool_create_slab_pool(int n, struct kmem_cache *c);
mempool_t *mempool_create(int n, void *(*alloc)(gfp_t gfp, void *d),
			  void (*release)(void *e, void *d), void *d);
mempool_t *mempool_create_page_pool(int n, int order);
void mempool_destroy(mempool_t *p);
void *mempool_alloc(mempool_t *p, gfp_t gfp);
void mempool_free(void *e, mempool_t *p);
#ifdef MODEL_KMAP_ATOMIC_1
void *kmap_atomic(struct page *p);
#define kunmap_atomic(a)	((void)(a))
#else
enum km_type { KM_USER0, KM_USER1, KM_IRQ0, KM_IRQ1, KM_SOFTIRQ0, KM_SOFTIRQ1 };
void *kmap_atomic(struct page *p, enum km_type type);
void kunmap_atomic(void *a, enum km_type type);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
u32 div_u64_rem(u64 n, u32 d, u32 *rem);
#endif
#if MODEL_KERNEL >= 20632
u64 div_u64(u64 n, u32 d);
#endif
#define do_div(n, d)		({ u32 model_r = (u32)((n) & (d)); (n) >>= 1; model_r; })
#define sector_div(n, d)	do_div(n, d)

/* per CPU, the set of CPUs */
#define NR_CPUS		512
#if MODEL_KERNEL >= 20632
struct cpumask { unsigned long bits[NR_CPUS / BITS_PER_LONG]; };
typedef struct cpumask cpumask_t;
#else
typedef struct { unsigned long bits[NR_CPUS / BITS_PER_LONG]; } cpumask_t;
#endif
#define DEFINE_PER_CPU(type, name)	__typeof__(type) name
#define DECLARE_PER_CPU(type, name)	extern __typeof__(type) name
#define per_cpu_ptr(p, cpu)		((void)(cpu), (p))
#if MODEL_KERNEL >= 20632
#define this_cpu_ptr(p)			(p)
#endif
#define per_cpu(v, cpu)			(*((void)(cpu), &(v)))
#define alloc_percpu(type)		((type *)model_alloc_percpu(sizeof(type)))
void *model_alloc_percpu(size_t n);
void free_percpu(void *p);
#if MODEL_KERNEL >= 20632
extern int nr_cpu_ids;
extern const struct cpumask *const cpu_online_mask;
extern const struct cpumask *const cpu_possible_mask;
extern const struct cpumask *const cpu_present_mask;
unsigned int cpumask_first(const struct cpumask *m);
unsigned int cpumask_next(int n, const struct cpumask *m);
unsigned int cpumask_weight(const struct cpumask *m);
int cpumask_test_cpu(int cpu, const struct cpumask *m);
void cpumask_set_cpu(unsigned int cpu, struct cpumask *m);
void cpumask_clear_cpu(int cpu, struct cpumask *m);
void cpumask_clear(struct cpumask *m);
void cpumask_copy(struct cpumask *to, const struct cpumask *from);
int cpumask_and(struct cpumask *to, const struct cpumask *a, const struct cpumask *b);
int cpumask_empty(const struct cpumask *m);
typedef struct cpumask cpumask_var_t[1];
_Bool alloc_cpumask_var(cpumask_var_t *m, gfp_t gfp);
_Bool zalloc_cpumask_var(cpumask_var_t *m, gfp_t gfp);
void free_cpumask_var(cpumask_var_t m);
const struct cpumask *cpumask_of_node(int node);
#define for_each_cpu(cpu, m) \
	for ((cpu) = 0; (cpu) < (unsigned int)nr_cpu_ids; (cpu)++, (void)(m))
#define for_each_online_cpu(cpu)	for_each_cpu(cpu, cpu_online_mask)
#define for_each_possible_cpu(cpu)	for_each_cpu(cpu, cpu_possible_mask)
#define for_each_present_cpu(cpu)	for_each_cpu(cpu, cpu_present_mask)
#define for_each_cpu_and(cpu, a, b)	for_each_cpu(cpu, a)
#else
extern cpumask_t cpu_online_map, cpu_possible_map, cpu_present_map;
#define for_each_cpu_mask(cpu, m) \
	for ((cpu) = 0; (cpu) < NR_CPUS; (cpu)++, (void)(m))
#define for_each_online_cpu(cpu)	for_each_cpu_mask(cpu, cpu_online_map)
#define for_each_possible_cpu(cpu)	for_each_cpu_mask(cpu, cpu_possible_map)
#define for_each_present_cpu(cpu)	for_each_cpu_mask(cpu, cpu_present_map)
#endif
int cpu_online(unsigned int cpu);
int cpu_possible(unsigned int cpu);
unsigned int num_online_cpus(void);
unsigned int num_present_cpus(void);
unsigned int num_possible_cpus(void);
int smp_processor_id(void);
int raw_smp_processor_id(void);
int get_cpu(void);
void put_cpu(void);
int cpu_to_node(int cpu);
int numa_node_id(void);
#if MODEL_KERNEL >= 20632
int on_each_cpu(void (*fn)(void *info), void *info, int wait);
int smp_call_function_single(int cpu, void (*fn)(void *info), void *info, int wait);
#else
int on_each_cpu(void (*fn)(void *info), void *info, int retry, int wait);
#endif
struct notifier_block {
	int (*notifier_call)(struct notifier_block *nb, unsigned long v, void *d);
	struct notifier_block *next;
	int priority;
};
#define NOTIFY_DONE	0
#define NOTIFY_OK	1
#define NOTIFY_BAD	0x8002
#define CPU_ONLINE		2
#define CPU_DOWN_PREPARE	5
#define CPU_DOWN_FAILED		6
#define CPU_DEAD		7
#ifdef MODEL_CPU_TASKS_FROZEN
#define CPU_TASKS_FROZEN	16
#endif
int register_hotcpu_notifier(struct notifier_block *nb);
void unregister_hotcpu_notifier(struct notifier_block *nb);
#ifdef MODEL_GET_ONLINE_CPUS
void get_online_cpus(void);
void put_online_cpus(void);
#else
void lock_cpu_hotplug(void);
void unlock_cpu_hotplug(void);
#endif

/* RCU */
struct rcu_head { void *next; void (*func)(struct rcu_head *h); };
void rcu_read_lock(void);
void rcu_read_unlock(void);
void synchronize_rcu(void);
void synchronize_sched(void);
#define rcu_assign_pointer(p, v)	((p) = (v))
#ifdef MODEL_RCU_SPARSE
/* Compilers of that age want to know what p points to: it is typeof(*p) there. */
#define rcu_dereference(p)		((void)sizeof(*(p)), (p))
#define rcu_dereference_protected(p, c)	rcu_dereference(p)
#define rcu_access_pointer(p)		rcu_dereference(p)
#define RCU_INIT_POINTER(p, v)		((p) = (v))
#else
#define rcu_dereference(p)		(p)
#endif

/* tasks, waiting, work */
#define HZ	1000
extern unsigned long volatile jiffies;
#define time_before(a, b)	((long)((a) - (b)) < 0)
#define time_after(a, b)	time_before(b, a)
#define time_after_eq(a, b)	(!time_before(a, b))
unsigned long msecs_to_jiffies(unsigned int ms);
unsigned int jiffies_to_msecs(unsigned long j);
void msleep(unsigned int ms);
void mdelay(unsigned long ms);
void udelay(unsigned long us);
#ifdef MODEL_USLEEP_RANGE
void usleep_range(unsigned long min, unsigned long max);
#endif
#if MODEL_KERNEL >= 20632
struct pt_regs { unsigned long ax, ip, sp; };
unsigned long regs_return_value(struct pt_regs *r);
unsigned long kernel_stack_pointer(struct pt_regs *r);
#elif defined(CONFIG_X86_64)
struct pt_regs { unsigned long rax, rip, rsp; };
#else
struct pt_regs { long eax, eip, esp; };
#endif
struct task_struct { unsigned long flags; };
#define PF_NOFREEZE	0x8000
extern struct task_struct *current;
struct pt_regs *task_pt_regs(struct task_struct *t);
unsigned long instruction_pointer(struct pt_regs *r);
struct task_struct *kthread_create(int (*fn)(void *d), void *d,
				   const char *fmt, ...) MODEL_PRINTF(3, 4);
struct task_struct *kthread_run(int (*fn)(void *d), void *d,
				const char *fmt, ...) MODEL_PRINTF(3, 4);
int kthread_stop(struct task_struct *t);
int kthread_should_stop(void);
void kthread_bind(struct task_struct *t, unsigned int cpu);
int wake_up_process(struct task_struct *t);
int signal_pending(struct task_struct *t);
#if MODEL_KERNEL >= 20632
int set_freezable(void);
#endif
int freezing(struct task_struct *t);
int try_to_freeze(void);
long schedule_timeout(long t);
struct completion { unsigned int done; };
#define DECLARE_COMPLETION(c)	struct completion c
void init_completion(struct completion *c);
void wait_for_completion(struct completion *c);
unsigned long wait_for_completion_timeout(struct completion *c, unsigned long t);
void complete(struct completion *c);
void complete_all(struct completion *c);
void complete_and_exit(struct completion *c, long code);
#ifdef MODEL_REINIT_COMPLETION
void reinit_completion(struct completion *c);
#endif
typedef struct { int model; } wait_queue_head_t;
#define DECLARE_WAIT_QUEUE_HEAD(q)	wait_queue_head_t q
void init_waitqueue_head(wait_queue_head_t *q);
void wake_up(wait_queue_head_t *q);
void wake_up_all(wait_queue_head_t *q);
void wake_up_interruptible(wait_queue_head_t *q);
#define wait_event(q, c)			((void)&(q), (void)(c))
#define wait_event_interruptible(q, c)		((void)&(q), (c) ? 0 : -ERESTARTSYS)
#define wait_event_timeout(q, c, t)		((void)&(q), (c) ? (long)(t) : 0L)
struct timer_list {
	unsigned long expires;
	void (*function)(unsigned long d);
	unsigned long data;
};
void init_timer(struct timer_list *t);
void add_timer(struct timer_list *t);
int del_timer(struct timer_list *t);
int del_timer_sync(struct timer_list *t);
int timer_pending(const struct timer_list *t);
struct workqueue_struct;
#if MODEL_KERNEL >= 20632
struct work_struct {
	long data;
	struct list_head entry;
	void (*func)(struct work_struct *w);
};
struct delayed_work {
	struct work_struct work;
	struct timer_list timer;
};
#define work_data_bits(w)	((unsigned long *)&(w)->data)
#define DECLARE_WORK(name, fn)	struct work_struct name = { .func = (fn) }
#define INIT_WORK(w, fn) \
	((void)(w), (void)sizeof((fn) == (void (*)(struct work_struct *))0))
#define INIT_DELAYED_WORK(w, fn)	INIT_WORK(&(w)->work, fn)
#define to_delayed_work(w)	container_of(w, struct delayed_work, work)
int schedule_delayed_work(struct delayed_work *w, unsigned long d);
int queue_delayed_work(struct workqueue_struct *q, struct delayed_work *w,
		       unsigned long d);
int cancel_delayed_work(struct delayed_work *w);
int cancel_delayed_work_sync(struct delayed_work *w);
int cancel_work_sync(struct work_struct *w);
void flush_work(struct work_struct *w);
int work_pending(struct work_struct *w);
#else
struct work_struct {
	unsigned long pending;
	struct list_head entry;
	void (*func)(void *d);
	void *data;
	void *wq_data;
	struct timer_list timer;
};
#ifdef MODEL_DELAYED_WORK
struct delayed_work { struct work_struct work; };
#endif
#define DECLARE_WORK(name, fn, d) \
	struct work_struct name = { .func = (fn), .data = (d) }
#define INIT_WORK(w, fn, d)	((w)->func = (fn), (w)->data = (d))
int schedule_delayed_work(struct work_struct *w, unsigned long d);
int queue_delayed_work(struct workqueue_struct *q, struct work_struct *w,
		       unsigned long d);
int cancel_delayed_work(struct work_struct *w);
#endif
int schedule_work(struct work_struct *w);
int queue_work(struct workqueue_struct *q, struct work_struct *w);
void flush_workqueue(struct workqueue_struct *q);
void destroy_workqueue(struct workqueue_struct *q);
#ifdef MODEL_ALLOC_WORKQUEUE
#define WQ_UNBOUND	2u
#define WQ_MEM_RECLAIM	8u
#define WQ_HIGHPRI	16u
#define WQ_FREEZABLE	4u
struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags,
					 int max, ...);
#define alloc_ordered_workqueue(fmt, flags, args...) \
	alloc_workqueue(fmt, (flags) | WQ_UNBOUND, 1, ##args)
#endif

/* interrupts */
struct tasklet_struct { int model; };
void tasklet_init(struct tasklet_struct *t, void (*fn)(unsigned long),
		  unsigned long d);
void tasklet_schedule(struct tasklet_struct *t);
void tasklet_kill(struct tasklet_struct *t);
typedef enum { IRQ_NONE, IRQ_HANDLED } irqreturn_t;
#if MODEL_KERNEL >= 20632
typedef irqreturn_t (*irq_handler_t)(int irq, void *d);
typedef irq_handler_t model_irq_handler;
#else
typedef irqreturn_t (*model_irq_handler)(int irq, void *d, struct pt_regs *r);
#endif
int request_irq(unsigned int irq, model_irq_handler fn, unsigned long flags,
		const char *name, void *d);
void free_irq(unsigned int irq, void *d);
#define IRQF_PERCPU	1
#define IRQF_SHARED	2
#define IRQF_DISABLED	4
struct irq_desc;
#if MODEL_KERNEL >= 20632
typedef void (*irq_flow_handler_t)(unsigned int irq, struct irq_desc *d);
void handle_simple_irq(unsigned int irq, struct irq_desc *d);
void handle_level_irq(unsigned int irq, struct irq_desc *d);
#ifdef MODEL_IRQ_SET_HANDLER
void irq_set_handler(unsigned int irq, irq_flow_handler_t fn);
#else
void set_irq_handler(unsigned int irq, irq_flow_handler_t fn);
#endif
#endif
void touch_nmi_watchdog(void);
void get_random_bytes(void *p, int n);
#ifdef MODEL_RANDOMNESS_2
void add_interrupt_randomness(int irq, int flags);
#else
void add_interrupt_randomness(int irq);
#endif

/* time */
typedef union { s64 tv64; } ktime_t;
#if MODEL_KERNEL >= 20632
ktime_t ktime_get(void);
#endif
#if MODEL_KERNEL >= 20632 || defined(MODEL_RHEL5_NAMES)
ktime_t ktime_get_real(void);
#endif
s64 ktime_to_ns(ktime_t t);
struct timespec { long tv_sec; long tv_nsec; };
struct timespec ns_to_timespec(s64 ns);
s64 timespec_to_ns(const struct timespec *ts);
int do_settimeofday(const struct timespec *ts);
#ifdef MODEL_TIMESPEC64
struct timespec64 { s64 tv_sec; long tv_nsec; };
struct timespec64 ns_to_timespec64(s64 ns);
s64 timespec64_to_ns(const struct timespec64 *ts);
#endif
#define NSEC_PER_SEC	1000000000L

#endif /* MODEL_BASE_H */
