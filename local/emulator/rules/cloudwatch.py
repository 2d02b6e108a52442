"""CloudWatch: periods and spans of alarms.

Source: CloudWatch API Reference, PutMetricAlarm.
"""

from .rule import Refused, rule

DAY = 86_400


@rule("cloudwatch", "PutMetricAlarm")
def period_and_span(request):
    queries = [query["MetricStat"] for query in request.get("Metrics") or [] if query.get("MetricStat")]
    queries += [query for query in request.get("Metrics") or [] if "MetricStat" not in query and "Period" in query]
    for period in [request.get("Period"), *(query["Period"] for query in queries)]:
        if period is not None:
            check_period(period)
            check_span(period, request.get("EvaluationPeriods"))
    enough, periods = request.get("DatapointsToAlarm"), request.get("EvaluationPeriods")
    if enough and enough > periods:
        raise refused(f"DatapointsToAlarm {enough} must not be more than EvaluationPeriods {periods}")


def check_period(period):
    if period not in (10, 20, 30) and (period < 60 or period % 60):
        raise refused(f"Period must be 10, 20, 30 or a multiple of 60, not {period}")


def check_span(period, periods):
    longest = DAY if period < 3600 else 7 * DAY
    if period * periods > longest:
        raise refused(
            f"Metrics cannot be checked across more than {longest // DAY} day(s) "
            f"(EvaluationPeriods * Period must be <= {longest})."
        )


def refused(message):
    return Refused("ValidationError", message)


@rule("cloudwatch", "PutMetricAlarm", "PutCompositeAlarm")
def actions_are_of_the_region(request):
    for name in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        actions = request.get(name) or []
        if len(actions) != len(set(actions)):
            raise refused(f"{name} must not name one twice")
        for arn in actions:
            region = (arn.split(":") + [""] * 4)[3]
            if region not in (request.region, ""):
                raise refused(f"Invalid region {region} specified. Only {request.region} is supported.")
