// SPDX-License-Identifier: GPL-2.0-only
/* Text, addresses, release files, netlink, file copy blocks: what is parsed and built. */
/* sources: kvp/ipconfig.c kvp/osinfo.c kvp/rtnl.c kvp/record.c fcopy/message.c lib/text.c lib/connector.c */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>
#include <sys/socket.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include "fcopy/message.h"
#include "kvp/ipconfig.h"
#include "kvp/osinfo.h"
#include "kvp/record.h"
#include "kvp/rtnl.h"
#include "lib/connector.h"
#include "lib/text.h"

static void test_utf8(void **state)
{
	static const char *const good[] = {
		"", "abc", "\x7f", "\xc2\x80", "\xdf\xbf", "\xe0\xa0\x80", "\xed\x9f\xbf", "\xee\x80\x80",
		"\xef\xbf\xbf", "\xf0\x90\x80\x80", "\xf4\x8f\xbf\xbf"
	};
	static const char *const bad[] = {
		"\x80", "\xbf", "\xc0\x80", "\xc1\xbf", "\xc2", "\xc2\x20", "\xe0\x9f\xbf", "\xed\xa0\x80",
		"\xed\xbf\xbf", "\xe2\x82", "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80",
		"\xff", "a\xf0\x90\x80"
	};
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(text_utf8_ok(good[i], strlen(good[i])));
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(text_utf8_ok(bad[i], strlen(bad[i])));
	assert_false(text_utf8_ok("a\0b", 3));
}

static void test_text(void **state)
{
	unsigned long value = 7;
	const char *at, *piece;
	struct text t;
	char buf[8];

	(void)state;
	text_init(&t, buf, sizeof(buf));
	text_add(&t, "1234567");
	assert_false(t.overflow);
	text_add(&t, "8");
	assert_true(t.overflow);
	assert_string_equal(buf, "1234567");
	text_init(&t, buf, sizeof(buf));
	text_list(&t, "abc");
	text_list(&t, "def");
	assert_string_equal(buf, "abc;def");
	text_list(&t, "g");
	assert_string_equal(buf, "abc;def");
	text_init(&t, buf, sizeof(buf));
	text_addf(&t, "%d", 12345678);
	assert_true(t.overflow);
	assert_string_equal(buf, "");

	assert_int_equal(text_number("4294967295", 10, 0xffffffff, &value), 0);
	assert_int_equal(value, 0xffffffff);
	assert_int_equal(text_number("4294967296", 10, 0xffffffff, &value), -1);
	assert_int_equal(text_number("", 0, 9, &value), -1);
	assert_int_equal(text_number("1a", 2, 99, &value), -1);
	assert_int_equal(text_number("-1", 2, 99, &value), -1);

	at = "a;;b;";
	assert_int_equal(text_next(&at, at + 5, ';', &piece), 1);
	assert_int_equal(text_next(&at, piece + 5, ';', &piece), 0);
	assert_true(text_same("AbC", "aBc"));
	assert_false(text_same("abc", "ab"));
}

static int config(struct ip_config *c, const char *addresses, const char *subnets, int dhcp)
{
	struct kvp_node_ip ip;

	memset(&ip, 0, sizeof(ip));
	ip.dhcp = (uint8_t)dhcp;
	strcpy((char *)ip.addresses, addresses);
	strcpy((char *)ip.subnets, subnets);
	return ip_config_parse(&ip, c);
}

static void test_ip_config(void **state)
{
	struct ip_config c;
	char many[2048] = "", masks[2048] = "", out[8192];
	struct text t;
	unsigned int i;

	(void)state;
	assert_int_equal(config(&c, "10.0.0.1; 10.0.0.2 ;;2001:DB8:0::1", "255.0.0.0;32;/64", 0), 0);
	assert_int_equal(c.n_addresses, 3);
	assert_int_equal(c.addresses[0].prefix, 8);
	assert_int_equal(c.addresses[1].prefix, 32);
	assert_int_equal(c.addresses[2].prefix, 64);
	assert_string_equal(c.addresses[2].text, "2001:db8::1");
	assert_int_equal(config(&c, "10.0.0.1", "0.0.0.0", 0), 0);
	assert_int_equal(c.addresses[0].prefix, 0);
	assert_int_equal(config(&c, "10.0.0.1", "255.255.255.255", 0), 0);
	assert_int_equal(c.addresses[0].prefix, 32);
	assert_int_equal(config(&c, "010.0.0.1", "24", 0), -1);
	assert_int_equal(config(&c, "10.0.0.1", "255.255.0.255", 0), -1);
	assert_int_equal(config(&c, "::1", "129", 0), -1);
	assert_int_equal(config(&c, "", "", 1), 0);
	assert_int_equal(config(&c, "", "255.255.255.0", 1), 0);
	assert_int_equal(config(&c, "", "", 0), -1);
	/* 64 are the most */
	for (i = 0; i < 64; i++) {
		sprintf(many + strlen(many), "10.0.%u.1;", i);
		strcat(masks, "24;");
	}
	assert_int_equal(config(&c, many, masks, 0), 0);
	text_init(&t, out, sizeof(out));
	ip_config_ifcfg(&c, "eth0", "00:11:22:33:44:55", &t);
	assert_false(t.overflow);
	assert_non_null(strstr(out, "IPADDR63=10.0.63.1\nNETMASK63=255.255.255.0\n"));
	strcat(many, "10.1.1.1");
	strcat(masks, "24");
	assert_int_equal(config(&c, many, masks, 0), -1);
}

