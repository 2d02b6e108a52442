"""SNS: a subscription by mail counts once its reader has confirmed it.

The mail is a line in emulator.log, with the command that confirms it. Who never does loses the subscription.
Source: Amazon SNS API Reference, Subscribe, ConfirmSubscription and Unsubscribe; Amazon SNS Developer Guide, "Email
notifications".
"""

import copy
import hashlib
import logging

from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import SNSBackend
from moto.sns.responses import SNSResponse

from ..pace import after
from ..patch import wraps

log = logging.getLogger("emulator")
BY_MAIL = ("email", "email-json")
PENDING, PENDING_IN_LIST = "pending confirmation", "PendingConfirmation"


@wraps(SNSBackend)
def subscribe(original, self, topic_arn, endpoint, protocol):
    known = set(self.subscriptions)
    subscription = original(self, topic_arn, endpoint, protocol)
    if subscription.arn not in known and protocol in BY_MAIL:
        subscription.attributes.update(PendingConfirmation=True, ConfirmationWasAuthenticated=False)
        after("sns subscription that nobody confirmed removed", forget, self, subscription.arn)
        log.warning(
            "mail to %s: confirm by aws sns confirm-subscription --topic-arn %s --token %s",
            *(endpoint, topic_arn, token(subscription)),
        )
    return subscription


@wraps(SNSResponse, "subscribe")
def tell_arn(original, self):
    """The ARN of what is pending is told only to whoever asks for it, as the provider does."""
    result = original(self).result
    subscription = self.backend.subscriptions[result["SubscriptionArn"]]
    wants_arn = str(self._get_param("ReturnSubscriptionArn")).lower() == "true"
    return ActionResult({"SubscriptionArn": PENDING} if is_pending(subscription) and not wants_arn else result)


@wraps(SNSResponse)
def confirm_subscription(original, self):
    original(self)
    for subscription in self.backend.subscriptions.values():
        if token(subscription) == self._get_param("Token"):
            subscription.attributes["PendingConfirmation"] = False
            return ActionResult({"SubscriptionArn": subscription.arn})
    raise SNSInvalidParameter("Invalid parameter: Token")


@wraps(SNSBackend)
def unsubscribe(original, self, subscription_arn):
    subscription = self.subscriptions.get(subscription_arn)
    if subscription and is_pending(subscription):
        raise SNSInvalidParameter(
            "Invalid parameter: SubscriptionArn Reason: Cannot unsubscribe a subscription that is pending confirmation"
        )
    original(self, subscription_arn)


@wraps(SNSBackend)
def list_subscriptions_by_topic(original, self, *args, **kwargs):
    return told(*original(self, *args, **kwargs))


@wraps(SNSBackend)
def list_subscriptions(original, self, *args, **kwargs):
    return told(*original(self, *args, **kwargs))


def told(subscriptions, next_token):
    """What is pending has no ARN in a list."""
    shown = [copy.copy(subscription) for subscription in subscriptions]
    for subscription in shown:
        if is_pending(subscription):
            subscription.arn = PENDING_IN_LIST
    return shown, next_token


def token(subscription):
    return hashlib.sha256(subscription.arn.encode()).hexdigest()


def is_pending(subscription):
    return bool(subscription.attributes.get("PendingConfirmation"))


def forget(backend, arn):
    subscription = backend.subscriptions.get(arn)
    if subscription and is_pending(subscription):
        del backend.subscriptions[arn]
