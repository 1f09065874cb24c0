//! `ray-gates explain`.

use crate::{printed, protocols, refused};

#[test]
fn explains_a_code() {
    insta::assert_snapshot!(printed(&["explain", "checksum-mismatch"]));
}

#[test]
fn explains_a_code_with_the_gates_that_list_it() {
    let text = printed(&["explain", "incident-blocking"]);
    let gates = text.split("Raised by\n").nth(1).unwrap();
    assert!(gates.starts_with(
        "  validate_gate_11_launch\n      11.3 Production Launch Gate\n      No waiver covers this gate\n"
    ), "{text}");
}

#[test]
fn explains_a_gate() {
    insta::assert_snapshot!(printed(&["explain", "11.4"]));
}

#[test]
fn explains_a_check_of_prerequisites() {
    insta::assert_snapshot!(printed(&["explain", "validate_prerequisites_11"]));
}

#[test]
fn explains_a_criterion() {
    insta::assert_snapshot!(printed(&["explain", "report-complete"]));
}

#[test]
fn a_gate_answers_to_its_number_its_name_its_script_and_every_other_name_of_that() {
    let text = printed(&["explain", "18.1/items-captured"]);
    assert!(text.contains("validate_gate_18_backlog"), "{text}");
    for (names, page) in [
        (
            &["11.3", "launch", "LAUNCH", "validate_gate_11_launch"][..],
            "11.3 Production Launch Gate",
        ),
        (
            &["backlog", "validate_gate_18_backlog", "validate_gate_21_backlog"],
            "18.1 Maintenance Backlog Integrity (planning edition)",
        ),
        (
            &["prerequisites-18-sustainment"],
            "Prerequisites of Maintenance & Support Planning (sustainment edition)",
        ),
    ] {
        for name in names {
            let text = printed(&["explain", name]);
            assert_eq!(text.lines().next(), Some(page), "{name}");
        }
    }
}

#[test]
fn a_name_of_several_things_lists_them_by_names_of_their_own() {
    for name in ["readiness", "18.1", "prerequisites", "threshold-met"] {
        let outcome = crate::ray_gates(&["explain", name]);
        if outcome.code == 2 {
            continue;
        }
        let text = outcome.stdout;
        let listed: Vec<&str> = text
            .lines()
            .skip(2)
            .filter(|line| !line.starts_with("      "))
            .map(str::trim)
            .collect();
        assert!(listed.len() > 1, "{name}: {text}");
        for listed in listed {
            let text = printed(&["explain", listed]);
            assert!(!text.contains("stands for several"), "{listed}: {text}");
        }
    }
    insta::assert_snapshot!(printed(&["explain", "readiness"]));
}

#[test]
fn the_criteria_that_every_gate_has_are_one_thing() {
    let text = printed(&["explain", "evidence-sound"]);
    assert!(text.starts_with("evidence-sound\n"), "{text}");
    assert_eq!(text.matches("validate_gate_").count(), 19, "{text}");
}

#[test]
fn everything_there_is_can_be_asked_for() {
    let protocols = protocols();
    let codes = xtask::catalogue::codes(&protocols);
    assert!(codes.len() > 200);
    for known in codes {
        let text = printed(&["explain", known.code.word]);
        assert!(text.contains(known.code.help), "{text}");
    }
    for gate in xtask::catalogue::gates(&protocols) {
        let text = printed(&["explain", &gate.page()]);
        for criterion in gate.criteria() {
            assert!(text.contains(&criterion.id) && text.contains(&criterion.text), "{text}");
            let asked = format!("{}/{}", gate.page(), criterion.id);
            let text = printed(&["explain", &asked]);
            assert!(text.contains(&criterion.text), "{text}");
        }
        for setting in &gate.spec.settings {
            let flag = setting.flag.as_ref().map(|flag| format!("--{flag}"));
            for name in flag.iter().chain(&setting.key).chain([&setting.id, &setting.help]) {
                assert!(text.contains(name.as_str()), "{name}: {text}");
            }
        }
    }
}

#[test]
fn without_a_name_it_lists_every_gate_and_every_code() {
    let text = printed(&["explain"]);
    assert!(
        text.contains("  validate_gate_11_launch\n      11.3 Production Launch Gate\n"),
        "{text}"
    );
    assert!(text.contains("  zip-bomb\n"), "{text}");
}

#[test]
fn what_is_not_known_is_refused_with_what_was_probably_meant() {
    for (name, meant) in [
        ("aproval-too-late", "did you mean `approval-too-late`?"),
        ("luanch", "did you mean `launch`?"),
        ("validate_gate_11_luanch", "did you mean `validate_gate_11_launch`?"),
        ("owner", "`owner-not-notified`"),
        ("xyzzy", "`ray-gates explain` alone lists them"),
        ("11.9", "`ray-gates explain` alone lists them"),
        ("11.3/report-complete", "is no finding code, gate or criterion"),
        ("", "is no finding code, gate or criterion"),
    ] {
        let said = refused(&["explain", name]);
        assert!(said.contains(meant), "{name}: {said}");
    }
}

#[test]
fn a_name_cannot_speak_to_the_terminal() {
    let said = refused(&["explain", "\u{1b}[2J##[error]x"]);
    assert!(!said.contains('\u{1b}') && !said.contains("##["), "{said}");
}
