"""Verifies a chain of lines as one would in Python: json and hashlib, line by line.

    history.py FILE     exits with 1 when a line does not follow from the one before
"""

import hashlib
import json
import sys


def main(path):
    previous = "0" * 64
    number = 0
    with open(path, "rb") as file:
        for number, line in enumerate(file, start=1):
            line = line.rstrip(b"\n")
            record = json.loads(line)
            start, _, _ = line.rpartition(b',"check":')
            if record["previous"] != previous or record["check"] != hashlib.sha256(start).hexdigest():
                print(f"line {number} does not follow")
                return 1
            previous = hashlib.sha256(line).hexdigest()
    print(number, previous)
    return 0 if number else 1


sys.exit(main(sys.argv[1]))
