// SPDX-License-Identifier: GPL-2.0-only
/* hv_kvp_daemon from outside: registration, every request, bad ones, a device that comes and goes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>
#include <linux/types.h>
#include <linux/hyperv.h>
#include "node.h"

#define WAIT 10000
#define GUID "{7B1A9C2E-0F3D-4C55-9A10-AABBCCDDEEFF}"

static struct node n;
static struct hv_kvp_msg m;

static void registered(void)
{
	assert_true(node_accept(&n, WAIT));
	assert_int_equal(node_recv(&n, &m, sizeof(m), WAIT), sizeof(m));
	assert_int_equal(m.kvp_hdr.operation, KVP_OP_REGISTER1);
	memset(&m, 0, sizeof(m));
	m.kvp_hdr.operation = KVP_OP_REGISTER1;
	strcpy((char *)m.body.kvp_register.version, "9.8.7");
	node_send(&n, &m, sizeof(m));
}

static int setup(void **state)
{
	(void)state;
	node_init(&n);
	node_file(&n, "/etc/os-release",
		  "PRETTY_NAME=\"Other\"\nNAME=\"Example \\\"OS\\\"\"\nVERSION_ID=\"12.4\"\n", 0644);
	node_file(&n, "/etc/hosts", "127.0.0.1 localhost\n", 0644);
	node_file(&n, "/sys/class/net/eth7/address", "00:15:5d:01:02:03\n", 0644);
	/* an index that no interface here has */
	node_file(&n, "/sys/class/net/eth7/ifindex", "7777\n", 0644);
	node_file(&n, "/sys/class/net/eth7/device/device_id", "{7b1a9c2e-0f3d-4c55-9a10-aabbccddeeff}\n",
		  0644);
	/* the virtual function: same MAC, no GUID */
	node_file(&n, "/sys/class/net/eth1/address", "00:15:5d:01:02:03\n", 0644);
	node_file(&n, "/sys/class/net/eth1/ifindex", "7778\n", 0644);
	node_file(&n, "/usr/libexec/hypervkvpd/hv_get_dns_info",
		  "#!/bin/sh\necho 10.1.1.1\necho nonsense\necho 2001:db8::53\n", 0755);
	node_file(&n, "/usr/libexec/hypervkvpd/hv_get_dhcp_info", "#!/bin/sh\necho Enabled\n", 0755);
	node_file(&n, "/usr/libexec/hypervkvpd/hv_set_ifconfig",
		  "#!/bin/sh\ncat \"$1\" >\"$HV_ROOT/got\"\necho >>\"$HV_ROOT/got\"\ncat \"$2\" >>\"$HV_ROOT/got\"\n"
		  "env >\"$HV_ROOT/env\"\n", 0755);
	mkdir(node_path(&n, "/var"), 0755);
	mkdir(node_path(&n, "/var/lib"), 0755);
	setenv("SECRET", "leaks", 1);
	node_start(&n, "hv_kvp_daemon", NULL);
	registered();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	node_clean(&n);
	return 0;
}

static void ask(void)
{
	node_send(&n, &m, sizeof(m));
	memset(&m, 0xee, sizeof(m));
	assert_int_equal(node_recv(&n, &m, sizeof(m), 30000), sizeof(m));
}

static void request(int op, int pool)
{
	memset(&m, 0, sizeof(m));
	m.kvp_hdr.operation = (unsigned char)op;
	m.kvp_hdr.pool = (unsigned char)pool;
}

static unsigned int set(int pool, const char *key, const char *value)
{
	request(KVP_OP_SET, pool);
	strcpy((char *)m.body.kvp_set.data.key, key);
	strcpy((char *)m.body.kvp_set.data.value, value);
	m.body.kvp_set.data.key_size = (unsigned int)strlen(key) + 1;
	m.body.kvp_set.data.value_size = (unsigned int)strlen(value) + 1;
	ask();
	return (unsigned int)m.error;
}

static unsigned int get(int pool, const char *key)
{
	request(KVP_OP_GET, pool);
	strcpy((char *)m.body.kvp_get.data.key, key);
	m.body.kvp_get.data.key_size = (unsigned int)strlen(key) + 1;
	ask();
	return (unsigned int)m.error;
}

