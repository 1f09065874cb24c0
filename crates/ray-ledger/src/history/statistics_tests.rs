use super::*;

/// A run at the given hour of a day, with the given release and status.
fn run(hour: u32, release: &str, status: &str) -> GateRun {
    GateRun {
        kind: super::super::KIND.to_owned(),
        time: format!("2026-{:02}-01T{:02}:00:00Z", 1 + hour / 24, hour % 24),
        protocol: "11".to_owned(),
        gate: "11.1".to_owned(),
        script: "s".to_owned(),
        release: Some(release.to_owned()),
        status: status.to_owned(),
        metrics: Vec::new(),
        codes: Vec::new(),
        evidence: Vec::new(),
        looser_settings: Vec::new(),
        waived_by: Vec::new(),
        clock_set_by: None,
        verified_by: None,
        tool: "t".to_owned(),
    }
}

fn of(runs: &[GateRun]) -> GateStatistics {
    let mut statistics = GateStatistics::default();
    runs.iter().for_each(|run| statistics.add(run, Span::Month));
    statistics
}

#[test]
fn a_waived_run_is_no_pass() {
    let statistics = of(&[run(0, "1", "pass"), run(1, "2", "waived"), run(2, "3", "fail")]);
    assert_eq!(statistics.outcomes, Outcomes { runs: 3, passed: 1, waived: 1 });
}

#[test]
fn time_to_green_runs_from_the_first_failure_to_the_next_pass_of_a_release() {
    let statistics = of(&[
        run(0, "1", "fail"),
        run(2, "1", "fail"),
        run(3, "2", "pass"),
        run(5, "1", "pass"),
        run(6, "3", "fail"),
        run(7, "3", "waived"),
        run(8, "3", "pass"),
    ]);
    let hours: Vec<i64> = statistics.to_green.iter().map(|time| time.as_hours()).collect();
    assert_eq!(hours, [5, 2]);
    assert_eq!(statistics.median_to_green().unwrap().as_hours(), 2);
    assert_eq!(of(&[run(0, "1", "pass")]).median_to_green(), None);
}

#[test]
fn a_gate_flaps_when_it_fails_after_it_had_passed_for_the_same_release() {
    let statistics = of(&[
        run(0, "1", "pass"),
        run(1, "1", "fail"),
        run(2, "1", "fail"),
        run(3, "1", "pass"),
        run(4, "1", "fail"),
        run(5, "2", "fail"),
    ]);
    assert_eq!(statistics.flaps, 2);
}

#[test]
fn the_trend_is_by_month_or_quarter() {
    let runs = [run(0, "1", "pass"), run(24, "1", "fail"), run(100, "1", "pass")];
    let mut by_quarter = GateStatistics::default();
    runs.iter().for_each(|run| by_quarter.add(run, Span::Quarter));
    let spans: Vec<&String> = by_quarter.trend.keys().collect();
    assert_eq!(spans, ["2026-Q1", "2026-Q2"]);
    let by_month = of(&runs);
    let spans: Vec<&String> = by_month.trend.keys().collect();
    assert_eq!(spans, ["2026-01", "2026-02", "2026-05"]);
}

#[test]
fn a_gate_that_never_failed_raises_an_alarm_from_the_tenth_run_on() {
    let runs: Vec<GateRun> = (0..10).map(|hour| run(hour, "1", "pass")).collect();
    assert_eq!(of(&runs[..9]).alarms(), []);
    assert_eq!(of(&runs).alarms(), [Alarm::NeverFailed { runs: 10 }]);
    let mut failed = runs;
    failed[3].status = "waived".to_owned();
    assert_eq!(of(&failed).alarms(), []);
}

#[test]
fn evidence_that_is_the_same_in_two_releases_raises_an_alarm() {
    let with = |hour, release, digest: &str| {
        let file = EvidenceDigest { path: "a.md".into(), sha256: Some(digest.into()) };
        GateRun { evidence: vec![file], ..run(hour, release, "fail") }
    };
    assert_eq!(of(&[with(0, "1", "x"), with(1, "1", "x"), with(2, "2", "y")]).alarms(), []);
    let alarms = of(&[with(0, "1", "x"), with(1, "2", "x")]).alarms();
    let releases = vec!["1".to_owned(), "2".to_owned()];
    assert_eq!(alarms, [Alarm::SameEvidence { path: "a.md".into(), releases }]);
}

#[test]
fn a_value_that_never_moves_raises_an_alarm_from_the_third_release_on() {
    let with = |release, held, value: Option<&str>| {
        let metric = Metric {
            criterion: "soak".into(),
            verdict: "pass".into(),
            held,
            total: held.map(|_| 20),
            value: value.map(str::to_owned),
            unit: value.map(|_| "minutes".to_owned()),
        };
        GateRun { metrics: vec![metric], ..run(0, release, "fail") }
    };
    let minutes = |release, value| with(release, None, Some(value));
    assert_eq!(of(&[minutes("1", "60"), minutes("2", "60")]).alarms(), []);
    let stuck = [minutes("1", "60"), minutes("2", "60"), minutes("3", "60")];
    let value = "60 minutes".to_owned();
    let alarm = Alarm::NeverMoves { criterion: "soak".into(), value, releases: 3 };
    assert_eq!(of(&stuck).alarms(), [alarm]);
    assert_eq!(of(&[minutes("1", "60"), minutes("2", "61"), minutes("3", "60")]).alarms(), []);
    let counts = |held| ["1", "2", "3"].map(|release| with(release, Some(held), None));
    assert_eq!(of(&counts(20)).alarms(), [], "all hold, as they should");
    assert_eq!(of(&counts(19)).alarms().len(), 1);
}
