"""Writes a maintenance backlog of so many items that passes gate 18.1, the same every time.

    generate.py ROWS > maintenance-backlog.csv
"""

import random
import sys

SEVERITIES = ["Low"] * 45 + ["Medium"] * 35 + ["High"] * 17 + ["Critical"] * 3
OWNERS = ["Ana Ruiz", "Tomás Rivera", "Mei-Lin Zhao", "Henrik Solberg", "Yusuf Demir", "Platform team"]
SOURCES = ["incident", "technical debt", "security risk log", "performance", "knowledge transfer"]
STATUSES = ["Open", "In Progress", "To Do", "In Review", "Done", "Closed"]
TITLES = [
    "Rotate the signing keys of the partner interface",
    "Order search times out on long histories",
    '"Refunds wait, and nobody is told"',
    "Metrics collectors restart together",
    '"Shorten the page ""Where is my parcel?"""',
]


def main(rows):
    pick = random.Random(18).choice
    write = sys.stdout.write
    write("id,title,source,severity,priority,owner,due_date,status\n")
    for number in range(1, rows + 1):
        severity = pick(SEVERITIES)
        day = pick(range(1, 29))
        month = pick(range(1, 13))
        write(
            f"MB-{number},{pick(TITLES)},{pick(SOURCES)},{severity},P{pick('1234')},"
            f"{pick(OWNERS)},2027-{month:02}-{day:02},{pick(STATUSES)}\n"
        )


main(int(sys.argv[1]))