static unsigned int delete(int pool, const char *key)
{
	request(KVP_OP_DELETE, pool);
	strcpy((char *)m.body.kvp_delete.key, key);
	m.body.kvp_delete.key_size = (unsigned int)strlen(key) + 1;
	ask();
	return (unsigned int)m.error;
}

static unsigned int enumerate(int pool, unsigned int index)
{
	request(KVP_OP_ENUMERATE, pool);
	m.body.kvp_enum_data.index = index;
	ask();
	return (unsigned int)m.error;
}

#define VALUE ((char *)m.body.kvp_get.data.value)
#define E_KEY ((char *)m.body.kvp_enum_data.data.key)
#define E_VALUE ((char *)m.body.kvp_enum_data.data.value)

static void test_set_get_delete(void **state)
{
	struct stat st;

	(void)state;
	assert_int_equal(get(0, "colour"), HV_S_CONT);
	assert_int_equal(delete(0, "colour"), HV_S_CONT);
	assert_int_equal(set(0, "colour", "green"), HV_S_OK);
	assert_int_equal(get(0, "colour"), HV_S_OK);
	assert_string_equal(VALUE, "green");
	assert_int_equal(m.body.kvp_get.data.value_size, 6);
	assert_int_equal(m.body.kvp_get.data.value_type, REG_SZ);
	/* a value replaced, not added; pools are apart */
	assert_int_equal(set(0, "colour", "b\xc3\xbc"), HV_S_OK);
	assert_int_equal(get(0, "colour"), HV_S_OK);
	assert_string_equal(VALUE, "b\xc3\xbc");
	assert_int_equal(stat(node_path(&n, "/var/lib/hyperv/.kvp_pool_0"), &st), 0);
	assert_int_equal(st.st_size, 2560);
	assert_int_equal(get(1, "colour"), HV_S_CONT);
	assert_int_equal(set(0, "shape", ""), HV_S_OK);
	assert_int_equal(get(0, "shape"), HV_S_OK);
	assert_string_equal(VALUE, "");
	assert_int_equal(delete(0, "colour"), HV_S_OK);
	assert_int_equal(get(0, "colour"), HV_S_CONT);
	assert_int_equal(get(0, "shape"), HV_S_OK);
	assert_int_equal(access(node_path(&n, "/var/lib/hyperv/.kvp_pool_0.journal"), F_OK), -1);
}

static void test_250_keys(void **state)
{
	char key[32], seen[250] = "";
	unsigned int i, number;

	(void)state;
	for (i = 0; i < 250; i++) {
		snprintf(key, sizeof(key), "key%u", i);
		assert_int_equal(set(1, key, key + 3), HV_S_OK);
	}
	for (i = 0; i < 250; i++) {
		assert_int_equal(enumerate(1, i), HV_S_OK);
		number = (unsigned int)atoi(E_VALUE);
		assert_in_range(number, 0, 249);
		assert_string_equal(E_KEY + 3, E_VALUE);
		assert_int_equal(m.body.kvp_enum_data.data.key_size, strlen(E_KEY) + 1);
		assert_false(seen[number]);
		seen[number] = 1;
	}
	assert_int_equal(enumerate(1, 250), HV_S_CONT);
	assert_int_equal(enumerate(1, 0xffffffffu), HV_S_CONT);
}

/* Another program changes the file under its own lock, as agents do. */
static void test_others_write(void **state)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	char record[2560] = "agent", *value = record + 512;
	int fd;

	(void)state;
	assert_int_equal(set(1, "ours", "1"), HV_S_OK);
	strcpy(value, "was here");
	fd = open(node_path(&n, "/var/lib/hyperv/.kvp_pool_1"), O_RDWR | O_APPEND);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_SETLKW, &lock), 0);
	assert_int_equal(write(fd, record, sizeof(record)), sizeof(record));
	/* a piece of a record, of one that died */
	assert_int_equal(write(fd, "half", 4), 4);
	close(fd);
	assert_int_equal(get(1, "agent"), HV_S_OK);
	assert_string_equal(VALUE, "was here");
	assert_int_equal(enumerate(1, 2), HV_S_CONT);
	assert_int_equal(set(1, "third", "3"), HV_S_OK);
	assert_int_equal(enumerate(1, 2), HV_S_OK);
	assert_string_equal(E_KEY, "third");
	/* the file was not replaced: who has it open sees the change */
	fd = open(node_path(&n, "/var/lib/hyperv/.kvp_pool_1"), O_RDONLY);
	assert_int_equal(set(1, "fourth", "4"), HV_S_OK);
	assert_int_equal(lseek(fd, 0, SEEK_END), 4 * 2560);
	close(fd);
}

