"""python -m emulator.new_service NAME: begins a service that has no module yet: module, rules, test, a line of README.

NAME is as in boto3, such as `sns`. Run it in local/.
"""

import argparse
import sys
from pathlib import Path

import moto
from botocore import xform_name

from .calls.call import SERVICE_NAMES, service_model
from .service_file import service_file

HERE = Path(__file__).parent
TABLE = "| service | checked | simulated | left out |"

MODULE = '''"""{title}: what moto lacks, or does otherwise than AWS. Each function says which resource of Terraform needs it."""
'''
RULES = '''"""{title}: what AWS refuses.

Source: {title} API Reference.
"""

from .rule import Refused, rule  # noqa: F401
'''
TEST = '''"""{title}"""


def test_it_is_there(account):
    client = account.client("{name}")
    assert client.{method}()["ResponseMetadata"]["HTTPStatusCode"] == 200
    assert [entry["status"] for entry in account.requests() if entry["service"] == "{name}"] == [200]
'''
LINE = "| `{name}` | AWS's API model | as moto does it | what moto leaves out |"


class Problem(Exception):
    pass


def begin_service(name, root=HERE):
    """The files that it made. @raises Problem"""
    model = service_model(name)
    if model is None:
        raise Problem(f"{name} is no service of boto3: names are as in `aws {{service}}`, such as sns or athena")
    module = name.replace("-", "_")
    files = {
        root / "services" / service_file(root / "services", module): MODULE,
        root / "rules" / f"{module}.py": RULES,
        root / "tests" / f"test_{module}.py": TEST,
    }
    for file in files:
        if file.exists():
            raise Problem(f"{file.relative_to(root)} is there already: add to it")
    values = {"name": name, "title": model.metadata["serviceFullName"], "method": first_list(name, model)}
    for file, template in files.items():
        file.write_text(template.format(**values))
    readme = root / "README.md"
    readme.write_text(with_line(readme.read_text(), LINE.format(**values)))
    return [*files, readme]


def first_list(name, model):
    """The method of a call that lists something, needs no parameter, and that moto answers."""
    folder = {known: of_moto for of_moto, known in SERVICE_NAMES.items()}.get(name, name.replace("-", ""))
    responses = Path(moto.__file__).parent / folder / "responses.py"
    if not responses.exists():
        raise Problem(f"moto has no {folder}: the emulator answers only services that moto begins")
    source = responses.read_text()
    for action in sorted(model.operation_names):
        shape = model.operation_model(action).input_shape
        if action.startswith(("List", "Describe")) and not (shape and shape.required_members):
            method = xform_name(action)
            if f"def {method}(" in source:
                return method
    raise Problem(f"moto lists nothing of {name} without parameters: begin its files by hand, like those of another")


def with_line(text, line):
    """The table is sorted by name."""
    lines = text.split("\n")
    start = lines.index(TABLE) + 2
    end = next(index for index in range(start, len(lines)) if not lines[index].startswith("|"))
    return "\n".join([*lines[:start], *sorted([*lines[start:end], line]), *lines[end:]])


def main():
    parser = argparse.ArgumentParser(prog="python -m emulator.new_service", description=__doc__.split("\n")[0])
    parser.add_argument("name")
    try:
        files = begin_service(parser.parse_args().name)
    except Problem as problem:
        sys.exit(f"emulator: {problem}")
    print("Made, or changed:", *(str(file.relative_to(HERE.parent)) for file in files), sep="\n  ")
    print("Next: a probe in tests/probes/ of what AWS refuses, and a rule that makes it pass.")


if __name__ == "__main__":
    main()
