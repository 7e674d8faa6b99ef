//! Hosts whose path is a key: webhooks, blockchain providers and deploy hooks. They are in a table with their sources.

use std::sync::LazyLock;

use crate::scan::Scan;
use crate::stays;
use crate::text::marker_at;
use crate::url;

/// The columns are host, path and source. In a host, `*` stands for labels. In a path, `*` stands for a segment that is
/// shown, `!` for one that is a key, and `!!` for a key and everything after it.
const TABLE: &str = include_str!("hosts.tsv");

static HOSTS: LazyLock<Vec<Row>> =
    LazyLock::new(|| TABLE.lines().skip(1).filter_map(Row::read).collect());

struct Row {
    /// The end of the host, from a dot on if labels may precede it. `None` means any host.
    suffix: &'static str,
    is_whole: bool,
    path: Vec<&'static str>,
}

impl Row {
    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split('\t');
        let (host, path) = (columns.next()?, columns.next()?);
        Some(Self {
            suffix: host.trim_start_matches('*'),
            is_whole: !host.starts_with('*'),
            path: path.split('/').skip(1).collect(),
        })
    }

    fn is_of(&self, host: &str) -> bool {
        if self.is_whole {
            host.eq_ignore_ascii_case(self.suffix)
        } else {
            let from = host.len().saturating_sub(self.suffix.len());
            host.get(from..)
                .is_some_and(|end| end.eq_ignore_ascii_case(self.suffix))
        }
    }
}

/// Marks the key in the path of a URL whose host begins at `from`.
pub(crate) fn path(scan: &mut Scan<'_>, from: usize, end: usize) {
    let Some(rest) = scan.text.get(from..end) else {
        return;
    };
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..authority].split(':').next().unwrap_or_default();
    let path = from + authority;
    if authority < rest.len() {
        under(scan, host, path, end);
    }
}

/// Does the same where no scheme precedes the host, for hosts of the table only.
pub(crate) fn path_of_known(scan: &mut Scan<'_>, host: usize, from: usize, end: usize) {
    let text = scan.text;
    let Some(host) = text.get(host..from) else {
        return;
    };
    if HOSTS
        .iter()
        .any(|row| row.suffix.len() > 1 && row.is_of(host))
    {
        under(scan, host, from, end);
    }
}

/// Marks the key in the path from `from` to `end` for this host. The path begins with a slash.
pub(crate) fn under(scan: &mut Scan<'_>, host: &str, from: usize, end: usize) {
    let Some(path) = scan.text.get(from..end) else {
        return;
    };
    let path = path
        .split(['?', '#', ')', ',', ' '])
        .next()
        .unwrap_or_default();
    // What was found in the path before does not belong to a key.
    let marked = path.match_indices('[').find(|(at, _)| {
        *at > 0 && marker_at(path.as_bytes(), *at).is_some() && !path[..*at].ends_with('/')
    });
    let path = marked.map_or(path, |(at, _)| &path[..at]);
    let found: Vec<(usize, usize)> = HOSTS
        .iter()
        .filter(|row| row.is_of(host))
        .find_map(|row| keys(&row.path, path))
        .unwrap_or_default();
    for (start, end) in found {
        let text = &path[start..end];
        if marker_at(text.as_bytes(), 0).is_none() && !stays::says_nothing(text) {
            scan.mark(url::key(from + start, from + end));
        }
    }
}

/// Returns the segments of `path` that are keys, if it has this form.
fn keys(form: &[&str], path: &str) -> Option<Vec<(usize, usize)>> {
    let mut found = Vec::new();
    let mut at = 0;
    for part in form {
        let rest = path.get(at..)?.strip_prefix('/')?;
        let start = at + 1;
        let segment = rest.split('/').next()?;
        let end = start + segment.len();
        match *part {
            "!!" => {
                let all = path.trim_end_matches([':', '.', ';']).len();
                found.push((start, all.max(start)));
                break;
            }
            "*" if !segment.is_empty() => {}
            part if part.starts_with('!') || part.contains('!') => {
                let before = part.split('!').next()?;
                let key = segment
                    .strip_prefix(before)?
                    .trim_end_matches([':', '.', ';', ']', '}']);
                // A key has a minimum length, which ordinary words of a path do not reach.
                let least: usize = part.rsplit('!').next()?.parse().unwrap_or(1);
                if key.len() < least {
                    return None;
                }
                let from = start + before.len();
                found.push((from, from + key.len()));
            }
            part if part.eq_ignore_ascii_case(segment) => {}
            _ => return None,
        }
        at = end;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::{HOSTS, TABLE, keys};

    #[test]
    fn every_row_has_its_source() {
        for line in TABLE.lines().skip(1) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert_eq!(columns.len(), 3, "{line}");
            assert!(columns[2].starts_with("https://"), "{line}");
            assert!(columns[1].contains('!'), "{line}");
        }
        assert!(HOSTS.len() > 20);
    }

    #[test]
    fn keys_are_segments_of_their_form() {
        assert_eq!(
            keys(&["v3", "!16"], "/v3/0123456789abcdef0"),
            Some(vec![(4, 21)])
        );
        assert_eq!(keys(&["v3", "!16"], "/v3/status"), None);
        assert_eq!(
            keys(&["services", "!!"], "/services/T/B/x:"),
            Some(vec![(10, 15)])
        );
        assert_eq!(
            keys(&["bot!20"], "/bot123456789:AAHdqTcvCH1vGWJxf/send"),
            Some(vec![(4, 31)])
        );
    }
}
