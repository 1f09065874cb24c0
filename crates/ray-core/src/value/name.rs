//! Names of people. An approval by a role, a team or a placeholder is an approval by nobody.

use super::placeholder::is_no_name_or_time;
use super::words::fold_heading;

/// Words of which a role or a team is made; a "name" of nothing but these names nobody.
const ROLE_WORDS: &[&str] = &[
    "admin",
    "alertmanager",
    "auto",
    "github",
    "actions",
    "gitlab",
    "jenkins",
    "pagerduty",
    "primary",
    "secondary",
    "backup",
    "duty",
    "rota",
    "rotation",
    "responder",
    "first",
    "noc",
    "squad",
    "guild",
    "crew",
    "self",
    "monitoring",
    "observability",
    "administrator",
    "analyst",
    "approver",
    "architect",
    "audit",
    "automation",
    "board",
    "bot",
    "chief",
    "ci",
    "ciso",
    "cto",
    "ceo",
    "cio",
    "coo",
    "committee",
    "compliance",
    "customer",
    "delivery",
    "department",
    "deployment",
    "developer",
    "devops",
    "director",
    "engineer",
    "engineering",
    "executive",
    "group",
    "head",
    "incident",
    "information",
    "infrastructure",
    "lead",
    "leader",
    "leadership",
    "manager",
    "management",
    "of",
    "on",
    "call",
    "oncall",
    "officer",
    "operations",
    "operator",
    "ops",
    "owner",
    "platform",
    "principal",
    "product",
    "production",
    "project",
    "qa",
    "quality",
    "release",
    "reliability",
    "reviewer",
    "security",
    "senior",
    "service",
    "site",
    "sponsor",
    "sre",
    "staff",
    "stakeholder",
    "support",
    "system",
    "team",
    "tech",
    "technical",
    "technology",
    "test",
    "the",
    "user",
    "vp",
    "and",
    "or",
    "business",
    "data",
    "program",
    "programme",
    "vice",
    "president",
];

/// Why text is not the name of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameProblem {
    /// It is empty, or stands for a name that is yet to come.
    Placeholder,
    /// It names a role or a team.
    Role,
}

impl NameProblem {
    /// What stands there, for a message.
    #[must_use]
    pub fn describe(self) -> &'static str {
        match self {
            NameProblem::Placeholder => "a placeholder",
            NameProblem::Role => "a role, not a person",
        }
    }
}

/// Checks that `text` can be the name of a person.
///
/// # Errors
/// When it is a placeholder or made of nothing but the words of a role.
pub fn check(text: &str) -> Result<(), NameProblem> {
    if is_no_name_or_time(text) {
        return Err(NameProblem::Placeholder);
    }
    let folded = fold_heading(text);
    if !folded.chars().any(char::is_alphabetic) {
        return Err(NameProblem::Placeholder);
    }
    if folded.split(' ').all(|word| ROLE_WORDS.contains(&word)) {
        return Err(NameProblem::Role);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_have_names() {
        for text in
            ["A. Rivera", "M. Osei", "Ürsula K. Le Guin", "octocat", "李雷", "Max Lead-Smith"]
        {
            assert_eq!(check(text), Ok(()), "{text}");
        }
    }

    #[test]
    fn a_role_is_nobody() {
        for text in ["SRE Lead", "Product Owner", "the release manager", "Security Team", "ops"] {
            assert_eq!(check(text), Err(NameProblem::Role), "{text}");
        }
        assert_eq!(NameProblem::Role.describe(), "a role, not a person");
    }

    #[test]
    fn a_placeholder_is_nobody() {
        for text in ["", "TBD", "pending", "<name>", "-", "123", "None"] {
            assert_eq!(check(text), Err(NameProblem::Placeholder), "{text}");
        }
    }
}
