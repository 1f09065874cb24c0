//! The name that git would sign a commit with, for who stands behind a run. Read from git's own
//! files, since starting git would take longer than judging a gate.
use std::path::{Path, PathBuf};

use crate::environment::read_text;

/// `user.name` of the repository, else of the user.
pub(crate) fn name(root: &Path, folders: &[PathBuf]) -> Option<String> {
    let own = root.join(".git/config");
    std::iter::once(&own)
        .chain(folders.iter().rev())
        .find_map(|path| name_in(&read_text(path).ok()?))
}

/// The `name` of the `[user]` section; the last one counts, as for git.
fn name_in(config: &str) -> Option<String> {
    let mut in_user = false;
    let mut name = None;
    for line in config.lines().map(str::trim) {
        if line.starts_with('[') {
            in_user = line.to_ascii_lowercase().starts_with("[user]");
        } else if let Some((key, value)) = line.split_once('=')
            && in_user
            && key.trim().eq_ignore_ascii_case("name")
        {
            name = Some(value.trim().trim_matches('"').to_owned());
        }
    }
    name.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_name_of_the_user_section_alone() {
        let config = "[core]\n\tname = no\n[User]\n\temail = a@b\n\tname = \"A. Rivera\"\n[alias]\nname = no\n";
        assert_eq!(name_in(config).as_deref(), Some("A. Rivera"));
        assert_eq!(name_in("[user]\nname =\n"), None);
    }
}
