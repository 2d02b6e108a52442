package main

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"
)

// States of a target, as DescribeTargetHealth has them.
const (
	initial   = "initial"
	healthy   = "healthy"
	unhealthy = "unhealthy"
	draining  = "draining"
)

// target is one that is registered, or was and still answers what it was asked before.
type target struct {
	targetState
	transport *http.Transport
	// underWay are the requests that it has not answered to their end.
	underWay atomic.Int64
	// registered ends when it is deregistered, served when its last request has to be over as well.
	registered, served  context.Context
	deregister, cutOff  context.CancelFunc
	share               float64
	mu                  sync.Mutex
	state               string
	reason, description string
	passed, failed      int
	since               time.Time
}

func newTarget(s targetState, version string, dial dialer, idle func() time.Duration) *target {
	t := &target{targetState: s, state: initial}
	t.reason, t.description = "Elb.InitialHealthChecking", "Initial health checks in progress"
	t.registered, t.deregister = context.WithCancel(context.Background())
	t.served, t.cutOff = context.WithCancel(context.Background())
	t.transport = &http.Transport{
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			conn, err := dial(ctx, t.Via, address)
			if err != nil {
				return nil, err
			}
			return idleConn{conn, idle}, nil
		},
		// The load balancer does not look who has signed the certificate of a target.
		// Source: Application Load Balancers User Guide, "Target groups", on the protocol HTTPS.
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
		Protocols:           spokenTo(version),
		DisableCompression:  true,
		MaxIdleConnsPerHost: 1000,
	}
	return t
}

// address is the host and port of a connection to it.
func (t *target) address() string { return net.JoinHostPort(t.Address, strconv.Itoa(t.Port)) }

// drain lets what is under way go on for a time, and no longer.
func (t *target) drain(delay time.Duration) {
	t.deregister()
	t.set(draining, "Target.DeregistrationInProgress", "Target deregistration is in progress")
	t.transport.CloseIdleConnections()
	time.AfterFunc(delay, t.cutOff)
}

// answered is called once for each request that `pick` has counted.
func (t *target) answered() {
	t.underWay.Add(-1)
	if t.registered.Err() != nil {
		t.transport.CloseIdleConnections()
	}
}

func (t *target) set(state, reason, description string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.state == draining {
		return
	}
	if state == healthy && t.state != healthy {
		t.since = time.Now()
	}
	t.state, t.reason, t.description = state, reason, description
}

func (t *target) is(state string) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state == state
}

// healthyFor is how long it has got requests.
func (t *target) healthyFor() time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return time.Since(t.since)
}

func (t *target) health(group string) health {
	t.mu.Lock()
	defer t.mu.Unlock()
	return health{group, t.Address, t.Port, t.state, t.reason, t.description}
}
