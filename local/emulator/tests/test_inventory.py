from .conftest import Account


def test_a_new_account_has_nothing(account):
    account.client("ec2").describe_vpcs()
    account.client("iam").list_roles()
    account.client("events").list_rules()
    assert account.inventory() == []


def test_a_resource_is_listed_until_it_is_deleted(account):
    sns = account.client("sns")
    arn = sns.create_topic(Name="t")["TopicArn"]
    assert account.inventory() == [{"service": "sns", "region": "eu-central-1", "kind": "topics", "name": arn}]
    sns.delete_topic(TopicArn=arn)
    assert account.inventory() == []


def test_what_stands_inside_a_default_is_listed(account):
    events = account.client("events")
    events.put_rule(Name="r", EventPattern='{"source": ["a"]}')
    assert account.kinds() == {("events", "rules")}
    events.delete_rule(Name="r")
    assert account.inventory() == []


def test_what_is_kept_in_a_helper_object_is_listed(account):
    logs = account.client("logs")
    logs.create_log_group(logGroupName="/g")
    logs.put_metric_filter(
        logGroupName="/g",
        filterName="f",
        filterPattern="x",
        metricTransformations=[{"metricName": "m", "metricNamespace": "n", "metricValue": "1"}],
    )
    assert account.kinds() == {("logs", "groups"), ("logs", "metric_filters")}
    assert "/g" in [resource["name"] for resource in account.inventory()]


def test_a_services_own_kinds_are_listed(account):
    elasticache = account.client("elasticache")
    elasticache.create_cache_parameter_group(
        CacheParameterGroupName="p", CacheParameterGroupFamily="redis7", Description="d"
    )
    assert account.kinds() == {("elasticache", "cache_parameter_groups")}


def test_what_waits_for_its_deletion_is_listed_on_request_only(account):
    kms, secrets = account.client("kms"), account.client("secretsmanager")
    kms.schedule_key_deletion(KeyId=kms.create_key()["KeyMetadata"]["KeyId"], PendingWindowInDays=7)
    secrets.create_secret(Name="s", SecretString="x")
    assert account.kinds() == {("secretsmanager", "secrets")}
    secrets.delete_secret(SecretId="s", RecoveryWindowInDays=7)
    assert account.inventory() == []
    assert account.kinds(pending=True) == {
        ("kms", "keys (pending deletion)"),
        ("secretsmanager", "secrets (pending deletion)"),
    }


def test_one_account_is_told_from_the_others(account, account_numbers, emulator):
    account.client("sns").create_topic(Name="t")
    other = Account(emulator, str(next(account_numbers)))
    other.client("sns").create_topic(Name="t")
    status, found = emulator.control("GET", f"inventory?account={other.id}")
    assert (status, list(found)) == (200, [other.id])
    assert {account.id, other.id} <= set(emulator.control("GET", "inventory")[1])
