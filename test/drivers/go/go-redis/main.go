package main

import (
	"context"
	"crypto/x509"
	"os"

	"github.com/redis/go-redis/v9"

	"platform/drivers/answer"
)

func main() {
	bundle, err := os.ReadFile(os.Getenv("CA_FILE"))
	answer.Must(err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(bundle)
	options, err := redis.ParseURL(os.Getenv("REDIS_URL"))
	answer.Must(err)
	options.TLSConfig.RootCAs = authorities
	client := redis.NewClient(options)
	answer.With(func() (string, error) {
		return client.Do(context.Background(), "ACL", "WHOAMI").Text()
	})
}
