"""The services that test/stacks/missing-rights.test.ts asks rights of are ones that AWS has."""

import json
from pathlib import Path

import botocore.session

TABLE = Path(__file__).parents[3] / "test" / "stacks" / "iam-services.json"


def known_services():
    """IAM calls most services as their requests are signed, and the others as the SDK calls them."""
    session = botocore.session.get_session()
    names = session.get_available_services()
    return set(names) | {session.get_service_model(name).signing_name for name in names}


def test_each_row_names_a_service_of_aws():
    services = set(json.loads(TABLE.read_text()).values())
    unknown = sorted(services - known_services())
    assert not unknown, f"{TABLE.name}: AWS has no service {', '.join(unknown)}: correct these rows"
