//! Puts texts into the fields of a file, whatever its format: values and keys of JSON, cells and headers
//! of CSV, headings, items and cells of Markdown, scalars of YAML, lines of a log.

use serde_json::{Map, Value};

use crate::strings::LONE_SURROGATE;

/// What comes in the place of a field, given its number and what stands there; nothing leaves it.
pub(crate) type Planter<'p> = &'p mut dyn FnMut(usize, &str) -> Option<String>;

/// `text` of the file `path` with other fields.
pub(crate) fn planted(path: &str, text: &str, plant: Planter<'_>) -> String {
    let mut count = 0;
    let mut next = |old: &str| {
        count += 1;
        plant(count - 1, old)
    };
    match path.rsplit('.').next() {
        Some("json") => json(text, &mut next),
        Some("csv") => csv(text, &mut next),
        Some("md") => by_lines(text, &mut |line| markdown(line, &mut next)),
        Some("yaml" | "toml") => by_lines(text, &mut |line| yaml(line, &mut next)),
        _ => by_lines(text, &mut |line| next(line).unwrap_or_else(|| line.to_owned())),
    }
}

/// How many fields the file has.
pub(crate) fn fields(path: &str, text: &str) -> usize {
    let mut count = 0;
    planted(path, text, &mut |_, _| {
        count += 1;
        None
    });
    count
}

type Next<'n> = &'n mut dyn FnMut(&str) -> Option<String>;

fn json(text: &str, next: Next<'_>) -> String {
    let mut value: Value = serde_json::from_str(text).expect("the example is JSON");
    into_value(&mut value, next);
    escaped(&serde_json::to_string_pretty(&value).unwrap())
}

/// With half of a surrogate pair, which no text can hold and JSON can write.
fn escaped(json: &str) -> String {
    json.replace(LONE_SURROGATE, "\\ud800")
}

fn into_value(value: &mut Value, next: Next<'_>) {
    match value {
        Value::String(text) => *text = next(text).unwrap_or_else(|| text.clone()),
        Value::Array(items) => items.iter_mut().for_each(|item| into_value(item, next)),
        Value::Object(keys) => {
            let old = std::mem::take(keys);
            *keys = old
                .into_iter()
                .map(|(key, mut value)| {
                    let key = next(&key).unwrap_or(key);
                    into_value(&mut value, next);
                    (key, value)
                })
                .collect::<Map<_, _>>();
        }
        _ => {}
    }
}

fn csv(text: &str, next: Next<'_>) -> String {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let mut writer = csv::Writer::from_writer(Vec::new());
    for record in reader.records() {
        let record = record.expect("the example is CSV");
        let cells = record.iter().map(|cell| next(cell).unwrap_or_else(|| cell.to_owned()));
        writer.write_record(cells.collect::<Vec<_>>()).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

fn by_lines(text: &str, change: &mut dyn FnMut(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

fn markdown(line: &str, next: Next<'_>) -> String {
    let bare = line.trim();
    if bare.is_empty() || bare.starts_with("|-") || bare.starts_with("| -") {
        return line.to_owned();
    }
    if let Some(row) = bare.strip_prefix('|') {
        let cells = row.trim_end_matches('|').split('|').map(str::trim);
        let cells = cells.map(|cell| next(cell).unwrap_or_else(|| cell.to_owned()));
        return format!("| {} |", cells.collect::<Vec<_>>().join(" | "));
    }
    let marks = bare.len() - bare.trim_start_matches(['#', '-', '*', '>', ' ']).len();
    let (marks, text) = bare.split_at(marks);
    match text.split_once(": ") {
        Some((label, value)) => {
            let label = next(label).unwrap_or_else(|| label.to_owned());
            let value = next(value).unwrap_or_else(|| value.to_owned());
            format!("{marks}{label}: {value}")
        }
        None => format!("{marks}{}", next(text).unwrap_or_else(|| text.to_owned())),
    }
}

/// Scalars as texts between quotation marks, which YAML and TOML read as JSON does.
fn yaml(line: &str, next: Next<'_>) -> String {
    let is_other = line.trim().is_empty() || line.trim_start().starts_with(['#', '[']);
    let Some(at) = line.find(": ").map(|at| at + 2).or(line.find("= ").map(|at| at + 2)) else {
        let text = line.trim_start().strip_prefix("- ").filter(|_| !is_other);
        let planted = text.and_then(|text| Some((line.len() - text.len(), next(text)?)));
        return planted.map_or_else(|| line.to_owned(), |(at, text)| scalar(&line[..at], &text));
    };
    if is_other {
        return line.to_owned();
    }
    let (key, value) = line.split_at(at);
    next(value.trim_matches('"')).map_or_else(|| line.to_owned(), |text| scalar(key, &text))
}

fn scalar(before: &str, text: &str) -> String {
    format!(
        "{before}{}",
        escaped(&serde_json::to_string(text).unwrap()).replace("\\ud800", "\\uFFFD")
    )
}
