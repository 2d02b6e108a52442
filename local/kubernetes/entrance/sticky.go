package main

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"time"
)

// Cookies by which a client stays with a target, and with a target group of several.
// Source: Application Load Balancers User Guide, "Sticky sessions for your Application Load Balancer".
const (
	targetCookie = "AWSALB"
	groupCookie  = "AWSALBTG"
)

// bonds are what a cookie says: by target group the address of a target, or by rule a target group.
type bonds map[string]bond

type bond struct {
	To    string `json:"to"`
	Until int64  `json:"until"`
}

// readBonds are those that have not expired. What can't be read is none.
func readBonds(r *http.Request, cookie string) bonds {
	known := bonds{}
	found, err := r.Cookie(cookie)
	if err != nil {
		return known
	}
	text, err := base64.RawURLEncoding.DecodeString(found.Value)
	if err != nil || json.Unmarshal(text, &known) != nil {
		return bonds{}
	}
	for key, each := range known {
		if each.Until < time.Now().Unix() {
			delete(known, key)
		}
	}
	return known
}

// bind writes a bond anew, with those that the client has already. Browsers want a second cookie for other origins.
func (b bonds) bind(header http.Header, cookie, key, to string, seconds float64) {
	until := time.Now().Add(duration(seconds))
	b[key] = bond{to, until.Unix()}
	text, _ := json.Marshal(b)
	plain := http.Cookie{
		Name: cookie, Value: base64.RawURLEncoding.EncodeToString(text), Path: "/", Expires: until,
	}
	other := plain
	other.Name, other.SameSite, other.Secure = cookie+"CORS", http.SameSiteNoneMode, true
	header.Add("Set-Cookie", plain.String())
	header.Add("Set-Cookie", other.String())
}
