package main

// state is what the emulator tells of its load balancers: GET /_emulator/entrance.
type state struct {
	Balancers []balancerState `json:"balancers"`
	// Groups are those that a rule names.
	Groups []groupState `json:"groups"`
}

type balancerState struct {
	Name string `json:"name"`
	// DNSName is the load balancer's own, which it answers to beside Names.
	DNSName            string          `json:"dnsName"`
	Names              []nameState     `json:"names"`
	IdleSeconds        float64         `json:"idleSeconds"`
	DropInvalidHeaders bool            `json:"dropInvalidHeaders"`
	Listeners          []listenerState `json:"listeners"`
}

// nameState is a DNS name that leads to the load balancer.
type nameState struct {
	Name string `json:"name"`
	// Local is the name for the same on this machine, below localhost.
	Local string `json:"local"`
}

type listenerState struct {
	Protocol string `json:"protocol"`
	Port     int    `json:"port"`
	// Rules are in the order in which they are asked. The last is the default, which has no conditions.
	Rules []ruleState `json:"rules"`
}

type ruleState struct {
	ID         string      `json:"id"`
	Conditions []condition `json:"conditions"`
	Action     action      `json:"action"`
}

// action is forward, fixed-response or redirect.
type action struct {
	Type string `json:"type"`

	Groups []weighted `json:"groups"`
	// StickySeconds is how long a client stays with a group. 0: each request is shared out anew.
	StickySeconds float64 `json:"stickySeconds"`

	Status      int    `json:"status"`
	ContentType string `json:"contentType"`
	Body        string `json:"body"`

	Protocol string `json:"protocol"`
	Host     string `json:"host"`
	Port     string `json:"port"`
	Path     string `json:"path"`
	Query    string `json:"query"`
}

type weighted struct {
	Group  string `json:"group"`
	Weight int    `json:"weight"`
}

type groupState struct {
	ARN  string `json:"arn"`
	Name string `json:"name"`
	// Protocol is HTTP or HTTPS.
	Protocol string `json:"protocol"`
	// ProtocolVersion is HTTP1, HTTP2 or GRPC. Empty: HTTP1.
	ProtocolVersion       string        `json:"protocolVersion"`
	Algorithm             string        `json:"algorithm"`
	DeregistrationSeconds float64       `json:"deregistrationSeconds"`
	SlowStartSeconds      float64       `json:"slowStartSeconds"`
	StickySeconds         float64       `json:"stickySeconds"`
	Check                 check         `json:"check"`
	Targets               []targetState `json:"targets"`
}

// check is how a target group finds out whether a target is healthy.
type check struct {
	Protocol string `json:"protocol"`
	Path     string `json:"path"`
	// Port is a number, or traffic-port for that of the target.
	Port            string  `json:"port"`
	Matcher         string  `json:"matcher"`
	IntervalSeconds float64 `json:"intervalSeconds"`
	TimeoutSeconds  float64 `json:"timeoutSeconds"`
	Healthy         int     `json:"healthy"`
	Unhealthy       int     `json:"unhealthy"`
}

type targetState struct {
	Address string `json:"address"`
	Port    int    `json:"port"`
	// Via is the socket of the node that reaches the address. Empty: this machine does.
	Via string `json:"via"`
	// Simulated says what stands in for a container, where none runs.
	Simulated string `json:"simulated"`
}

// health of a target, as DescribeTargetHealth has it: POST /_emulator/target-health.
type health struct {
	Group       string `json:"group"`
	Address     string `json:"address"`
	Port        int    `json:"port"`
	State       string `json:"state"`
	Reason      string `json:"reason"`
	Description string `json:"description"`
}
