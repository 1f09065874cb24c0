//! How human output looks: whether it is coloured, and how much it says.

use anstyle::{AnsiColor, Color, Style as Ansi};

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// The verdict, and what is wrong in a line each.
    Quiet,
    /// The verdict and why.
    Normal,
    /// Also settings, evidence, and every finding however many there are.
    Verbose,
}

/// Colour and verbosity. The words are the same with and without colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Whether to colour.
    pub color: bool,
    /// How much to say.
    pub verbosity: Verbosity,
}

/// What a piece of text is, and so how it is coloured.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Role {
    Good,
    Bad,
    Warning,
    Doubt,
    Strong,
    Faint,
}

impl Style {
    /// No colour, and the usual amount of words.
    #[must_use]
    pub fn plain() -> Self {
        Self { color: false, verbosity: Verbosity::Normal }
    }

    /// `text` in the colour of its role.
    pub(crate) fn paint(self, role: Role, text: &str) -> String {
        if !self.color {
            return text.to_owned();
        }
        let color = |color| Ansi::new().bold().fg_color(Some(Color::Ansi(color)));
        let style = match role {
            Role::Good => color(AnsiColor::Green),
            Role::Bad => color(AnsiColor::Red),
            Role::Warning => color(AnsiColor::Yellow),
            Role::Doubt => color(AnsiColor::Magenta),
            Role::Strong => Ansi::new().bold(),
            Role::Faint => Ansi::new().dimmed(),
        };
        format!("{}{text}{}", style.render(), style.render_reset())
    }
}
