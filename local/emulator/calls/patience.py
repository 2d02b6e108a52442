"""Calls that AWS answers only after a while, such as one that waits for a message."""

import time


class NotYet(Exception):
    """There is no answer yet: ask again, for so many seconds since the call came; then it is asked for the last time."""

    def __init__(self, seconds, every):
        super().__init__()
        self.seconds, self.every = seconds, every


def patiently(environ, answer):
    """What `answer()` gives, as soon as it gives something. Nothing is held while this waits."""
    started = time.monotonic()
    while True:
        try:
            return answer()
        except NotYet as wait:
            left = started + wait.seconds - time.monotonic()
            if left <= 0:
                environ[LAST] = True
            time.sleep(max(0, min(left, wait.every)))
            environ["wsgi.input"].seek(0)


# In the environ of a call that is asked for the last time.
LAST = "emulator.last"
