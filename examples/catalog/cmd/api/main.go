// Command api answers with what there is to buy.
package main

import (
	"context"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"example.com/shop/catalog/internal/api"
	"example.com/shop/catalog/internal/config"
	"example.com/shop/catalog/internal/database"
	"example.com/shop/catalog/internal/pages"
	"example.com/shop/catalog/internal/products"
	"example.com/shop/catalog/internal/program"
	"example.com/shop/catalog/internal/telemetry"
)

func main() {
	settings, wrong := config.ForAPI(os.LookupEnv)
	log := program.Begin(settings.Config, wrong)
	if err := run(settings, log); err != nil {
		log.Error("ended by a failure", "error", err.Error())
		os.Exit(1)
	}
	log.Info("stopped")
}

func run(settings config.API, log *slog.Logger) error {
	ctx, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer cancel()
	stopTraces, err := telemetry.Start(ctx, settings.Config)
	if err != nil {
		return err
	}
	pool, err := database.Open(settings.Config, 20*time.Second)
	if err != nil {
		return err
	}
	defer pool.Close()
	kept, err := pages.New(settings.Pages, settings.CAFile)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", ":"+strconv.Itoa(settings.Port))
	if err != nil {
		return err
	}
	log.Info("listening", "port", settings.Port)
	service := &api.API{
		Store: products.Store{Pool: pool}, Pages: kept, Log: log,
		Needed:  map[string]api.Check{"products": pool.PingContext},
		Helpful: map[string]api.Check{"pages": kept.Ping},
	}
	if err := service.Serve(ctx, listener); err != nil {
		return err
	}
	last, end := context.WithTimeout(context.Background(), 2*time.Second)
	defer end()
	return stopTraces(last)
}
