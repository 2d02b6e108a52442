import json

import pytest
from botocore.exceptions import ClientError

EVENT = {
    "level": "error",
    "code": 500,
    "text": "500",
    "nested": {"a.b": "x", "list": [{"id": 1}, {"id": 2}]},
    "yes": True,
    "nothing": None,
}


@pytest.fixture
def matches(account):
    logs = account.client("logs")

    def matches(pattern, message=None):
        text = message if message is not None else json.dumps(EVENT)
        found = logs.test_metric_filter(filterPattern=pattern, logEventMessages=["-", text])["matches"]
        return [each["eventNumber"] for each in found] == [2]

    return matches


@pytest.mark.parametrize(
    "pattern",
    [
        '{ $.level = "error" }',
        "{ $.level = error }",
        '{ $.level = "err*" }',
        "{ $.level = %^err% }",
        '{ $.level != "info" }',
        "{ $.code = 500 }",
        "{ $.code >= 500 && $.code < 501 }",
        "{ $.code = 5e2 }",
        "{ $.code = * }",
        '{ $.text = "500" }',
        '{ $.nested["a.b"] = "x" }',
        "{ $.nested['a.b'] = \"x\" }",
        "{ $.nested.list[1].id = 2 }",
        "{ $.nested.list[*].id = 2 }",
        "{ $.yes IS TRUE }",
        "{ $.nothing IS NULL }",
        "{ $.gone NOT EXISTS }",
        "{ $.nested.gone.deeper NOT EXISTS }",
        '{ $.level = "info" && $.code = 1 || $.level = "error" }',
        '{ ($.level = "error") && ($.code = 1 || $.code = 500) }',
    ],
)
def test_matches_the_event(matches, pattern):
    assert matches(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        # Letters count in their case, a text is no number, and what is missing is not compared.
        '{ $.level = "ERROR" }',
        "{ $.text >= 500 }",
        "{ $.level >= 50 }",
        '{ $.code = "500" }',
        '{ $.gone = "x" }',
        '{ $.gone != "x" }',
        '{ $.nested = "*" }',
        "{ $.code > 500 }",
        "{ $.nothing NOT EXISTS }",
        "{ $.yes IS FALSE }",
        "{ $.gone IS NULL }",
        '{ $.level = "error" && ($.code = 1 || $.code = 2) }',
        "{ $.nested.list[2].id = 3 }",
    ],
)
def test_does_not_match_the_event(matches, pattern):
    assert not matches(pattern)


@pytest.mark.parametrize("message", ["plain text", '"a text"', "{", "3"])
def test_json_patterns_match_no_other_text(matches, message):
    assert not matches("{ $.level NOT EXISTS }", message)


@pytest.mark.parametrize(
    "pattern, message, expected",
    [
        ("ERROR", "an ERRORCODE", True),
        ("ERROR", "an error", False),
        ("ERROR -Exiting", "ERROR Exiting", False),
        ('"Failed to"', "He Failed to see", True),
        ("?ERROR ?WARN", "WARN", True),
        ("?ERROR ?WARN", "INFO", False),
        ("%ERR(OR)?%", "ERR", True),
        ("[ip, user, status = 5*]", "127.0.0.1 ada 503", True),
        ("[ip, user, status = 5*]", "127.0.0.1 ada 403", False),
        ("[ip, user, status = 5*]", "127.0.0.1 ada 503 more", False),
        ("[ip, ..., bytes > 1000]", '127.0.0.1 "GET / HTTP" [10/Oct] 1534', True),
        ("[ip, ..., bytes > 1000]", "127.0.0.1 x 999", False),
    ],
)
def test_terms_and_fields(matches, pattern, message, expected):
    assert matches(pattern, message) is expected


@pytest.mark.parametrize("pattern", ["{ $.level = }", '{ level = "x" }', "{ $.a > b }", "[a, = 1]", "{ ($.a = 1 }"])
def test_a_pattern_that_is_none_is_refused(matches, pattern):
    with pytest.raises(ClientError, match="Invalid filter pattern"):
        matches(pattern)
