"""SQS as workers use it. (What AWS refuses: probes/test_messages.py)"""

import json
import threading
import time

import pytest

from .tested_role import Role, allow, refused


@pytest.fixture
def sqs(account):
    return account.client("sqs")


@pytest.fixture
def clock(emulator):
    return lambda seconds: emulator.control("POST", "clock", {"seconds": seconds})


def queue(sqs, name="jobs", **attributes):
    return sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]


def arn(sqs, url):
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def received(sqs, url, **settings):
    return [each["Body"] for each in sqs.receive_message(QueueUrl=url, **settings).get("Messages", [])]


def test_a_message_that_is_not_deleted_comes_again_and_then_goes_to_the_dead_letter_queue(sqs):
    dead = queue(sqs, "dead")
    redrive = json.dumps({"deadLetterTargetArn": arn(sqs, dead), "maxReceiveCount": 2})
    jobs = queue(sqs, VisibilityTimeout="0", RedrivePolicy=redrive)
    sqs.send_message(QueueUrl=jobs, MessageBody="poison")
    assert [received(sqs, jobs), received(sqs, jobs), received(sqs, jobs)] == [["poison"], ["poison"], []]
    assert received(sqs, dead) == ["poison"]


def test_dead_letters_are_moved_back_as_new_messages_and_from_no_other_queue(sqs):
    dead = queue(sqs, "dead")
    redrive = json.dumps({"deadLetterTargetArn": arn(sqs, dead), "maxReceiveCount": 1})
    jobs = queue(sqs, VisibilityTimeout="0", RedrivePolicy=redrive)
    sqs.send_message(QueueUrl=jobs, MessageBody="poison")
    assert [received(sqs, jobs), received(sqs, jobs)] == [["poison"], []]
    sqs.start_message_move_task(SourceArn=arn(sqs, dead))
    assert [received(sqs, dead), received(sqs, jobs)] == [[], ["poison"]]
    move = lambda: sqs.start_message_move_task(SourceArn=arn(sqs, jobs))  # noqa: E731
    assert "Dead Letter Queue" in refused(move, "InvalidParameterValue")


def test_whoever_waits_for_a_message_gets_it_when_it_comes_and_keeps_nobody_waiting(account, sqs):
    jobs = queue(sqs)
    got = []
    waiting = threading.Thread(
        target=lambda: got.append(received(account.client("sqs"), jobs, WaitTimeSeconds=20))
    )
    waiting.start()
    time.sleep(0.3)
    assert got == []
    sqs.send_message(QueueUrl=jobs, MessageBody="at last")
    waiting.join(10)
    assert got == [["at last"]]


def test_whoever_waits_in_vain_is_told_so(sqs):
    assert received(sqs, queue(sqs), WaitTimeSeconds=1) == []


def test_a_change_of_one_setting_leaves_the_others(sqs):
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sqs:*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    jobs = queue(sqs, Policy=json.dumps({"Version": "2012-10-17", "Statement": [deny]}))
    sqs.set_queue_attributes(QueueUrl=jobs, Attributes={"VisibilityTimeout": "60"})
    read = sqs.get_queue_attributes(QueueUrl=jobs, AttributeNames=["All"])["Attributes"]
    assert json.loads(read["Policy"])["Statement"] == [deny]
    assert (read["VisibilityTimeout"], read["SqsManagedSseEnabled"]) == ("60", "true")


def test_who_may_dead_letter_there_is_kept(sqs):
    policy = json.dumps({"redrivePermission": "denyAll"})
    dead = queue(sqs, "dead", RedriveAllowPolicy=policy)
    assert sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["All"])["Attributes"]["RedriveAllowPolicy"] == policy


def test_where_dead_letters_go_is_told_as_it_was_said(sqs):
    policy = json.dumps({"deadLetterTargetArn": arn(sqs, queue(sqs, "dead")), "maxReceiveCount": 3}, separators=(",", ":"))
    read = sqs.get_queue_attributes(QueueUrl=queue(sqs, RedrivePolicy=policy), AttributeNames=["RedrivePolicy"])
    assert read["Attributes"] == {"RedrivePolicy": policy}


