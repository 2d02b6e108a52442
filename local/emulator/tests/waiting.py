"""Waiting for what takes its time. The clocks of the emulators go forward meanwhile, a second with each look."""

import time

SECONDS = 30
# Every emulator that a test has started.
RUNNING = []


def until(condition, what="so", seconds=SECONDS, found=lambda: ""):
    """-> the first value of `condition` that is true; `found` tells what there is instead"""
    end = time.monotonic() + seconds
    while not (value := condition()):
        assert time.monotonic() < end, f"not {what} within {seconds} s {found()}"
        go_forward(1)
        time.sleep(0.05)
    return value


def go_forward(seconds):
    """What takes so long is done: as if the time had passed."""
    RUNNING[:] = [emulator for emulator in RUNNING if emulator.process.poll() is None]
    for emulator in RUNNING:
        emulator.control("POST", "clock", {"seconds": seconds})
