"""Queues, topics and rules of events."""

from . import made
from .probe import probe


@probe("queue with the name of one deleted a moment ago", "AWS.SimpleQueueService.QueueDeletedRecently")
def test_name_of_a_deleted_queue(account):
    sqs = account.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.create_queue(QueueName="probe")["QueueUrl"])
    return lambda: sqs.create_queue(QueueName="probe")


@probe("subscription by mail that nobody has confirmed", "PendingConfirmation")
def test_new_subscription(account):
    sns, topic = account.client("sns"), mailed(account)
    return lambda: sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"][0]["SubscriptionArn"]


@probe("end a subscription that nobody has confirmed", "InvalidParameter")
def test_end_of_unconfirmed_subscription(account):
    sns = account.client("sns")
    subscribed = sns.subscribe(
        TopicArn=mailed(account), Protocol="email", Endpoint="ada@example.com", ReturnSubscriptionArn=True
    )
    return lambda: sns.unsubscribe(SubscriptionArn=subscribed["SubscriptionArn"])


@probe("sixth target of a rule", "LimitExceededException")
def test_sixth_target(account):
    events = account.client("events")
    events.put_rule(Name="probe", EventPattern='{"source": ["aws.rds"]}')
    queue = account.client("sqs").create_queue(QueueName="probe")["QueueUrl"].rpartition("/")[2]
    arn = f"arn:aws:sqs:{made.REGION}:{account.id}:{queue}"
    targets = [{"Id": str(index), "Arn": arn} for index in range(6)]
    return lambda: events.put_targets(Rule="probe", Targets=targets)


def mailed(account):
    """A topic that a reader is to get mails of."""
    sns = account.client("sns")
    topic = sns.create_topic(Name="probe")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ada@example.com")
    return topic
