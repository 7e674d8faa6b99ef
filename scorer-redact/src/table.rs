//! Rows below a line of names: CSV and similar formats, a database dump, and the tables that shells and other tools
//! print.
//!
//! Examples: `user,password` with `root,x` below it; `| id | token |` and `| 1 | x |`; `Name  Value` and
//! `DB_PASSWORD  x`; `lat,lon -> 60.1,24.9` on one line.

use scorer_instrument_policy::Class;

use crate::names::{Refused, is_id};
use crate::pair::Member;
use crate::scan::Scan;
use crate::text::{Found, marker_at};
use crate::{Cause, stays};

/// The most columns of a table, and the most bytes of a name.
const COLUMNS: usize = 64;
const LONGEST: usize = 64;

/// What the walk saw of the lines.
#[derive(Default)]
pub(crate) struct Lines {
    /// Whether there are several lines or an arrow, so that there may be a table.
    pub(crate) has_rows: bool,
    /// Whether a line may be the head of one.
    has_head: bool,
    /// Where the current line begins, as far as the walk saw.
    at: usize,
    /// Where more words than a name has stand in it, with no sign between them.
    sentence_at: Option<usize>,
}

impl Lines {
    /// Notes more words than a name has, with no sign between them.
    #[inline]
    pub(crate) fn sentence(&mut self, from: usize) {
        self.sentence_at = self.sentence_at.filter(|at| *at >= self.at).or(Some(from));
    }

    /// Notes whether the line that ends at `end` may be the head of a table.
    pub(crate) fn end(&mut self, bytes: &[u8], end: usize) {
        let from = self.at.min(end);
        self.at = end + 1;
        if !self.has_rows || self.has_head {
            return;
        }
        let line = &bytes[from..end];
        let before = self.sentence_at.and_then(|at| at.checked_sub(from));
        let is_sentence = before.is_some_and(|before| is_sentence(line, before.min(line.len())));
        self.has_head = line.contains(&b'\n') || !is_sentence && may_head(line);
    }

    /// Whether there may be a table.
    pub(crate) fn may_be_table(&self) -> bool {
        self.has_rows && self.has_head
    }
}

/// Whether a line is a sentence: it has more words than a name behind `before` bytes, and nothing says that what stands before
/// or behind these words is the head of a table.
fn is_sentence(line: &[u8], before: usize) -> bool {
    !line.contains(&b':')
        && !line[..before].iter().any(|b| matches!(b, b'=' | b'>'))
        && !line.starts_with(b"COPY ")
}

/// What separates the cells of a line.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Delimiter {
    Sign(u8),
    /// Two spaces or more.
    Gap,
}

/// What the line of names says about the rows below it.
struct Header<'a> {
    delimiter: Delimiter,
    columns: Vec<Column<'a>>,
    /// Set if one column holds names and another one their values.
    labelled: Option<(usize, usize)>,
}

struct Column<'a> {
    name: &'a str,
    refused: Option<Refused>,
}

/// Marks the values in the columns of refused names.
pub(crate) fn rows(scan: &mut Scan<'_>) {
    let text = scan.text;
    let mut header: Option<Header<'_>> = None;
    let mut from = 0;
    while from < text.len() {
        let start = from;
        let length = text[start..].find('\n').unwrap_or(text.len() - start);
        from = (start + length + 1).min(text.len());
        let line = text[start..start + length].trim_end_matches('\r');
        if let Some(table) = &header {
            if is_rule(line) || row(scan, table, start, line) {
                continue;
            }
        }
        header = names(scan, start, line, from);
    }
}

/// Whether a line only separates the names from the rows: `----+----`.
fn is_rule(line: &str) -> bool {
    line.bytes()
        .all(|b| matches!(b, b'-' | b'+' | b'|' | b'=' | b' ' | b':'))
}

