//! Paths that stand inside evidence, in flags and in settings: relative to the root, never out of it.

use crate::place::EvidencePath;

/// The path is absolute, or climbs out of the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the path leads out of the root")]
pub struct PathProblem;

/// Reads `written` as a path from the root. `a/../b` is `b`; a path that climbs above the root, is
/// absolute, or starts with a drive letter is refused, whatever the system.
///
/// # Errors
/// When the path leads out of the root.
pub fn resolve(written: &str) -> Result<EvidencePath, PathProblem> {
    let slashed = written.trim().replace('\\', "/");
    let has_drive = slashed.as_bytes().get(1) == Some(&b':')
        && slashed.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    if slashed.starts_with('/') || has_drive || slashed.contains('\0') {
        return Err(PathProblem);
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in slashed.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(PathProblem)?;
            }
            part => parts.push(part),
        }
    }
    Ok(EvidencePath::new(&parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_inside_the_root() {
        assert_eq!(resolve("./a/../b\\c").map(|path| path.to_string()), Ok("b/c".to_owned()));
        for written in
            ["../a", "a/../../b", "/etc/passwd", "\\\\server\\share", "C:\\a", "c:a", "a\0b"]
        {
            assert_eq!(resolve(written), Err(PathProblem), "{written}");
        }
    }
}
