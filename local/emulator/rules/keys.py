"""Keys that a call names for a service to encrypt by: each exists and can be used."""

from ..usable_key import find_key, key_problem
from .access import key_lets
from .rule import Refused, rule

# Service, actions, parameters that name the key, code of the refusal.
KEYS = (
    ("secretsmanager", ("CreateSecret", "UpdateSecret"), ("KmsKeyId",), "EncryptionFailure"),
    ("ssm", ("PutParameter",), ("KeyId",), "InvalidKeyId"),
    ("kinesis", ("StartStreamEncryption",), ("KeyId",), "KMSNotFoundException"),
    ("ecr", ("CreateRepository",), ("encryptionConfiguration", "kmsKey"), "KmsException"),
    (
        "firehose",
        ("CreateDeliveryStream", "StartDeliveryStreamEncryption"),
        ("DeliveryStreamEncryptionConfigurationInput", "KeyARN"),
        "InvalidKMSResourceException",
    ),
    ("cloudtrail", ("CreateTrail", "UpdateTrail"), ("KmsKeyId",), "KmsKeyNotFoundException"),
    ("logs", ("CreateLogGroup", "AssociateKmsKey"), ("kmsKeyId",), "InvalidParameterException"),
    ("lambda", ("CreateFunction", "UpdateFunctionConfiguration"), ("KMSKeyArn",), "InvalidParameterValueException"),
)


def named_key(request, path):
    value = request.parameters
    for name in path:
        value = (value or {}).get(name)
    return value


def check_key(path, code):
    def key_is_there(request):
        name = named_key(request, path)
        problem = name and key_problem(name, request.account, request.region)
        if problem:
            raise Refused(code, f"The KMS key {name} {problem}.")

    return key_is_there


for service, actions, path, code in KEYS:
    rule(service, *actions)(check_key(path, code))


@rule("logs", "CreateLogGroup", "AssociateKmsKey")
def key_lets_logs_in(request):
    """Source: CloudWatch Logs User Guide, "Encrypt log data in CloudWatch Logs using AWS KMS"."""
    name = request.get("kmsKeyId")
    if not name:
        return
    key = find_key(name, request.account, request.region)
    group = request.get("logGroupName")
    arn = f"arn:aws:logs:{request.region}:{request.account}:log-group:{group}"
    context = {"kms:EncryptionContext:aws:logs:arn": arn, "aws:SourceArn": arn, "aws:SourceAccount": request.account}
    if not key_lets(key, f"logs.{request.region}.amazonaws.com", ("Encrypt", "Decrypt", "GenerateDataKey"), context):
        raise Refused(
            "InvalidParameterException",
            f"The specified KMS key {name} does not exist or is not allowed to be used with {arn}",
        )
