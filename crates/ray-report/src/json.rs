//! Results as JSON: a document of its own with a version, complete however many findings there are.
//!
//! A share has its counts; its `value` is only for reading, cut to six digits and never rounded up.

use std::io::{self, Write};

use ray_core::gate::result::{
    Bound, CriterionResult, EvidenceFile, GateResult, Measured, Reported, Status,
};
use ray_core::gate::settings::Setting;
use ray_core::gate::waiver::Waiver;
use rust_decimal::prelude::ToPrimitive;
use rust_decimal::{Decimal, RoundingStrategy};
use serde::{Serialize, Serializer};

use crate::escape::JsonWriter;
use crate::finding_document::FindingDocument;
use crate::{Kind, Report, Tool};

/// Version of the form. It rises when a key is removed or changes its meaning.
const SCHEMA_VERSION: u32 = 1;

/// Writes `report`: one result for one gate, else all of them below the protocol.
pub(crate) fn write(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut results = report.results.iter().map(|result| Gate::of(result, report));
    let mut safe = JsonWriter::new(out);
    match (report.kind, results.next()) {
        (Kind::Gate, Some(gate)) => serde_json::to_writer_pretty(&mut safe, &gate)?,
        (_, first) => {
            let gates = first.into_iter().chain(results).collect();
            serde_json::to_writer_pretty(&mut safe, &Run::of(report, gates))?;
        }
    }
    writeln!(safe)?;
    safe.flush()
}

#[derive(Serialize)]
struct Run<'a> {
    schema_version: u32,
    protocol: Option<ProtocolName<'a>>,
    status: &'static str,
    gates: Vec<Gate<'a>>,
    verified_by: Option<&'a str>,
    tool: ToolName<'a>,
}

impl<'a> Run<'a> {
    fn of(report: &Report<'a>, gates: Vec<Gate<'a>>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            protocol: report.results.first().map(ProtocolName::of),
            status: Status::of_all(report.results).word(),
            gates,
            verified_by: report.verified_by,
            tool: ToolName::of(report.tool),
        }
    }
}

#[derive(Serialize)]
struct Gate<'a> {
    schema_version: u32,
    protocol: ProtocolName<'a>,
    gate: GateName<'a>,
    status: &'static str,
    notes: String,
    release: Option<&'a str>,
    criteria: Vec<Criterion<'a>>,
    findings: Findings<'a>,
    evidence: Vec<Evidence<'a>>,
    settings: Vec<SettingInForce<'a>>,
    waiver: Option<Waived<'a>>,
    evaluated_at: String,
    clock_set_by: Option<&'static str>,
    verified_by: Option<&'a str>,
    tool: ToolName<'a>,
}

impl<'a> Gate<'a> {
    fn of(result: &'a GateResult, report: &Report<'a>) -> Self {
        Self {
            schema_version: SCHEMA_VERSION,
            protocol: ProtocolName::of(result),
            gate: GateName {
                id: &result.gate.id,
                name: &result.gate.name,
                title: &result.gate.title,
                script: &result.gate.script,
            },
            status: result.status.word(),
            notes: result.notes(),
            release: result.release.as_deref(),
            criteria: result.criteria.iter().map(Criterion::of).collect(),
            findings: Findings(&result.findings),
            evidence: result.evidence.iter().map(Evidence::of).collect(),
            settings: result.settings.iter().map(SettingInForce::of).collect(),
            waiver: Waived::of(result),
            evaluated_at: result.evaluated_at.to_string(),
            clock_set_by: result.clock_set_by,
            verified_by: report.verified_by,
            tool: ToolName::of(report.tool),
        }
    }
}

#[derive(Serialize)]
struct ProtocolName<'a> {
    id: &'a str,
    name: &'a str,
}

impl<'a> ProtocolName<'a> {
    fn of(result: &'a GateResult) -> Self {
        Self { id: &result.gate.protocol_id, name: &result.gate.protocol_name }
    }
}

#[derive(Serialize)]
struct GateName<'a> {
    id: &'a str,
    name: &'a str,
    title: &'a str,
    script: &'a str,
}

#[derive(Serialize)]
struct ToolName<'a> {
    name: &'a str,
    version: &'a str,
}

impl<'a> ToolName<'a> {
    fn of(tool: Tool<'a>) -> Self {
        Self { name: tool.name, version: tool.version }
    }
}

