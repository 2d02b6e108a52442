import pytest
from botocore.exceptions import ClientError

TAGS = [{"Key": "env", "Value": "dev"}]


@pytest.fixture
def cloudwatch(account):
    return account.client("cloudwatch")


@pytest.fixture
def add_alarm(cloudwatch):
    def add_alarm(name, threshold=1):
        cloudwatch.put_metric_alarm(
            AlarmName=name,
            Namespace="n",
            MetricName="m",
            Statistic="Sum",
            Period=60,
            EvaluationPeriods=1,
            Threshold=threshold,
            ComparisonOperator="GreaterThanThreshold",
        )

    return add_alarm


@pytest.fixture
def set_state(cloudwatch):
    return lambda name, state: cloudwatch.set_alarm_state(AlarmName=name, StateValue=state, StateReason="test")


@pytest.fixture
def read(cloudwatch):
    def read(name):
        found = cloudwatch.describe_alarms(AlarmNames=[name], AlarmTypes=["MetricAlarm", "CompositeAlarm"])
        return [*found["MetricAlarms"], *found["CompositeAlarms"]][0]

    return read


def test_a_composite_alarm_is_read_back(cloudwatch, add_alarm, read):
    add_alarm("a")
    cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="ALARM(a)", AlarmActions=["arn"], Tags=TAGS)
    alarm = read("c")
    assert (alarm["AlarmRule"], alarm["AlarmActions"]) == ("ALARM(a)", ["arn"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=alarm["AlarmArn"])["Tags"] == TAGS


@pytest.mark.parametrize(
    "rule, states, expected",
    [
        ('ALARM("a") OR ALARM("b c")', {"a": "OK", "b c": "OK"}, "OK"),
        ('ALARM("a") OR ALARM("b c")', {"a": "OK", "b c": "ALARM"}, "ALARM"),
        ('ALARM(a) AND (ALARM("b c") OR TRUE)', {"a": "ALARM"}, "ALARM"),
        ("NOT OK(a) AND NOT FALSE", {"a": "INSUFFICIENT_DATA"}, "ALARM"),
        ("INSUFFICIENT_DATA(a)", {"a": "ALARM"}, "OK"),
    ],
)
def test_a_composite_alarm_follows_those_that_it_names(cloudwatch, add_alarm, set_state, read, rule, states, expected):
    for name in ("a", "b c"):
        add_alarm(name)
    cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule=rule)
    cloudwatch.put_composite_alarm(AlarmName="above", AlarmRule="ALARM(c)")
    for name, state in states.items():
        set_state(name, state)
    assert [read("c")["StateValue"], read("above")["StateValue"]] == [expected] * 2


@pytest.mark.parametrize(
    "rule, problem",
    [
        ("ALARM(a) OR ALARM(none)", r"alarms \[none\] in the alarm rule do not exist"),
        ('ALARM("a', "unexpected text at character 0"),
        ("ALARM(a) ALARM(a)", "is not expected"),
        ("(ALARM(a)", "a parenthesis is not closed"),
        ("ALARM(a) OR", "it ends too early"),
    ],
)
def test_fails_on_a_rule_that_is_wrong(cloudwatch, add_alarm, rule, problem):
    add_alarm("a")
    with pytest.raises(ClientError, match=f"ValidationError.*{problem}"):
        cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule=rule)


def test_an_alarm_goes_after_the_composite_that_names_it(cloudwatch, add_alarm):
    add_alarm("a")
    cloudwatch.put_composite_alarm(AlarmName="c", AlarmRule="ALARM(a)")
    with pytest.raises(ClientError, match="composite alarm.*depending on it: c"):
        cloudwatch.delete_alarms(AlarmNames=["a"])
    cloudwatch.delete_alarms(AlarmNames=["a", "c"])


def test_an_alarm_that_is_changed_keeps_its_state(add_alarm, set_state, read):
    add_alarm("a")
    set_state("a", "ALARM")
    add_alarm("a", threshold=2)
    assert (read("a")["Threshold"], read("a")["StateValue"]) == (2, "ALARM")
