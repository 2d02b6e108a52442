// A node box: a node of a cluster that runs containers for real, in network, mount and PID namespaces of its own. When
// it ends, in whatever way, the kernel ends every container with it, and takes away its mounts, interfaces and rules.
//
//	serve     outside: starts the box, forwards connections into it and out of it, and cleans up after it
//	init      inside, as process 1: prepares the mounts, starts the next one, and waits for orphans
//	box       inside: containerd, the kubelet and the other parts, and what they need
//	dns       inside: CoreDNS
//	policies  inside: the controller of kube-router that enforces network policies
//	secrets   inside: the node's part of the Secrets Store CSI driver
//	clean     outside: removes what a box that was killed has left
package main

import (
	"fmt"
	"os"
)

func main() {
	commands := map[string]func([]string) error{
		"serve": serve, "init": initialize, "box": runBox, "dns": serveDNS, "policies": enforcePolicies, "secrets": mountSecrets, "clean": clean,
	}
	if len(os.Args) < 2 || commands[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: node serve|clean --folder FOLDER ...")
		os.Exit(2)
	}
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, "node:", err)
		os.Exit(1)
	}
}
