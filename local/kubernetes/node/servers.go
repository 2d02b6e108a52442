package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"platform/local/kubernetes/node/tunnel"
)

// server is one that pods find by its name, and that listens on the host.
type server struct {
	Name    string `json:"name"`
	Address string `json:"address"`
	Port    int    `json:"port"`
	At      string `json:"at"`
}

const followEvery = time.Second

// followServers gives the box the name, address and port of each server that the URL lists, as long as it does.
func followServers(ctx context.Context, o *options, host tunnel.Dialer) {
	asker := askerThrough(host)
	f := &forwarder{host: host, open: map[server]net.Listener{}}
	hosts := ""
	for ctx.Err() == nil {
		if wanted, err := askServers(ctx, asker, o.Servers); err == nil {
			f.follow(wanted)
			if now := hostsFile(wanted); now != hosts && os.WriteFile(o.at("hosts"), []byte(now), 0o644) == nil {
				hosts = now
			}
		}
		select {
		case <-ctx.Done():
		case <-time.After(followEvery):
		}
	}
}

// askerThrough asks servers of the host.
func askerThrough(host tunnel.Dialer) *http.Client {
	return &http.Client{
		Timeout: 10 * time.Second,
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return host(ctx, address)
		}},
	}
}

func askServers(ctx context.Context, asker *http.Client, url string) ([]server, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	response, err := asker.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	servers := []server{}
	return servers, json.NewDecoder(response.Body).Decode(&servers)
}

// hostsFile is what DNS answers from. A name may stand for several servers, of one address or of several.
func hostsFile(servers []server) string {
	lines := &strings.Builder{}
	for _, each := range servers {
		if _, err := netip.ParseAddr(each.Address); err == nil && !strings.ContainsAny(each.Name, " \t\r\n#") {
			fmt.Fprintf(lines, "%s %s\n", each.Address, each.Name)
		}
	}
	return lines.String()
}

// forwarder has a listener in the box for each server.
type forwarder struct {
	host tunnel.Dialer
	open map[server]net.Listener
}

func (f *forwarder) follow(wanted []server) {
	still := map[server]bool{}
	for _, each := range wanted {
		// Several names may lead to one.
		each.Name = ""
		still[each] = true
	}
	for each, listener := range f.open {
		if !still[each] {
			listener.Close()
			delete(f.open, each)
		}
	}
	for each := range still {
		if f.open[each] != nil {
			continue
		}
		// What fails is tried again at the next look.
		if listener, err := listenAt(each); err == nil {
			f.open[each] = listener
			go func() { _ = tunnel.Forward(listener, f.host, each.At) }()
		}
	}
}

func listenAt(each server) (net.Listener, error) {
	if err := addAddress(each.Address); err != nil {
		return nil, err
	}
	return net.Listen("tcp4", net.JoinHostPort(each.Address, strconv.Itoa(each.Port)))
}