/// Returns the names on this line if one of them is refused. A row on the same line is marked.
fn names<'a>(scan: &mut Scan<'a>, start: usize, line: &'a str, below: usize) -> Option<Header<'a>> {
    if !may_head(line.as_bytes()) {
        return None;
    }
    let head = head(line)?;
    let delimiter = head
        .rows
        .map(Delimiter::Sign)
        .or_else(|| parting(head.names))?;
    // The rows must have as many cells as there are names. This rules out most lines quickly.
    if head.row.is_none() && !has_cells(&scan.text[below..], delimiter) {
        return None;
    }
    let mut header = header(scan, head.names)?;
    if let Some(rest) = head.row {
        let place = start + (line.len() - rest.len());
        row(scan, &header, place, rest);
        return None;
    }
    if let Some(sign) = head.rows {
        header.delimiter = Delimiter::Sign(sign);
    }
    Some(header)
}

/// A line of names.
struct Head<'a> {
    names: &'a str,
    /// The row after an arrow.
    row: Option<&'a str>,
    /// The separator of the rows' cells, if it differs from that of the names.
    rows: Option<u8>,
}

/// The most words of a name.
pub(crate) const WORDS: usize = 5;

/// Whether a line can be the head of a table. Most lines cannot, because they contain a character that names never
/// have, or many words without a separator.
fn may_head(line: &[u8]) -> bool {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.starts_with(b"COPY ") {
        return true;
    }
    let (mut words, mut has_colon) = (1, false);
    // Looked for once, when there are many words.
    let mut last_colon = None;
    let mut at = 0;
    while let Some(length) = line[at..]
        .iter()
        .position(|byte| KIND[usize::from(*byte)] != INNER)
    {
        at += length;
        match KIND[usize::from(line[at])] {
            PARTS => words = 1,
            GAP => words += usize::from(at > 0 && line[at - 1] != b' '),
            // `bad row 4: lat,lon`: the part before the colon is not a name.
            COLON if !has_colon && line.get(at + 1) == Some(&b' ') => {
                (has_colon, words) = (true, 0);
            }
            ARROW => return true,
            _ => return false,
        }
        if words > WORDS {
            if has_colon || last_colon.is_none() && !line[at..].contains(&b':') {
                return false;
            }
            let last = *last_colon
                .get_or_insert_with(|| line.iter().rposition(|b| *b == b':').unwrap_or_default());
            if last < at {
                return false;
            }
        }
        at += 1;
    }
    true
}

const INNER: u8 = 1;
const PARTS: u8 = 2;
const GAP: u8 = 3;
const COLON: u8 = 4;
const ARROW: u8 = 5;

static KIND: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0_u8;
    loop {
        table[byte as usize] = match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | 0x80..
            | b'_'
            | b'-'
            | b'.'
            | b'"'
            | b'\''
            | b'#'
            | b'('
            | b')' => INNER,
            b',' | b';' | b'|' | b'\t' => PARTS,
            b' ' => GAP,
            b':' => COLON,
            b'=' | b'>' => ARROW,
            _ => 0,
        };
        if byte == u8::MAX {
            break;
        }
        byte += 1;
    }
    table
};

/// The part of a line that may consist of names, and what follows an arrow.
fn head(line: &str) -> Option<Head<'_>> {
    if let Some(rest) = line.strip_prefix("COPY ") {
        let (_, rest) = rest.split_once('(')?;
        let (names, rest) = rest.split_once(')')?;
        return rest.contains(" stdin").then_some(Head {
            names,
            row: None,
            rows: Some(b'\t'),
        });
    }
    let mut from = 0;
    for (at, byte) in line.bytes().enumerate() {
        match byte {
            b'A'..=b'Z'
            | b'a'..=b'z'
            | b'0'..=b'9'
            | 0x80..
            | b'_'
            | b'-'
            | b' '
            | b'.'
            | b'"'
            | b'\''
            | b'#'
            | b'('
            | b')'
            | b','
            | b';'
            | b'|'
            | b'\t' => {}
            // `bad row 4: lat,lon`. A second colon means that the line is something else.
            b':' if from == 0 && line[at + 1..].starts_with(' ') => from = at + 2,
            b'=' if line[at..].starts_with("=> ") => {}
            b'>' if line[..at].ends_with(" -") || line[..at].ends_with(" =") => {
                return Some(Head {
                    names: line.get(from..at - 2)?,
                    row: line[at + 1..].strip_prefix(' '),
                    rows: None,
                });
            }
            _ => return None,
        }
    }
    Some(Head {
        names: line.get(from..)?,
        row: None,
        rows: None,
    })
}