/* Somebody holds the lock and does not let go: a failure in time, and no hang. */
static void test_lock_held(void **state)
{
	struct flock lock = { .l_type = F_RDLCK, .l_whence = SEEK_SET };
	int fd;

	(void)state;
	fd = open(node_path(&n, "/var/lib/hyperv/.kvp_pool_3"), O_RDONLY);
	assert_true(fd >= 0);
	assert_int_equal(fcntl(fd, F_SETLK, &lock), 0);
	assert_int_equal(set(3, "a", "b"), HV_E_FAIL);
	close(fd);
	assert_int_equal(set(3, "a", "b"), HV_S_OK);
}

static void test_automatic_keys(void **state)
{
	static const char *const names[] = {
		"FullyQualifiedDomainName", "IntegrationServicesVersion", "NetworkAddressIPv4",
		"NetworkAddressIPv6", "OSBuildNumber", "OSName", "OSMajorVersion",
		"OSMinorVersion", "OSVersion", "ProcessorArchitecture"
	};
	struct utsname uts;
	unsigned int i;

	(void)state;
	uname(&uts);
	for (i = 0; i < 10; i++) {
		assert_int_equal(enumerate(2, i), HV_S_OK);
		assert_string_equal(E_KEY, names[i]);
		if (i == 0)
			assert_int_equal(strncmp(E_VALUE, uts.nodename, strlen(uts.nodename)), 0);
		if (i == 1)
			assert_string_equal(E_VALUE, "9.8.7");
		if (i == 2)
			assert_null(strstr(E_VALUE, "127.0.0.1"));
		if (i == 4)
			assert_string_equal(E_VALUE, uts.release);
		if (i == 5)
			assert_string_equal(E_VALUE, "Example \"OS\"");
		if (i == 6)
			assert_string_equal(E_VALUE, "12");
		if (i == 7)
			assert_string_equal(E_VALUE, "4");
		if (i == 9)
			assert_string_equal(E_VALUE, uts.machine);
	}
	assert_int_equal(enumerate(2, 10), HV_S_CONT);
	assert_int_equal(get(2, "OSName"), HV_S_OK);
	assert_string_equal(VALUE, "Example \"OS\"");
}

static void test_bad_requests(void **state)
{
	static const unsigned int sizes[] = { 0, 513, 0x7fffffff, 0xffffffff };
	unsigned int i;

	(void)state;
	for (i = 0; i < 4; i++) {
		request(KVP_OP_GET, 0);
		memset(m.body.kvp_get.data.key, 'k', 512);
		m.body.kvp_get.data.key_size = sizes[i];
		ask();
		assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
		request(KVP_OP_DELETE, 0);
		memset(m.body.kvp_delete.key, 'k', 512);
		m.body.kvp_delete.key_size = sizes[i];
		ask();
		assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	}
	/* 512 bytes without an end */
	request(KVP_OP_SET, 0);
	memset(m.body.kvp_set.data.key, 'k', 512);
	m.body.kvp_set.data.key_size = 512;
	ask();
	assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	request(KVP_OP_SET, 0);
	strcpy((char *)m.body.kvp_set.data.key, "k");
	m.body.kvp_set.data.key_size = 2;
	m.body.kvp_set.data.value_size = 2049;
	ask();
	assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	/* not UTF-8 */
	assert_int_equal(set(0, "\xff\xfe", "x"), HV_INVALIDARG);
	assert_int_equal(set(0, "x", "\xed\xa0\x80"), HV_INVALIDARG);
	/* no such pool, no such operation */
	assert_int_equal(set(5, "x", "y"), HV_INVALIDARG);
	assert_int_equal(enumerate(255, 0), HV_INVALIDARG);
	request(99, 0);
	ask();
	assert_int_equal((unsigned int)m.error, HV_ERROR_NOT_SUPPORTED);
	/* a message cut short still gets an answer */
	request(KVP_OP_GET, 0);
	node_send(&n, &m, 100);
	assert_int_equal(node_recv(&n, &m, sizeof(m), WAIT), sizeof(m));
	assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	/* and after all that it works */
	assert_int_equal(set(0, "x", "y"), HV_S_OK);
}

