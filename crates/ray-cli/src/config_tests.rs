use ray_core::protocol::{DefaultValue, Looser, SettingKind};

use ray_core::gate::archives;

use super::*;

fn specs() -> Vec<SettingSpec> {
    vec![SettingSpec {
        id: "threshold".into(),
        kind: SettingKind::Ratio,
        flag: Some("threshold".into()),
        key: Some("threshold".into()),
        evidence: None,
        default: Some(DefaultValue::One("0.95".into())),
        options: vec![],
        looser: Some(Looser::Lower),
        help: String::new(),
    }]
}

/// The tables of the whole run.
fn run() -> Vec<(&'static str, &'static [SettingSpec])> {
    vec![(archives::TABLE, Vec::leak(archives::specs()))]
}

fn read(text: &str) -> Result<Settings, String> {
    let specs = specs();
    let config = Config::read("ray.toml", text, "deployment", &[("reporting", &specs)], &run())
        .map_err(|e| e.to_string())?;
    let mut settings = Settings::defaults(&specs).unwrap();
    config.apply("reporting", &specs, &mut settings).map_err(|error| error.to_string())?;
    Ok(settings)
}

#[test]
fn a_value_knows_the_line_that_set_it() {
    let settings = read("release = \"2.4.0\"\n[deployment.reporting]\nthreshold = 0.9\n").unwrap();
    let setting = settings.get("threshold").unwrap();
    assert_eq!(setting.source.to_string(), "ray.toml:3");
    assert!(setting.looser);
}

#[test]
fn tables_of_other_protocols_are_left_to_them() {
    assert!(read("[monitoring.alerts]\nsla = 5\n").is_ok());
    assert!(read("[pre-deployment.rehearsal]\ncoverage = 0.9\n").is_ok());
}

#[test]
fn a_misspelt_key_is_an_error_with_a_suggestion() {
    for (text, error) in [
        (
            "relaese = \"1\"",
            "ray.toml:1:1: the key `relaese` cannot be used; did you mean `release`?",
        ),
        (
            "[deploymnet]\n",
            "ray.toml:1:2: the key `deploymnet` cannot be used; did you mean `deployment`?",
        ),
        (
            "[deployment.reportign]\nthreshold = 1",
            "ray.toml:1:13: the key `reportign` cannot be used; did you mean `reporting`?",
        ),
        (
            "[deployment.reporting]\ntreshold = 1",
            "ray.toml:2:1: the key `treshold` cannot be used; did you mean `threshold`?",
        ),
        (
            "[archive]\nmax_ratio = 1",
            "ray.toml:1:2: the key `archive` cannot be used; did you mean `archives`?",
        ),
        (
            "[archives]\nmax_ration = 1",
            "ray.toml:2:1: the key `max_ration` cannot be used; did you mean `max_ratio`?",
        ),
    ] {
        assert_eq!(read(text).unwrap_err(), error);
    }
}

#[test]
fn a_value_that_is_none_is_an_error_at_its_place() {
    for (text, at) in [
        (
            "[deployment.reporting]\nthreshold = 1.5",
            "ray.toml:2:13: `threshold`: `1.5` is not a ratio",
        ),
        (
            "[deployment.reporting]\nthreshold = nan",
            "ray.toml:2:13: `threshold`: `nan` is not a ratio",
        ),
        ("[deployment.reporting]\nthreshold = true", "ray.toml:2:13: a text, a number"),
        ("release = \"\"", "ray.toml:1:11: the text is empty"),
        ("release = 2", "ray.toml:1:11: a text in quotes was expected"),
        ("release = \"1\"\nrelease = \"2\"", "ray.toml:2:1: "),
    ] {
        let error = read(text).unwrap_err();
        assert!(error.starts_with(at), "{error}");
    }
}

