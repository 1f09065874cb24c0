//! A validation of a deployment with very many checks, all passed: a large JSON document.

use std::io::Write;

use crate::bench::Done;
use crate::bench::input::{SEED, one_of, write};
use crate::bench::places::Places;

/// So many checks.
pub(crate) fn checks(places: &Places, checks: u64) -> Done<u64> {
    let folder = places.copy_example("11-deployment", "deployment")?;
    let mut random = fastrand::Rng::with_seed(SEED);
    write(&folder.join("post-deployment-validation.json"), |out| {
        writeln!(out, "{{\n  \"release\": \"2.4.0\",\n  \"environment\": \"production\",")?;
        writeln!(out, "  \"started_at\": \"2026-11-19T21:51:10Z\",")?;
        writeln!(out, "  \"completed_at\": \"2026-11-19T22:03:40Z\",")?;
        writeln!(out, "  \"success_rate\": 1.0,\n  \"checks\": [")?;
        for number in 1..=checks {
            let kind = one_of(&mut random, &["smoke", "health", "integration"]);
            writeln!(out, "    {{\n      \"name\": \"Order {number} is shown to its customer\",")?;
            writeln!(out, "      \"kind\": \"{kind}\",\n      \"critical\": {},", random.bool())?;
            let comma = if number == checks { "" } else { "," };
            writeln!(out, "      \"status\": \"pass\"\n    }}{comma}")?;
        }
        writeln!(out, "  ]\n}}")
    })
}
