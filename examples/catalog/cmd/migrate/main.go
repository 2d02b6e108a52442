// Command migrate brings the database up to date, before pods of the version start.
package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.com/shop/catalog/internal/config"
	"example.com/shop/catalog/internal/database"
	"example.com/shop/catalog/internal/program"
)

func main() {
	settings, wrong := config.ForMigration(os.LookupEnv)
	log := program.Begin(settings, wrong)
	if err := run(settings, log); err != nil {
		log.Error("the migration failed", "error", err.Error())
		os.Exit(1)
	}
}

func run(settings config.Config, log *slog.Logger) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	pool, err := database.Open(settings, 0)
	if err != nil {
		return err
	}
	defer pool.Close()
	if err := database.WaitFor(ctx, pool, time.Minute, func(err error, pause time.Duration) {
		log.Warn("the database does not answer", "error", err.Error(), "again in", pause.String())
	}); err != nil {
		return err
	}
	ran, err := database.Migrate(ctx, pool)
	log.Info("migrations", "ran", ran)
	return err
}
