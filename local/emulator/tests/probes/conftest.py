"""Says after a run how many probes were answered as AWS answers them."""


def pytest_terminal_summary(terminalreporter):
    counts = {
        outcome: sum("/probes/" in report.nodeid for report in terminalreporter.stats.get(outcome, []))
        for outcome in ("passed", "xfailed", "failed")
    }
    if total := sum(counts.values()):
        terminalreporter.write_line(f"{counts['passed']} of {total} probes answered as AWS does")
