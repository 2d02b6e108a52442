"""Beginning a service: what it writes runs at once. And README names each service that the emulator completes."""

import re
import shutil
import subprocess
import sys

import pytest

from ..new_service import HERE, Problem, begin_service
from ..rules.rule import RULES


@pytest.fixture
def copy(tmp_path):
    """The emulator in a folder of its own."""
    ignored = shutil.ignore_patterns("__pycache__", "probes")
    return shutil.copytree(HERE, tmp_path / "emulator", ignore=ignored)


def test_a_new_service_comes_with_a_test_that_passes(copy):
    files = begin_service("athena", copy)
    assert [file.relative_to(copy).as_posix() for file in files] == [
        "services/athena.py",
        "rules/athena.py",
        "tests/test_athena.py",
        "README.md",
    ]
    (copy / "tests" / "probes").mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "emulator/tests/test_athena.py"],
        cwd=copy.parent,
        capture_output=True,
        text=True,
    )
    assert "1 passed" in run.stdout, run.stdout


def test_its_line_of_readme_stands_in_its_place(copy):
    begin_service("athena", copy)
    names = described((copy / "README.md").read_text())
    assert "athena" in names
    assert names == sorted(names)


@pytest.mark.parametrize(
    ("name", "problem"),
    [("nothing", "is no service of boto3"), ("kms", "is there already"), ("outposts", "moto has no outposts")],
)
def test_fails_on_a_service_that_cannot_be_begun(copy, name, problem):
    with pytest.raises(Problem, match=problem):
        begin_service(name, copy)


def test_readme_says_of_each_service_what_is_checked():
    modules = {file.stem.partition("_")[0] for file in (HERE / "services").glob("[a-z]*.py")}
    ruled = {service for service, _ in RULES if service != "*"}
    assert (modules | ruled) - set(described((HERE / "README.md").read_text())) == set()


def described(text):
    return re.findall(r"^\| `([\w-]+)` \|", text.partition("| service | checked")[2].partition("\n\n")[0], re.MULTILINE)
