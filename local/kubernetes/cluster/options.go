package main

import (
	"fmt"
	"os"

	"github.com/spf13/pflag"
)

// options of `cluster serve`.
type options struct {
	dir, tokenWebhook, accessWebhook string
	port, parent                     int
	nodes                            map[string]string
}

func parseOptions(args []string) options {
	o := options{}
	// Not pflag's own set: the linked programs register their flags there.
	flags := pflag.NewFlagSet("cluster serve", pflag.ExitOnError)
	flags.StringVar(&o.dir, "dir", "", "where certificates, data and ready.json are; short, since it holds a unix socket")
	flags.IntVar(&o.port, "port", 0, "port of the API on 127.0.0.1; 0 for a free one")
	flags.StringVar(&o.tokenWebhook, "token-webhook", "", "URL that answers a TokenReview (v1)")
	flags.StringVar(&o.accessWebhook, "access-webhook", "", "URL that answers a SubjectAccessReview (v1) about what RBAC does not allow")
	flags.StringToStringVar(&o.nodes, "nodes", map[string]string{
		"node-a": "eu-central-1a", "node-b": "eu-central-1b", "node-c": "eu-central-1c",
	}, "nodes and their zones: name=zone,...")
	flags.IntVar(&o.parent, "parent", 0, "process whose end ends this one too")
	_ = flags.Parse(args)
	if o.dir == "" {
		fmt.Fprintln(os.Stderr, "cluster serve: --dir is required")
		os.Exit(2)
	}
	return o
}
