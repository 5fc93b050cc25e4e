"""Runs the tests of the package, or the files tests/test_NAME.py named, and prints what came of them in a line that `npm test` reads."""

import json
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> int:
    """Exit status 1 when a test fails."""
    sys.path.insert(0, str(HERE))
    suite = unittest.TestSuite()
    for name in sys.argv[1:] or ["*"]:
        suite.addTests(unittest.defaultTestLoader.discover(str(HERE / "tests"), f"test_{name}.py"))
    result = unittest.TextTestRunner(stream=sys.stdout, verbosity=2).run(suite)
    from figures import lines  # discovery has put the tests' folder on the path

    print("\n".join(lines()))
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    skipped = len(result.skipped)
    counts = {"passed": result.testsRun - failed - skipped, "failed": failed, "skipped": skipped}
    print("CALLSMITH-RESULTS " + json.dumps(counts))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
