package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	forwardedFor = "X-Forwarded-For"
	traceHeader  = "X-Amzn-Trace-Id"
	// mostForwarded is how many addresses a client may claim to come by.
	// Source: Application Load Balancers User Guide, "HTTP 463".
	mostForwarded = 30
)

// validHeader is what is let through when a load balancer drops invalid header fields.
// Source: Elastic Load Balancing API Reference, routing.http.drop_invalid_header_fields.enabled.
var validHeader = regexp.MustCompile(`^[-A-Za-z0-9]+$`)

// prepareHeaders writes those that every request gets, and returns its trace.
// Source: Application Load Balancers User Guide, "HTTP headers and Application Load Balancers".
func prepareHeaders(r *http.Request, at place) string {
	if at.balancer.DropInvalidHeaders {
		for name := range r.Header {
			if !validHeader.MatchString(name) {
				delete(r.Header, name)
			}
		}
	}
	client, _, _ := net.SplitHostPort(r.RemoteAddr)
	before := r.Header.Values(forwardedFor)
	r.Header.Set(forwardedFor, strings.Join(append(append([]string{}, before...), client), ", "))
	r.Header.Set("X-Forwarded-Proto", strings.ToLower(at.listener.Protocol))
	r.Header.Set("X-Forwarded-Port", strconv.Itoa(at.listener.Port))
	trace := traceOf(r.Header.Get(traceHeader))
	r.Header.Set(traceHeader, trace)
	return trace
}

func claimsTooMany(r *http.Request) bool {
	return len(strings.Split(strings.Join(r.Header.Values(forwardedFor), ","), ",")) > mostForwarded
}

// traceOf keeps what a client has begun: its root stays, and the load balancer's own part is put before it.
// Source: Application Load Balancers User Guide, "Request tracing for your Application Load Balancer".
func traceOf(before string) string {
	if before == "" {
		return "Root=" + newTrace()
	}
	parts := []string{"Self=" + newTrace()}
	hasRoot := false
	for _, part := range strings.Split(before, ";") {
		part = strings.TrimSpace(part)
		hasRoot = hasRoot || strings.HasPrefix(part, "Root=")
		if part != "" && !strings.HasPrefix(part, "Self=") {
			parts = append(parts, part)
		}
	}
	if !hasRoot {
		parts = append([]string{"Root=" + newTrace()}, parts[1:]...)
	}
	return strings.Join(parts, ";")
}

func newTrace() string {
	id := make([]byte, 12)
	_, _ = rand.Read(id)
	return fmt.Sprintf("1-%08x-%s", time.Now().Unix(), hex.EncodeToString(id))
}
