"""Plans of AWS Backup: when the time of a rule comes, each resource that is selected is backed up.

Source: AWS Backup Developer Guide, "Assigning resources to a backup plan"; API Reference, BackupRule and BackupSelection.
"""

import uuid
from datetime import datetime, timedelta, timezone
from fnmatch import fnmatchcase

from ...pace import PACE
from .content import resources
from .jobs import begin_backup
from .vault import invalid

CRON = "cron("
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
LONGEST_DAYS_AHEAD = 366
# "at least 90 days after the transition to cold storage"
LEAST_DAYS_COLD = 90


class Plan:
    def __init__(self, arn, document):
        self.arn, self.created, self.deleted = arn, PACE.now(), None
        self.selections = {}
        self.change(document)

    @property
    def id(self):
        return self.arn.rpartition(":")[2]

    def change(self, document):
        for rule in document["Rules"]:
            check_lifecycle(rule.get("Lifecycle"))
            for copy in rule.get("CopyActions") or []:
                check_lifecycle(copy.get("Lifecycle"))
        defaults = {
            "ScheduleExpression": "cron(0 5 ? * * *)",
            "ScheduleExpressionTimezone": "Etc/UTC",
            "StartWindowMinutes": 480,
            "CompletionWindowMinutes": 10_080,
            "EnableContinuousBackup": False,
        }
        rules = [{**defaults, "RuleId": str(uuid.uuid4()), **rule} for rule in document["Rules"]]
        self.document = {**document, "Rules": rules}
        self.version = uuid.uuid4().hex

    def describe(self):
        known = {
            "BackupPlanId": self.id,
            "BackupPlanArn": self.arn,
            "CreationDate": self.created,
            "VersionId": self.version,
            "DeletionDate": self.deleted,
        }
        return {name: value for name, value in known.items() if value is not None}


def check_lifecycle(lifecycle):
    cold, days = (lifecycle or {}).get("MoveToColdStorageAfterDays"), (lifecycle or {}).get("DeleteAfterDays")
    if cold is not None and days is not None and days < cold + LEAST_DAYS_COLD:
        raise invalid(f"DeleteAfterDays cannot be less than {LEAST_DAYS_COLD} days apart from MoveToColdStorageAfterDays")


def schedule(backend, plan):
    """Each rule of the plan as it is now. A later version has a schedule of its own."""
    for rule in plan.document["Rules"]:
        wait(backend, plan, rule)


def wait(backend, plan, rule):
    PACE.at(next_time(rule["ScheduleExpression"], PACE.now()), run, backend, plan, plan.version, rule)


def run(backend, plan, version, rule):
    if plan.deleted or plan.version != version:
        return
    vault = backend.vaults.get(rule["TargetBackupVaultName"])
    plan_facts = {
        "BackupPlanId": plan.id,
        "BackupPlanArn": plan.arn,
        "BackupPlanVersion": plan.version,
        "BackupRuleId": rule["RuleId"],
    }
    for selection in plan.selections.values():
        for arn in selected(backend, selection):
            if vault:
                copies = rule.get("CopyActions") or []
                begin_backup(backend, vault, arn, selection["IamRoleArn"], rule.get("Lifecycle"), plan_facts, copies)
    wait(backend, plan, rule)


def selected(backend, selection):
    for arn, tags in list(resources(backend.account_id, backend.region_name)):
        if is_selected(arn, tags, selection):
            yield arn


def is_selected(arn, tags, selection):
    named, listed = selection.get("Resources") or [], selection.get("ListOfTags") or []
    if any(fnmatchcase(arn, pattern) for pattern in selection.get("NotResources") or []):
        return False
    by_name = any(fnmatchcase(arn, pattern) for pattern in named)
    by_tag = any(tags.get(each["ConditionKey"].removeprefix("aws:ResourceTag/")) == each["ConditionValue"] for each in listed)
    return (by_name or by_tag or not (named or listed)) and meets(tags, selection.get("Conditions") or {})


def meets(tags, conditions):
    for operator, wanted in conditions.items():
        for each in wanted or []:
            value = tags.get(each["ConditionKey"].removeprefix("aws:ResourceTag/"), "")
            is_met = fnmatchcase(value, each["ConditionValue"])
            if is_met == ("Not" in operator):
                return False
    return True


def next_time(expression, after):
    """Seconds since 1970 of the first time after `after` that the expression names, in UTC."""
    if not expression.startswith(CRON):
        raise invalid(f"Invalid schedule expression {expression}: only cron is simulated.")
    fields = expression.removeprefix(CRON).rstrip(")").split()
    if len(fields) != 6:
        raise invalid(f"Invalid schedule expression {expression}.")
    minutes, hours, days, months, weekdays, _ = fields
    start = datetime.fromtimestamp(after, timezone.utc).replace(second=0, microsecond=0)
    for ahead in range(LONGEST_DAYS_AHEAD):
        day = start.replace(hour=0, minute=0) + timedelta(days=ahead)
        weekday = (day.weekday() + 1) % 7 + 1
        if not (names(days, day.day) and names(months, day.month, MONTHS) and names(weekdays, weekday, DAYS)):
            continue
        for hour in (hour for hour in range(24) if names(hours, hour)):
            for minute in (minute for minute in range(60) if names(minutes, minute)):
                at = day.replace(hour=hour, minute=minute).timestamp()
                if at > after:
                    return at
    raise invalid(f"Invalid schedule expression {expression}: it names no time.")


def names(field, value, words=()):
    """Whether a field of a cron expression names the value. The first of `words` stands for 1."""
    if field in ("*", "?"):
        return True
    for part in field.split(","):
        first, _, last = part.partition("-")
        low, high = (words.index(each) + 1 if each in words else int(each) for each in (first, last or first))
        if low <= value <= high:
            return True
    return False
