// Package program is what all programs of the service begin with.
package program

import (
	"log/slog"
	"os"

	"example.com/shop/catalog/internal/config"
	"example.com/shop/catalog/internal/logging"
)

// Begin logs the configuration, or ends the program with all that is wrong with it.
func Begin(settings config.Config, wrong error) *slog.Logger {
	log := logging.New(os.Stdout, settings.LogLevel)
	if wrong != nil {
		log.Error("the configuration is wrong", "faults", config.FaultsOf(wrong))
		os.Exit(1)
	}
	log.Info("starting", "service", settings.Service, "version", settings.Version, "configuration", settings.Shown)
	return log
}