fn allowances(text: &str) -> Result<String, String> {
    let specs = vec![SettingSpec {
        id: "allowed".into(),
        kind: SettingKind::Allowances,
        flag: None,
        key: Some("allow".into()),
        default: None,
        ..specs().remove(0)
    }];
    let config = Config::read("ray.toml", text, "deployment", &[("reporting", &specs)], &run())
        .map_err(|error| error.to_string())?;
    let mut settings = Settings::defaults(&specs).unwrap();
    config.apply("reporting", &specs, &mut settings).map_err(|error| error.to_string())?;
    let setting = settings.get("allowed").unwrap();
    Ok(format!("{}, looser: {}", setting.value.as_ref().unwrap(), setting.looser))
}

#[test]
fn allowances_are_tables_with_a_pattern_and_a_reason() {
    assert_eq!(allowances("").unwrap(), "none, looser: false");
    let written = "[[deployment.reporting.allow]]\npattern = 'x\\d'\nreason = \"OPS-1\"\n";
    assert_eq!(allowances(written).unwrap(), "/x\\d/ (OPS-1), looser: true");
}

#[test]
fn an_allowance_that_cannot_be_used_is_an_error_at_its_place() {
    let table = "[deployment.reporting]\nallow = ";
    for (value, error) in [
        ("'x'", "2:9: a list of tables, each with a pattern and a reason, was expected"),
        ("['x']", "2:10: a table with a pattern and a reason was expected"),
        ("[{pattern = 'x'}]", "2:10: the key `reason` is missing here"),
        (
            "[{pattern = 'y', raeson = 'y'}]",
            "2:26: the key `raeson` cannot be used; did you mean `reason`?",
        ),
        ("[{pattern = '(', reason = 'y'}]", "2:21: the pattern cannot be used: unclosed group"),
        (
            "[{pattern = '.*', reason = 'y'}]",
            "2:21: the pattern `.*` matches every line; name what is accepted",
        ),
        (
            "[{pattern = 'y', reason = 'TBD'}]",
            "2:35: a reason is needed: say why the line does no harm, and where that was decided",
        ),
    ] {
        let problem = allowances(&format!("{table}{value}\n")).unwrap_err();
        assert_eq!(problem, format!("ray.toml:{error}"), "{value}");
    }
}

fn read_archives(text: &str) -> Result<Settings, String> {
    let config =
        Config::read("ray.toml", text, "deployment", &[], &run()).map_err(|e| e.to_string())?;
    let mut settings = Settings::defaults(&archives::specs()).unwrap();
    config
        .apply(archives::TABLE, &archives::specs(), &mut settings)
        .map_err(|error| error.to_string())?;
    Ok(settings)
}

#[test]
fn archives_may_have_other_limits() {
    let text = "[archives]\nmax_unpacked = \"8 GiB\"\nmax_ratio = 100\nmax_entries = 5\n";
    let settings = read_archives(text).unwrap();
    let limits = archives::limits(&settings);
    assert_eq!((limits.unpacked, limits.ratio, limits.entries), (8 << 30, 100, 5));
    let looser: Vec<_> = settings.iter().filter(|setting| setting.looser).collect();
    assert_eq!(looser.len(), 1);
    assert_eq!(looser[0].source.to_string(), "ray.toml:2");
    let plain = archives::limits(&read_archives("[archives]\nmax_unpacked = 5000000\n").unwrap());
    assert_eq!(plain.unpacked, 5_000_000);
}

#[test]
fn a_limit_for_archives_that_is_none_is_an_error_at_its_place() {
    for (text, at) in [
        (
            "[archives]\nmax_unpacked = \"2 Gib/s\"",
            "ray.toml:2:16: `max_unpacked`: `2 Gib/s` is not a number of bytes",
        ),
        ("[archives]\nmax_unpacked = -1", "ray.toml:2:16: `max_unpacked`: `-1` is not"),
        ("[archives]\nmax_ratio = 1.5", "ray.toml:2:13: `max_ratio`: `1.5` is not a whole number"),
        ("[archives]\nmax_entries = true", "ray.toml:2:15: a text, a number"),
        ("archives = 5", "ray.toml:1:1: the key `archives` cannot be used; it has a value"),
    ] {
        let error = read_archives(text).unwrap_err();
        assert!(error.starts_with(at), "{error}");
    }
}