#[derive(Serialize)]
struct Criterion<'a> {
    id: &'a str,
    text: &'a str,
    verdict: &'static str,
    measured: Option<Measure>,
    operator: &'static str,
    threshold: Option<f64>,
    threshold_source: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    setting: Option<&'a str>,
    looser: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

impl<'a> Criterion<'a> {
    fn of(criterion: &'a CriterionResult) -> Self {
        let threshold = &criterion.threshold;
        Self {
            id: &criterion.id,
            text: &criterion.text,
            verdict: criterion.verdict.word(),
            measured: criterion.measured.as_ref().map(Measure::of),
            operator: match threshold.bound {
                Bound::AtLeast => ">=",
                Bound::AtMost => "<=",
            },
            threshold: threshold.value.to_f64(),
            threshold_source: &threshold.source,
            setting: threshold.setting.as_deref(),
            looser: threshold.looser,
            reason: criterion.reason.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct Measure {
    #[serde(skip_serializing_if = "Option::is_none")]
    numerator: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    denominator: Option<u64>,
    value: Option<f64>,
    unit: &'static str,
}

impl Measure {
    fn of(measured: &Measured) -> Self {
        let shown =
            |value: Decimal| value.round_dp_with_strategy(6, RoundingStrategy::ToZero).to_f64();
        match *measured {
            Measured::Count { held, total } => Self {
                numerator: Some(held),
                denominator: Some(total),
                value: Decimal::from(held).checked_div(Decimal::from(total)).and_then(shown),
                unit: "ratio",
            },
            Measured::Quantity { value, unit } => {
                Self { numerator: None, denominator: None, value: shown(value), unit }
            }
        }
    }
}

/// Made one at a time while they are written: there may be very many.
struct Findings<'a>(&'a [Reported]);

impl Serialize for Findings<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(
            self.0.iter().map(|reported| {
                FindingDocument::of(&reported.finding).found_by(&reported.criterion)
            }),
        )
    }
}

#[derive(Serialize)]
struct Evidence<'a> {
    path: &'a str,
    sha256: Option<String>,
    size_bytes: Option<u64>,
}

impl<'a> Evidence<'a> {
    fn of(file: &'a EvidenceFile) -> Self {
        Self {
            path: file.path.as_str(),
            sha256: file.fingerprint.as_ref().map(|fingerprint| fingerprint.digest.to_string()),
            size_bytes: file.fingerprint.as_ref().map(|fingerprint| fingerprint.size),
        }
    }
}

#[derive(Serialize)]
struct SettingInForce<'a> {
    id: &'a str,
    value: Option<String>,
    default: Option<String>,
    source: String,
    looser: bool,
}

impl<'a> SettingInForce<'a> {
    fn of(setting: &'a Setting) -> Self {
        Self {
            id: &setting.id,
            value: setting.value.as_ref().map(ToString::to_string),
            default: setting.default.as_ref().map(ToString::to_string),
            source: setting.source.to_string(),
            looser: setting.looser,
        }
    }
}

#[derive(Serialize)]
struct Waived<'a> {
    expires_at: String,
    findings_covered: usize,
    granted: Vec<Granted<'a>>,
}

impl<'a> Waived<'a> {
    fn of(result: &'a GateResult) -> Option<Self> {
        let expires_at = result.waivers.iter().map(|waiver| waiver.expires_at).min()?;
        Some(Self {
            expires_at: expires_at.to_string(),
            findings_covered: result.errors(),
            granted: result.waivers.iter().map(Granted::of).collect(),
        })
    }
}

#[derive(Serialize)]
struct Granted<'a> {
    path: &'a str,
    line: Option<usize>,
    pointer: Option<&'a str>,
    justification: &'a str,
    risk: &'a str,
    mitigation: &'a str,
    requested_by: &'a str,
    approved_by: &'a str,
    role: &'a str,
    approved_at: String,
    expires_at: String,
    codes: &'a [String],
}

impl<'a> Granted<'a> {
    fn of(waiver: &'a Waiver) -> Self {
        Self {
            path: waiver.place.path.as_str(),
            line: waiver.place.position.map(|position| position.line()),
            pointer: waiver.place.pointer.as_deref(),
            justification: &waiver.justification,
            risk: &waiver.risk,
            mitigation: &waiver.mitigation,
            requested_by: &waiver.requested_by,
            approved_by: &waiver.approved_by,
            role: &waiver.role,
            approved_at: waiver.approved_at.to_string(),
            expires_at: waiver.expires_at.to_string(),
            codes: &waiver.codes,
        }
    }
}
