package config

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// Lookup finds a variable, as os.LookupEnv does.
type Lookup func(name string) (string, bool)

// Faults are all that is wrong with the configuration, a line each.
type Faults []string

func (f Faults) Error() string { return strings.Join(f, "; ") }

// FaultsOf gives the lines of an error of this package, for the log.
func FaultsOf(err error) []string {
	var faults Faults
	errors.As(err, &faults)
	return faults
}

// reader goes on after a fault, so that whoever deploys sees all of them at once.
type reader struct {
	lookup Lookup
	faults Faults
	shown  map[string]string
}

func newReader(lookup Lookup) *reader {
	return &reader{lookup: lookup, shown: map[string]string{}}
}

func (r *reader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	return r.faults
}

func (r *reader) fault(name, got, allowed string) {
	found := fmt.Sprintf("got %q", got)
	if got == "" {
		found = "is missing"
	}
	r.faults = append(r.faults, fmt.Sprintf("%s: %s; allowed: %s", name, found, allowed))
}

func (r *reader) optional(name, otherwise string) string {
	value, there := r.lookup(name)
	if !there || value == "" {
		value = otherwise
	}
	r.shown[name] = value
	return value
}

func (r *reader) oneOf(name, otherwise string, allowed ...string) string {
	value := r.optional(name, otherwise)
	for _, one := range allowed {
		if value == one {
			return value
		}
	}
	r.fault(name, value, strings.Join(allowed, ", "))
	return otherwise
}

func (r *reader) number(name string, least, most int) int {
	value := r.optional(name, "")
	number, err := strconv.Atoi(value)
	if err != nil || number < least || number > most {
		r.fault(name, value, fmt.Sprintf("%d to %d", least, most))
	}
	return number
}

func (r *reader) flag(name string) bool {
	return r.oneOf(name, "false", "true", "false") == "true"
}

func (r *reader) list(name string) []string {
	value := r.optional(name, "")
	servers := strings.FieldsFunc(value, func(sign rune) bool { return sign == ',' })
	if len(servers) == 0 {
		r.fault(name, value, "<host>:<port>, with commas between several")
	}
	for _, server := range servers {
		if host, port, found := strings.Cut(server, ":"); !found || host == "" || port == "" {
			r.fault(name, server, "<host>:<port>, with commas between several")
		}
	}
	return servers
}

func (r *reader) file(name string) string {
	value := r.optional(name, "")
	if value == "" {
		return ""
	}
	if _, err := os.Stat(value); err != nil {
		r.fault(name, value, "a file that can be read")
	}
	return value
}

// url reads one that may hold a password, and never shows it.
func (r *reader) url(name, scheme string) *url.URL {
	value, _ := r.lookup(name)
	allowed := scheme + "://<user>:<password>@<host>:<port>/<name>"
	if value == "" {
		r.fault(name, "", allowed)
		return &url.URL{}
	}
	at, err := url.Parse(value)
	if err != nil {
		// The error repeats the URL, and the password in it.
		r.fault(name, "what is no URL", allowed)
		return &url.URL{}
	}
	r.shown[name] = at.Redacted()
	if at.Scheme != scheme || at.Host == "" {
		r.fault(name, at.Redacted(), allowed)
		return &url.URL{}
	}
	return at
}
