//! `ray-gates man`.

use assert_fs::TempDir;

use crate::{every_executable, printed, refused};

/// What a reader expects of a manual page, in this order.
const SECTIONS: [&str; 8] = [
    "NAME",
    "SYNOPSIS",
    "DESCRIPTION",
    "OPTIONS",
    "EXIT STATUS",
    "ENVIRONMENT",
    "FILES",
    "SEE ALSO",
];

fn sections(page: &str) -> Vec<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix(".SH "))
        .map(|heading| heading.trim_matches('"').to_owned())
        .collect()
}

#[test]
fn the_page_of_a_gate() {
    let page = printed(&["man", "validate_gate_11_freeze"]);
    insta::assert_snapshot!(page.replace(env!("CARGO_PKG_VERSION"), "VERSION"));
}

#[test]
fn every_executable_and_every_subcommand_has_a_page_with_all_sections() {
    let folder = TempDir::new().unwrap();
    printed(&["man", "--dir", folder.path().to_str().unwrap()]);
    let subcommands = xtask::command::command_line();
    let subcommands =
        subcommands.get_subcommands().map(|below| format!("ray-gates-{}", below.get_name()));
    let names: Vec<String> = every_executable().into_iter().chain(subcommands).collect();
    for name in &names {
        let page = std::fs::read_to_string(folder.path().join(format!("{name}.1"))).unwrap();
        let sections = sections(&page);
        let wanted: Vec<&String> =
            sections.iter().filter(|section| SECTIONS.contains(&section.as_str())).collect();
        assert_eq!(wanted, SECTIONS, "{name}");
        let title = format!(".TH {} 1 \"\" \"ray-gates ", name.to_uppercase());
        assert!(page.starts_with(&title), "{name}: {page}");
        assert!(!page.contains("\n\n\n"), "{name}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), names.len());
}

#[test]
fn a_page_names_every_flag_of_its_executable() {
    let protocols = crate::protocols();
    for executable in xtask::catalogue::executables(&protocols) {
        let page = printed(&["man", executable.name]).replace("\\-", "-");
        let mut command = executable.command().unwrap();
        command.build();
        for argument in command.get_arguments() {
            let long = argument.get_long().unwrap();
            assert!(page.contains(&format!("\\fB--{long}\\fR")), "{}: {long}", executable.name);
        }
    }
}

#[test]
fn an_unknown_page_is_refused() {
    let said = refused(&["man", "ray-gates-lits"]);
    assert!(said.contains("did you mean `ray-gates-list`?"), "{said}");
    let said = refused(&["man", "--dir", "/dev/null/x"]);
    assert!(said.contains("cannot be written"), "{said}");
}
