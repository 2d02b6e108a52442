package main

import (
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// entrance answers requests as the emulated load balancers would.
type entrance struct {
	dial    dialer
	log     *accessLog
	routing atomic.Pointer[routing]
	mu      sync.Mutex
	random  *rand.Rand
}

func newEntrance(dial dialer, log *accessLog, random *rand.Rand) *entrance {
	e := &entrance{dial: dial, log: log, random: random}
	e.routing.Store(&routing{})
	return e
}

// apply takes what the load balancers are from now on. It must not be called twice at once.
func (e *entrance) apply(s state) {
	e.routing.Store(newRouting(s, e.routing.Load(), e.dial))
}

func (e *entrance) ServeHTTP(plain http.ResponseWriter, r *http.Request) {
	w := &recorder{ResponseWriter: plain}
	line, since := &entry{Method: r.Method, Host: r.Host, Path: r.URL.EscapedPath()}, time.Now()
	defer func() {
		if line.Status == 0 {
			line.Status = w.status
		}
		e.log.write(line, since)
	}()
	now := e.routing.Load()
	at, found := now.find(r.Host)
	switch {
	case !found:
		e.noSuchHost(w, r)
		return
	case r.Method == http.MethodTrace:
		say(w, http.StatusMethodNotAllowed, "405 Method Not Allowed: a load balancer does not know TRACE")
		return
	case claimsTooMany(r):
		say(w, 463, "463: X-Forwarded-For has more than 30 addresses")
		return
	}
	line.Balancer = at.balancer.Name
	line.Trace = prepareHeaders(r, at)
	asked := request{r, strings.ToLower(at.host)}
	rule := chooseRule(asked, at.listener.Rules)
	switch rule.Action.Type {
	case "fixed-response":
		answerFixed(w, rule.Action)
	case "redirect":
		e.redirect(w, asked, at, rule.Action)
	case "forward":
		e.forward(w, r, now, rule, line)
	default:
		say(w, http.StatusNotImplemented, "501: the entrance knows no action "+rule.Action.Type)
	}
}

// chooseRule is the first that matches. The last one always does.
func chooseRule(r request, rules []ruleState) ruleState {
	for _, rule := range rules {
		if r.matches(rule.Conditions) {
			return rule
		}
	}
	return ruleState{Action: action{Type: "none"}}
}

// chooseGroup shares requests out by the weights, unless the client is bound to a group that still has one.
func (e *entrance) chooseGroup(a action, wanted string) string {
	total := 0
	for _, each := range a.Groups {
		if each.Group == wanted && each.Weight > 0 {
			return wanted
		}
		total += each.Weight
	}
	if total == 0 {
		return ""
	}
	e.mu.Lock()
	drawn := e.random.IntN(total)
	e.mu.Unlock()
	for _, each := range a.Groups {
		if drawn -= each.Weight; drawn < 0 {
			return each.Group
		}
	}
	return ""
}
