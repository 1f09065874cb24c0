//! What is a cadence at all, and that every text is read or refused.

use proptest::prelude::*;

use super::*;

fn read(text: &str) -> String {
    text.parse::<Cadence>()
        .map_or_else(|problem| problem.to_string(), |cadence| cadence.to_string())
}

#[test]
fn each_form_is_read_as_what_it_is() {
    assert_eq!("daily".parse(), Ok(Cadence::Word(Word::Daily)));
    assert!(matches!("0 6 * * 1".parse(), Ok(Cadence::Cron(_))));
    assert!(matches!("PT15M".parse(), Ok(Cadence::Every(_))));
}

#[test]
fn words_compare_without_case_space_dash_and_underscore() {
    for (text, word) in [
        ("hourly", "hourly"),
        ("DAILY", "daily"),
        (" Weekly\n", "weekly"),
        ("monthly_", "monthly"),
        ("-Quarterly-", "quarterly"),
    ] {
        assert_eq!(read(text), word);
    }
}

#[test]
fn refuses_what_is_no_cadence() {
    let forms = "write hourly, daily, weekly, monthly or quarterly, a cron with five fields \
                 (`0 6 * * 1`) or an ISO 8601 duration (`PT15M`)";
    for (text, problem) in [
        ("", "no cadence is written"),
        (" \t\n", "no cadence is written"),
        ("regularly", "`regularly` is no cadence"),
        ("TBD", "`TBD` is no cadence"),
        ("dayly", "`dayly` is no cadence (did you mean `daily`?)"),
        ("biweekly", "`biweekly` is no cadence"),
        ("yearly", "`yearly` is no cadence"),
        ("5", "`5` is no cadence"),
        ("15m", "`15m` is no cadence"),
        ("2 times a week", "`2 times a week` is no cadence"),
        ("Per week", "`Per week` is no cadence"),
        ("every\u{a0}day", "`every\\u{a0}day` is no cadence"),
        ("@fortnightly", "`@fortnightly` is a short form that not every cron knows"),
    ] {
        assert_eq!(read(text), format!("{problem}; {forms}"), "{text}");
    }
}

#[test]
fn a_sign_or_a_point_after_the_letter_announces_a_duration() {
    assert_eq!(read("p-x"), "the duration `p-x` has a sign; write it without");
    assert!(!read("p.x").contains("is no cadence"), "{}", read("p.x"));
}

#[test]
fn short_forms_are_refused_with_what_they_mean() {
    for (text, hint) in [
        ("@hourly", "write `hourly`"),
        ("@Daily", "write `daily`"),
        ("@midnight", "write `daily`"),
        ("@weekly", "write `weekly`"),
        ("@monthly", "write `monthly`"),
        ("@yearly", "write `P1Y`"),
        ("@annually", "write `P1Y`"),
        ("@reboot", "it names no time: write how often the check runs, for example `daily`"),
        (
            "@every 5m",
            "write the time between two runs as an ISO 8601 duration, for example `PT15M`",
        ),
    ] {
        let expected = format!("`{text}` is a short form that not every cron knows; {hint}");
        assert_eq!(read(text), expected);
    }
}

#[test]
fn a_text_of_200_bytes_is_read_and_one_of_201_is_not() {
    let longest = format!("{} * * * *", ["0"; 96].join(","));
    let longest = format!("{longest:<200}");
    assert_eq!(read(&longest), longest.trim_end());
    assert_eq!((format!("{longest} ")).parse::<Cadence>(), Err(CadenceProblem::TooLong(201)));
}

/// Pieces of which texts that are almost a cadence can be made.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        " ",
        " ",
        " ",
        "*",
        "*",
        "/",
        "-",
        ",",
        "?",
        "#",
        "L",
        "W",
        "H",
        "@",
        "0",
        "1",
        "5",
        "7",
        "31",
        "60",
        "99999999999999999999",
        "MON",
        "feb",
        "P",
        "T",
        "Y",
        "M",
        "D",
        "S",
        "p",
        "t",
        ".",
        "+",
        "daily",
        "\t",
        "\u{a0}",
        "é",
        "٣",
        "\0",
    ]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) -> Result<(), TestCaseError> {
    match text.parse::<Cadence>() {
        Ok(cadence) => prop_assert_eq!(cadence.to_string().parse(), Ok(cadence)),
        Err(problem) => prop_assert!(!problem.to_string().chars().any(char::is_control)),
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn anything_almost_a_cadence_is_read_or_refused(text in pieces()) {
        check(&text)?;
    }

    #[test]
    fn anything_almost_a_cron_is_read_or_refused(text in "([*0-9/,?-]{1,4} ){4,6}[*0-7A-Z#-]{1,4}") {
        check(&text)?;
    }

    #[test]
    fn anything_almost_a_duration_is_read_or_refused(text in "[+-]?P([0-9.,]{0,3}[YMWDTHSym-]){0,5}") {
        check(&text)?;
    }
}
