"""CloudTrail: a trail by its ARN, and whether it has selectors of its own. Nothing is recorded."""

from moto.cloudtrail.models import CloudTrailBackend, Trail

from ..patch import wraps


@wraps(CloudTrailBackend)
def start_logging(original, self, name):
    """aws_cloudtrail names the trail by its ARN, which moto knows for some calls only."""
    original(self, self.get_trail(name).trail_name)


@wraps(CloudTrailBackend)
def stop_logging(original, self, name):
    """aws_cloudtrail"""
    original(self, self.get_trail(name).trail_name)


@wraps(CloudTrailBackend)
def delete_trail(original, self, name):
    """aws_cloudtrail"""
    trail = self.get_trail(name)
    original(self, trail.trail_name)
    self.tagging_service.delete_all_tags_for_resource(trail.arn)


@wraps(Trail)
def description(original, self, include_region=False):
    """aws_cloudtrail reads the selectors only of a trail that says it has some, and would plan them at every run."""
    answer = original(self, include_region)
    answer["HasCustomEventSelectors"] = bool(self.event_selectors or self.advanced_event_selectors)
    return answer