static void test_masks_and_names(void **state)
{
	char buf[IP_TEXT];

	(void)state;
	ip_mask_text(0, buf);
	assert_string_equal(buf, "0.0.0.0");
	ip_mask_text(23, buf);
	assert_string_equal(buf, "255.255.254.0");
	ip_mask_text(32, buf);
	assert_string_equal(buf, "255.255.255.255");
	assert_true(adapter_same("{AABBCCDD-0011-2233-4455-66778899AABB}",
				 "aabbccdd-0011-2233-4455-66778899aabb"));
	assert_true(adapter_same("00155D010203", "00:15:5d:01:02:03"));
	assert_false(adapter_same("", ""));
	assert_false(adapter_same("00155d0102", "00155d0102"));
	assert_false(adapter_same("00155D010203 ", "00155D010203"));
	assert_true(interface_name_ok("eth0.100"));
	assert_false(interface_name_ok(""));
	assert_false(interface_name_ok("../etc"));
	assert_false(interface_name_ok("-n"));
	assert_false(interface_name_ok("a b"));
	assert_false(interface_name_ok("1234567890123456"));
}

static void os(const char *text, const char *name, const char *major, const char *minor, int line)
{
	struct osinfo o;

	if (line)
		osinfo_release_line(&o, text, strlen(text));
	else
		osinfo_os_release(&o, text, strlen(text));
	assert_string_equal(o.name, name);
	assert_string_equal(o.major, major);
	assert_string_equal(o.minor, minor);
}

static void test_osinfo(void **state)
{
	char fqdn[64];
	static const char hosts[] = "127.0.0.1 localhost\n# 1.1.1.1 vm.wrong\n127.0.1.1\tvm.example.org vm\n";

	(void)state;
	os("NAME='Debian GNU/Linux'\nVERSION_ID=\"12\"", "Debian GNU/Linux", "12", "", 0);
	os("VERSION_ID=22.04.1\nNAME=Ubuntu\n", "Ubuntu", "22", "04", 0);
	os("", "", "", "", 0);
	os("NAME=\"", "", "", "", 0);
	os("CentOS release 6.10 (Final)\nx\n", "CentOS release 6.10 (Final)", "6", "10", 1);
	os("Name without a version", "Name without a version", "", "", 1);
	assert_int_equal(osinfo_hosts_fqdn(hosts, sizeof(hosts) - 1, "vm", fqdn, sizeof(fqdn)), 0);
	assert_string_equal(fqdn, "vm.example.org");
	assert_int_equal(osinfo_hosts_fqdn(hosts, sizeof(hosts) - 1, "v", fqdn, sizeof(fqdn)), -1);
	assert_int_equal(osinfo_hosts_fqdn(hosts, sizeof(hosts) - 1, "vm", fqdn, 5), -1);
	osinfo_kernel_version("6.1.0-18-amd64", fqdn, sizeof(fqdn));
	assert_string_equal(fqdn, "6.1.0");
}

static size_t add_attribute(unsigned char *buf, size_t at, unsigned short type, const void *data,
			    unsigned short len)
{
	struct rtattr a = { (unsigned short)(sizeof(a) + len), type };

	memcpy(buf + at, &a, sizeof(a));
	memcpy(buf + at + sizeof(a), data, len);
	return at + RTA_ALIGN(sizeof(a) + len);
}

