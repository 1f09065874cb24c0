//! `security-compliance-report.json`: scans, findings and the decision of Security.

use jiff::Timestamp;
use ray_core::evidence::view::{Fields, Given, View};
use ray_core::place::{Located, Spot};
use ray_core::shape::approval::Approvals;
use ray_core::shape::severity::Severity;
use ray_core::value::words::Vocabulary;

/// The report.
#[derive(Debug)]
pub struct SecurityReport {
    /// What was scanned.
    pub scans: Vec<Scan>,
    /// The list of scans, for what is missing in it.
    pub scans_place: Spot,
    /// What the scans found; none when the list could not be read.
    pub findings: Option<Vec<ScanFinding>>,
    /// Who decided what.
    pub approvals: Approvals,
}

/// One scan.
#[derive(Debug)]
pub struct Scan {
    /// What made it.
    pub tool: String,
    /// What it looked for.
    pub kind: Option<Located<ScanKind>>,
    /// When it ended.
    pub completed_at: Given<Timestamp>,
    /// How it ended.
    pub status: Option<Located<ScanStatus>>,
    /// The scan itself.
    pub place: Spot,
}

/// What a scan looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanKind {
    /// Weaknesses: in the code, the running service, the libraries, the image, or secrets in them.
    Security,
    /// Licences.
    License,
    /// Rules that apply to the team.
    Compliance,
}

impl Vocabulary for ScanKind {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("security", ScanKind::Security),
        ("sast", ScanKind::Security),
        ("dast", ScanKind::Security),
        ("sca", ScanKind::Security),
        ("container", ScanKind::Security),
        ("secrets", ScanKind::Security),
        ("license", ScanKind::License),
        ("licence", ScanKind::License),
        ("compliance", ScanKind::Compliance),
    ];
}

/// How a scan ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanStatus {
    /// It looked at everything.
    Completed,
    /// It broke off.
    Failed,
    /// It looked at a part.
    Partial,
    /// It was left out.
    Skipped,
    /// It still runs.
    InProgress,
    /// It has not begun.
    Pending,
}

impl Vocabulary for ScanStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("completed", ScanStatus::Completed),
        ("failed", ScanStatus::Failed),
        ("partial", ScanStatus::Partial),
        ("skipped", ScanStatus::Skipped),
        ("in_progress", ScanStatus::InProgress),
        ("pending", ScanStatus::Pending),
    ];
}

/// Something that a scan found.
#[derive(Debug)]
pub struct ScanFinding {
    /// What it is called in messages.
    pub label: String,
    /// How bad it is.
    pub severity: Option<Located<Severity>>,
    /// Whether it blocks whatever its severity.
    pub blocking: Given<bool>,
    /// What became of it.
    pub status: Option<Located<FindingStatus>>,
    /// When it was resolved.
    pub resolved_at: Given<Timestamp>,
    /// Who decided that it may stay.
    pub approved_by: Given<String>,
    /// When that was decided.
    pub approved_at: Given<Timestamp>,
    /// Why it may stay.
    pub reason: Given<String>,
    /// Until when it may stay.
    pub expires_at: Given<Timestamp>,
    /// The finding itself.
    pub place: Spot,
}

/// What became of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingStatus {
    /// Nothing yet.
    Open,
    /// Somebody works on it.
    InProgress,
    /// It is gone.
    Resolved,
    /// It stays, and somebody takes that upon them.
    Accepted,
    /// It never was one.
    FalsePositive,
}

impl Vocabulary for FindingStatus {
    const WORDS: &'static [(&'static str, Self)] = &[
        ("open", FindingStatus::Open),
        ("in_progress", FindingStatus::InProgress),
        ("resolved", FindingStatus::Resolved),
        ("accepted", FindingStatus::Accepted),
        ("false_positive", FindingStatus::FalsePositive),
    ];
}

impl SecurityReport {
    /// Reads the report.
    #[must_use]
    pub fn read(fields: Fields<'_>) -> Self {
        let scans = fields.required("scans");
        let views = scans.and_then(View::filled_list).unwrap_or_default();
        let findings = fields.required("findings").and_then(View::list);
        Self {
            scans: views.into_iter().filter_map(Scan::read).collect(),
            scans_place: scans.map_or_else(|| fields.spot(), |list| list.spot()),
            findings: findings
                .map(|views| views.into_iter().filter_map(ScanFinding::read).collect()),
            approvals: Approvals::read(fields),
        }
    }
}

impl SecurityReport {
    /// When the last scan was over.
    #[must_use]
    pub fn scanned_at(fields: Fields<'_>) -> Option<Timestamp> {
        let scans = Self::read(fields).scans;
        scans.iter().filter_map(|scan| scan.completed_at.read()).map(|at| at.value).max()
    }
}

impl Scan {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let tool = fields.required("tool").and_then(View::filled_text);
        Some(Self {
            tool: tool.map_or_else(|| "a scan".to_owned(), |tool| tool.value),
            kind: fields.required("kind").and_then(View::word),
            completed_at: fields.given("completed_at", View::past_instant),
            status: fields.required("status").and_then(View::word),
            place: fields.spot(),
        })
    }
}

impl ScanFinding {
    fn read(view: View<'_>) -> Option<Self> {
        let fields = view.object()?;
        let id = fields.required("id").and_then(View::label);
        Some(Self {
            label: id.map_or_else(|| "a finding".to_owned(), |id| id.value),
            severity: fields.required("severity").and_then(View::word),
            blocking: fields.given("blocking", View::boolean),
            status: fields.required("status").and_then(View::word),
            resolved_at: fields.given("resolved_at", View::past_instant),
            approved_by: fields.given("approved_by", View::text),
            approved_at: fields.given("approved_at", View::past_instant),
            reason: fields.given("reason", View::answer),
            expires_at: fields.given("expires_at", View::instant),
            place: fields.spot(),
        })
    }
}
