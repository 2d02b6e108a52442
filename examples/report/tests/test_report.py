import json
from datetime import date
from decimal import Decimal

import pytest

from report import bucket, configuration, log, period, sales

RIGHT = {"DATABASE_URL": "postgresql://report_a:s3cret@db.internal:5432/orders", "ASSETS_BUCKET": "assets"}


def test_all_faults_are_named_at_once():
    with pytest.raises(configuration.WrongConfiguration) as wrong:
        configuration.read({"DATABASE_URL": "mysql://a:s3cret@db", "CA_FILE": "/not/there", "LOG_LEVEL": "loud"})
    assert wrong.value.faults == [
        'DATABASE_URL: got "mysql://a:***@db"; allowed: postgresql://<user>:<password>@<host>:<port>/<name>',
        "ASSETS_BUCKET: is missing; allowed: the name of a bucket",
        'CA_FILE: got "/not/there"; allowed: a file that can be read',
        'LOG_LEVEL: got "loud"; allowed: debug, info, warning, error',
    ]


def test_no_password_is_shown():
    shown = json.dumps(configuration.read(RIGHT).shown)
    assert "report_a:***@db.internal:5432/orders" in shown
    assert "s3cret" not in shown


@pytest.mark.parametrize(
    ("today", "day", "week"),
    [
        (date(2026, 11, 30), "2026-11-29", "2026-11-23-to-2026-11-29"),
        (date(2026, 12, 6), "2026-12-05", "2026-11-23-to-2026-11-29"),
        (date(2027, 1, 1), "2026-12-31", "2026-12-21-to-2026-12-27"),
    ],
)
def test_a_report_is_about_whole_days(today, day, week):
    assert (period.yesterday(today).name, period.last_week(today).name) == (day, week)


def test_what_a_customer_could_have_written_runs_in_no_spreadsheet():
    text = sales.as_csv([(date(2026, 11, 29), "=1+1", 'Mug, "big"', Decimal(2), "EUR", Decimal(2900))])
    assert text.splitlines()[1] == "2026-11-29,'=1+1,\"Mug, \"\"big\"\"\",2,EUR,2900"


def test_a_report_that_is_made_again_is_the_same_object():
    written = []

    class Client:
        def put_object(self, **request):
            written.append((request["Bucket"], request["Key"], request["Body"]))

    for _ in range(2):
        bucket.put("assets", period.yesterday(date(2026, 11, 30)), "day\n", Client())
    assert written == [("assets", "reports/sales-2026-11-29.csv", b"day\n")] * 2


def test_a_line_is_what_the_alarms_look_for(capsys):
    log.start("error").error("it broke", why="rain")
    log.start("error").info("not this")
    line = json.loads(capsys.readouterr().out)
    assert (line["level"], line["msg"], line["why"]) == ("error", "it broke", "rain")


def test_what_fails_says_where_and_shows_no_value(capsys):
    password = "hunter" + "2"
    try:
        raise ValueError("the bucket refuses it")
    except ValueError:
        log.start("info").exception("the report failed")
    line = capsys.readouterr().out
    assert json.loads(line)["exception"][0]["exc_value"] == "the bucket refuses it"
    assert password not in line
