package main

import (
	"fmt"
	"net/http"
	"strings"
)

// answerFixed gives the answer that a rule has in itself.
func answerFixed(w http.ResponseWriter, a action) {
	if a.ContentType != "" {
		w.Header().Set("Content-Type", a.ContentType)
	}
	w.WriteHeader(a.Status)
	_, _ = fmt.Fprint(w, a.Body)
}

// redirect sends the client elsewhere. To a host that this entrance serves, it goes by its name on this machine.
// Source: Elastic Load Balancing API Reference, RedirectActionConfig.
func (e *entrance) redirect(w http.ResponseWriter, r request, at place, a action) {
	fill := strings.NewReplacer(
		"#{protocol}", at.listener.Protocol,
		"#{host}", at.host,
		"#{port}", fmt.Sprint(at.listener.Port),
		"#{path}", strings.TrimPrefix(r.URL.EscapedPath(), "/"),
		"#{query}", r.URL.RawQuery,
	).Replace
	host, origin := fill(a.Host), ""
	if there, isHere := e.routing.Load().find(host); isHere {
		origin = "http://" + there.local + portOf(r.Host)
	} else {
		origin = fmt.Sprintf("%s://%s:%s", strings.ToLower(fill(a.Protocol)), host, fill(a.Port))
	}
	location := origin + fill(a.Path)
	if query := fill(a.Query); query != "" {
		location += "?" + query
	}
	w.Header().Set("Location", location)
	w.WriteHeader(a.Status)
}

// portOf is the port of a Host header with its colon, or empty.
func portOf(host string) string {
	if at := strings.LastIndexByte(host, ':'); at >= 0 {
		return host[at:]
	}
	return ""
}

// say answers in a line of text for whoever sits before the browser.
func say(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = fmt.Fprintln(w, text)
}

// noSuchHost names the addresses that there are.
func (e *entrance) noSuchHost(w http.ResponseWriter, r *http.Request) {
	lines := []string{fmt.Sprintf("No load balancer answers to %s.", r.Host)}
	locals := e.routing.Load().locals()
	if len(locals) == 0 {
		lines = append(lines, "Nothing that is deployed has an address yet.")
	} else {
		lines = append(lines, "These names lead to one:")
	}
	for _, name := range locals {
		lines = append(lines, "  http://"+name+portOf(r.Host))
	}
	say(w, http.StatusNotFound, strings.Join(lines, "\n"))
}
