// Package config reads what the platform tells a service by its environment, and nothing else does.
package config

import (
	"net/url"
	"strings"
)

// Config is what every program of the service needs.
type Config struct {
	Environment, Service, Version string
	LogLevel                      string
	Database                      Database
	// CAFile is the bundle of authorities that servers are verified against. Empty: they are not verified.
	CAFile string
	// TracesEndpoint is the collector of traces. Empty: none are made.
	TracesEndpoint string
	// Shown has every variable that was read, with secrets masked, for the log.
	Shown map[string]string
}

// Database is where MySQL answers, and as whom.
type Database struct {
	Address, User, Password, Name string
	// TLS is whether the connection is encrypted.
	TLS bool
}

// API is what the server needs besides.
type API struct {
	Config
	Port  int
	Pages Pages
}

// Pages is where Memcached answers.
type Pages struct {
	Servers []string
	TLS     bool
	// Prefix begins every key: a preview shares the servers of its host.
	Prefix string
}

// ForAPI reads the configuration of bin/api. Its error names all faults.
func ForAPI(lookup Lookup) (API, error) {
	r := newReader(lookup)
	api := API{
		Port: r.number("PORT", 1, 65535),
		Pages: Pages{
			Servers: r.list("MEMCACHED_SERVERS"),
			TLS:     r.flag("MEMCACHED_TLS"),
			Prefix:  r.optional("MEMCACHED_PREFIX", ""),
		},
	}
	api.Config = common(r)
	return api, r.err()
}

// ForMigration reads the configuration of bin/migrate. Its error names all faults.
func ForMigration(lookup Lookup) (Config, error) {
	r := newReader(lookup)
	return common(r), r.err()
}

func common(r *reader) Config {
	config := Config{
		Environment:    r.optional("ENVIRONMENT", "local"),
		Service:        r.optional("SERVICE_NAME", "catalog"),
		Version:        r.optional("SERVICE_VERSION", "unknown"),
		LogLevel:       r.oneOf("LOG_LEVEL", "info", "debug", "info", "warn", "error"),
		CAFile:         r.file("CA_FILE"),
		TracesEndpoint: r.optional("OTEL_EXPORTER_OTLP_ENDPOINT", ""),
		Shown:          r.shown,
	}
	config.Database = database(r, config.CAFile)
	return config
}

func database(r *reader, caFile string) Database {
	at := r.url("DATABASE_URL", "mysql")
	password, _ := at.User.Password()
	name := strings.TrimPrefix(at.Path, "/")
	if at.Host != "" && (at.User.Username() == "" || name == "") {
		r.fault("DATABASE_URL", at.Redacted(), "a URL with a user and the name of a database")
	}
	return Database{
		Address: withPort(at, "3306"), User: at.User.Username(), Password: password, Name: name,
		TLS: wantsTLS(at, caFile),
	}
}

// wantsTLS is true where the URL asks for it, or where there is something to verify the server with.
func wantsTLS(at *url.URL, caFile string) bool {
	for name, values := range at.Query() {
		switch strings.ToLower(strings.ReplaceAll(name, "-", "")) {
		case "sslmode", "tls":
			mode := strings.ToLower(values[0])
			return mode != "disable" && mode != "disabled" && mode != "false"
		}
	}
	return caFile != ""
}

func withPort(at *url.URL, standard string) string {
	if at.Port() != "" || at.Host == "" {
		return at.Host
	}
	return at.Host + ":" + standard
}
