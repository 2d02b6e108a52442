"""Keys that a service uses in the name of whoever calls it, who has to be allowed to.

Source: AWS KMS Developer Guide, "How AWS services use AWS KMS" and "kms:ViaService"; AWS Secrets Manager User Guide,
"Secret encryption and decryption"; Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys"; Amazon RDS
User Guide, "AWS KMS key management"; Amazon EKS User Guide, "Encrypt Kubernetes secrets with KMS"; Amazon SQS
Developer Guide, "Configure KMS permissions".
"""

from moto.rds.models import rds_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

from ..usable_key import find_key
from .need import Need

# For as long as the thing exists, the service uses the key by a grant.
GRANT = ("kms:CreateGrant", "kms:DescribeKey")
# {(service, operation): parameters that name a key}
GRANTS = {
    ("eks", "CreateCluster"): lambda given: [
        each["provider"]["keyArn"] for each in given.get("encryptionConfig") or [] if each.get("provider")
    ],
    ("ecr", "CreateRepository"): lambda given: [(given.get("encryptionConfiguration") or {}).get("kmsKey")],
    ("elasticache", "CreateReplicationGroup"): lambda given: [given.get("KmsKeyId")],
    ("firehose", "CreateDeliveryStream"): lambda given: [
        (given.get("DeliveryStreamEncryptionConfigurationInput") or {}).get("KeyARN")
    ],
    ("rds", "CopyDBSnapshot"): lambda given: [given.get("KmsKeyId")],
    ("rds", "CreateDBInstance"): lambda given: [given.get("KmsKeyId"), given.get("PerformanceInsightsKMSKeyId")],
}
READS = ("GetObject", "HeadObject")
WRITES = ("PutObject", "CopyObject", "CreateMultipartUpload")


def key_needs(call, parameters):
    if (call.service, call.action) in GRANTS:
        for name in GRANTS[(call.service, call.action)](parameters):
            keys = {"kms:GrantIsForAWSResource": True}
            yield from uses(call, call.service, name, GRANT, keys)
    finders = {
        "rds": of_restores,
        "s3": of_objects,
        "secretsmanager": of_secrets,
        "sqs": of_messages,
        "ssm": of_parameters,
    }
    finder = finders.get(call.service)
    if finder:
        yield from finder(call, parameters)


def uses(call, service, name, actions, keys):
    """Nothing for a key of AWS's own, which lets in whoever may use the service."""
    key = find_key(name, call.account, call.region) if name else None
    if key is None or getattr(key, "key_manager", None) == "AWS":
        return
    via = {"kms:ViaService": f"{service}.{call.region}.amazonaws.com", "kms:CallerAccount": call.account}
    for action in actions:
        yield Need(action, key.arn, {**via, **keys})


def of_restores(call, parameters):
    """A restored server, or a copy of a snapshot, has the key of its source unless the call names another."""
    backend = rds_backends[call.account][call.region]
    if call.action in ("RestoreDBInstanceFromDBSnapshot", "CopyDBSnapshot") and not parameters.get("KmsKeyId"):
        name = parameters.get("DBSnapshotIdentifier") or parameters.get("SourceDBSnapshotIdentifier") or ""
        source = backend.database_snapshots.get(name.lower())
    elif call.action == "RestoreDBInstanceToPointInTime":
        source = backend.databases.get((parameters.get("SourceDBInstanceIdentifier") or "").lower())
    else:
        return
    key = getattr(source, "kms_key_id", None)
    yield from uses(call, "rds", key, GRANT, {"kms:GrantIsForAWSResource": True})


def of_secrets(call, parameters):
    name = parameters.get("SecretId") or parameters.get("Name")
    secret = secretsmanager_backends[call.account][call.region].secrets.get(name) if name else None
    arn = secret.arn if secret else f"arn:aws:secretsmanager:{call.region}:{call.account}:secret:{name}-??????"
    key = parameters.get("KmsKeyId") or (secret.kms_key_id if secret else None)
    actions = {
        "CreateSecret": ("kms:GenerateDataKey", "kms:Decrypt"),
        "GetSecretValue": ("kms:Decrypt",),
        "PutSecretValue": ("kms:GenerateDataKey", "kms:Decrypt"),
    }.get(call.action, ())
    return uses(call, "secretsmanager", key, actions, {"kms:EncryptionContext:SecretARN": arn})


def of_objects(call, parameters):
    bucket = bucket_of(parameters.get("Bucket"))
    if bucket is None or call.action not in (*READS, *WRITES):
        return
    name = parameters.get("Key")
    # With a key for the whole bucket, the context is the bucket's.
    arn = bucket.arn if has_own_key(bucket) else f"{bucket.arn}/{name}"
    context = {"kms:EncryptionContext:aws:s3:arn": arn}
    if call.action in READS:
        stored = bucket.keys.get(name)
        yield from uses(call, "s3", getattr(stored, "kms_key_id", None), ("kms:Decrypt",), context)
    else:
        key = parameters.get("SSEKMSKeyId") or default_key(bucket)
        yield from uses(call, "s3", key, ("kms:GenerateDataKey",), context)


def bucket_of(name):
    account = s3_backends.bucket_accounts.get(name, (None, None))[1]
    return s3_backends[account]["aws"].buckets.get(name) if account else None


def has_own_key(bucket):
    """Source: Amazon S3 User Guide, "Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys"."""
    return str(encryption_rule(bucket).get("BucketKeyEnabled")).lower() == "true"


def encryption_rule(bucket):
    rule = (bucket.encryption or {}).get("Rule") or {}
    return rule[0] if isinstance(rule, list) else rule


def default_key(bucket):
    return (encryption_rule(bucket).get("ApplyServerSideEncryptionByDefault") or {}).get("KMSMasterKeyID")


def of_messages(call, parameters):
    """Whoever deletes a message, or looks at a queue, needs no key."""
    name = (parameters.get("QueueUrl") or "").rpartition("/")[2]
    queue = sqs_backends[call.account][call.region].queues.get(name)
    actions = {
        "SendMessage": ("kms:GenerateDataKey", "kms:Decrypt"),
        "SendMessageBatch": ("kms:GenerateDataKey", "kms:Decrypt"),
        "ReceiveMessage": ("kms:Decrypt",),
    }.get(call.action, ())
    if queue is not None:
        context = {"kms:EncryptionContext:aws:sqs:arn": queue.queue_arn}
        yield from uses(call, "sqs", queue.kms_master_key_id, actions, context)


def of_parameters(call, parameters):
    backend = ssm_backends[call.account][call.region]
    if call.action == "PutParameter" and parameters.get("Type") == "SecureString":
        yield from uses(call, "ssm", parameters.get("KeyId"), ("kms:Encrypt",), {})
    elif call.action == "GetParameter" and parameters.get("WithDecryption"):
        found = backend._parameters.get(parameters.get("Name"))
        stored = found[-1] if found else None
        if stored is not None and stored.parameter_type == "SecureString":
            yield from uses(call, "ssm", stored.keyid, ("kms:Decrypt",), {})
