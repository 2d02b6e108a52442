package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"platform/local/kubernetes/node/tunnel"
)

// runBox runs the parts of the node until one of the things that they need ends.
func runBox(args []string) error {
	o, err := decode(args)
	if err != nil {
		return err
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	if err := prepareNetwork(o); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	if err := writeFiles(o); err != nil {
		return err
	}
	dial, err := tunnel.Listen(o.at("dial.sock"))
	if err != nil {
		return err
	}
	go func() { _ = tunnel.Serve(dial, tunnel.Direct) }()
	host := tunnel.Through(o.at("host.sock"))
	for from, to := range o.Forwards {
		listener, err := net.Listen("tcp4", from)
		if err != nil {
			return err
		}
		go func() { _ = tunnel.Forward(listener, host, to) }()
	}
	for _, part := range parts(o) {
		go part.run(ctx)
	}
	if o.Servers != "" {
		go followServers(ctx, o, host)
	}
	return keepImages(ctx, o)
}

// writeFiles writes the parts' configuration.
func writeFiles(o *options) error {
	if err := os.WriteFile(o.at("hosts"), nil, 0o644); err != nil {
		return err
	}
	return writeTemplates(o)
}