static void test_rtnl(void **state)
{
	unsigned char buf[512] __attribute__((aligned(4))) = { 0 };
	struct ifaddrmsg ifa = { AF_INET, 24, 0, RT_SCOPE_UNIVERSE, 3 };
	struct rtmsg rt = { .rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_type = RTN_UNICAST };
	struct nlmsghdr h = { .nlmsg_type = RTM_NEWADDR };
	struct rtnl_entry entries[2];
	struct rtnl_list list = { entries, 2, 0 };
	unsigned int oif = 5;
	size_t end, i;

	(void)state;
	memcpy(buf + 16, &ifa, sizeof(ifa));
	end = add_attribute(buf, 24, IFA_ADDRESS, "\x0a\0\0\x63", 4);
	end = add_attribute(buf, end, IFA_LOCAL, "\x0a\0\0\x05", 4);
	h.nlmsg_len = (unsigned int)end;
	memcpy(buf, &h, sizeof(h));
	assert_int_equal(rtnl_parse(buf, end, &list), 0);
	assert_int_equal(list.count, 1);
	assert_int_equal(entries[0].index, 3);
	assert_int_equal(entries[0].prefix, 24);
	assert_memory_equal(entries[0].bytes, "\x0a\0\0\x05", 4);
	/* cut anywhere: no entry, or nonsense, and no reading behind it */
	for (i = 1; i < end; i++)
		assert_true(rtnl_parse(buf, i, &list) <= 0);
	assert_int_equal(list.count, 1);
	/* loopback */
	ifa.ifa_scope = RT_SCOPE_HOST;
	memcpy(buf + 16, &ifa, sizeof(ifa));
	assert_int_equal(rtnl_parse(buf, end, &list), 0);
	assert_int_equal(list.count, 1);

	h.nlmsg_type = RTM_NEWROUTE;
	memcpy(buf + 16, &rt, sizeof(rt));
	end = add_attribute(buf, 28, RTA_OIF, &oif, 4);
	end = add_attribute(buf, end, RTA_GATEWAY, "\x0a\0\0\x01", 4);
	h.nlmsg_len = (unsigned int)end;
	memcpy(buf, &h, sizeof(h));
	assert_int_equal(rtnl_parse(buf, end, &list), 0);
	assert_int_equal(list.count, 2);
	assert_int_equal(entries[1].index, 5);
	/* full: no more, and no crash */
	assert_int_equal(rtnl_parse(buf, end, &list), 0);
	assert_int_equal(list.count, 2);
	h.nlmsg_type = NLMSG_DONE;
	memcpy(buf, &h, sizeof(h));
	assert_int_equal(rtnl_parse(buf, end, &list), 1);
}

static void test_journal(void **state)
{
	struct { struct kvp_journal j; char data[8]; } f;
	struct kvp_journal j;

	(void)state;
	memcpy(f.data, "12345678", 8);
	f.j.old_size = 5120;
	f.j.new_size = 2560;
	f.j.offset = 0;
	f.j.length = 8;
	journal_seal(&f.j, f.data);
	assert_non_null(journal_check(&f, sizeof(f), 5120, &j));
	assert_non_null(journal_check(&f, sizeof(f), 2560, &j));
	assert_null(journal_check(&f, sizeof(f), 7680, &j));
	assert_null(journal_check(&f, sizeof(f), 0, &j));
	assert_null(journal_check(&f, sizeof(f) - 1, 5120, &j));
	f.data[3] ^= 1;
	assert_null(journal_check(&f, sizeof(f), 5120, &j));
	f.j.offset = 0xffffffff;
	journal_seal(&f.j, f.data);
	assert_null(journal_check(&f, sizeof(f), 5120, &j));
}

static void test_connector(void **state)
{
	char packet[128], out[64];
	size_t len;

	(void)state;
	len = connector_build(packet, sizeof(packet), 9, "message", 8);
	assert_int_equal(len, 44);
	assert_int_equal(connector_parse(packet, len, 9, out, sizeof(out)), 8);
	assert_string_equal(out, "message");
	assert_int_equal(connector_parse(packet, len, 10, out, sizeof(out)), 0);
	assert_int_equal(connector_parse(packet, len - 1, 9, out, sizeof(out)), 0);
	assert_int_equal(connector_parse(packet, len, 9, out, 7), 0);
	assert_int_equal(connector_build(packet, 43, 9, "message", 8), 0);
}

/* Over 4 GiB, and around the end of a signed 64-bit offset. */
static void test_blocks(void **state)
{
	struct fcopy_progress p = { 0, 0 };

	(void)state;
	assert_true(fcopy_block_ok(&p, 0, 6144));
	assert_true(fcopy_block_ok(&p, 0x100000001ull, 1));
	p.size = 0x140000000ull;
	assert_true(fcopy_block_ok(&p, 0x13ffff000ull, 4096));
	assert_false(fcopy_block_ok(&p, 0x13ffff000ull, 4097));
	assert_true(fcopy_block_ok(&p, 0x100000000ull, 6144));
	assert_true(fcopy_block_ok(&p, 0x140000000ull, 0));
	assert_false(fcopy_block_ok(&p, 0x140000000ull, 1));
	assert_false(fcopy_block_ok(&p, ~0ull, 1));
	assert_false(fcopy_block_ok(&p, ~0ull, 0));
	p.size = 0;
	assert_false(fcopy_block_ok(&p, ~0ull >> 1, 1));
	assert_true(fcopy_block_ok(&p, ~0ull >> 1, 0));
	assert_int_equal(sizeof(off_t), 8);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_utf8),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_ip_config),
		cmocka_unit_test(test_masks_and_names),
		cmocka_unit_test(test_osinfo),
		cmocka_unit_test(test_rtnl),
		cmocka_unit_test(test_journal),
		cmocka_unit_test(test_connector),
		cmocka_unit_test(test_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
