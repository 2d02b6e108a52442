package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

func TestANameOfThisMachineLeadsWhereTheNameInAWSDoes(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	for _, name := range []string{
		"shop.dev.localhost", "shop.dev.localhost:4578", "SHOP.dev.localhost", shop, shop + ".", shop + ":443",
	} {
		if got := w.get("/", with("Host", name)); got.StatusCode != 200 || got.body != "shop" {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
}

func TestWithoutARuleTheListenersDefaultAnswers(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	for _, name := range []string{"dev.localhost", "dev-entrance-1.elb.amazonaws.com"} {
		got := w.get("/", with("Host", name))
		if got.StatusCode != 404 || got.body != `{"error":"no service"}` || got.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s: %d %s", name, got.StatusCode, got.body)
		}
	}
}

func TestAnUnknownHostIsToldWhichThereAre(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	got := w.get("/", with("Host", "localhost:4578"))
	if got.StatusCode != 404 || !strings.Contains(got.body, "http://shop.dev.localhost:4578\n") {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestTheFirstRuleThatMatchesCounts(t *testing.T) {
	w := newWorld(t)
	w.group("products", server(t, "products"))
	w.group("preview", server(t, "preview"))
	w.group("web", server(t, "web"))
	products := condition{Field: "path-pattern", Values: []string{"/products", "/products/*"}}
	version := condition{Field: "http-header", Name: "x-version", Values: []string{"1.9.0"}}
	w.route(forwardTo(weighted{"preview", 100}), host(shop), version)
	w.route(forwardTo(weighted{"products", 1}), host(shop), products)
	w.route(forwardTo(weighted{"web", 1}), host(shop))
	w.apply()
	for path, want := range map[string]string{"/": "web", "/products": "products", "/products/1?a=b": "products", "/productsx": "web"} {
		if got := w.get(path).body; got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	if got := w.get("/products", with("X-Version", "1.9.0")).body; got != "preview" {
		t.Errorf("with the version's header: %s", got)
	}
}

// In AWS the browser would go on by HTTPS. Here it has to stay where something listens.
func TestARedirectToWhatIsServedHereStaysHere(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	to := func(host, path string) action {
		return action{Type: "redirect", Status: 302, Protocol: "HTTPS", Host: host, Port: "443", Path: path, Query: "#{query}"}
	}
	w.state.Balancers[0].Listeners[1].Rules = []ruleState{
		{"1", []condition{{Field: "path-pattern", Values: []string{"/old/*"}}}, to("#{host}", "/new/#{path}")},
		{"2", []condition{{Field: "path-pattern", Values: []string{"/apex"}}}, to("dev.acme.example", "/")},
		{"3", nil, to("elsewhere.example", "/#{path}")},
	}
	w.apply()
	for path, want := range map[string]string{
		"/old/a?b=c": "http://shop.dev.localhost:4578/new/old/a?b=c",
		"/apex":      "http://dev.localhost:4578/",
		"/x":         "https://elsewhere.example:443/x",
	} {
		if got := w.get(path); got.StatusCode != 302 || got.Header.Get("Location") != want {
			t.Errorf("%s: %d %s", path, got.StatusCode, got.Header.Get("Location"))
		}
	}
}

func TestALoadBalancerWithoutHTTPSAnswersByHTTP(t *testing.T) {
	w := shopOf(t, server(t, "shop"))
	w.state.Balancers[0].Listeners = w.state.Balancers[0].Listeners[:1]
	w.apply()
	if got := w.get("/a"); got.StatusCode != 301 || got.Header.Get("Location") != "http://shop.dev.localhost:4578/a" {
		t.Errorf("%d %s", got.StatusCode, got.Header.Get("Location"))
	}
}

func TestEachRequestIsALineOfTheLogWithoutItsQuery(t *testing.T) {
	target := server(t, "shop")
	w := shopOf(t, target)
	w.get("/cart?token=secret")
	w.get("/", with("Host", "dev.localhost"))
	w.client.CloseIdleConnections()
	var lines []string
	w.wait("there are two lines", func() bool {
		text, _ := os.ReadFile(w.log)
		lines = strings.Split(strings.TrimSpace(string(text)), "\n")
		return len(lines) == 2
	})
	var first, second entry
	if json.Unmarshal([]byte(lines[0]), &first) != nil || json.Unmarshal([]byte(lines[1]), &second) != nil {
		t.Fatal(lines)
	}
	if first.Method != "GET" || first.Path != "/cart" || first.Status != 200 || first.Group != "web" ||
		!strings.HasPrefix(first.Target, "127.0.0.1:") || first.Balancer != "dev-entrance" || first.Trace == "" {
		t.Errorf("%+v", first)
	}
	if second.Status != 404 || second.Target != "" {
		t.Errorf("%+v", second)
	}
	if strings.Contains(lines[0], "secret") {
		t.Error("the query may hold a secret")
	}
}
