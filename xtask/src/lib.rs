//! Every protocol there is, and the command that looks at all of them. It knows no rule, no message
//! of a gate and no evidence field.

pub mod command;

use ray_core::protocol::ProtocolSource;

/// Every protocol, by number.
pub static PROTOCOLS: &[&ProtocolSource] = &[
    &pre_deployment::PROTOCOL,
    &deployment::PROTOCOL,
    &monitoring::PROTOCOL,
    &maintenance::planning::PLANNING,
    &maintenance::sustainment::SUSTAINMENT,
];
