package main

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"os"
	"strings"
)

// clientGone is the status of a request whose client did not wait for its end.
// Source: Application Load Balancers User Guide, "HTTP 460".
const clientGone = 460

var errDeregistered = errors.New("the deregistration delay of its target was over")

// forward lets a target of one of the rule's groups answer.
func (e *entrance) forward(w http.ResponseWriter, r *http.Request, now *routing, rule ruleState, line *entry) {
	boundGroups, boundTargets := readBonds(r, groupCookie), readBonds(r, targetCookie)
	wanted := ""
	if rule.Action.StickySeconds > 0 {
		wanted = boundGroups[rule.ID].To
	}
	arn := e.chooseGroup(rule.Action, wanted)
	g := now.groups[arn]
	var t *target
	if g != nil {
		settings := g.settings()
		line.Group = settings.Name
		if why := mismatch(settings.ProtocolVersion, r); why != "" {
			say(w, protocolMismatch, "464: "+why)
			return
		}
		if settings.StickySeconds > 0 {
			wanted = boundTargets[settings.Name].To
		} else {
			wanted = ""
		}
		t = g.pick(wanted)
	}
	if t == nil {
		say(w, http.StatusServiceUnavailable, "503 Service Unavailable: no target is registered, such as a pod that is ready")
		return
	}
	defer t.answered()
	line.Target = t.address()
	if t.Simulated != "" {
		say(w, http.StatusServiceUnavailable, "503 Service Unavailable: "+t.Simulated)
		return
	}
	settings := g.settings()
	var proxy *httputil.ReverseProxy
	proxy = &httputil.ReverseProxy{
		Rewrite: func(p *httputil.ProxyRequest) {
			p.Out.URL.Scheme, p.Out.URL.Host = strings.ToLower(settings.Protocol), t.address()
			p.Out.URL.RawQuery = p.In.URL.RawQuery
			for _, name := range []string{forwardedFor, "X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Host", "Forwarded"} {
				if values := p.In.Header.Values(name); len(values) > 0 {
					p.Out.Header[http.CanonicalHeaderKey(name)] = values
				}
			}
		},
		Transport:     once{t.transport},
		FlushInterval: -1,
		ModifyResponse: func(answer *http.Response) error {
			// Nothing follows the headers, so they must not go alone: a client of gRPC that gets its status in headers
			// which are not the end takes the call for broken.
			// Source: gRPC, "gRPC over HTTP2", Responses: Trailers-Only.
			if answer.ContentLength == 0 {
				proxy.FlushInterval = 0
			}
			if rule.Action.StickySeconds > 0 {
				boundGroups.bind(answer.Header, groupCookie, rule.ID, arn, rule.Action.StickySeconds)
			}
			if settings.StickySeconds > 0 {
				boundTargets.bind(answer.Header, targetCookie, settings.Name, t.address(), settings.StickySeconds)
			}
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, out *http.Request, err error) { answerFailure(w, r, out, err, line) },
		ErrorLog:     log.New(io.Discard, "", 0),
	}
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	defer context.AfterFunc(t.served, func() { cancel(errDeregistered) })()
	finished := false
	defer func() {
		if !finished {
			line.Error = "the answer was cut off"
		}
	}()
	proxy.ServeHTTP(w, r.WithContext(ctx))
	finished = true
}

func (g *group) settings() groupState {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.groupState
}

// answerFailure says why there is no answer of the target.
// Source: Application Load Balancers User Guide, "The load balancer generates an HTTP error".
func answerFailure(w http.ResponseWriter, asked, out *http.Request, err error, line *entry) {
	if cause := context.Cause(out.Context()); cause != nil {
		err = cause
	}
	line.Error = err.Error()
	var slow net.Error
	switch {
	case asked.Context().Err() != nil:
		line.Status = clientGone
	case errors.Is(err, os.ErrDeadlineExceeded), errors.Is(err, context.DeadlineExceeded),
		errors.As(err, &slow) && slow.Timeout():
		say(w, http.StatusGatewayTimeout, "504 Gateway Timeout: "+err.Error())
	default:
		say(w, http.StatusBadGateway, "502 Bad Gateway: "+err.Error())
	}
}

// once sends no request a second time when its connection ends before the answer, as Go does with these methods: a load
// balancer answers 502, which a target brings about that keeps connections for a shorter time than it.
type once struct{ *http.Transport }

func (t once) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.Body == nil && (r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions) {
		// Go takes a body that it can't read again for a reason not to.
		r.Body = io.NopCloser(strings.NewReader(""))
	}
	return t.Transport.RoundTrip(r)
}
