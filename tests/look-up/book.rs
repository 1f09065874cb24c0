//! The book in `docs/`: what is generated is up to date, and nothing in it leads nowhere.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use pulldown_cmark::{Event, Options, Parser, Tag};
use test_support::workspace_root;
use walkdir::WalkDir;
use xtask::book::{BOOK, drift};
use xtask::page::markdown;

fn book() -> PathBuf {
    workspace_root().join(BOOK)
}

/// Every page by its path in the book, and its text.
fn pages() -> Vec<(String, String)> {
    let files = WalkDir::new(book()).sort_by_file_name().into_iter().map(Result::unwrap);
    files
        .filter(|entry| entry.path().extension().is_some_and(|extension| extension == "md"))
        .map(|entry| {
            let path = entry.path().strip_prefix(book()).unwrap().to_str().unwrap();
            (path.replace('\\', "/"), fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

/// Where the links of a page lead, without those into the web.
fn links(text: &str) -> Vec<String> {
    let events = Parser::new_ext(text, Options::ENABLE_TABLES);
    let links = events.filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => Some(dest_url),
        _ => None,
    });
    links.map(|link| link.to_string()).filter(|link| !link.contains("://")).collect()
}

#[test]
fn the_generated_pages_are_up_to_date() {
    let drift = drift(&workspace_root()).unwrap();
    let paths: Vec<String> = drift
        .iter()
        .map(|drift| match drift.wanted {
            Some(_) => format!("{} differs from the code", drift.path),
            None => format!("{} is generated no longer; remove it", drift.path),
        })
        .collect();
    assert!(
        drift.is_empty(),
        "run `cargo xtask docs` and commit what it writes\n{}",
        paths.join("\n")
    );
}

#[test]
fn every_code_gate_and_executable_has_a_page() {
    let protocols = crate::protocols();
    let pages: BTreeSet<String> = pages().into_iter().map(|(path, _)| path).collect();
    let codes = xtask::catalogue::codes(&protocols);
    let gates = xtask::catalogue::gates(&protocols);
    let executables = xtask::catalogue::executables(&protocols);
    let wanted = codes
        .iter()
        .map(|known| format!("codes/{}.md", known.code.word))
        .chain(gates.iter().map(|gate| format!("gates/{}.md", gate.page())))
        .chain(executables.iter().map(|known| format!("commands/{}.md", known.name)));
    let mut seen = 0;
    for path in wanted {
        assert!(pages.contains(&path), "{path}");
        seen += 1;
    }
    assert!(seen > 270, "only {seen} pages");
    assert_eq!(gates.len(), 24);
}

#[test]
fn every_page_is_in_the_summary_once() {
    let summary = fs::read_to_string(book().join("SUMMARY.md")).unwrap();
    let listed = links(&summary);
    for (path, _) in pages().iter().filter(|(path, _)| path != "SUMMARY.md") {
        assert_eq!(listed.iter().filter(|link| *link == path).count(), 1, "{path}");
    }
}

#[test]
fn every_link_leads_to_a_page_of_the_book() {
    let mut seen = 0;
    for (path, text) in pages() {
        let folder = book().join(Path::new(&path).parent().unwrap());
        for link in links(&text) {
            let (file, fragment) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { book().join(&path) } else { folder.join(file) };
            let target = target
                .canonicalize()
                .unwrap_or_else(|error| panic!("{path}: {link} leads nowhere: {error}"));
            assert!(
                target.starts_with(book().canonicalize().unwrap()),
                "{path}: {link} leads out of the book, where the built book has nothing"
            );
            assert!(
                !file.ends_with("README.md") || path == "SUMMARY.md",
                "{path}: {link} is not there in the built book; the first page is index.html"
            );
            if !fragment.is_empty() {
                let text = fs::read_to_string(&target).unwrap();
                assert!(anchors(&text).contains(fragment), "{path}: {link} has no such heading");
            }
            seen += 1;
        }
    }
    assert!(seen > 1000, "only {seen} links");
}

/// The anchors of the headings of a page, as mdBook and GitHub make them.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    let anchor = |line: &str| {
        let kept = line.trim_start_matches('#').trim().to_lowercase();
        kept.chars()
            .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect::<String>()
    };
    headings.map(anchor).collect()
}

#[test]
fn every_code_of_a_page_is_as_the_code_has_it() {
    for known in xtask::catalogue::codes(&crate::protocols()) {
        let path = book().join(format!("codes/{}.md", known.code.word));
        let text = fs::read_to_string(path).unwrap().replace("\r\n", "\n");
        let read: String = Parser::new(&text)
            .filter_map(|event| match event {
                Event::Text(text) | Event::Code(text) => Some(text.to_string()),
                Event::SoftBreak => Some("\n".to_owned()),
                _ => None,
            })
            .collect();
        let read = read.replace('`', "");
        for wanted in [known.code.summary, known.code.help, known.code.example] {
            assert!(
                read.contains(&wanted.replace('`', "")),
                "{}: {wanted}\n{read}",
                known.code.word
            );
        }
        assert!(text.contains(&format!("# {}", markdown::escaped(known.code.word))));
    }
}
