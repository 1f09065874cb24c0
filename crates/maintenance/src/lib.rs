//! Protocol 18, maintenance: what its evidence means, and how its gates judge it.
//!
//! The protocol exists in two editions, and both are in use: [`planning`], whose three gates judge a
//! maintenance plan, and the older [`sustainment`], whose four gates judge an operation that is
//! already running. They share a number, a runner, the rule for a [`backlog`], the form of an
//! [`approval_log`] and the way a [`day`] is read, and no file of evidence. This crate knows no flag,
//! no output format, no clock and no other protocol, and touches no file.

pub mod approval_log;
pub mod backlog;
pub mod day;
pub mod planning;
pub mod sustainment;

use ray_core::protocol::ProtocolSource;

/// The editions of protocol 18; the first is judged unless another is asked for.
pub static EDITIONS: &[&ProtocolSource] = &[&planning::PLANNING, &sustainment::SUSTAINMENT];
