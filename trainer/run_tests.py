"""Runs the tests of the package and prints what came of them in a line that `npm test` reads."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Runs tests/test_*.py; exit status 1 when one fails."""
    sys.path.insert(0, str(HERE))
    suite = unittest.defaultTestLoader.discover(str(HERE / "tests"))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    counts = {"passed": result.testsRun - failed - skipped, "failed": failed, "skipped": skipped}
    print("CALLSMITH-RESULTS " + json.dumps(counts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
