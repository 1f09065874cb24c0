//! Every protocol there is, for what looks at all of them. It knows no rule, no message and no
//! evidence field.

use ray_core::protocol::ProtocolSource;

/// Every protocol, by number.
pub static PROTOCOLS: &[&ProtocolSource] = &[
    &pre_deployment::PROTOCOL,
    &deployment::PROTOCOL,
    &monitoring::PROTOCOL,
    &maintenance::planning::PLANNING,
    &maintenance::sustainment::SUSTAINMENT,
];
