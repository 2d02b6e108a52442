"""What AWS tries at once when one service is told to deliver to another: policies of functions, rights of roles."""

from . import made
from .probe import probe


def group(account):
    account.client("logs").create_log_group(logGroupName="g")
    return f"arn:aws:logs:eu-central-1:{account.id}:log-group:g:*"


def function(account, **settings):
    role = made.role(account, "lambda.amazonaws.com", "function")
    settings = {"Runtime": "nodejs22.x", "Handler": "h", "Code": {"ZipFile": b"PK"}, "Role": role, **settings}
    return account.client("lambda").create_function(FunctionName="f", **settings)["FunctionArn"]


def let_logs_in(account, source):
    """Lets this log group alone call the function."""
    account.client("lambda").add_permission(
        FunctionName="f",
        StatementId="logs",
        Action="lambda:InvokeFunction",
        Principal="logs.amazonaws.com",
        SourceArn=source,
    )


def subscribe(account, **destination):
    settings = {"logGroupName": "g", "filterName": "f", "filterPattern": "", **destination}
    return lambda: account.client("logs").put_subscription_filter(**settings)


def role_with(account, service, *statements, name="narrow"):
    """One that this service may assume, with these rights alone."""
    iam = account.client("iam")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=made.trust(service))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=made.policy(*statements))
    return arn


@probe("log subscription to a function that does not let Logs in", "InvalidParameterException")
def test_closed_function(account):
    group(account)
    return subscribe(account, destinationArn=function(account))


@probe("log subscription to a function that lets another log group in", "InvalidParameterException")
def test_function_for_another_group(account):
    source, arn = group(account), function(account)
    let_logs_in(account, source.replace(":g:", ":other:"))
    return subscribe(account, destinationArn=arn)


@probe("log subscription to a function that lets its log group in", None)
def test_open_function(account):
    source, arn = group(account), function(account)
    let_logs_in(account, source)
    return subscribe(account, destinationArn=arn)


@probe("log subscription with a role that may not write to the stream", "InvalidParameterException")
def test_subscription_without_right(account):
    group(account)
    role = role_with(account, "logs.amazonaws.com", {"Action": "kinesis:DescribeStream", "Resource": "*"})
    return subscribe(account, destinationArn=made.stream(account), roleArn=role)


@probe("log subscription with a role that may write to the stream", None)
def test_subscription_with_right(account):
    group(account)
    role = role_with(account, "logs.amazonaws.com", {"Action": "kinesis:PutRecord", "Resource": "*"})
    return subscribe(account, destinationArn=made.stream(account), roleArn=role)


@probe("delivery stream with a role that may not read its source", "InvalidArgumentException")
def test_delivery_without_right(account):
    role = role_with(account, "firehose.amazonaws.com", {"Action": "s3:*", "Resource": "*"})
    settings = made.delivery(account, made.bucket(account), role)
    source = {"KinesisStreamARN": made.stream(account), "RoleARN": role}
    settings.update(DeliveryStreamType="KinesisStreamAsSource", KinesisStreamSourceConfiguration=source)
    return lambda: account.client("firehose").create_delivery_stream(**settings)


@probe("function with a role that may not publish to its dead letter topic", "InvalidParameterValueException")
def test_dead_letters(account):
    topic = account.client("sns").create_topic(Name="lost")["TopicArn"]
    role = role_with(account, "lambda.amazonaws.com", {"Action": "logs:PutLogEvents", "Resource": "*"})
    return lambda: function(account, Role=role, DeadLetterConfig={"TargetArn": topic})


@probe("invoke a function of another account whose policy does not allow it", "AccessDeniedException")
def test_invoke_elsewhere(account, emulator, account_numbers):
    other = type(account)(emulator, str(next(account_numbers)))
    arn = function(other)
    return lambda: account.client("lambda").invoke(FunctionName=arn)
