"""CloudWatch: alarms on one metric follow what is measured.

An alarm whose metric has never had a value stays as it is, and so do those on metric math: `set-alarm-state` sets them.

Source: Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".
"""

import json
import math
import time
from datetime import timezone

from moto.cloudwatch.models import CloudWatchBackend, MetricAggregatedDatum
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from ...pace import PACE
from ...patch import adds, wraps
from .cloudwatch import update_composites

BEYOND = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}


@wraps(CloudWatchBackend)
def put_metric_data(original, self, namespace, metric_data):
    """An alarm goes off as soon as a value is beyond its threshold."""
    before = len(self.metric_data)
    original(self, namespace, metric_data)
    for datum in self.metric_data[before:]:
        # By the clock that tests put forward.
        datum.moment = datum.timestamp.replace(tzinfo=timezone.utc).timestamp() + PACE.now() - time.time()
    follow(self)


@wraps(CloudWatchResponse)
def describe_alarms(original, self):
    """And ends when time has gone by."""
    follow(self.cloudwatch_backend)
    return original(self)


def follow(backend):
    changed = [alarm for alarm in backend.alarms.values() if evaluated(backend, alarm)]
    if changed:
        update_composites(backend)


def evaluated(backend, alarm):
    """-> whether its state is another one now"""
    if alarm.rule is not None or not alarm.metric_name or alarm.comparison_operator not in BEYOND:
        return False
    data = measured(backend, alarm)
    if not data:
        return False
    period = int(alarm.period)
    # Up to now, and up to the last whole period: what has just begun is not silence.
    ends = [(int(PACE.now()) // period + further) * period for further in (1, 0)]
    states = [state_at(alarm, data, end, period) for end in ends]
    state = "ALARM" if "ALARM" in states else states[0]
    if state == alarm.state_value:
        return False
    alarm.update_state(f"Threshold Crossed: it is {state} by {len(data)} values", json.dumps({}), state)
    return True


def measured(backend, alarm):
    """-> [(seconds, value)] of its metric."""
    wanted = sorted((each.name, each.value) for each in alarm.dimensions)
    return [
        (each.moment, each)
        for each in backend.metric_data
        if each.name == alarm.metric_name
        and each.namespace == alarm.namespace
        and sorted((dimension.name, dimension.value) for dimension in each.dimensions) == wanted
    ]


def state_at(alarm, data, end, period):
    periods = int(alarm.evaluation_periods)
    missing = alarm.treat_missing_data or "missing"
    beyond, silent = 0, 0
    for index in range(periods):
        start = end - (index + 1) * period
        values = [value for moment, value in data if start <= moment < start + period]
        if not values:
            silent += 1
            beyond += missing == "breaching"
        elif BEYOND[alarm.comparison_operator](statistic_of(alarm, values), float(alarm.threshold)):
            beyond += 1
    if beyond >= int(alarm.datapoints_to_alarm or periods):
        return "ALARM"
    if silent == periods and missing in ("missing", "ignore"):
        return "INSUFFICIENT_DATA" if missing == "missing" else alarm.state_value
    return "OK"


def statistic_of(alarm, values):
    parts = [parts_of(value) for value in values]
    count, total = sum(part[0] for part in parts), sum(part[1] for part in parts)
    if alarm.extended_statistic:
        ordered = sorted(part[3] for part in parts)
        rank = math.ceil(float(alarm.extended_statistic[1:]) / 100 * len(ordered))
        return ordered[max(0, rank - 1)]
    return {
        "SampleCount": count,
        "Sum": total,
        "Average": total / count,
        "Minimum": min(part[2] for part in parts),
        "Maximum": max(part[3] for part in parts),
    }[alarm.statistic]


def parts_of(datum):
    """-> how many, their sum, the lowest, the highest"""
    if isinstance(datum, MetricAggregatedDatum):
        return datum.sample_count, datum.sum, datum.min, datum.max
    return 1, datum.value, datum.value, datum.value


@adds(CloudWatchResponse)
def describe_alarm_history(self):
    """To see how often an alarm went off. The newest comes first. Its state alone: no changes, no actions."""
    name = self._get_param("AlarmName")
    alarms = [each for each in self.cloudwatch_backend.alarms.values() if name in (None, each.name)]
    items = [item for alarm in alarms for item in history_of(alarm)]
    return ActionResult({"AlarmHistoryItems": sorted(items, key=lambda item: item["Timestamp"], reverse=True)})


def history_of(alarm):
    states = [(state, since) for _, _, _, state, since in alarm.history]
    states.append((alarm.state_value, alarm.state_updated_timestamp))
    for (before, _), (state, since) in zip(states, states[1:]):
        yield {
            "AlarmName": alarm.name,
            "AlarmType": "MetricAlarm" if alarm.rule is None else "CompositeAlarm",
            "Timestamp": since,
            "HistoryItemType": "StateUpdate",
            "HistorySummary": f"Alarm updated from {before} to {state}",
            "HistoryData": json.dumps({"oldState": {"stateValue": before}, "newState": {"stateValue": state}}),
        }
