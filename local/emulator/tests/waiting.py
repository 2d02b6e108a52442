"""Waiting for what takes its time."""

import time

SECONDS = 20


def until(condition):
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end, f"not so within {SECONDS} s"
        time.sleep(0.1)
