import pytest
from botocore.exceptions import ClientError


def test_an_analyzer_is_made_tagged_listed_and_deleted(account):
    analyzers = account.client("accessanalyzer")
    arn = analyzers.create_analyzer(analyzerName="acme", type="ACCOUNT", tags={"a": "1"})["arn"]
    assert arn == f"arn:aws:access-analyzer:eu-central-1:{account.id}:analyzer/acme"
    analyzer = analyzers.get_analyzer(analyzerName="acme")["analyzer"]
    assert (analyzer["type"], analyzer["status"], analyzer["tags"]) == ("ACCOUNT", "ACTIVE", {"a": "1"})
    analyzers.tag_resource(resourceArn=arn, tags={"b": "2"})
    analyzers.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert analyzers.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    assert [one["name"] for one in analyzers.list_analyzers()["analyzers"]] == ["acme"]
    assert account.kinds() == {("accessanalyzer", "analyzers")}
    analyzers.delete_analyzer(analyzerName="acme")
    assert account.inventory() == []
    with pytest.raises(ClientError, match="ResourceNotFoundException"):
        analyzers.get_analyzer(analyzerName="acme")


def test_an_account_has_one_analyzer_of_a_type_in_a_region(account):
    analyzers = account.client("accessanalyzer")
    analyzers.create_analyzer(analyzerName="of-the-security-team", type="ACCOUNT")
    with pytest.raises(ClientError, match="ServiceQuotaExceededException"):
        analyzers.create_analyzer(analyzerName="acme", type="ACCOUNT")
    with pytest.raises(ClientError, match="ConflictException"):
        analyzers.create_analyzer(analyzerName="of-the-security-team", type="ACCOUNT")
