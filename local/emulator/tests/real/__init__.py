"""Real servers behind the emulator. Run by test/e2e/servers.test.ts, which fetches their programs first: these tests
leave none out. By hand, in `local/`: python -m pytest -o python_files='*.py' emulator/tests/real
"""
