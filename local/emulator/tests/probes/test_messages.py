"""Queues, topics and rules of events."""

import json

from . import made
from .probe import probe


@probe("queue with the name of one deleted a moment ago", "AWS.SimpleQueueService.QueueDeletedRecently")
def test_name_of_a_deleted_queue(account):
    sqs = account.client("sqs")
    sqs.delete_queue(QueueUrl=sqs.create_queue(QueueName="probe")["QueueUrl"])
    return lambda: sqs.create_queue(QueueName="probe")


def queue_with(**attributes):
    def make(account):
        return lambda: account.client("sqs").create_queue(QueueName="probe", Attributes=attributes)

    return make


# Outside of the ranges of AWS, by a second, a byte, a name.
for what, code, attributes in (
    ("visibility of more than twelve hours", "InvalidAttributeValue", {"VisibilityTimeout": "43201"}),
    ("retention of less than a minute", "InvalidAttributeValue", {"MessageRetentionPeriod": "59"}),
    ("retention of more than fourteen days", "InvalidAttributeValue", {"MessageRetentionPeriod": "1209601"}),
    ("delay of more than a quarter of an hour", "InvalidAttributeValue", {"DelaySeconds": "901"}),
    ("wait of more than twenty seconds", "InvalidAttributeValue", {"ReceiveMessageWaitTimeSeconds": "21"}),
    ("data key for less than a minute", "InvalidAttributeValue", {"KmsDataKeyReusePeriodSeconds": "59"}),
    ("FIFO queue without the end of its name", "InvalidParameterValue", {"FifoQueue": "true"}),
    ("deduplication of what is no FIFO queue", "InvalidAttributeName", {"ContentBasedDeduplication": "true"}),
):
    globals()[f"test_{what.replace(' ', '_')}"] = probe(f"queue: {what}", code)(queue_with(**attributes))


@probe("dead letters that nobody ever received", "InvalidParameterValue")
def test_redrive_count(account):
    sqs, dead = account.client("sqs"), dead_letters(account)
    policy = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 0})
    return lambda: sqs.create_queue(QueueName="probe", Attributes={"RedrivePolicy": policy})


@probe("dead letters to a queue that allows another source", "InvalidParameterValue")
def test_redrive_to_strangers(account):
    other = f"arn:aws:sqs:{made.REGION}:{account.id}:other"
    allow = json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [other]})
    sqs, dead = account.client("sqs"), dead_letters(account, RedriveAllowPolicy=allow)
    policy = json.dumps({"deadLetterTargetArn": dead, "maxReceiveCount": 3})
    return lambda: sqs.create_queue(QueueName="probe", Attributes={"RedrivePolicy": policy})


@probe("dead letters to a queue that is not there", "AWS.SimpleQueueService.NonExistentQueue")
def test_redrive_to_nowhere(account):
    gone = f"arn:aws:sqs:{made.REGION}:{account.id}:gone"
    policy = json.dumps({"deadLetterTargetArn": gone, "maxReceiveCount": 3})
    return lambda: account.client("sqs").create_queue(QueueName="probe", Attributes={"RedrivePolicy": policy})


@probe("second purge within a minute", "AWS.SimpleQueueService.PurgeQueueInProgress")
def test_second_purge(account):
    sqs = account.client("sqs")
    url = sqs.create_queue(QueueName="probe")["QueueUrl"]
    sqs.purge_queue(QueueUrl=url)
    return lambda: sqs.purge_queue(QueueUrl=url)


def dead_letters(account, **attributes):
    url = account.client("sqs").create_queue(QueueName="dead", Attributes=attributes)["QueueUrl"]
    return f"arn:aws:sqs:{made.REGION}:{account.id}:{url.rpartition('/')[2]}"


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
