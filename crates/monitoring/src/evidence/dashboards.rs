//! `dashboard-config.md`: the dashboards, with links and thresholds.

use ray_core::evidence::markdown::{Row, Table};
use ray_core::evidence::page::Page;
use ray_core::place::{Located, Place, Placed};
use ray_core::value::placeholder::is_placeholder;
use ray_core::value::words::fold;

/// The dashboards.
#[derive(Debug)]
pub struct Dashboards {
    /// One for each row.
    pub rows: Vec<Dashboard>,
}

/// One dashboard.
#[derive(Debug)]
pub struct Dashboard {
    /// What it is called in messages.
    pub name: String,
    /// Where it can be opened: the target of a link, or the text of the cell.
    pub link: Cell,
    /// From when on it shows trouble.
    pub threshold: Cell,
    /// How far it is.
    pub status: Cell,
    /// The row.
    pub place: Place,
}

impl Dashboard {
    /// What tells the row from any other: a dashboard may have a row for each of its thresholds.
    #[must_use]
    pub fn key(&self) -> (String, String, String) {
        (fold(&self.name), self.link.text.trim().to_owned(), fold(&self.threshold.text))
    }
}

/// A cell of a row, or the row where it ends before the cell.
#[derive(Debug)]
pub struct Cell {
    /// What stands there; empty when nothing does.
    pub text: String,
    /// Where.
    pub place: Place,
}

impl Dashboards {
    /// Reads the dashboards: every table with a column for links.
    #[must_use]
    pub fn read(page: &Page<'_>) -> Self {
        Self { rows: page.tables().flat_map(|table| rows(page, table)).collect() }
    }
}

fn rows(page: &Page<'_>, table: Table<'_>) -> Vec<Dashboard> {
    if page.column(table, "Link").is_none() && page.column(table, "Dashboard").is_none() {
        return Vec::new();
    }
    let columns = ["Dashboard", "Link", "Threshold", "Status"];
    let columns = columns.map(|name| page.required_column(table, name));
    let [Some(name), Some(link), Some(threshold), Some(status)] = columns else {
        return Vec::new();
    };
    let read = |row: Row<'_>| Dashboard {
        name: page
            .filled_cell(row, name, "Dashboard")
            .map_or_else(|| "a dashboard".to_owned(), |name| name.value),
        link: link_of(row, link),
        threshold: Cell::read(row, threshold),
        status: Cell::read(row, status),
        place: row.place(),
    };
    page.rows(table).into_iter().map(read).collect()
}

fn link_of(row: Row<'_>, column: usize) -> Cell {
    let cell = Cell::read(row, column);
    let target = row.cell(column).and_then(|cell| cell.links().first().cloned());
    Cell { text: target.unwrap_or(cell.text), place: cell.place }
}

impl Cell {
    fn read(row: Row<'_>, column: usize) -> Self {
        match row.get(column) {
            Some(Located { value, .. }) if value.is_empty() => Self::absent(row),
            Some(cell) => Self { place: cell.place(), text: cell.value },
            None => Self::absent(row),
        }
    }

    fn absent(row: Row<'_>) -> Self {
        Self { text: String::new(), place: row.place() }
    }
}

/// True for an absolute `http` or `https` URL that names a host.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let text = text.trim();
    let scheme = text.split_once("://").filter(|(scheme, _)| {
        scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
    });
    let Some((_, rest)) = scheme else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, port)| {
        let is_port = !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
        if is_port { host } else { "" }
    });
    let known = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '[' | ']' | ':');
    host.chars().any(char::is_alphanumeric)
        && !is_placeholder(host)
        && host.chars().all(known)
        && !rest.chars().any(|c| c.is_whitespace() || matches!(c, '<' | '>' | '{' | '}'))
}

#[cfg(test)]
mod tests {
    use super::is_web_address;

    #[test]
    fn a_web_address_names_a_host() {
        for text in [
            "https://grafana.example.com/d/abc",
            "http://localhost:3000",
            "HTTPS://user@host/x?y#z",
            "https://[2001:db8::1]:8443/d",
        ] {
            assert!(is_web_address(text), "{text}");
        }
        for text in [
            "",
            "grafana",
            "/d/abc",
            "https://",
            "https:///d/abc",
            "http://:80/",
            "ftp://host/",
            "javascript:alert(1)//https://x",
            "https://{host}/d",
            "https://<host>/d",
            "https://host name/d",
            "https://host/a dashboard",
            "https://host/{id}",
            "https://host:port/",
            "see https://host/",
            "https://TBD/d",
            "https://xxx:443/",
        ] {
            assert!(!is_web_address(text), "{text}");
        }
    }
}
