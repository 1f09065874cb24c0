use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::clock::Now;

fn read(bytes: &[u8]) -> (Option<String>, Vec<Finding>) {
    let notes = Notes::new(Now::from_system(Timestamp::UNIX_EPOCH));
    let file = decode(bytes.to_vec(), &EvidencePath::new("a.txt"), &notes);
    (file.map(|file| file.text().to_owned()), notes.into_findings())
}

#[test]
fn reads_text_with_and_without_a_byte_order_mark() {
    assert_eq!(read("é\r\n".as_bytes()).0.unwrap(), "é\r\n");
    assert_eq!(read(b"\xef\xbb\xbf{}").0.unwrap(), "{}");
    assert!(read(b"\xef\xbb\xbf{}").1.is_empty());
}

#[test]
fn a_second_byte_order_mark_is_text() {
    assert_eq!(read(b"\xef\xbb\xbf\xef\xbb\xbfx").0.unwrap(), "\u{feff}x");
}

#[test]
fn fails_when_the_file_is_empty_or_blank() {
    for bytes in [&b""[..], b" \r\n\t\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"] {
        let (file, findings) = read(bytes);
        assert!(file.is_none());
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code.word, "empty-file");
        assert_eq!(findings[0].place.position, None);
    }
}

#[test]
fn fails_at_the_first_byte_that_is_not_utf8() {
    let (file, findings) = read(b"\xef\xbb\xbfone\n\xc3\xa9caf\xe9 x\xff");
    assert!(file.is_none());
    assert_eq!(findings.len(), 1);
    let finding = &findings[0];
    assert_eq!(finding.code.word, "not-utf8");
    assert!(finding.message.contains("offset 12 "), "{}", finding.message);
    let position = finding.place.position.unwrap();
    assert_eq!((position.line(), position.column()), (2, 5));
    let excerpt = finding.place.excerpt.as_ref().unwrap();
    assert_eq!(
        (excerpt.text.as_str(), excerpt.start, excerpt.width),
        ("écaf\u{fffd} x\u{fffd}", 4, 1)
    );
    assert_eq!(finding.actual.as_deref(), Some("the bytes E9"));
}

#[test]
fn utf16_is_called_by_its_name() {
    let (file, findings) = read(b"\xff\xfe{\0}\0");
    assert!(file.is_none());
    assert!(findings[0].help.contains("UTF-16"));
    assert!(!read(b"{\xff}").1[0].help.contains("UTF-16"));
}

proptest! {
    #[test]
    fn any_bytes_are_text_or_one_finding(bytes: Vec<u8>) {
        let (file, findings) = read(&bytes);
        prop_assert_eq!(findings.len(), usize::from(file.is_none()));
        if let Some(text) = file {
            prop_assert_eq!(text.as_bytes(), bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes));
        }
    }

    #[test]
    fn a_broken_byte_is_found_where_it_stands(before in "[a-é\n]{0,40}", after in ".{0,8}") {
        let mut bytes = before.clone().into_bytes();
        bytes.push(0xff);
        bytes.extend(after.bytes());
        let (_, findings) = read(&bytes);
        let offset = format!("offset {} ", before.len());
        prop_assert!(findings[0].message.contains(&offset));
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        prop_assert_eq!(findings[0].place.position.unwrap().column(), column);
    }
}
