import sys


def answer(ask):
    """Asks the server at once, and again for each line on stdin. `ask` answers with who is signed in."""
    print(ask(), flush=True)
    for _ in sys.stdin:
        print(ask(), flush=True)
