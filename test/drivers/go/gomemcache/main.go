package main

import (
	"crypto/tls"
	"crypto/x509"
	"hash/crc32"
	"net"
	"os"
	"strings"

	"github.com/bradfitz/gomemcache/memcache"

	"platform/drivers/answer"
)

func main() {
	bundle, err := os.ReadFile(os.Getenv("CA_FILE"))
	answer.Must(err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(bundle)
	client := memcache.NewFromSelector(names(strings.Split(os.Getenv("MEMCACHED_SERVERS"), ",")))
	client.DialContext = (&tls.Dialer{Config: &tls.Config{RootCAs: authorities}}).DialContext
	key := os.Getenv("MEMCACHED_PREFIX") + "name"
	answer.With(func() (string, error) {
		if err := client.Set(&memcache.Item{Key: key, Value: []byte("anybody")}); err != nil {
			return "", err
		}
		item, err := client.Get(key)
		if err != nil {
			return "", err
		}
		return string(item.Value), nil
	})
}

// names stay names: the client's own list resolves them, and certificates are for names.
type names []string

func (n names) PickServer(key string) (net.Addr, error) {
	return name(n[crc32.ChecksumIEEE([]byte(key))%uint32(len(n))]), nil
}

func (n names) Each(do func(net.Addr) error) error {
	for _, each := range n {
		if err := do(name(each)); err != nil {
			return err
		}
	}
	return nil
}

type name string

func (name) Network() string  { return "tcp" }
func (n name) String() string { return string(n) }
