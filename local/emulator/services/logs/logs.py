"""CloudWatch Logs: the class of a log group, how a subscription spreads events, changes of metric filters."""

from moto.logs.exceptions import ResourceNotFoundException
from moto.logs.models import LogGroup, LogsBackend, SubscriptionFilter
from moto.logs.responses import LogsResponse

from ...patch import adds, wraps


@wraps(LogsResponse)
def create_log_group(original, self):
    """aws_cloudwatch_log_group: log_group_class."""
    answer = original(self)
    group = self.logs_backend.groups[self._get_param("logGroupName")]
    group.log_group_class = self._get_param("logGroupClass", "STANDARD")
    return answer


@wraps(LogGroup)
def to_describe_dict(original, self):
    """As above."""
    return {**original(self), "logGroupClass": getattr(self, "log_group_class", "STANDARD")}


@wraps(LogsResponse)
def put_subscription_filter(original, self):
    """aws_cloudwatch_log_subscription_filter: distribution."""
    answer = original(self)
    group = self.logs_backend.groups[self._get_param("logGroupName")]
    made = group.subscription_filters[self._get_param("filterName")]
    made.distribution = self._get_param("distribution", "ByLogStream")
    return answer


@wraps(SubscriptionFilter)
def to_json(original, self):
    """As above."""
    return {**original(self), "distribution": getattr(self, "distribution", "ByLogStream")}


@wraps(LogsBackend)
def put_metric_filter(original, self, filter_name, filter_pattern, log_group_name, metric_transformations):
    """aws_cloudwatch_log_metric_filter: moto adds another of the same name, and needs no group."""
    if log_group_name not in self.groups:
        raise ResourceNotFoundException()
    self.filters.delete_filter(filter_name, log_group_name)
    original(self, filter_name, filter_pattern, log_group_name, metric_transformations)


@adds(LogsResponse)
def associate_kms_key(self):
    """aws_cloudwatch_log_group: a key for a group that is there already, as for one that Terraform takes over."""
    return _set_key(self, self._get_param("kmsKeyId"))


@adds(LogsResponse)
def disassociate_kms_key(self):
    """As above, taken away."""
    return _set_key(self, None)


def _set_key(response, key):
    group = response.logs_backend.groups.get(response._get_param("logGroupName"))
    if group is None:
        raise ResourceNotFoundException()
    group.kms_key_id = key
    return "{}"
