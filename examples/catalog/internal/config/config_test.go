package config

import (
	"encoding/json"
	"strings"
	"testing"
)

func lookup(values map[string]string) Lookup {
	return func(name string) (string, bool) {
		value, there := values[name]
		return value, there
	}
}

func right(changed ...string) Lookup {
	values := map[string]string{
		"PORT":              "8080",
		"DATABASE_URL":      "mysql://catalog_a:s3cret@db.internal:3306/products?ssl-mode=REQUIRED",
		"MEMCACHED_SERVERS": "one:11211,two:11211",
		"MEMCACHED_TLS":     "true",
		"MEMCACHED_PREFIX":  "pr-42:",
	}
	for i := 0; i+1 < len(changed); i += 2 {
		values[changed[i]] = changed[i+1]
	}
	return lookup(values)
}

func TestWhatThePlatformGivesIsUnderstood(t *testing.T) {
	got, err := ForAPI(right())
	if err != nil {
		t.Fatal(err)
	}
	want := Database{Address: "db.internal:3306", User: "catalog_a", Password: "s3cret", Name: "products", TLS: true}
	if got.Database != want {
		t.Errorf("database: got %+v, want %+v", got.Database, want)
	}
	if got.Port != 8080 || len(got.Pages.Servers) != 2 || !got.Pages.TLS || got.Pages.Prefix != "pr-42:" {
		t.Errorf("got %+v", got)
	}
}

func TestAllFaultsAreNamedAtOnce(t *testing.T) {
	_, err := ForAPI(right("PORT", "0", "DATABASE_URL", "postgres://x", "MEMCACHED_SERVERS", "", "LOG_LEVEL", "loud",
		"CA_FILE", "/not/there"))
	for _, name := range []string{"PORT", "DATABASE_URL", "MEMCACHED_SERVERS", "LOG_LEVEL", "CA_FILE"} {
		if err == nil || !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s is not named: %v", name, err)
		}
	}
}

func TestNoPasswordIsShown(t *testing.T) {
	got, _ := ForAPI(right())
	_, wrong := ForAPI(right("DATABASE_URL", "postgres://catalog_a:s3cret@db/products"))
	_, broken := ForAPI(right("DATABASE_URL", "mysql://catalog_a:s3cret@db:port/products"))
	shown, _ := json.Marshal(got.Shown)
	for _, text := range []string{string(shown), wrong.Error(), broken.Error()} {
		if strings.Contains(text, "s3cret") {
			t.Errorf("the password is shown: %s", text)
		}
	}
	if !strings.Contains(string(shown), "mysql://catalog_a:xxxxx@db.internal:3306/products") {
		t.Errorf("the rest of the URL is not shown: %s", shown)
	}
}

func TestConnectionsAreEncryptedWhereTheyCanBe(t *testing.T) {
	for query, want := range map[string]bool{
		"?ssl-mode=REQUIRED": true, "?sslmode=require": true, "?ssl-mode=DISABLED": false, "": false,
	} {
		got, err := ForMigration(right("DATABASE_URL", "mysql://a:b@db/products"+query))
		if err != nil || got.Database.TLS != want {
			t.Errorf("%q: got %v, %v", query, got.Database.TLS, err)
		}
	}
	verified, err := ForMigration(right("DATABASE_URL", "mysql://a:b@db/products", "CA_FILE", "config_test.go"))
	if err != nil || !verified.Database.TLS || verified.Database.Address != "db:3306" {
		t.Errorf("got %+v, %v", verified.Database, err)
	}
}
