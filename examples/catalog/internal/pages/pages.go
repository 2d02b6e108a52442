// Package pages keeps answers in Memcached. Its loss makes the service slower and nothing else.
package pages

import (
	"context"
	"crypto/tls"
	"errors"
	"hash/crc32"
	"net"
	"time"

	"github.com/bradfitz/gomemcache/memcache"

	"example.com/shop/catalog/internal/config"
	"example.com/shop/catalog/internal/trust"
)

// Cache is all servers of one binding.
type Cache struct {
	client *memcache.Client
	prefix string
}

// New connects with the first request.
func New(c config.Pages, caFile string) (*Cache, error) {
	client := memcache.NewFromSelector(servers(c.Servers))
	client.Timeout = 300 * time.Millisecond
	dialer := &net.Dialer{Timeout: time.Second}
	client.DialContext = dialer.DialContext
	if c.TLS {
		settings, err := trust.Settings(caFile)
		if err != nil {
			return nil, err
		}
		client.DialContext = (&tls.Dialer{NetDialer: dialer, Config: settings}).DialContext
	}
	return &Cache{client: client, prefix: c.Prefix}, nil
}

// Get gives nil where there is nothing.
func (c *Cache) Get(key string) ([]byte, error) {
	item, err := c.client.Get(c.prefix + key)
	if errors.Is(err, memcache.ErrCacheMiss) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return item.Value, nil
}

// Put keeps a value for some seconds, or for less: a cache may forget.
func (c *Cache) Put(key string, value []byte, seconds int32) error {
	return c.client.Set(&memcache.Item{Key: c.prefix + key, Value: value, Expiration: seconds})
}

// Ping asks every server.
func (c *Cache) Ping(context.Context) error { return c.client.Ping() }

// servers are chosen by the key, as all clients of Memcached do. They stay names, which the client's own list would
// resolve for good: certificates are for names, and addresses change.
type servers []string

func (s servers) PickServer(key string) (net.Addr, error) {
	return address(s[crc32.ChecksumIEEE([]byte(key))%uint32(len(s))]), nil
}

func (s servers) Each(do func(net.Addr) error) error {
	for _, server := range s {
		if err := do(address(server)); err != nil {
			return err
		}
	}
	return nil
}

type address string

func (address) Network() string  { return "tcp" }
func (a address) String() string { return string(a) }
