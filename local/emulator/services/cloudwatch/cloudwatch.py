"""CloudWatch: composite alarms, and the state of alarms over time."""

import json

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult

from ...patch import adds, wraps
from .rule import InvalidRule, evaluate, names_in


@adds(CloudWatchResponse)
def put_composite_alarm(self):
    """aws_cloudwatch_composite_alarm: moto lists such alarms but cannot create them."""
    params = self.params
    check_rule(self.cloudwatch_backend, params["AlarmRule"])
    alarm = self.cloudwatch_backend.put_metric_alarm(
        name=params["AlarmName"],
        rule=params["AlarmRule"],
        description=params.get("AlarmDescription"),
        actions_enabled=params.get("ActionsEnabled", True),
        alarm_actions=params.get("AlarmActions", []),
        ok_actions=params.get("OKActions", []),
        insufficient_data_actions=params.get("InsufficientDataActions", []),
        dimensions=[],
        tags=params.get("Tags", []),
        **dict.fromkeys(METRIC_SETTINGS),
    )
    alarm.alarm_rule = params["AlarmRule"]
    update_composites(self.cloudwatch_backend)
    return EmptyResult()


def check_rule(backend, rule):
    try:
        evaluate(rule, {})
        unknown = names_in(rule) - set(states(backend))
    except InvalidRule as error:
        raise ValidationError(f"Could not save the composite alarm as its rule is invalid: {error}") from None
    if unknown:
        names = ", ".join(sorted(unknown))
        raise ValidationError(
            f"Could not save the composite alarm as alarms [{names}] in the alarm rule do not exist"
        )


@wraps(CloudWatchBackend)
def put_metric_alarm(original, self, name, **settings):
    """An alarm that is changed stays in its state, as long as nothing new is measured; moto puts it back to OK."""
    before = self.alarms.get(name)
    alarm = original(self, name=name, **settings)
    if before:
        for attribute in STATE:
            setattr(alarm, attribute, getattr(before, attribute))
    return alarm


@wraps(CloudWatchBackend)
def set_alarm_state(original, self, *args, **kwargs):
    """A composite alarm follows those that it names."""
    original(self, *args, **kwargs)
    update_composites(self)


def update_composites(backend):
    """As often as composites can stand above each other, as one may name another."""
    composites = [alarm for alarm in backend.alarms.values() if alarm.rule is not None]
    for _ in composites:
        current = states(backend)
        for alarm in composites:
            state = "ALARM" if evaluate(alarm.rule, current) else "OK"
            if state != alarm.state_value:
                alarm.update_state(f"{alarm.rule} is now {state}", json.dumps({}), state)


def states(backend):
    """{name or ARN: state}"""
    return {key: alarm.state_value for alarm in backend.alarms.values() for key in (alarm.name, alarm.alarm_arn)}


def first_alarm(alarms, start, end):
    """When the first of the alarms was in ALARM between two moments, or None."""
    return min((moment for alarm in alarms for moment in alarming(alarm, start, end)), default=None)


def alarming(alarm, start, end):
    changes = [(state, since) for _, _, _, state, since in alarm.history]
    changes.append((alarm.state_value, alarm.state_updated_timestamp))
    ends = [since for _, since in changes[1:]] + [end]
    for (state, since), until in zip(changes, ends):
        if state == "ALARM" and since <= end and until >= start:
            yield max(since, start)


@wraps(CloudWatchBackend)
def delete_alarms(original, self, alarm_names):
    """AWS refuses to delete what a composite alarm names, unless that goes as well."""
    for composite in self.alarms.values():
        if composite.rule is None or composite.name in alarm_names:
            continue
        used = names_in(composite.rule)
        for name in alarm_names:
            if name in self.alarms and used & {name, self.alarms[name].alarm_arn}:
                raise ValidationError(
                    f"Cannot delete {name} as there are composite alarm(s) depending on it: {composite.name}"
                )
    original(self, alarm_names)


METRIC_SETTINGS = (
    "namespace",
    "metric_name",
    "metric_data_queries",
    "comparison_operator",
    "evaluation_periods",
    "datapoints_to_alarm",
    "period",
    "threshold",
    "statistic",
    "extended_statistic",
    "unit",
    "treat_missing_data",
    "evaluate_low_sample_count_percentile",
    "threshold_metric_id",
)
STATE = ("history", "state_reason", "state_reason_data", "state_value", "state_updated_timestamp")