static void ask_ip(int op, const char *adapter)
{
	request(op, 0);
	strcpy((char *)m.body.kvp_ip_val.adapter_id, adapter);
}

static void test_get_ip(void **state)
{
	struct hv_kvp_ipaddr_value *ip = &m.body.kvp_ip_val;

	(void)state;
	ask_ip(KVP_OP_GET_IP_INFO, GUID);
	ask();
	assert_int_equal((unsigned int)m.error, HV_S_OK);
	assert_string_equal((char *)ip->dns_addr, "10.1.1.1;2001:db8::53");
	assert_int_equal(ip->dhcp_enabled, 1);
	assert_string_equal((char *)ip->ip_addr, "");
	/* by MAC address, as some hosts ask */
	ask_ip(KVP_OP_GET_IP_INFO, "00:15:5D:01:02:03");
	ask();
	assert_int_equal((unsigned int)m.error, HV_S_OK);
	ask_ip(KVP_OP_GET_IP_INFO, "00-15-5D-01-02-04");
	ask();
	assert_int_equal((unsigned int)m.error, HV_GUID_NOTFOUND);
}

static void test_set_ip(void **state)
{
	struct hv_kvp_ipaddr_value *ip = &m.body.kvp_ip_val;
	const char *got;

	(void)state;
	ask_ip(KVP_OP_SET_IP_INFO, GUID);
	ip->addr_family = ADDR_FAMILY_IPV4 | ADDR_FAMILY_IPV6;
	strcpy((char *)ip->ip_addr, "10.0.0.5;192.168.1.9;2001:DB8::5;");
	strcpy((char *)ip->sub_net, "255.255.255.0;255.255.252.0;64");
	strcpy((char *)ip->gate_way, "10.0.0.1;fe80::1%4");
	strcpy((char *)ip->dns_addr, "10.0.0.2;2001:db8::2");
	ask();
	assert_int_equal((unsigned int)m.error, HV_S_OK);
	got = node_text(&n, "/got");
	assert_non_null(strstr(got, "HWADDR=00:15:5d:01:02:03\nDEVICE=eth7\nBOOTPROTO=none\n"));
	assert_non_null(strstr(got, "IPADDR0=10.0.0.5\nNETMASK0=255.255.255.0\n"));
	assert_non_null(strstr(got, "IPADDR1=192.168.1.9\nNETMASK1=255.255.252.0\n"));
	assert_non_null(strstr(got, "IPV6ADDR=2001:db8::5\nIPV6NETMASK=64\n"));
	assert_non_null(strstr(got, "GATEWAY=10.0.0.1\nIPV6_DEFAULTGW=fe80::1\n"));
	assert_non_null(strstr(got, "DNS1=10.0.0.2\nDNS2=2001:db8::2\n"));
	assert_non_null(strstr(got, "[ipv4]\nmethod=manual\naddress1=10.0.0.5/24\naddress2=192.168.1.9/22\n"
				    "gateway=10.0.0.1\ndns=10.0.0.2;\n"));
	assert_non_null(strstr(got, "[ipv6]\nmethod=manual\naddress1=2001:db8::5/64\n"));
	got = node_text(&n, "/env");
	assert_non_null(strstr(got, "HV_ROOT="));
	assert_null(strstr(got, "SECRET"));

	ask_ip(KVP_OP_SET_IP_INFO, GUID);
	ip->dhcp_enabled = 1;
	ask();
	assert_int_equal((unsigned int)m.error, HV_S_OK);
	assert_non_null(strstr(node_text(&n, "/got"), "BOOTPROTO=dhcp\n"));
}

