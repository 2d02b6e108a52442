"""moto's data are not made for threads: whoever reads or changes them holds this, and for as short as possible.

Never wait for anything while holding it, least of all for Kubernetes, which asks the emulator back.
"""

import threading

MOTO = threading.Lock()
