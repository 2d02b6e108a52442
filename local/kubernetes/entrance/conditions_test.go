package main

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/quick"
)

// The examples are those of the Application Load Balancers User Guide, "Condition types for listener rules".
func TestConditionsMatchAsDocumented(t *testing.T) {
	header := func(name string, values ...string) condition {
		return condition{Field: "http-header", Name: name, Values: values}
	}
	path := func(values ...string) condition { return condition{Field: "path-pattern", Values: values} }
	query := func(pairs ...pair) condition { return condition{Field: "query-string", Pairs: pairs} }
	method := func(values ...string) condition { return condition{Field: "http-request-method", Values: values} }
	source := func(values ...string) condition { return condition{Field: "source-ip", Values: values} }
	chrome := []string{"User-Agent", "Mozilla/5.0 chrome/140"}
	for _, each := range []struct {
		name      string
		condition condition
		target    string
		header    []string
		want      bool
	}{
		{"a host", host("example.com"), "http://example.com/", nil, true},
		{"a host in capitals", host("EXAMPLE.com"), "http://example.COM/", nil, true},
		{"a wildcard host", host("*.example.com"), "http://test.example.com/", nil, true},
		{"a wildcard host of two labels", host("*.example.com"), "http://a.b.example.com/", nil, true},
		{"no wildcard host", host("*.example.com"), "http://example.com/", nil, false},
		{"a path", path("/img/*"), "http://x/img/picture.jpg", nil, true},
		{"a path's end", path("/img/*"), "http://x/img/", nil, true},
		{"no path without its slash", path("/img/*"), "http://x/img", nil, false},
		{"no path in capitals", path("/img/*"), "http://x/IMG/a", nil, false},
		{"one of two paths", path("/a", "/a/*"), "http://x/a", nil, true},
		{"no longer word", path("/a", "/a/*"), "http://x/ab", nil, false},
		{"a path and not the query", path("/a"), "http://x/a?b=/c", nil, true},
		{"no query for a path", path("*/c"), "http://x/a?b=/c", nil, false},
		{"exactly one character", path("/v?/x"), "http://x/v1/x", nil, true},
		{"not two characters", path("/v?/x"), "http://x/v12/x", nil, false},
		{"not no character", path("/v?/x"), "http://x/v/x", nil, false},
		{"a header in any case", header("User-Agent", "*Chrome*", "*Safari*"), "http://x/", chrome, true},
		{"a header's name in any case", header("user-agent", "*chrome*"), "http://x/", chrome, true},
		{"another header", header("User-Agent", "*Firefox*"), "http://x/", chrome, false},
		{"no header", header("X-Version", "*"), "http://x/", nil, false},
		{"a version", header("x-version", "1.9.0"), "http://x/", []string{"X-Version", "1.9.0"}, true},
		{"no longer version", header("x-version", "1.9.0"), "http://x/", []string{"X-Version", "1.9.01"}, false},
		{"a method", method("GET"), "http://x/", nil, true},
		{"no method in small letters", method("get"), "http://x/", nil, false},
		{"a query's pair", query(pair{"version", "v1"}, pair{"", "example"}), "http://x/?VERSION=V1", nil, true},
		{"any key", query(pair{"version", "v1"}, pair{"", "example"}), "http://x/?a=b&c=example", nil, true},
		{"no other value", query(pair{"version", "v1"}), "http://x/?version=v2", nil, false},
		{"no other key", query(pair{"version", "v1"}), "http://x/?a=v1", nil, false},
		{"a star itself", query(pair{"q", `\*`}), "http://x/?q=*", nil, true},
		{"not what a star stands for", query(pair{"q", `\*`}), "http://x/?q=a", nil, false},
		{"an address", source("192.0.2.0/24"), "http://x/", nil, true},
		{"no other address", source("198.51.100.10/32"), "http://x/", nil, false},
		{"nothing that is unknown", condition{Field: "other", Values: []string{"*"}}, "http://x/", nil, false},
	} {
		asked := httptest.NewRequest("GET", each.target, nil)
		if each.header != nil {
			asked.Header.Set(each.header[0], each.header[1])
		}
		if got := (request{asked, asked.Host}).matches([]condition{each.condition}); got != each.want {
			t.Errorf("%s: %v", each.name, got)
		}
	}
}

func TestARuleNeedsAllItsConditions(t *testing.T) {
	asked := request{httptest.NewRequest("GET", "http://shop.example.com/products/1", nil), "shop.example.com"}
	products := condition{Field: "path-pattern", Values: []string{"/products/*"}}
	if !asked.matches([]condition{host("shop.example.com"), products}) || !asked.matches(nil) {
		t.Error("it has them all")
	}
	if asked.matches([]condition{host("office.example.com"), products}) {
		t.Error("the host is another")
	}
}

// Whatever the pattern: it matches what a regular expression with the same meaning does.
func TestWildcardsMeanWhatTheyShould(t *testing.T) {
	const letters = `ab*?\`
	word := func(bytes []byte, of string) string {
		var text strings.Builder
		for _, each := range bytes {
			text.WriteByte(of[int(each)%len(of)])
		}
		return text.String()
	}
	agrees := func(patternBytes, textBytes []byte) bool {
		if len(patternBytes) > 8 {
			patternBytes = patternBytes[:8]
		}
		if len(textBytes) > 10 {
			textBytes = textBytes[:10]
		}
		pattern, text := word(patternBytes, letters), word(textBytes, letters)
		var expression strings.Builder
		for i := 0; i < len(pattern); i++ {
			switch {
			case pattern[i] == '\\' && i+1 < len(pattern):
				i++
				expression.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
			case pattern[i] == '*':
				expression.WriteString(".*")
			case pattern[i] == '?':
				expression.WriteString(".")
			default:
				expression.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
			}
		}
		return like(pattern, text) == regexp.MustCompile("^(?:"+expression.String()+")$").MatchString(text)
	}
	if err := quick.Check(agrees, &quick.Config{MaxCount: 50_000}); err != nil {
		t.Error(err)
	}
}
