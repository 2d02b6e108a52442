package main

import (
	"errors"
	"net"
	"net/netip"
	"os"
	"strings"
	"syscall"

	"github.com/vishvananda/netlink"
)

// device has the box's own addresses. Not every kernel has an interface for nothing but that.
const device = "lo"

// prepareNetwork gives the box its addresses. It has no way out but what is forwarded.
func prepareNetwork(o *options) error {
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	if err := netlink.LinkSetUp(link); err != nil {
		return err
	}
	addresses := []string{o.Address, o.DNS}
	for from := range o.Forwards {
		addresses = append(addresses, netip.MustParseAddrPort(from).Addr().String())
	}
	for _, address := range addresses {
		if err := addAddress(address); err != nil {
			return err
		}
	}
	// Pods get an answer at once where nothing is.
	everywhere := &net.IPNet{IP: net.IPv4zero, Mask: net.CIDRMask(0, 32)}
	if err := netlink.RouteAdd(&netlink.Route{Dst: everywhere, Type: syscall.RTN_UNREACHABLE}); err != nil {
		return err
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}

// addAddress gives the box an address, unless it has it.
func addAddress(address string) error {
	if strings.HasPrefix(address, "127.") {
		return nil
	}
	link, err := netlink.LinkByName(device)
	if err != nil {
		return err
	}
	added, err := netlink.ParseAddr(address + "/32")
	if err != nil {
		return err
	}
	if err := netlink.AddrAdd(link, added); err != nil && !errors.Is(err, syscall.EEXIST) {
		return err
	}
	return nil
}