def test_the_url_is_where_pods_reach_aws(account, sqs):
    assert queue(sqs) == f"http://169.254.170.24:443/{account.id}/jobs"


def test_nothing_of_a_queue_is_left_after_it(account, sqs, clock):
    jobs = queue(sqs)
    sqs.send_message(QueueUrl=jobs, MessageBody="m")
    clock(60)
    sqs.delete_queue(QueueUrl=jobs)
    assert account.inventory() == []


class TestItsKey:
    @pytest.fixture
    def jobs(self, account):
        key = account.root("kms").create_key()["KeyMetadata"]["Arn"]
        url = queue(account.root("sqs"), KmsMasterKeyId=key)
        return key, url

    def test_turns_off_that_of_sqs(self, account, jobs):
        read = account.root("sqs").get_queue_attributes(QueueUrl=jobs[1], AttributeNames=["SqsManagedSseEnabled"])
        assert read["Attributes"] == {"SqsManagedSseEnabled": "false"}

    def test_is_used_by_whoever_sends_and_whoever_receives(self, account, jobs):
        key, url = jobs
        name = arn(account.root("sqs"), url)
        through = {
            "StringEquals": {
                "kms:ViaService": "sqs.eu-central-1.amazonaws.com",
                "kms:EncryptionContext:aws:sqs:arn": name,
            }
        }
        use = allow("sqs:*", name)
        role = Role(account, use)
        send = lambda: role.client("sqs").send_message(QueueUrl=url, MessageBody="m")  # noqa: E731
        receive = lambda: role.client("sqs").receive_message(QueueUrl=url)  # noqa: E731
        assert "kms:GenerateDataKey" in refused(send, "AccessDeniedException")
        assert "kms:Decrypt" in refused(receive, "AccessDeniedException")
        role.allow(use, allow("kms:Decrypt", key, Condition=through))
        receive()
        assert "kms:GenerateDataKey" in refused(send, "AccessDeniedException")
        role.allow(use, allow(["kms:Decrypt", "kms:GenerateDataKey"], key, Condition=through))
        send()


class TestItsAlarms:
    def alarm(self, account, metric, threshold, minutes=1):
        account.client("cloudwatch").put_metric_alarm(
            AlarmName="a",
            Namespace="AWS/SQS",
            MetricName=metric,
            Dimensions=[{"Name": "QueueName", "Value": "jobs"}],
            Statistic="Maximum",
            Period=60,
            EvaluationPeriods=minutes,
            Threshold=threshold,
            ComparisonOperator="GreaterThanThreshold",
            TreatMissingData="notBreaching",
        )

    def state(self, account):
        return account.client("cloudwatch").describe_alarms(AlarmNames=["a"])["MetricAlarms"][0]["StateValue"]

    def test_go_off_when_a_message_waits_and_end_when_it_is_gone(self, account, sqs, clock):
        self.alarm(account, "ApproximateNumberOfMessagesVisible", 0)
        jobs = queue(sqs)
        sqs.send_message(QueueUrl=jobs, MessageBody="m")
        clock(60)
        assert self.state(account) == "ALARM"
        message = sqs.receive_message(QueueUrl=jobs)["Messages"][0]
        sqs.delete_message(QueueUrl=jobs, ReceiptHandle=message["ReceiptHandle"])
        clock(120)
        assert self.state(account) == "OK"

    def test_go_off_when_one_has_waited_for_long(self, account, sqs, clock):
        self.alarm(account, "ApproximateAgeOfOldestMessage", 600, minutes=5)
        sqs.send_message(QueueUrl=queue(sqs), MessageBody="m")
        for _ in range(10):
            clock(60)
        assert self.state(account) == "OK"
        for _ in range(6):
            clock(60)
        assert self.state(account) == "ALARM"
