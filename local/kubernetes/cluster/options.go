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
	box                              boxOptions
}

// boxOptions are of the node that runs containers for real.
type boxOptions struct {
	programs, folder, images, servers, secrets string
	forwards                                   []string
	variables                                  map[string]string
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
	}, "simulated nodes and their zones: name=zone,...")
	flags.IntVar(&o.parent, "parent", 0, "process whose end ends this one too")
	flags.StringVar(&o.box.programs, "box-programs", "", "folder of the programs of a node that runs containers for real; it may still be under construction. Default: there is no such node")
	flags.StringVar(&o.box.folder, "box", "", "the node's folder, which is made and removed; outside of --dir, and as short")
	flags.StringVar(&o.box.images, "images", "", "folder of archives of images. Pods of which it has all images run for real")
	flags.StringVar(&o.box.servers, "servers", "", "URL that lists servers which those pods find by name; default: none")
	flags.StringVar(&o.box.secrets, "secrets", "", "URL that gives those pods the files of the secrets which they mount; default: they mount none")
	flags.StringArrayVar(&o.box.forwards, "forward", nil, "ADDRESS:PORT=HOST:PORT: an address that those pods reach, and where on this machine it leads; may be given again")
	flags.StringToStringVar(&o.box.variables, "variables", nil, "variables of their containers, unless they have them: name=value,...")
	_ = flags.Parse(args)
	if o.dir == "" {
		fmt.Fprintln(os.Stderr, "cluster serve: --dir is required")
		os.Exit(2)
	}
	if o.box.programs != "" && (o.box.folder == "" || o.box.images == "") {
		fmt.Fprintln(os.Stderr, "cluster serve: --box-programs needs --box and --images")
		os.Exit(2)
	}
	return o
}
