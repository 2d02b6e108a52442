package main

import (
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"go.etcd.io/etcd/server/v3/embed"
)

// The limit of Linux is 107; macOS has 103.
const longestSocketPath = 100

func startEtcd(dir string) (*embed.Etcd, string, error) {
	client, peer := filepath.Join(dir, "etcd.sock"), filepath.Join(dir, "peer.sock")
	if len(client) > longestSocketPath {
		return nil, "", fmt.Errorf("got %s, allowed a path of at most %d characters for a unix socket", client, longestSocketPath)
	}
	_, _ = os.Remove(client), os.Remove(peer)
	config := embed.NewConfig()
	config.Dir = filepath.Join(dir, "etcd")
	config.LogLevel = "error"
	// What is lost in a power cut is made again.
	config.UnsafeNoFsync = true
	// A member that is alone elects itself at once instead of after a second.
	config.TickMs, config.ElectionMs = 10, 100
	config.ListenClientUrls = []url.URL{{Scheme: "unix", Path: client}}
	config.AdvertiseClientUrls = []url.URL{{Scheme: "http", Host: "localhost:2379"}}
	config.ListenPeerUrls = []url.URL{{Scheme: "unix", Path: peer}}
	config.AdvertisePeerUrls = []url.URL{{Scheme: "http", Host: "localhost:2380"}}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	etcd, err := embed.StartEtcd(config)
	if err != nil {
		return nil, "", err
	}
	select {
	case <-etcd.Server.ReadyNotify():
		return etcd, "unix://" + client, nil
	case err := <-etcd.Err():
		return nil, "", err
	case <-time.After(startPatience):
		etcd.Close()
		return nil, "", fmt.Errorf("not ready after %s", startPatience)
	}
}