static void test_set_ip_bad(void **state)
{
	static const char *const bad[][2] = {
		{ "10.0.0.5\nONBOOT=no", "255.255.255.0" }, { "$(reboot)", "255.255.255.0" },
		{ "10.0.0.5", "255.0.255.0" }, { "10.0.0.5", "" }, { "10.0.0.5", "33" },
		{ "10.0.0.5;10.0.0.6", "255.255.255.0" }, { "", "" }, { "1.2.3", "24" },
		{ "2001:db8::1", "255.255.255.0" }
	};
	struct hv_kvp_ipaddr_value *ip = &m.body.kvp_ip_val;
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ask_ip(KVP_OP_SET_IP_INFO, GUID);
		strcpy((char *)ip->ip_addr, bad[i][0]);
		strcpy((char *)ip->sub_net, bad[i][1]);
		ask();
		assert_int_equal((unsigned int)m.error, HV_INVALIDARG);
	}
	assert_string_equal(node_text(&n, "/got"), "");
	ask_ip(KVP_OP_SET_IP_INFO, "{00000000-0000-0000-0000-000000000000}");
	ask();
	assert_int_equal((unsigned int)m.error, HV_GUID_NOTFOUND);
	/* a name without an end */
	request(KVP_OP_SET_IP_INFO, 0);
	memset(ip, 'A', sizeof(*ip));
	ask();
	assert_int_equal((unsigned int)m.error, HV_GUID_NOTFOUND);
}

/* A hook that fails or hangs is a failure for the host, one line, and no end of us. */
static void test_hook_fails(void **state)
{
	struct hv_kvp_ipaddr_value *ip = &m.body.kvp_ip_val;
	const char *log, *first;
	int i;

	(void)state;
	node_file(&n, "/usr/libexec/hypervkvpd/hv_set_ifconfig",
		  "#!/bin/sh\necho broken >&2\nexit 3\n", 0755);
	for (i = 0; i < 3; i++) {
		ask_ip(KVP_OP_SET_IP_INFO, GUID);
		ip->dhcp_enabled = 1;
		ask();
		assert_int_equal((unsigned int)m.error, HV_E_FAIL);
	}
	log = node_text(&n, "/log");
	first = strstr(log, "failed with code 3: broken");
	assert_non_null(first);
	assert_null(strstr(first + 1, "failed with code 3: broken"));
	unlink(node_path(&n, "/usr/libexec/hypervkvpd/hv_set_ifconfig"));
	ask_ip(KVP_OP_SET_IP_INFO, GUID);
	ip->dhcp_enabled = 1;
	ask();
	assert_int_equal((unsigned int)m.error, HV_E_FAIL);
	/* too slow, and with a child */
	node_file(&n, "/usr/libexec/hypervkvpd/hv_get_dns_info", "#!/bin/sh\nsleep 60\n", 0755);
	ask_ip(KVP_OP_GET_IP_INFO, GUID);
	ask();
	assert_int_equal((unsigned int)m.error, HV_S_OK);
	assert_true(node_logged(&n, "was killed"));
}

static void test_device_returns(void **state)
{
	(void)state;
	assert_int_equal(set(0, "before", "1"), HV_S_OK);
	node_hang_up(&n);
	registered();
	assert_int_equal(get(0, "before"), HV_S_OK);
	/* in the middle of a request */
	request(KVP_OP_ENUMERATE, 2);
	node_send(&n, &m, sizeof(m));
	node_hang_up(&n);
	registered();
	assert_int_equal(get(0, "before"), HV_S_OK);
	assert_int_equal(node_stop(&n, SIGTERM), 0);
}

static void test_killed(void **state)
{
	(void)state;
	assert_int_equal(set(0, "before", "1"), HV_S_OK);
	assert_int_equal(node_stop(&n, SIGKILL), 128 + SIGKILL);
	close(n.fd);
	node_start(&n, "hv_kvp_daemon", NULL);
	registered();
	assert_int_equal(get(0, "before"), HV_S_OK);
	assert_string_equal(VALUE, "1");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(test_set_get_delete),
		TEST(test_250_keys),
		TEST(test_others_write),
		TEST(test_lock_held),
		TEST(test_automatic_keys),
		TEST(test_bad_requests),
		TEST(test_get_ip),
		TEST(test_set_ip),
		TEST(test_set_ip_bad),
		TEST(test_hook_fails),
		TEST(test_device_returns),
		TEST(test_killed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
