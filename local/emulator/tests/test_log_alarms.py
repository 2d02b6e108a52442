import json
import time

import pytest

NAMESPACE = "acme/dev"


@pytest.fixture
def logs(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="g")
    logs.create_log_stream(logGroupName="g", logStreamName="s")
    return logs


@pytest.fixture
def cloudwatch(account):
    return account.client("cloudwatch")


@pytest.fixture
def write(logs):
    def write(*events):
        now = int(time.time() * 1000)
        texts = [event if isinstance(event, str) else json.dumps(event) for event in events]
        lines = [{"timestamp": now, "message": text} for text in texts]
        logs.put_log_events(logGroupName="g", logStreamName="s", logEvents=lines)

    return write


@pytest.fixture
def count(logs):
    def count(pattern, **transformation):
        settings = {"metricName": "m", "metricNamespace": NAMESPACE, "metricValue": "1", **transformation}
        logs.put_metric_filter(logGroupName="g", filterName="f", filterPattern=pattern, metricTransformations=[settings])

    return count


@pytest.fixture
def add_alarm(cloudwatch):
    def add_alarm(**settings):
        cloudwatch.put_metric_alarm(
            **{
                "AlarmName": "a",
                "Namespace": NAMESPACE,
                "MetricName": "m",
                "Statistic": "Sum",
                "Period": 300,
                "EvaluationPeriods": 1,
                "Threshold": 1,
                "ComparisonOperator": "GreaterThanThreshold",
                "TreatMissingData": "notBreaching",
                **settings,
            }
        )

    return add_alarm


@pytest.fixture
def state(cloudwatch):
    return lambda: cloudwatch.describe_alarms(AlarmNames=["a"])["MetricAlarms"][0]["StateValue"]


ERROR, INFO = {"level": "error"}, {"level": "info"}


def test_an_alarm_goes_off_once_by_what_its_filter_counts_and_ends_by_itself(
    emulator, cloudwatch, write, count, add_alarm, state
):
    count('{ $.level = "error" }', defaultValue=0)
    add_alarm()
    write(INFO, INFO, "no JSON", ERROR)
    assert state() == "OK"
    write(ERROR)
    write(ERROR)
    assert state() == "ALARM"
    emulator.control("POST", "clock", {"seconds": 700})
    assert state() == "OK"
    summaries = [item["HistorySummary"] for item in cloudwatch.describe_alarm_history(AlarmName="a")["AlarmHistoryItems"]]
    assert summaries == ["Alarm updated from ALARM to OK", "Alarm updated from OK to ALARM"]


def test_dimensions_tell_one_service_from_another(write, count, add_alarm, state):
    count("{ $.level NOT EXISTS }", dimensions={"service": "$.service"})
    add_alarm(Dimensions=[{"Name": "service", "Value": "shop"}])
    write({"service": "other"}, {"service": "other"}, {"no": "service"})
    assert state() == "OK"
    write({"service": "shop"}, {"service": "shop"})
    assert state() == "ALARM"


def test_the_value_of_an_event_is_measured(write, count, add_alarm, state):
    count("{ $.seconds = * }", metricValue="$.seconds")
    add_alarm(Statistic="Maximum", Threshold=2)
    write({"seconds": 1.5}, {"seconds": "long"})
    assert state() == "OK"
    write({"seconds": 2.5})
    assert state() == "ALARM"


def test_an_alarm_on_a_metric_of_its_own_follows_it(cloudwatch, add_alarm, state):
    add_alarm(Statistic="Average", Period=60, EvaluationPeriods=1)
    put = lambda *values: cloudwatch.put_metric_data(
        Namespace=NAMESPACE, MetricData=[{"MetricName": "m", "Value": value} for value in values]
    )
    put(1, 1)
    assert state() == "OK"
    put(4)
    assert state() == "ALARM"


def test_each_of_several_periods_has_to_be_beyond_the_threshold(emulator, cloudwatch, add_alarm, state):
    add_alarm(Period=60, EvaluationPeriods=2)
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[{"MetricName": "m", "Value": 5}])
    assert state() == "OK"


def test_without_any_value_an_alarm_stays_as_it_was_set(cloudwatch, add_alarm, state):
    add_alarm()
    cloudwatch.set_alarm_state(AlarmName="a", StateValue="ALARM", StateReason="test")
    assert state() == "ALARM"


def test_a_composite_alarm_follows(cloudwatch, write, count, add_alarm):
    count('{ $.level = "error" }')
    add_alarm(Threshold=0)
    cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="ALARM(a)")
    write(ERROR)
    [composite] = cloudwatch.describe_alarms(AlarmNames=["c"], AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
    assert composite["StateValue"] == "ALARM"


def test_events_are_found_by_a_pattern(logs, write):
    write(INFO, ERROR, "no JSON")
    found = logs.filter_log_events(logGroupName="g", filterPattern='{ $.level = "error" }')["events"]
    assert [event["message"] for event in found] == [json.dumps(ERROR)]
