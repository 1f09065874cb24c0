use proptest::prelude::*;

use super::*;

const OF_NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const OF_A_MILLION_A: &str = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0";

/// Yields one byte a call, and is interrupted before each.
struct Halting<'a> {
    rest: &'a [u8],
    interrupted: bool,
}

impl Read for Halting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(io::ErrorKind::Interrupted.into());
        }
        let one = buffer.len().min(1);
        self.rest.read(&mut buffer[..one])
    }
}

#[test]
fn digests_are_those_of_the_standard() {
    assert_eq!(Digest::of(b"").to_string(), OF_NOTHING);
    assert_eq!(Digest::of(b"abc").to_string(), OF_ABC);
    let (digest, bytes) = digest(io::repeat(b'a').take(1_000_000)).unwrap();
    assert_eq!((digest.to_string().as_str(), bytes), (OF_A_MILLION_A, 1_000_000));
}

#[test]
fn reads_digits_of_either_case() {
    assert_eq!(OF_ABC.parse(), Ok(Digest::of(b"abc")));
    assert_eq!(OF_ABC.to_uppercase().parse(), Ok(Digest::of(b"abc")));
}

#[test]
fn refuses_what_is_no_digest_and_says_what_to_write() {
    let problem = |text: &str| text.parse::<Digest>().unwrap_err();
    assert_eq!(problem(""), DigestProblem::Length(0));
    assert_eq!(problem(OF_ABC.trim_start_matches("b")), DigestProblem::Length(63));
    assert_eq!(problem(&format!(" {OF_ABC}")), DigestProblem::Length(65));
    let wrong = DigestProblem::Character { character: 'é', place: 64 };
    assert_eq!(problem(&format!("{}é", OF_ABC.trim_start_matches("b"))), wrong);
    assert!(wrong.to_string().contains("64 hexadecimal digits"));
}

#[test]
fn what_is_left_unread_is_hashed_too() {
    let mut hashing = Hashing::new(&b"abc"[..]);
    hashing.read_exact(&mut [0; 2]).unwrap();
    let (digest, bytes) = hashing.finish().unwrap();
    assert_eq!((digest.to_string().as_str(), bytes), (OF_ABC, 3));
}

#[test]
fn an_interrupted_read_is_tried_again() {
    let read = Halting { rest: b"abc", interrupted: false };
    assert_eq!(digest(read).unwrap(), (Digest::of(b"abc"), 3));
}

#[test]
fn fails_when_reading_fails() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::ErrorKind::PermissionDenied.into())
        }
    }
    assert!(digest((&b"abc"[..]).chain(Broken)).is_err());
}

proptest! {
    #[test]
    fn a_digest_reads_as_it_was_written(bytes: [u8; 32]) {
        let digest = Digest(bytes);
        prop_assert_eq!(digest.to_string().parse(), Ok(digest));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        let read = text.parse::<Digest>();
        prop_assert!(read.is_err() || text.to_lowercase() == read.unwrap().to_string());
    }

    #[test]
    fn a_stream_has_the_digest_of_its_bytes(bytes: Vec<u8>, first in 0..64usize) {
        let mut hashing = Hashing::new(&bytes[..]);
        let _ = hashing.read(&mut vec![0; first]).unwrap();
        prop_assert_eq!(hashing.finish().unwrap(), (Digest::of(&bytes), bytes.len() as u64));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn a_large_stream_hashed_aside_has_the_digest_of_its_bytes(
        over in 0..3 * BLOCK,
        step in 1..2 * BLOCK,
        left in 0..2 * BLOCK,
    ) {
        let length = usize::try_from(WORTH_A_THREAD).unwrap() + over;
        let bytes: Vec<u8> = (0..length).map(|at| (at % 251) as u8).collect();
        let mut hashing = HashingAside::new(&bytes[..]);
        let mut buffer = vec![0; step];
        while length - usize::try_from(hashing.bytes).unwrap() > left {
            let _ = hashing.read(&mut buffer).unwrap();
        }
        prop_assert_eq!(hashing.finish().unwrap(), (Digest::of(&bytes), length as u64));
    }
}

#[test]
fn a_small_stream_is_hashed_without_a_thread() {
    let hashing = HashingAside::new(&b"abc"[..]);
    assert!(matches!(hashing.worker, Worker::Here(_)));
    assert_eq!(hashing.finish().unwrap(), (Digest::of(b"abc"), 3));
}
