"""What the entrance has to know of load balancers, listeners, rules, target groups and targets."""

import ipaddress

from moto.elbv2.models import elbv2_backends

from .names import describe_names, names_by_balancer, plain
from .pods import PODS


def describe():
    """-> {balancers, groups} of all accounts. MOTO must be held."""
    names = names_by_balancer()
    balancers, groups = [], {}
    for _, _, backend in elbv2_backends.iter_backends():
        for balancer in backend.load_balancers.values():
            if balancer.type != "application":
                continue
            described = describe_balancer(balancer, names.get(plain(balancer.dns_name), []))
            balancers.append(described)
            for arn in groups_in(described):
                if arn in backend.target_groups:
                    groups[arn] = describe_group(backend.target_groups[arn])
    return {"balancers": balancers, "groups": list(groups.values())}


def describe_balancer(balancer, records):
    listeners = [describe_listener(listener) for listener in balancer.listeners.values()]
    return {
        "name": balancer.name,
        "dnsName": plain(balancer.dns_name),
        "names": describe_names(balancer.name, records, hosts_in(listeners)),
        "idleSeconds": int(balancer.attrs.get("idle_timeout.timeout_seconds", 60)),
        "dropInvalidHeaders": balancer.attrs.get("routing.http.drop_invalid_header_fields.enabled") == "true",
        "listeners": listeners,
    }


def hosts_in(listeners):
    conditions = [each for listener in listeners for rule in listener["rules"] for each in rule["conditions"]]
    return [value for each in conditions if each["field"] == "host-header" for value in each["values"]]


def describe_listener(listener):
    rules = sorted(listener._non_default_rules.values(), key=lambda rule: int(rule.priority))
    return {
        "protocol": listener.protocol,
        "port": int(listener.port),
        "rules": [
            *(describe_rule(rule.arn, rule.conditions, rule.actions) for rule in rules),
            describe_rule(listener.arn, [], listener.default_actions),
        ],
    }


def describe_rule(arn, conditions, actions):
    # Those before the last ask who somebody is, which is not emulated.
    last = max((action.data for action in actions), key=lambda data: int(data.get("Order") or 0))
    return {
        "id": arn.rpartition(":")[2],
        "conditions": [describe_condition(condition) for condition in conditions],
        "action": describe_action(last),
    }


def describe_condition(condition):
    """Values stand in a part that is named as the field is, or, as at first, in the condition itself."""
    setting = next((value for key, value in condition.items() if key.endswith("Config")), condition)
    values = setting.get("Values") or []
    described = {"field": condition["Field"], "name": setting.get("HttpHeaderName", "")}
    if condition["Field"] == "query-string":
        return {**described, "pairs": [{"key": each.get("Key", ""), "value": each["Value"]} for each in values]}
    return {**described, "values": values}


def describe_action(data):
    if data["Type"] == "forward":
        return {"type": "forward", **describe_forward(data)}
    if data["Type"] == "fixed-response":
        answer = data["FixedResponseConfig"]
        text = {"contentType": answer.get("ContentType", ""), "body": answer.get("MessageBody", "")}
        return {"type": "fixed-response", "status": int(answer["StatusCode"]), **text}
    if data["Type"] == "redirect":
        to = data["RedirectConfig"]
        defaults = {"Protocol": "#{protocol}", "Host": "#{host}", "Port": "#{port}", "Path": "/#{path}", "Query": "#{query}"}
        place = {name.lower(): to.get(name) or default for name, default in defaults.items()}
        return {"type": "redirect", "status": int(to["StatusCode"].removeprefix("HTTP_")), **place}
    return {"type": data["Type"]}


def describe_forward(data):
    config = data.get("ForwardConfig") or {"TargetGroups": [{"TargetGroupArn": data["TargetGroupArn"]}]}
    stickiness = config.get("TargetGroupStickinessConfig") or {}
    return {
        "groups": [
            {"group": each["TargetGroupArn"], "weight": int(each.get("Weight", 1))} for each in config["TargetGroups"]
        ],
        "stickySeconds": int(stickiness.get("DurationSeconds") or 0) if is_on(stickiness.get("Enabled")) else 0,
    }


def describe_group(group):
    attributes = group.attributes
    sticky = is_on(attributes.get("stickiness.enabled")) and attributes.get("stickiness.type") == "lb_cookie"
    return {
        "arn": group.arn,
        "name": group.name,
        "protocol": group.protocol,
        "protocolVersion": group.protocol_version or "HTTP1",
        "algorithm": attributes["load_balancing.algorithm.type"],
        "deregistrationSeconds": int(attributes["deregistration_delay.timeout_seconds"]),
        "slowStartSeconds": int(attributes["slow_start.duration_seconds"]),
        "stickySeconds": int(attributes.get("stickiness.lb_cookie.duration_seconds", 86_400)) if sticky else 0,
        "check": {
            "protocol": group.health_check_protocol,
            "path": group.health_check_path or "/",
            "port": str(group.health_check_port or "traffic-port"),
            "matcher": group.matcher.get("GrpcCode") or group.matcher.get("HttpCode", "200"),
            "intervalSeconds": int(group.health_check_interval_seconds),
            "timeoutSeconds": int(group.health_check_timeout_seconds),
            "healthy": int(group.healthy_threshold_count),
            "unhealthy": int(group.unhealthy_threshold_count),
        },
        "targets": [describe_target(group, target) for target in group.targets.values()],
    }


def describe_target(group, target):
    address, port = target["Id"], int(target["Port"])
    health = group.health_for(target, group.ec2_backend)
    return {"address": address, "port": port, "state": health.status, **reach(group.arn, address, port)}


def reach(group, address, port):
    """-> {via, simulated}: the socket of the node that reaches it, and why nothing answers there, if nothing does"""
    pod = PODS.find(group, address, port)
    if pod:
        why = (
            f"the pod {pod.name} is simulated. Where containers can run, npm run local runs those whose images are on "
            "this machine: docs/local.md, Containers."
        )
        return {"via": pod.via, "simulated": "" if pod.via else why}
    if is_this_machine(address):
        return {"via": "", "simulated": ""}
    return {"via": "", "simulated": f"{address} is in an emulated network, where nothing runs."}


def is_this_machine(address):
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        # An instance's id.
        return False


def groups_in(balancer):
    actions = [rule["action"] for listener in balancer["listeners"] for rule in listener["rules"]]
    return [each["group"] for action in actions for each in action.get("groups", [])]


def is_on(value):
    return str(value).lower() == "true"
