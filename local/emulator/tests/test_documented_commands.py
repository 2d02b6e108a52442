"""Each command that the documents give a person on call: its program knows it, with its options and their values."""

import functools
import json
import re
import subprocess
import tempfile
from pathlib import Path
from unittest.mock import patch

import awscli.clidriver
import pytest
from awscli.customizations import waiters
from botocore.validate import ParamValidator

from .documented import PAGES, blocks, commands

PROJECT = Path(__file__).parents[3]

# Of version 2 of the AWS CLI alone, which the venv does not have: the options of its commands.
# Source: aws-cli, branch v2, awscli/customizations/logs/tail.py and awscli/customizations/sso/login.py.
ONLY_IN_VERSION_2 = {
    ("logs", "tail"): {"--since", "--follow", "--format", "--filter-pattern", "--log-stream-names"},
    ("sso", "login"): {"--profile", "--sso-session", "--no-browser"},
}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_every_command_of_the_page_can_be_typed(page):
    faults = []
    for command in commands_of(page):
        fault = CHECKS.get(command[0], lambda _: None)(command[1:])
        if fault:
            faults.append(f"{' '.join(command)}: {fault}")
    assert faults == []


def test_there_are_commands_to_check():
    found = [command for page in PAGES for command in commands_of(page)]
    for program in ("aws", "kubectl", "npm", "npx"):
        assert len([one for one in found if one[0] == program]) > 4, program


@pytest.mark.parametrize(
    "command",
    [
        "aws rds describe-databases",
        "aws rds describe-db-instances --instance prod",
        "aws rds describe-events --source-type db",
        "aws rds modify-db-instance --allocated-storage many --db-instance-identifier prod",
        "aws logs tail prod --colour",
        "kubectl get pods --al",
        "kubectl gett pods",
        "npm run recovery -- prod",
        "npx cdktf deploi prod",
    ],
)
def test_a_command_that_cannot_be_typed_is_found(command, tmp_path):
    (found,) = commands(command, tmp_path)
    assert CHECKS[found[0]](found[1:])


@functools.cache
def commands_of(page):
    with tempfile.TemporaryDirectory() as folder:
        return [command for block in blocks(page) for command in commands(block, folder)]


# A value that only one of several is allowed for: botocore knows the list, and does not check it before the call.
def wrong_values(shape, value):
    if shape.type_name == "structure":
        return [fault for key, inner in value.items() for fault in wrong_values(shape.members[key], inner)]
    if shape.type_name == "list":
        return [fault for inner in value for fault in wrong_values(shape.member, inner)]
    if getattr(shape, "enum", None) and value not in shape.enum:
        return [f"got {value}; allowed: {', '.join(shape.enum)}"]
    return []


def check_aws(args):
    if (options := ONLY_IN_VERSION_2.get(tuple(args[:2]))) is not None:
        unknown = {arg for arg in args if arg.startswith("--")} - options
        return f"no option {unknown}" if unknown else None
    seen = []

    class Caller:
        """In place of the one that sends the request."""

        def __init__(self, session, waiter=None):
            self.session = session

        def invoke(self, service, operation, parameters, options):
            shape = self.session.get_service_model(service).operation_model(operation).input_shape
            # --max-items is the CLI's own, and no parameter of the call.
            parameters.pop("PaginationConfig", None)
            report = ParamValidator().validate(parameters, shape)
            seen.append([report.generate_report()] if report.has_errors() else wrong_values(shape, parameters))
            return 0

    try:
        with patch.object(awscli.clidriver, "CLIOperationCaller", Caller), patch.object(waiters, "WaiterCaller", Caller):
            code = awscli.clidriver.create_clidriver().main(args)
    except SystemExit as ended:
        code = ended.code
    if not seen:
        # A command that the CLI itself carries out, such as `eks update-kubeconfig`, fails only for lack of AWS.
        return None if args[:2] in CARRIED_OUT_BY_THE_CLI else f"the AWS CLI ended with {code} before it sent anything"
    return "; ".join(seen[0]) or None


CARRIED_OUT_BY_THE_CLI = [["eks", "update-kubeconfig"], ["s3", "cp"], ["s3", "ls"], ["ssm", "start-session"]]


@functools.cache
def kubectl_help(*verbs):
    ended = subprocess.run(["kubectl", *verbs, "--help"], capture_output=True, text=True)
    own = ended.stdout
    return ended.returncode, own + subprocess.run(["kubectl", "options"], capture_output=True, text=True).stdout


def check_kubectl(args):
    words = [arg for arg, before in zip(args, ["", *args]) if not arg.startswith("-") and not takes_value(before)]
    verbs = words[:2] if words[0] in ("rollout", "config", "create", "top") else words[:1]
    code, text = kubectl_help(*verbs)
    if code != 0 or f"kubectl {' '.join(verbs)}" not in text:
        return f"kubectl knows no {' '.join(verbs)}"
    given = {arg.split("=")[0] for arg in args if arg.startswith("-")}
    unknown = {arg for arg in given if not re.search(rf"(^|\s){re.escape(arg)}[ =,]", text, re.MULTILINE)}
    return f"no option {unknown}" if unknown else None


def takes_value(option):
    return option in ("--context", "-n", "-l", "-L", "-o", "--tail", "--since", "--field-selector", "--sort-by", "--raw")


def check_npm(args):
    scripts = json.loads((PROJECT / "package.json").read_text())["scripts"]
    known = args[0] == "ci" or (args[0] == "run" and args[1] in scripts)
    return None if known else "package.json has no such script"


def check_npx(args):
    known = ("deploy", "destroy", "diff", "synth", "list")
    return None if args[0] == "cdktf" and args[1] in known else f"allowed: cdktf {', '.join(known)}"


CHECKS = {"aws": check_aws, "kubectl": check_kubectl, "npm": check_npm, "npx": check_npx}
