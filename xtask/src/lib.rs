//! Every protocol there is, and the command that looks at all of them. It knows no rule, no message
//! of a gate and no evidence field.

pub mod book;
pub mod catalogue;
pub mod command;
pub mod page;
pub mod topics;

use ray_core::protocol::ProtocolSource;

/// Every protocol, by number.
pub static PROTOCOLS: &[&ProtocolSource] = &[
    &pre_deployment::PROTOCOL,
    &deployment::PROTOCOL,
    &monitoring::PROTOCOL,
    &maintenance::planning::PLANNING,
    &maintenance::sustainment::SUSTAINMENT,
];
