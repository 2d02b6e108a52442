// Package database connects to MySQL.
package database

import (
	"context"
	"database/sql"
	"net"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/go-sql-driver/mysql"

	"example.com/shop/catalog/internal/config"
	"example.com/shop/catalog/internal/trust"
)

// Open makes a pool. It connects with the first query. No query may take longer than longest; 0 is as long as it takes.
func Open(c config.Config, longest time.Duration) (*sql.DB, error) {
	settings := mysql.NewConfig()
	settings.Net, settings.Addr = "tcp", c.Database.Address
	settings.User, settings.Passwd, settings.DBName = c.Database.User, c.Database.Password, c.Database.Name
	settings.Timeout, settings.ReadTimeout, settings.WriteTimeout = 3*time.Second, longest, longest
	if c.Database.TLS {
		secure, err := trust.Settings(c.CAFile)
		if err != nil {
			return nil, err
		}
		secure.ServerName, _, _ = net.SplitHostPort(c.Database.Address)
		settings.TLS = secure
	}
	connector, err := mysql.NewConnector(settings)
	if err != nil {
		return nil, err
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(10)
	pool.SetMaxIdleConns(10)
	// A failover gives the name another address, which only new connections find.
	pool.SetConnMaxLifetime(5 * time.Minute)
	return pool, nil
}

// WaitFor asks until the server answers, at growing intervals that differ between pods, so that a server that comes back
// is not asked by all of them at once.
func WaitFor(ctx context.Context, pool *sql.DB, longest time.Duration, failed func(error, time.Duration)) error {
	_, err := backoff.Retry(ctx, func() (struct{}, error) {
		return struct{}{}, pool.PingContext(ctx)
	}, backoff.WithBackOff(backoff.NewExponentialBackOff()), backoff.WithMaxElapsedTime(longest),
		backoff.WithNotify(failed))
	return err
}
