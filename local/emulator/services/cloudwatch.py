"""CloudWatch: composite alarms."""

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import EmptyResult

from ..patch import adds


@adds(CloudWatchResponse)
def put_composite_alarm(self):
    """aws_cloudwatch_composite_alarm: moto lists such alarms but cannot create them."""
    params = self.params
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
    return EmptyResult()


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
