package main

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// Versions of the protocol that a target group speaks to its targets.
// Source: Elastic Load Balancing API Reference, CreateTargetGroup, ProtocolVersion.
const (
	http2 = "HTTP2"
	grpc  = "GRPC"
)

// protocolMismatch is the status of a request that the targets of its group would not understand.
// Source: Application Load Balancers User Guide, "HTTP 464".
const protocolMismatch = 464

// spokenHere is what clients may speak: TLS ends before, so HTTP/2 comes without it, as gRPC clients do in plain text.
func spokenHere() *http.Protocols {
	spoken := &http.Protocols{}
	spoken.SetHTTP1(true)
	spoken.SetUnencryptedHTTP2(true)
	return spoken
}

// spokenTo is what the targets of a group of this version understand.
func spokenTo(version string) *http.Protocols {
	spoken := &http.Protocols{}
	if version == http2 || version == grpc {
		spoken.SetHTTP2(true)
		spoken.SetUnencryptedHTTP2(true)
	} else {
		spoken.SetHTTP1(true)
	}
	return spoken
}

// mismatch says why the targets of a group would not understand a request. Empty: they do.
func mismatch(version string, r *http.Request) string {
	isGRPC := r.ProtoMajor == 2 && strings.HasPrefix(r.Header.Get("Content-Type"), "application/grpc")
	switch {
	case version == http2 && r.ProtoMajor < 2, version == grpc && r.ProtoMajor < 2:
		return "the request is of HTTP/1.1, and the target group speaks " + version
	case version == grpc && r.Method != http.MethodPost:
		return "the request is no POST, and the target group speaks GRPC"
	case version != http2 && version != grpc && isGRPC:
		return "the request is of gRPC, and the target group speaks HTTP1"
	}
	return ""
}

// newCheck asks a target whether it is well. Of gRPC it is a call with an empty message.
// Source: gRPC, "gRPC over HTTP2", Length-Prefixed-Message.
func newCheck(ctx context.Context, version, url string) (*http.Request, error) {
	if version != grpc {
		return http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	}
	asked, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(make([]byte, 5)))
	if err == nil {
		asked.Header.Set("Content-Type", "application/grpc")
		asked.Header.Set("Te", "trailers")
	}
	return asked, err
}

// codeOf is what a matcher judges: the status, or that of gRPC, which comes behind the answer or in place of one.
func codeOf(version string, answer *http.Response) (int, bool) {
	if version != grpc {
		return answer.StatusCode, true
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 1<<20))
	status := answer.Trailer.Get("Grpc-Status")
	if status == "" {
		status = answer.Header.Get("Grpc-Status")
	}
	code, err := strconv.Atoi(status)
	return code, err == nil
}
