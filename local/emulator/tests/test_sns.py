"""SNS: who gets mails confirms it first. (What AWS refuses meanwhile: probes/test_messages.py)"""

import re


def test_whoever_confirms_the_mail_is_subscribed(account, emulator):
    sns = account.client("sns")
    topic = sns.create_topic(Name="alerts")["TopicArn"]
    subscribe = {"TopicArn": topic, "Protocol": "email", "Endpoint": "ada@example.com"}
    arn = sns.subscribe(**subscribe, ReturnSubscriptionArn=True)["SubscriptionArn"]
    read = lambda: sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]["PendingConfirmation"]  # noqa: E731
    assert read() == "true"

    mails = (emulator.directory / "emulator.log").read_text()
    token = re.search(rf"mail to ada@example.com: .*{re.escape(topic)} --token (\w+)", mails).group(1)
    sns.confirm_subscription(TopicArn=topic, Token=token)

    assert read() == "false"
    sns.unsubscribe(SubscriptionArn=arn)
