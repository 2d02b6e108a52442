"""Principals of resource policies, roles that calls give to services."""

from . import made
from .probe import probe


def of_no_role(account, action):
    return made.policy({"Principal": {"AWS": made.no_role(account)}, "Action": action, "Resource": "*"})


@probe("topic policy that names a role that does not exist", "InvalidParameter")
def test_topic_policy(account):
    sns = account.client("sns")
    topic = sns.create_topic(Name="t")["TopicArn"]
    policy = of_no_role(account, "sns:Publish")
    return lambda: sns.set_topic_attributes(TopicArn=topic, AttributeName="Policy", AttributeValue=policy)


@probe("queue policy that names a role that does not exist", "InvalidAttributeValue")
def test_queue_policy(account):
    sqs, attributes = account.client("sqs"), {"Policy": of_no_role(account, "sqs:SendMessage")}
    return lambda: sqs.create_queue(QueueName="q", Attributes=attributes)


@probe("secret policy that names a role that does not exist", "MalformedPolicyDocumentException")
def test_secret_policy(account):
    secrets = account.client("secretsmanager")
    secrets.create_secret(Name="s", SecretString="x")
    policy = of_no_role(account, "secretsmanager:GetSecretValue")
    return lambda: secrets.put_resource_policy(SecretId="s", ResourcePolicy=policy)


@probe("registry policy that names a role that does not exist", "InvalidParameterException")
def test_repository_policy(account):
    ecr = account.client("ecr")
    ecr.create_repository(repositoryName="probe")
    text = made.policy({"Principal": {"AWS": made.no_role(account)}, "Action": "ecr:BatchGetImage"})
    return lambda: ecr.set_repository_policy(repositoryName="probe", policyText=text)


@probe("function with a role that trusts another service", "InvalidParameterValueException")
def test_function_role(account):
    role = made.role(account, "ec2.amazonaws.com")
    settings = {"FunctionName": "f", "Runtime": "nodejs22.x", "Handler": "h", "Code": {"ZipFile": b"PK"}}
    return lambda: account.client("lambda").create_function(Role=role, **settings)


@probe("delivery stream with a role that trusts another service", "InvalidArgumentException")
def test_delivery_role(account):
    settings = made.delivery(account, made.bucket(account), made.role(account, "ec2.amazonaws.com"))
    return lambda: account.client("firehose").create_delivery_stream(**settings)


@probe("log subscription with a role that does not exist", "InvalidParameterException")
def test_subscription_role(account):
    logs, stream = account.client("logs"), made.stream(account)
    logs.create_log_group(logGroupName="g")
    settings = {"filterName": "f", "filterPattern": "", "destinationArn": stream, "roleArn": made.no_role(account)}
    return lambda: logs.put_subscription_filter(logGroupName="g", **settings)


@probe("log subscription to a stream that does not exist", "InvalidParameterException")
def test_subscription_without_stream(account):
    logs, role = account.client("logs"), made.role(account, "logs.amazonaws.com")
    logs.create_log_group(logGroupName="g")
    stream = f"arn:aws:kinesis:eu-central-1:{account.id}:stream/none"
    settings = {"filterName": "f", "filterPattern": "", "destinationArn": stream, "roleArn": role}
    return lambda: logs.put_subscription_filter(logGroupName="g", **settings)


@probe("rule's target with a role that does not exist", "ValidationException")
def test_target_role(account):
    events = account.client("events")
    events.put_rule(Name="r", ScheduleExpression="rate(1 hour)")
    target = {"Id": "t", "Arn": f"arn:aws:sqs:eu-central-1:{account.id}:q", "RoleArn": made.no_role(account)}
    return lambda: events.put_targets(Rule="r", Targets=[target])


@probe("alarm role of AppConfig that does not exist", "BadRequestException")
def test_alarm_role(account):
    appconfig = account.client("appconfig")
    application = appconfig.create_application(Name="a")["Id"]
    alarm = f"arn:aws:cloudwatch:eu-central-1:{account.id}:alarm:a"
    monitors = [{"AlarmArn": alarm, "AlarmRoleArn": made.no_role(account)}]
    return lambda: appconfig.create_environment(ApplicationId=application, Name="e", Monitors=monitors)


@probe("trail whose role for its log group does not exist", "InvalidCloudWatchLogsRoleArnException")
def test_trail_role(account):
    service = {"Principal": {"Service": "cloudtrail.amazonaws.com"}, "Action": "s3:*"}
    name = made.bucket(account, {**service, "Resource": ["{bucket}", "{bucket}/*"]})
    account.client("logs").create_log_group(logGroupName="g")
    group = f"arn:aws:logs:eu-central-1:{account.id}:log-group:g:*"
    logs = {"CloudWatchLogsLogGroupArn": group, "CloudWatchLogsRoleArn": made.no_role(account)}
    return lambda: account.client("cloudtrail").create_trail(Name="audit", S3BucketName=name, **logs)