/// Returns the separator of the names on a line.
fn parting(line: &str) -> Option<Delimiter> {
    let first = line
        .bytes()
        .find(|b| matches!(b, b',' | b';' | b'|' | b'\t'));
    match first {
        Some(sign) => Some(Delimiter::Sign(sign)),
        None => line.trim().contains("  ").then_some(Delimiter::Gap),
    }
}

/// Whether the first of these lines that is not a rule has more than one cell.
fn has_cells(lines: &str, delimiter: Delimiter) -> bool {
    let mut lines = lines.split('\n').filter(|line| !is_rule(line));
    lines.next().is_some_and(|line| match delimiter {
        Delimiter::Sign(sign) => line.as_bytes().contains(&sign),
        Delimiter::Gap => line.contains("  "),
    })
}

fn header<'a>(scan: &Scan<'a>, line: &'a str) -> Option<Header<'a>> {
    let delimiter = parting(line)?;
    // A sentence before the first separator means that this is not a line of names.
    if let Delimiter::Sign(sign) = delimiter {
        let first = line.split(char::from(sign)).next().unwrap_or(line);
        if !first.trim().is_empty() && !is_name(bare(first)) {
            return None;
        }
    }
    let cells = cells(line, delimiter);
    if !(2..=COLUMNS).contains(&cells.len()) {
        return None;
    }
    if !cells
        .iter()
        .all(|(from, to)| is_name(bare(&line[*from..*to])))
    {
        return None;
    }
    let mut columns = Vec::with_capacity(cells.len());
    let (mut label, mut value) = (None, None);
    for (from, to) in cells {
        let name = bare(&line[from..to]);
        let known = scan.names.known(name);
        match known.member {
            Member::Label => label = label.or(Some(columns.len())),
            Member::Value => value = value.or(Some(columns.len())),
            _ => {}
        }
        let refused = known.refused.filter(|it| it.class != Class::Vague);
        columns.push(Column { name, refused });
    }
    let labelled = label.zip(value);
    let says_something = labelled.is_some() || columns.iter().any(|it| it.refused.is_some());
    says_something.then_some(Header {
        delimiter,
        columns,
        labelled,
    })
}

/// Whether a cell can be the name of a column: a few words, but not an id, a number, a hash or a sentence.
fn is_name(cell: &str) -> bool {
    /// `address2`, `sha256`, `2fa`, `q1_2026`.
    const DIGITS: usize = 4;
    /// `oauth2`, `s3`, `2fa`: a word in which letters and digits alternate more often is not a name.
    const TURNS: usize = 2;
    let (mut words, mut letters, mut digits, mut turns) = (1, 0, 0, 0);
    let mut before = None;
    for byte in cell.bytes() {
        let is_digit = byte.is_ascii_digit();
        match byte {
            b' ' => words += 1,
            b'0'..=b'9' => digits += 1,
            b'a'..=b'z' | b'A'..=b'Z' | 0x80.. => letters += 1,
            _ => {}
        }
        if matches!(byte, b'_' | b'-' | b'.' | b' ') {
            (before, turns) = (None, 0);
        } else {
            turns += usize::from(before.is_some_and(|it| it != is_digit));
            before = Some(is_digit);
        }
        if words > WORDS || digits > DIGITS || turns > TURNS {
            return false;
        }
    }
    let begins = |c: char| c.is_alphabetic() || c == '_' || c.is_ascii_digit();
    cell.len() <= LONGEST && letters > digits && !is_id(cell) && cell.starts_with(begins)
}

