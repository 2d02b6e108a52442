"""Policies that hang on resources: of buckets, keys, topics, queues, secrets, repositories and functions."""

import json

from moto.awslambda.models import lambda_backends
from moto.ecr.models import ecr_backends
from moto.kms.models import kms_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends


def policy_of(arn):
    """-> (account that the resource is in, its policy or None). None for a resource that has no policy of its own."""
    if arn.count(":") < 5:
        return None
    _, _, service, region, account, name = arn.split(":", 5)
    find = OF_SERVICE.get(service)
    return find(region, account, name, arn) if find else None


def of_bucket(_region, _account, name, _arn):
    bucket_name = name.partition("/")[0]
    account = s3_backends.bucket_accounts.get(bucket_name, (None, None))[1]
    bucket = s3_backends[account]["aws"].buckets.get(bucket_name) if account else None
    return (account, as_text(bucket.policy)) if bucket else None


def of_key(region, account, name, _arn):
    key = kms_backends[account][region].keys.get(name.removeprefix("key/"))
    return (account, key.policy) if key else None


def of_topic(region, account, _name, arn):
    topic = sns_backends[account][region].topics.get(arn)
    return (account, topic.policy) if topic else None


def of_queue(region, account, name, _arn):
    queue = sqs_backends[account][region].queues.get(name)
    return (account, queue.policy) if queue else None


def of_secret(region, account, _name, arn):
    secret = secretsmanager_backends[account][region].secrets.get(arn)
    return (account, secret.policy) if secret else None


def of_repository(region, account, name, _arn):
    repository = ecr_backends[account][region].repositories.get(name.removeprefix("repository/"))
    return (account, repository.policy) if repository else None


def of_function(region, account, name, _arn):
    functions = lambda_backends[account][region]._lambdas
    function_name = name.removeprefix("function:").partition(":")[0]
    if function_name not in functions._functions:
        return None
    statements = functions.get_function_by_name_with_qualifier(function_name).policy.statements
    return account, json.dumps({"Statement": [with_principal(statement) for statement in statements]})


def with_principal(statement):
    """moto keeps an account or a role as a mere text."""
    principal = statement.get("Principal")
    is_named = isinstance(principal, str) and principal != "*"
    return {**statement, "Principal": {"AWS": principal}} if is_named else statement


def as_text(policy):
    return policy.decode() if isinstance(policy, bytes) else policy


OF_SERVICE = {
    "ecr": of_repository,
    "kms": of_key,
    "lambda": of_function,
    "s3": of_bucket,
    "secretsmanager": of_secret,
    "sns": of_topic,
    "sqs": of_queue,
}
