"""CloudWatch Logs: what events are found by a pattern, and what metric filters count of them."""

import json
from datetime import datetime, timezone

from moto.cloudwatch.models import cloudwatch_backends
from moto.logs.models import LogStream, logs_backends
from moto.logs.responses import LogsResponse
from moto.logs.utils import EventMessageFilter

from ...filter_pattern import matcher
from ...filter_pattern.json_event import selector
from ...filter_pattern.tokens import number
from ...patch import adds, wraps


@wraps(EventMessageFilter, "__init__")
def keep_pattern(original, self, pattern):
    """FilterLogEvents: moto finds words, and takes every event for one that a pattern of JSON matches."""
    original(self, pattern)
    self.pattern = pattern or ""


@wraps(EventMessageFilter)
def matches(_, self, message):
    """As above."""
    return matcher(self.pattern)(message)


@adds(LogsResponse)
def test_metric_filter(self):
    """To try a pattern: `aws logs test-metric-filter`."""
    matches = matcher(self._get_param("filterPattern"))
    messages = self._get_param("logEventMessages")
    found = [(number, message) for number, message in enumerate(messages, 1) if matches(message)]
    answer = [{"eventNumber": number, "eventMessage": message, "extractedValues": {}} for number, message in found]
    return json.dumps({"matches": answer})


@wraps(LogStream)
def put_log_events(original, self, log_events):
    """aws_cloudwatch_log_metric_filter: moto stores filters, and counts nothing."""
    answer = original(self, log_events)
    metrics = cloudwatch_backends[self.account_id][self.region]
    filters = logs_backends[self.account_id][self.region].filters.metric_filters
    for each in filters:
        if each["logGroupName"] == self.log_group.name:
            for transformation in each["metricTransformations"]:
                data = measured(transformation, matcher(each["filterPattern"]), log_events)
                if data:
                    metrics.put_metric_data(transformation["metricNamespace"], data)
    return answer


def measured(transformation, matches, events):
    """What AWS reports of these events: a value for each that matches; the default, if there is one, where none does.

    Source: CloudWatch Logs API Reference, MetricTransformation.
    """
    found = [(event["timestamp"], json_of(event["message"])) for event in events if matches(event["message"])]
    data = [datum(transformation, moment, event) for moment, event in found]
    default = transformation.get("defaultValue")
    if not found and default is not None and events:
        return [named(transformation, events[-1]["timestamp"], default, {})]
    return [each for each in data if each is not None]


def datum(transformation, moment, event):
    """None where the event lacks a dimension, or a number as the value."""
    value = transformation["metricValue"]
    values = [number(found) for found in selector(value)(event)] if value.startswith("$") else [value]
    dimensions = {name: selector(path)(event) for name, path in (transformation.get("dimensions") or {}).items()}
    if not values or values[0] is None or not all(dimensions.values()):
        return None
    return named(transformation, moment, values[0], {name: str(found[0]) for name, found in dimensions.items()})


def named(transformation, moment, value, dimensions):
    return {
        "MetricName": transformation["metricName"],
        "Timestamp": datetime.fromtimestamp(moment / 1000, timezone.utc).replace(tzinfo=None),
        "Value": float(value),
        "Dimensions": [{"Name": name, "Value": text} for name, text in dimensions.items()],
    }


def json_of(message):
    try:
        return json.loads(message)
    except ValueError:
        return {}
