package main

import (
	"fmt"
	"os"

	"github.com/coredns/coredns/core/dnsserver"
	"github.com/coredns/coredns/coremain"
	_ "github.com/coredns/coredns/plugin/bind"
	_ "github.com/coredns/coredns/plugin/errors"
	_ "github.com/coredns/coredns/plugin/hosts"
	_ "github.com/coredns/coredns/plugin/kubernetes"
	_ "github.com/coredns/coredns/plugin/template"
)

// serveDNS is CoreDNS, with those of its plugins that the file of its configuration names.
func serveDNS(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("`node serve` starts this")
	}
	// In the order in which a question passes them.
	dnsserver.Directives = []string{"bind", "errors", "kubernetes", "hosts", "template"}
	os.Args = []string{"coredns", "-conf", args[0], "-quiet"}
	coremain.Run()
	return nil
}
