//! How large the executables are, and what other settings of the release profile would come to.

use std::fmt::Write;

use super::section::time;
use crate::bench::record::{Executables, Variant, mebibytes, median};

const TOP: &str = "
## Executables

What is released is built with `[profile.release]` of `Cargo.toml`. The table builds the executables of
protocol 11 from nothing, each time with other settings: how long that takes, how large they get, and
what the launch gate then takes on its example and on a large document.
";

pub(super) fn write(executables: Option<&Executables>) -> String {
    let Some(executables) = executables else {
        return format!("{TOP}\nNot measured yet.\n\n");
    };
    let mut text = format!(
        "{TOP}\n| profile | clean build | size of all [MiB] | start-up | a large document |\n\
         | --- | ---: | ---: | ---: | ---: |\n"
    );
    for variant in &executables.variants {
        text.push_str(&row(variant));
    }
    let total: u64 = executables.released.values().sum();
    let count = executables.released.len();
    _ = write!(
        text,
        "\nAll {count} executables of the workspace, as released, take {:.1} MiB:\n\n\
         | executable | MiB |\n| --- | ---: |\n",
        mebibytes(total)
    );
    for (name, bytes) in &executables.released {
        _ = writeln!(text, "| `{name}` | {:.1} |", mebibytes(*bytes));
    }
    text.push('\n');
    text
}

fn row(variant: &Variant) -> String {
    format!(
        "| {} | {} | {:.1} | {} | {} |\n",
        variant.name,
        time(variant.build),
        mebibytes(variant.bytes),
        time(median(&variant.start_up)),
        time(median(&variant.work))
    )
}
