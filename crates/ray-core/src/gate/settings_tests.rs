use super::*;

fn spec(kind: SettingKind, default: &str, looser: Looser) -> SettingSpec {
    SettingSpec {
        id: "x".into(),
        kind,
        flag: None,
        key: None,
        evidence: None,
        default: Some(DefaultValue::One(default.into())),
        options: vec!["low".into(), "high".into()],
        looser: Some(looser),
        help: String::new(),
    }
}

fn looser_after(spec: &SettingSpec, text: &str) -> bool {
    let mut settings = Settings::defaults(std::slice::from_ref(spec)).unwrap();
    settings.set(spec, parse(spec, text).unwrap(), Source::Flag("--x".into()));
    settings.get("x").unwrap().looser
}

#[test]
fn knows_which_way_is_looser() {
    let threshold = spec(SettingKind::Ratio, "0.95", Looser::Lower);
    assert!(looser_after(&threshold, "90%"));
    assert!(!looser_after(&threshold, "0.95"));
    assert!(!looser_after(&threshold, "1"));
    let sla = spec(SettingKind::Timespan, "5", Looser::Higher);
    assert!(looser_after(&sla, "301s"));
    assert!(!looser_after(&sla, "5m"));
    let allowed = spec(SettingKind::Count, "3", Looser::Higher);
    assert!(looser_after(&allowed, "4"));
    assert!(!looser_after(&allowed, "3"));
    let drift = spec(SettingKind::Word, "low", Looser::Higher);
    assert!(looser_after(&drift, "HIGH"));
}

#[test]
fn a_role_that_the_protocol_does_not_name_is_looser() {
    let mut roles = spec(SettingKind::Roles, "", Looser::Lower);
    roles.default = Some(DefaultValue::Many(vec!["Security".into(), "CISO".into()]));
    assert!(!looser_after(&roles, "security"));
    assert!(looser_after(&roles, "Security, Intern"));
}

#[test]
fn an_empty_value_is_refused_since_an_unset_variable_looks_like_one() {
    let threshold = spec(SettingKind::Ratio, "0.95", Looser::Lower);
    assert_eq!(parse(&threshold, " "), Err(SettingProblem::Empty));
}

#[test]
fn a_misspelt_word_gets_a_suggestion() {
    let drift = spec(SettingKind::Word, "low", Looser::Higher);
    let error = parse(&drift, "hihg").unwrap_err().to_string();
    assert_eq!(error, "`hihg` is none of: low, high; did you mean `high`?");
}

#[test]
fn a_setting_that_is_not_declared_leaves_its_criterion_unjudged() {
    assert!(Settings::default().ratio("threshold").is_err());
}

#[test]
fn a_value_says_where_it_comes_from() {
    let file = Source::File { path: "ray.toml".into(), line: 3 };
    let sources = [Source::Default, file, Source::Flag("--soak".into())];
    assert_eq!(sources.map(|it| it.to_string()), ["protocol default", "ray.toml:3", "--soak"]);
}

#[test]
fn a_share_is_handed_out_as_it_was_declared() {
    let settings = Settings::defaults(&[spec(SettingKind::Ratio, "0.95", Looser::Lower)]).unwrap();
    assert_eq!(settings.ratio("x"), Ok("0.95".parse().unwrap()));
}

#[test]
fn what_a_team_accepts_is_handed_out_and_looser_than_nothing() {
    let mut accepted = spec(SettingKind::Allowances, "", Looser::Lower);
    accepted.default = None;
    let mut settings = Settings::defaults(std::slice::from_ref(&accepted)).unwrap();
    let shown =
        |settings: &Settings| settings.get("x").unwrap().value.as_ref().unwrap().to_string();
    assert_eq!((settings.allowances("x"), shown(&settings)), (Ok(&[][..]), "none".to_owned()));
    settings.set(&accepted, SettingValue::Allowances(Vec::new()), Source::Default);
    assert!(!settings.get("x").unwrap().looser);
    let two = ["cart", "order"].map(|pattern| Allowance::new(pattern, "OPS-412").unwrap());
    settings.set(&accepted, SettingValue::Allowances(two.to_vec()), Source::Default);
    assert!(settings.get("x").unwrap().looser);
    assert_eq!(settings.allowances("x"), Ok(&two[..]));
    assert_eq!(shown(&settings), "/cart/ (OPS-412); /order/ (OPS-412)");
}