/// Marks what is refused in this row. Returns false if the line is not a row.
fn row(scan: &mut Scan<'_>, table: &Header<'_>, start: usize, line: &str) -> bool {
    let cells = cells(line, table.delimiter);
    if cells.len() != table.columns.len() {
        return false;
    }
    let cell = |(from, to): (usize, usize)| {
        let bare = bare(&line[from..to]);
        let at = from + line[from..to].find(bare).unwrap_or_default();
        (start + at, bare)
    };
    let mut found = Vec::new();
    let mut judged = |place: (usize, usize), name: &str, refused: Refused| {
        let (at, text) = cell(place);
        let stays = text.is_empty()
            || marker_at(scan.bytes, at).is_some()
            || stays::may_stay(text, name, refused, true);
        if !stays {
            found.push(Found {
                start: at,
                end: at + text.len(),
                class: refused.class,
                cause: Cause::Name,
            });
        }
    };
    for (place, column) in cells.iter().zip(&table.columns) {
        if let Some(refused) = column.refused {
            judged(*place, column.name, refused);
        }
    }
    if let Some((label, value)) = table.labelled {
        let (_, name) = cell(cells[label]);
        let refused = scan.names.of(name).filter(|it| it.class != Class::Vague);
        if let Some(refused) = refused {
            judged(cells[value], name, refused);
        }
    }
    for it in found {
        scan.mark(it);
    }
    true
}

/// Returns a cell without spaces and quotes around it.
fn bare(cell: &str) -> &str {
    let cell = cell.trim();
    ['"', '\'']
        .into_iter()
        .find_map(|quote| cell.strip_prefix(quote)?.strip_suffix(quote))
        .unwrap_or(cell)
}

/// Returns the positions of a line's cells. A separator within quotes does not count, and the frame of a table is not a
/// cell.
fn cells(line: &str, delimiter: Delimiter) -> Vec<(usize, usize)> {
    let bytes = line.as_bytes();
    let (mut from, mut to) = (0, bytes.len());
    let is_frame = |b: u8| delimiter == Delimiter::Sign(b'|') && matches!(b, b'|' | b' ');
    if delimiter == Delimiter::Gap || line.starts_with('|') && line.trim_end().ends_with('|') {
        from = bytes
            .iter()
            .take_while(|b| **b == b' ' || is_frame(**b))
            .count();
        to -= bytes[from..]
            .iter()
            .rev()
            .take_while(|b| **b == b' ' || is_frame(**b))
            .count();
    }
    let mut cells = Vec::new();
    let (mut start, mut at) = (from, from);
    while at < to {
        match (bytes[at], delimiter) {
            // A quote begins a cell or is part of it.
            (quote @ (b'"' | b'\''), Delimiter::Sign(_)) if line[start..at].trim().is_empty() => {
                at += bytes[at + 1..to]
                    .iter()
                    .position(|b| *b == quote)
                    .map_or(0, |length| length + 1);
                // `""` is a quote within the cell.
                while bytes.get(at + 1) == Some(&quote) {
                    let rest = bytes.get(at + 2..to).unwrap_or_default();
                    let Some(length) = rest.iter().position(|b| *b == quote) else {
                        break;
                    };
                    at += length + 2;
                }
            }
            (byte, Delimiter::Sign(sign)) if byte == sign => {
                cells.push((start, at));
                start = at + 1;
            }
            (b' ', Delimiter::Gap) if bytes.get(at + 1) == Some(&b' ') => {
                cells.push((start, at));
                at += bytes[at..to].iter().take_while(|b| **b == b' ').count();
                start = at;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    cells.push((start, to.max(start)));
    cells
}
