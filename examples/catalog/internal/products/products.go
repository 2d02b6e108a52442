// Package products reads what there is to buy.
package products

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/cenkalti/backoff/v5"
	"github.com/go-sql-driver/mysql"
	"go.opentelemetry.io/otel"
)

// Product is one thing to buy.
type Product struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	PriceCents  int    `json:"priceCents"`
}

// Store reads products from MySQL.
type Store struct{ Pool *sql.DB }

// longest is how long a request waits for a server that does not answer, tries included.
const longest = 2 * time.Second

// All gives every product by name. It tries again where the connection failed: reading twice harms nobody.
func (s Store) All(ctx context.Context) ([]Product, error) {
	ctx, span := otel.Tracer("products").Start(ctx, "SELECT products")
	defer span.End()
	found, err := backoff.Retry(ctx, func() ([]Product, error) {
		found, err := s.read(ctx)
		if answered := new(mysql.MySQLError); errors.As(err, &answered) {
			return nil, backoff.Permanent(err)
		}
		return found, err
	}, backoff.WithBackOff(backoff.NewExponentialBackOff()), backoff.WithMaxElapsedTime(longest))
	if err != nil {
		span.RecordError(err)
	}
	return found, err
}

func (s Store) read(ctx context.Context) ([]Product, error) {
	rows, err := s.Pool.QueryContext(ctx, "SELECT id, name, description, price_cents FROM products ORDER BY name")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := []Product{}
	for rows.Next() {
		var one Product
		if err := rows.Scan(&one.ID, &one.Name, &one.Description, &one.PriceCents); err != nil {
			return nil, err
		}
		found = append(found, one)
	}
	return found, rows.Err()
}
