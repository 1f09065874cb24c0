//! stub
#![allow(missing_docs)]
use crate::finding::Notes;
use crate::place::EvidencePath;
use std::io::Read;
pub fn sound(_: impl Read, _: &EvidencePath, _: &Notes) -> u64 {
    0
}
