package main

import (
	"context"
	"os"

	"github.com/jackc/pgx/v5/pgxpool"

	"platform/drivers/answer"
)

func main() {
	ctx := context.Background()
	pool, err := pgxpool.New(ctx, os.Getenv("DATABASE_URL"))
	answer.Must(err)
	answer.With(func() (name string, err error) {
		err = pool.QueryRow(ctx, "SELECT session_user").Scan(&name)
		return name, err
	})
}
