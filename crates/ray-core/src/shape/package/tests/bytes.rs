//! No byte of a package or its manifest can change unseen.

use std::ops::Range;

use super::*;

/// What each byte becomes: with each of its bits turned, and with all of them.
const TURNED: [u8; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 255];

fn changed(bytes: &[u8], at: usize, turned: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at] ^= turned;
    bytes
}

#[test]
fn fails_when_any_byte_of_the_package_changes() {
    let case = Handover::new();
    let package = archive(&packed());
    for at in 0..package.len() {
        for turned in TURNED {
            case.write(PACKAGE, &changed(&package, at, turned));
            assert_eq!(case.judge().status, Status::Fail, "byte {at} ^ {turned}");
        }
    }
}

/// The version and system that packed, flags about how, and the attributes of a file do not change
/// what is unpacked, so a package that differs in them alone is as good once the manifest describes
/// it.
#[test]
fn fails_when_any_byte_that_matters_changes_and_the_manifest_describes_the_change() {
    let package = archive(&packed());
    let exempt = bytes_without_meaning(&package);
    let mut case = Handover::new();
    for at in (0..package.len()).filter(|at| !exempt.contains(at)) {
        for turned in TURNED {
            case.pack(&changed(&package, at, turned));
            assert_eq!(case.judge().status, Status::Fail, "byte {at} ^ {turned}");
        }
    }
}

fn bytes_without_meaning(package: &[u8]) -> Vec<usize> {
    let starts = |signature: &[u8]| {
        let windows = package.windows(4).enumerate().filter(|(_, window)| *window == signature);
        windows.map(|(at, _)| at).collect::<Vec<usize>>()
    };
    let in_entries = starts(b"PK\x03\x04").into_iter().flat_map(|at| at + 4..at + 8);
    let directory = starts(b"PK\x01\x02").into_iter();
    let in_directory = directory.flat_map(|at| (at + 4..at + 10).chain(at + 34..at + 42));
    in_entries.chain(in_directory).collect()
}

/// Exempt are bytes that may change without changing what the manifest says: white space that stays
/// white space, the case of hexadecimal digits, and the names and times of people's work, which may
/// be others and still be right. The stamp of the artifact that is not required only warns.
#[test]
fn fails_when_any_byte_of_the_manifest_changes() {
    let case = Handover::new();
    let text = case.text();
    let exempt = names_and_times(&text);
    for at in 0..text.len() {
        if exempt.iter().any(|range| range.contains(&at)) {
            continue;
        }
        let before = text.as_bytes()[at];
        for turned in TURNED {
            let after = before ^ turned;
            let same_digit = before.is_ascii_hexdigit() && before.eq_ignore_ascii_case(&after);
            if same_digit || (before.is_ascii_whitespace() && after.is_ascii_whitespace()) {
                continue;
            }
            let result = case.judge_with(&changed(text.as_bytes(), at, turned));
            let noticed = result.status == Status::Fail || warns_of_stamp(&result);
            assert!(noticed, "byte {at} ^ {turned}");
        }
    }
}

fn warns_of_stamp(result: &GateResult) -> bool {
    found(result) == ["manifest-complete verification-missing /artifacts/2"]
}

fn names_and_times(text: &str) -> Vec<Range<usize>> {
    ["M. Osei", "2026-11-19T20:00:00Z", "2026-11-19T21:00:00Z"]
        .iter()
        .flat_map(|value| text.match_indices(value).map(|(at, _)| at..at + value.len()))
        .collect()
}
