"""What the documents for operators tell a person to type, as a shell reads it."""

import json
import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
PAGES = sorted(
    [DOCS / "operating.md", *(DOCS / "operating").rglob("*.md"), *(DOCS / "runbooks").rglob("*.md")],
)
# Each of these is replaced by a program that writes down what it is called with.
RECORDED = ["aws", "kubectl", "npm", "npx", "git", "terraform", "dig", "crane"]
# What the lines around them use.
USED = ["bash", "date", "env", "grep", "sort", "tail", "wc"]


def blocks(page):
    """The shell blocks of a page, and each command that stands in a sentence."""
    text = page.read_text()
    fenced = [textwrap.dedent(each) for each in re.findall(r"^ *```sh\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)]
    rest = re.sub(r"^ *```.*?^ *```", "", text, flags=re.MULTILINE | re.DOTALL)
    spoken = re.findall(rf"`((?:{'|'.join(RECORDED)}) [^`\n]+)`", rest)
    # In a sentence a name in angle brackets stands for another. A block is copied, so there it would be a fault.
    return fenced + [re.sub(r"<([\w-]+)>", r"\1", command) for command in spoken]


def commands(block, folder):
    """The calls of other programs that a block makes. Nothing of it is carried out. Fails where the shell does."""
    programs = Path(folder) / "programs"
    if not programs.exists():
        programs.mkdir()
        for name in USED:
            found = next(path for path in os.get_exec_path() if os.access(f"{path}/{name}", os.X_OK))
            (programs / name).symlink_to(f"{found}/{name}")
        (programs / "python3").symlink_to(sys.executable)
        for name in RECORDED:
            (programs / name).write_text(RECORDER)
            (programs / name).chmod(0o755)
    record = Path(folder) / "record"
    record.write_text("")
    # A new shell, as the lines of a block are typed after each other. What a line before has set may be unset here.
    ended = subprocess.run(
        ["bash", "-c", block],
        env={"PATH": str(programs), "RECORD": str(record), "HOME": str(folder)},
        input="key\n",
        cwd=folder,
        capture_output=True,
        text=True,
    )
    assert not re.search("syntax error|unexpected|not found|No such file", ended.stderr), (block, ended.stderr)
    return [json.loads(line) for line in record.read_text().splitlines()]


RECORDER = """#!/usr/bin/env python3
import json, os, sys
with open(os.environ["RECORD"], "a") as record:
    record.write(json.dumps([os.path.basename(sys.argv[0]), *sys.argv[1:]]) + "\\n")
# As long as an ARN has to be.
print("arn:aws:answer::of:another-command")
"""
