"""Runs a script of the host's jobs for previews as its container does: with the AWS CLI, as the role of the job."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .kubernetes_cluster import REGION

SCRIPTS = Path(__file__).parents[3] / "constructs" / "services" / "bindings" / "setup"


@pytest.fixture
def run_script(emulator, account, tmp_path):
    keys = account.assume("setup")

    def run(files, args, **variables):
        environment = {
            # The AWS CLI stands beside the Python that runs the emulator.
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{emulator.port}",
            "AWS_REGION": REGION,
            # What version 1 of the AWS CLI reads.
            "AWS_DEFAULT_REGION": REGION,
            **{name.upper(): value for name, value in keys.items()},
            "HOME": str(tmp_path),
            "TMPDIR": str(tmp_path),
            "SECRETS_OF_PREVIEWS": "/acme/preview-",
            **variables,
        }
        script = "".join((SCRIPTS / file).read_text() for file in files)
        command = ["/bin/sh", "-euc", script, "guest", *args]
        return subprocess.run(command, env=environment, capture_output=True, text=True)

    return run
