"""The checks of gate 11.3 as one would write them in Python: json, hashlib, and a loop for each rule.

    launch.py FOLDER NOW     exits with 1 when a check fails
"""

import datetime
import hashlib
import json
import pathlib
import sys

BUSINESS = {"executive sponsor", "product owner"}
OPERATIONS = ("sre", "operations")
SECURITY = ("security",)
NOBODY = {"", "-", "tbd", "tba", "todo", "n/a", "na", "none", "null", "unknown", "pending", "unassigned"}
STATUSES = {"pass", "fail", "warn", "skip"}
THRESHOLD = 0.95


def load(folder, name):
    data = (folder / name).read_bytes()
    print(hashlib.sha256(data).hexdigest(), name)
    return json.loads(data)


def instant(text, now):
    time = datetime.datetime.fromisoformat(text)
    if time.tzinfo is None or time > now:
        raise ValueError(f"{text} has no offset, or lies in the future")
    return time


def approved(approvals, fits, start, now):
    """Whether the last word of somebody who fits is an approval before the start that still holds."""
    last = {}
    for approval in approvals:
        role = approval["role"].strip().lower()
        if fits(role) and approval["approver"].strip().lower() not in NOBODY:
            decided = instant(approval["decided_at"], now)
            if role not in last or last[role][0] <= decided:
                last[role] = (decided, approval)
    for decided, approval in last.values():
        expires = approval.get("expires_at")
        holds = expires is None or datetime.datetime.fromisoformat(expires) >= start
        if approval["decision"].lower() == "approved" and decided <= start and holds:
            return True
    return False


def judge_approvals(record, start, now):
    approvals = record["approvals"]
    yield approved(approvals, lambda role: role in BUSINESS, start, now), "business approval"
    yield approved(approvals, lambda role: role.startswith(OPERATIONS), start, now), "operations approval"
    if record["security_impact"]:
        yield approved(approvals, lambda role: role.startswith(SECURITY), start, now), "security approval"


def judge_deployment(report, start, end, now):
    yield report["status"].lower() == "success", "the deployment succeeded"
    yield start <= end, "the deployment ends after its start"
    yield bool(report["actions"]), "there are actions"
    for action in report["actions"]:
        yield action["exit_code"] == 0, f"{action['name']}: exit code"
        begun = instant(action["started_at"], now)
        ended = begun + datetime.timedelta(seconds=action["duration_seconds"])
        yield start <= begun and ended <= end, f"{action['name']}: within the deployment"
    for incident in report["incidents"]:
        yield not incident["blocking"], f"{incident['id']}: not blocking"


def judge_validation(validation, end, now):
    passed = total = 0
    for total, check in enumerate(validation["checks"], start=1):
        status = check["status"].strip().lower()
        yield status in STATUSES, f"{check['name']}: status"
        yield check["name"].strip().lower() not in NOBODY, f"check {total}: name"
        passed += status == "pass"
        if check["critical"]:
            yield status == "pass", f"{check['name']}: critical"
    yield total and passed / total >= THRESHOLD, "enough checks passed"
    declared = validation.get("success_rate")
    if declared is not None:
        yield total and abs(declared - passed / total) < 0.005, "the declared rate is the counted one"
    begun = instant(validation["started_at"], now)
    yield end <= begun <= instant(validation["completed_at"], now), "the checks came after the deployment"


def main(folder, now):
    folder = pathlib.Path(folder)
    now = datetime.datetime.fromisoformat(now)
    approval = load(folder, "production-approval.json")
    report = load(folder, "production-deployment-report.json")
    validation = load(folder, "post-deployment-validation.json")
    start, end = instant(report["started_at"], now), instant(report["completed_at"], now)
    problems = []
    if len({file["release"].strip() for file in (approval, report, validation)}) != 1:
        problems.append("one release")
    for judged in (
        judge_approvals(approval, start, now),
        judge_deployment(report, start, end, now),
        judge_validation(validation, end, now),
    ):
        problems.extend(name for holds, name in judged if not holds)
    for name in problems:
        print("failed:", name)
    return 1 if problems else 0


sys.exit(main(sys.argv[1], sys.argv[2]))
