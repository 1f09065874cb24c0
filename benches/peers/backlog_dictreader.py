"""The checks of gate 18.1 as one would write them in Python: the csv module, a loop, a set of ids, and
the SHA-256 of the file.

    backlog_dictreader.py FILE TODAY     exits with 1 when a check fails
"""

import csv
import datetime
import hashlib
import sys

SEVERITIES = {"none", "info", "low", "medium", "moderate", "high", "critical", "blocker"}
NOBODY = {"", "-", "tbd", "tba", "todo", "n/a", "na", "none", "null", "unknown", "pending", "unassigned"}
DONE = {"done", "closed", "resolved", "complete", "completed", "fixed", "verified"}


def main(path, today):
    today = datetime.date.fromisoformat(today)
    with open(path, "rb") as file:
        print(hashlib.file_digest(file, "sha256").hexdigest())
    ids = set()
    problems = []
    rows = 0
    with open(path, newline="", encoding="utf-8-sig") as file:
        for rows, row in enumerate(csv.DictReader(file), start=1):
            if None in row or None in row.values():
                problems.append((rows, "ragged"))
                continue
            severity = row["severity"].strip().lower()
            if severity not in SEVERITIES:
                problems.append((rows, "severity"))
            severe = severity in ("high", "critical", "blocker")
            if row["owner"].strip().lower() in NOBODY:
                problems.append((rows, "owner"))
            if severe and row["priority"].strip().lower() in NOBODY:
                problems.append((rows, "priority"))
            due = row["due_date"].strip()
            day = None
            if due:
                try:
                    day = datetime.date.fromisoformat(due)
                except ValueError:
                    problems.append((rows, "due_date"))
            elif severe:
                problems.append((rows, "due_date"))
            if day and day < today and row["status"].strip().lower() not in DONE:
                problems.append((rows, "late"))
            identity = row["id"].strip()
            if identity:
                if identity in ids:
                    problems.append((rows, "id"))
                ids.add(identity)
    return 1 if problems or not rows else 0


sys.exit(main(sys.argv[1], sys.argv[2]))
