use super::*;

const TYPICAL: &str = r#"#!/usr/bin/env python3
"""Validate gate 11.1."""
import argparse
import json
import sys
from datetime import datetime
from pathlib import Path


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--threshold", type=float, default=0.95)
    args = parser.parse_args()
    # exit(1) when it fails
    out = Path(".artifacts/deployment/production-approval.json")
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps({"status": "PASS", "at": "don't exit(1)"}))
    with open("log.txt", "w") as log:
        print(f"✅ gate passed at {args.threshold:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
"#;

fn said(script: &str) -> Option<String> {
    recognize(script, &["production-approval.json"]).map(|stub| stub.to_string())
}

#[test]
fn says_of_a_typical_stub_that_it_always_passes_and_writes_evidence() {
    insta::assert_snapshot!(said(TYPICAL).unwrap(), @"looks like a stub that always passes: no path exits with another code than 0 but that of a wrong flag; it writes production-approval.json, which it should check");
    for plain in ["print('ok')", "import sys\nprint(\"✓\")\nsys.exit(0)\n", "raise SystemExit(0)"]
    {
        let said = said(plain).unwrap();
        assert!(said.ends_with("another code than 0"), "{said}");
    }
}

/// Each of them makes the typical stub one that may fail after all.
#[test]
fn says_nothing_of_a_script_that_may_fail() {
    for (find, with) in [
        ("return 0", "return 1"),
        ("return 0", "return 0 if args else 1"),
        ("return 0", "return len(problems)"),
        ("return 0", "raise ValueError"),
        ("return 0", "assert args"),
        ("return 0", "sys.exit(1)"),
        ("return 0", "sys.exit(code)"),
        ("return 0", "os._exit(3)"),
        ("return 0", "stop = sys.exit"),
        ("return 0", "return check(out)"),
        ("return 0", "float(text)"),
        ("return 0", "data = json.loads(text)"),
        ("return 0", "data = out.read_text()"),
        ("return 0", "parser.error('no')"),
        ("return 0", "table['key']"),
        ("sys.exit(main())", "sys.exit(other.main())"),
        ("sys.exit(main())", "sys.exit(not main())"),
        ("sys.exit(main())", "sys.exit(main() or 1)"),
        ("open(\"log.txt\", \"w\")", "open(\"log.txt\")"),
        ("open(\"log.txt\", \"w\")", "open(\"w\")"),
        ("import json", "import gates"),
        ("import json", "import json, gates"),
        ("from pathlib import Path", "from .gates import Path"),
        ("{args.threshold:.2f}", "{sys.exit(1)}"),
        ("\"PASS\"", "\"PASS"),
    ] {
        assert_eq!(TYPICAL.matches(find).count(), 1, "{find}");
        let script = TYPICAL.replace(find, with);
        assert_eq!(said(&script), None, "{with}");
    }
}

#[test]
fn says_nothing_of_an_empty_file() {
    assert_eq!(said(""), None);
    assert_eq!(said("# nothing\n\n"), None);
}
