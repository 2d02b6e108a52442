"""A test that begins from a snapshot must find what was deployed, and nothing of what another test does to its own."""

import pytest
from cryptography import x509

from .conftest import Account, free_port, start, start_and_wait
from .kubernetes_cluster import PROGRAM, REGION, Cluster, needs_kubernetes
from .waiting import until


@pytest.fixture
def run(tmp_path):
    """Starts emulators that end with the test."""
    running = []

    def start_one(*options):
        running.append(start_and_wait(tmp_path / f"emulator-{len(running)}", *options))
        return running[-1]

    yield start_one
    for emulator in running:
        emulator.process.terminate()
    for emulator in running:
        emulator.process.wait()


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """One that is saved again and again, each time to another folder."""
    running = start_and_wait(tmp_path_factory.mktemp("original"))
    yield running
    running.process.terminate()
    running.process.wait()


@pytest.fixture
def new_account(account_numbers):
    return lambda emulator: Account(emulator, str(next(account_numbers)))


def save(emulator, directory):
    status, answer = emulator.control("POST", "snapshot", {"directory": str(directory)})
    assert status == 200, answer


def states(account):
    return f"states-{account.id}"


def put_object(account, text):
    location = {"LocationConstraint": REGION}
    account.client("s3").create_bucket(Bucket=states(account), CreateBucketConfiguration=location)
    account.client("s3").put_object(Bucket=states(account), Key="a.tfstate", Body=text.encode())


def read_object(account):
    return account.client("s3").get_object(Bucket=states(account), Key="a.tfstate")["Body"].read().decode()


def test_another_emulator_holds_what_was_saved_and_goes_its_own_way(original, run, new_account, tmp_path):
    account = new_account(original)
    subnets = account.subnets()
    put_object(account, "state")
    certificate = account.client("acm").request_certificate(DomainName="acme.example")["CertificateArn"]
    account.client("secretsmanager").create_secret(Name="password", SecretString="hush")
    key = account.client("kms").create_key()["KeyMetadata"]["KeyId"]
    encrypted = account.client("kms").encrypt(KeyId=key, Plaintext=b"text")["CiphertextBlob"]
    save(original, tmp_path / "snapshot")
    held = original.control("GET", "inventory")[1]

    copy = account.on(run("--restore", str(tmp_path / "snapshot")))
    assert copy.inventory() == held[account.id]
    assert read_object(copy) == "state"
    assert len(copy.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]) == len(subnets)
    assert copy.client("secretsmanager").get_secret_value(SecretId="password")["SecretString"] == "hush"
    assert copy.client("kms").decrypt(CiphertextBlob=encrypted)["Plaintext"] == b"text"
    pem = copy.client("acm").get_certificate(CertificateArn=certificate)["Certificate"]
    assert x509.load_pem_x509_certificate(pem.encode())

    copy.client("sqs").create_queue(QueueName="of-the-copy")
    assert copy.inventory() != held[account.id]
    assert original.control("GET", "inventory")[1] == held


def test_states_of_terraform_name_the_new_emulator(original, run, new_account, tmp_path):
    account = new_account(original)
    put_object(account, f"http://127.0.0.1:{original.port}/queue")
    s3 = account.client("s3")
    bucket = states(account)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="a.tfstate.tflock", Body=b"lock")
    s3.delete_object(Bucket=bucket, Key="a.tfstate.tflock")
    save(original, tmp_path / "snapshot")

    copy = run("--restore", str(tmp_path / "snapshot"))
    assert read_object(account.on(copy)) == f"http://127.0.0.1:{copy.port}/queue"


@needs_kubernetes
def test_a_cluster_goes_on_with_what_it_held_at_an_endpoint_of_its_own(run, new_account, tmp_path):
    original = run("--kubernetes", str(PROGRAM))
    account = new_account(original)
    cluster = Cluster(original, account).create().wait_until_active()
    cluster.admin.make_namespace("before")
    put_object(account, cluster.describe()["endpoint"])
    save(original, tmp_path / "snapshot")

    options = ("--kubernetes", str(PROGRAM), "--restore", str(tmp_path / "snapshot"))
    copies = [Cluster(copy, account.on(copy)) for copy in (run(*options), run(*options))]
    for copy in copies:
        # At once: a test does not wait for it.
        assert copy.describe()["status"] == "ACTIVE"
        copy.wait_until_active()
        assert copy.describe()["certificateAuthority"] == cluster.describe()["certificateAuthority"]
        assert read_object(copy.account) == copy.describe()["endpoint"]
        assert copy.admin.get("Namespace", "before")
    everybody = [cluster, *copies]
    assert len({each.describe()["endpoint"] for each in everybody}) == 3

    # Its controllers and its webhooks are those of its own emulator.
    role = copies[0].let_in("viewer", "AmazonEKSViewPolicy")
    viewer = copies[0].as_role(role.rpartition("/")[2])
    until(lambda: viewer.status("GET", "Pod", namespace="before") == 200, "the viewer reads")
    for each in everybody:
        each.admin.make_namespace(f"of-{each.emulator.port}")
    for each in everybody:
        others = {f"of-{other.emulator.port}" for other in everybody if other is not each}
        assert not others & {found["metadata"]["name"] for found in each.admin.get("Namespace")}


def test_a_snapshot_is_not_written_over_another(original, tmp_path):
    save(original, tmp_path / "snapshot")
    status, answer = original.control("POST", "snapshot", {"directory": str(tmp_path / "snapshot")})
    assert status == 500
    assert "FileExistsError" in answer["error"]


def test_what_is_no_snapshot_ends_the_emulator_with_a_sentence(tmp_path):
    process = start(free_port(), tmp_path / "emulator", "--restore", str(tmp_path / "none"))
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"emulator: {tmp_path / 'none'} is no snapshot to go on from" in output
    assert "Traceback" not in output
