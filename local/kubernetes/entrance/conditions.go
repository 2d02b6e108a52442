package main

import (
	"net/http"
	"net/netip"
	"net/textproto"
	"net/url"
	"slices"
	"strings"
)

// condition is one of a rule. One of its values has to match.
type condition struct {
	Field string `json:"field"`
	// Name is that of the header, for http-header.
	Name   string   `json:"name"`
	Values []string `json:"values"`
	// Pairs are the values of a query-string. A key that is empty is any.
	Pairs []pair `json:"pairs"`
}

type pair struct {
	Key   string `json:"key"`
	Value string `json:"value"`
}

// request is what conditions ask for. Host is the name in AWS, whatever it is called on this machine.
type request struct {
	*http.Request
	host string
}

// matches tells whether all conditions are met.
// Source: Application Load Balancers User Guide, "Condition types for listener rules".
func (r request) matches(conditions []condition) bool {
	return !slices.ContainsFunc(conditions, func(c condition) bool { return !r.meets(c) })
}

func (r request) meets(c condition) bool {
	switch c.Field {
	case "host-header":
		return anyLike(c.Values, r.host, strings.ToLower)
	case "path-pattern":
		return anyLike(c.Values, r.URL.EscapedPath(), same)
	case "http-header":
		return slices.ContainsFunc(r.headerValues(c.Name), func(value string) bool {
			return anyLike(c.Values, value, strings.ToLower)
		})
	case "http-request-method":
		return slices.Contains(c.Values, r.Method)
	case "query-string":
		return r.hasAny(c.Pairs)
	case "source-ip":
		return r.comesFrom(c.Values)
	}
	return false
}

func (r request) headerValues(name string) []string {
	if strings.EqualFold(name, "Host") {
		return []string{r.host}
	}
	return r.Header[textproto.CanonicalMIMEHeaderKey(name)]
}

func (r request) hasAny(pairs []pair) bool {
	for _, part := range strings.Split(r.URL.RawQuery, "&") {
		key, value, _ := strings.Cut(part, "=")
		key, value = unescaped(key), unescaped(value)
		if slices.ContainsFunc(pairs, func(p pair) bool {
			return part != "" && (p.Key == "" || likeInAnyCase(p.Key, key)) && likeInAnyCase(p.Value, value)
		}) {
			return true
		}
	}
	return false
}

func (r request) comesFrom(cidrs []string) bool {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && slices.ContainsFunc(cidrs, func(cidr string) bool {
		network, err := netip.ParsePrefix(cidr)
		return err == nil && network.Contains(from.Addr().Unmap())
	})
}

func anyLike(patterns []string, text string, fold func(string) string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return like(fold(pattern), fold(text)) })
}

func likeInAnyCase(pattern, text string) bool {
	return like(strings.ToLower(pattern), strings.ToLower(text))
}

func same(text string) string { return text }

func unescaped(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}
