#!/usr/bin/env python3
"""Counts what a ctest run did, test by test, and says so on one line. Usage: count_tests.py BUILD_FOLDER...

GoogleTest programs leave XML in test-results/; tests run by Node.js end with "# pass N" lines in ctest's log. A test
program that ended without either (a crash) counts as one failure.
"""
import pathlib
import re
import sys
import xml.etree.ElementTree as ElementTree


def main() -> int:
    passed = failed = skipped = 0
    for folder in map(pathlib.Path, sys.argv[1:]):
        counted = set()
        for file in sorted((folder / "test-results").glob("*.xml")):
            counted.add(file.stem)
            for case in ElementTree.parse(file).getroot().iter("testcase"):
                if case.get("status") == "notrun":
                    continue
                if case.find("failure") is not None:
                    failed += 1
                elif case.get("result") == "skipped" or case.find("skipped") is not None:
                    skipped += 1
                else:
                    passed += 1
        log = folder / "Testing" / "Temporary" / "LastTest.log"
        text = log.read_text(errors="replace") if log.exists() else ""
        for name, body in re.findall(r"^\d+/\d+ Testing: (\S+)$(.*?)^\"\1\" end time", text, re.M | re.S):
            if name in counted:
                failed += "Test Failed" in body and "FAILED TEST" not in body  # died after its tests, or before
                continue
            passes = re.findall(r"^(?:#|ℹ) pass (\d+)", body, re.M)
            failures = re.findall(r"^(?:#|ℹ) fail (\d+)", body, re.M)
            skips = re.findall(r"^(?:#|ℹ) skipped (\d+)", body, re.M)
            if passes:
                passed += sum(map(int, passes))
                failed += sum(map(int, failures))
                skipped += sum(map(int, skips))
                failed += "Test Failed" in body and not any(map(int, failures))
            else:
                passed += "Test Passed" in body
                failed += "Test Passed" not in body
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed or not passed else 0


sys.exit(main())
