"""Budgets: changes, subscribers and tags."""

import json
from collections import defaultdict

from moto.budgets.models import BudgetsBackend
from moto.budgets.responses import BudgetsResponse

from ..patch import adds, wraps


@wraps(BudgetsBackend)
def __init__(original, self, *args, **kwargs):
    original(self, *args, **kwargs)
    self.budget_tags = defaultdict(dict)


@wraps(BudgetsResponse)
def create_budget(original, self):
    """aws_budgets_budget sends its tags with the creation."""
    answer = original(self)
    arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/{self._get_param('Budget')['BudgetName']}"
    add_tags(self, arn)
    return answer


@adds(BudgetsResponse)
def update_budget(self):
    """aws_budgets_budget: limit and filters change in place."""
    new = self._get_param("NewBudget")
    self.backend.budgets[self._get_param("AccountId")][new["BudgetName"]].budget.update(new)
    return "{}"


@wraps(BudgetsResponse)
def delete_budget(original, self):
    """Its tags go with it."""
    account, name = self._get_param("AccountId"), self._get_param("BudgetName")
    self.backend.budget_tags.pop(f"arn:aws:budgets::{account}:budget/{name}", None)
    return original(self)


@adds(BudgetsResponse)
def describe_subscribers_for_notification(self):
    """aws_budgets_budget reads the SNS topic of each notification."""
    budget = self.backend.budgets[self._get_param("AccountId")][self._get_param("BudgetName")]
    wanted = self._get_param("Notification")
    keys = ("NotificationType", "ComparisonOperator", "Threshold")
    subscribers = [
        subscriber
        for notification in budget.notifications
        if all(notification.details[key] == wanted[key] for key in keys)
        for subscriber in notification.subscribers
    ]
    return json.dumps({"Subscribers": subscribers})


@adds(BudgetsResponse)
def list_tags_for_resource(self):
    """default_tags of aws_budgets_budget"""
    tags = self.backend.budget_tags[self._get_param("ResourceARN")]
    return json.dumps({"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]})


@adds(BudgetsResponse)
def tag_resource(self):
    """As above."""
    add_tags(self, self._get_param("ResourceARN"))
    return "{}"


@adds(BudgetsResponse)
def untag_resource(self):
    """As above."""
    for key in self._get_param("ResourceTagKeys"):
        self.backend.budget_tags[self._get_param("ResourceARN")].pop(key, None)
    return "{}"


def add_tags(response, arn):
    tags = response._get_param("ResourceTags", [])
    response.backend.budget_tags[arn].update({tag["Key"]: tag["Value"] for tag in tags})
