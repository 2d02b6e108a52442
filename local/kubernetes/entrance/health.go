package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"
)

// failure is why a check has failed. Empty: it has not.
type failure struct{ reason, description string }

// watch asks a target again and again, until it is deregistered. How long it takes to answer does not put off the next.
// Source: Application Load Balancers User Guide, "Health checks for your target groups".
func (t *target) watch(settings func() check, version string, dial dialer) {
	for {
		now := settings()
		next := time.After(duration(now.IntervalSeconds))
		t.count(now, t.ask(now, version, dial))
		select {
		case <-t.registered.Done():
			return
		case <-next:
		}
	}
}

// count takes the result of a check. A new target has to pass one, whatever the threshold.
func (t *target) count(settings check, result failure) {
	t.mu.Lock()
	if result == (failure{}) {
		t.passed, t.failed = t.passed+1, 0
	} else {
		t.passed, t.failed = 0, t.failed+1
	}
	passed, failed, state := t.passed, t.failed, t.state
	t.mu.Unlock()
	switch {
	case state == initial && passed > 0, state == unhealthy && passed >= settings.Healthy:
		t.set(healthy, "", "")
	case failed >= settings.Unhealthy:
		t.set(unhealthy, result.reason, result.description)
	}
}

// ask makes one check.
func (t *target) ask(settings check, version string, dial dialer) failure {
	port := strconv.Itoa(t.Port)
	if settings.Port != "traffic-port" {
		port = settings.Port
	}
	ctx, cancel := context.WithTimeout(t.registered, duration(settings.TimeoutSeconds))
	defer cancel()
	url := strings.ToLower(settings.Protocol) + "://" + net.JoinHostPort(t.Address, port) + settings.Path
	asked, err := newCheck(ctx, version, url)
	if err != nil {
		return failure{"Target.FailedHealthChecks", "Health checks failed"}
	}
	asked.Header.Set("User-Agent", "ELB-HealthChecker/2.0")
	transport := &http.Transport{
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			return dial(ctx, t.Via, address)
		},
		TLSClientConfig:   &tls.Config{InsecureSkipVerify: true},
		Protocols:         spokenTo(version),
		DisableKeepAlives: true,
	}
	answer, err := transport.RoundTrip(asked)
	switch {
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		return failure{"Target.Timeout", "Request timed out"}
	case err != nil:
		return failure{"Target.FailedHealthChecks", "Health checks failed"}
	}
	defer answer.Body.Close()
	code, known := codeOf(version, answer)
	if !known {
		return failure{"Target.FailedHealthChecks", "Health checks failed"}
	}
	if !fits(settings.Matcher, code) {
		return failure{"Target.ResponseCodeMismatch", fmt.Sprintf("Health checks failed with these codes: [%d]", code)}
	}
	return failure{}
}

// fits tells whether a status is among those of a matcher such as `200,202` or `200-399`.
func fits(matcher string, status int) bool {
	for _, part := range strings.Split(matcher, ",") {
		low, high, isRange := strings.Cut(strings.TrimSpace(part), "-")
		if !isRange {
			high = low
		}
		from, err := strconv.Atoi(low)
		to, err2 := strconv.Atoi(high)
		if err == nil && err2 == nil && from <= status && status <= to {
			return true
		}
	}
	return false
}

func duration(seconds float64) time.Duration { return time.Duration(seconds * float64(time.Second)) }
