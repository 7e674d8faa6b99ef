//! Draws a tree as text: branches, the time of each row in one column, its fields, and its events on lines of their
//! own.

use std::fmt;

use crate::escape::{Escaped, Shown};

use super::{Tree, TreeEvent};

/// How a tree is fitted to its output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// How many characters fit on a line.
    pub(crate) width: Option<usize>,
    pub(crate) has_color: bool,
}

/// A tree, drawn for an output.
pub(crate) struct Drawn<'a> {
    tree: &'a Tree,
    look: Look,
}

/// The smallest width that lines are fitted to. On anything narrower, nothing would be readable.
const NARROWEST: usize = 40;

/// How many characters the time of a row takes: `    1.25 ms` after two spaces.
const TIME: usize = 13;

impl Tree {
    pub(crate) fn drawn(&self, look: Look) -> Drawn<'_> {
        let width = look.width.map(|it| it.max(NARROWEST));
        Drawn {
            tree: self,
            look: Look { width, ..look },
        }
    }
}

impl fmt::Display for Tree {
    /// Every line ends with a line break. The width of lines is not limited.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.drawn(Look::default()).fmt(f)
    }
}

impl fmt::Display for Drawn<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows = Vec::new();
        collect(Row::Span(self.tree), String::new(), "", &mut rows);
        let most = self.look.width.map(|it| it - TIME);
        let heads = rows.iter().filter_map(|line| match line.row {
            Row::Span(tree) => Some(width(&line.branch) + width(&named(tree))),
            Row::Event(_) => None,
        });
        let column = heads.max().unwrap_or(0);
        let column = most.map_or(column, |most| column.min(most));
        for line in &rows {
            let mut out = Line::new(f, self.look, &line.below);
            let branch = shortened(&line.branch, self.look.width);
            out.part(&branch, Style::Dim)?;
            match line.row {
                Row::Span(tree) => span(&mut out, tree, column - width(&branch).min(column))?,
                Row::Event(event) => said(&mut out, event)?,
            }
            writeln!(f)?;
        }
        Ok(())
    }
}

/// The content of a line.
#[derive(Clone, Copy)]
enum Row<'a> {
    Span(&'a Tree),
    Event(&'a TreeEvent),
}

/// A row and its place in the tree.
struct Placed<'a> {
    branch: String,
    /// The beginning of any further line of the same row.
    below: String,
    row: Row<'a>,
}

/// Collects the rows. Those below a span are in order of time.
fn collect<'a>(row: Row<'a>, branch: String, trunk: &str, rows: &mut Vec<Placed<'a>>) {
    let mut parts: Vec<Row<'a>> = match row {
        Row::Span(tree) => {
            let events = tree.events.iter().map(Row::Event);
            events.chain(tree.children.iter().map(Row::Span)).collect()
        }
        Row::Event(_) => Vec::new(),
    };
    parts.sort_by_key(|part| match part {
        Row::Span(tree) => tree.started,
        Row::Event(event) => event.time,
    });
    let below = if parts.is_empty() {
        format!("{trunk}  ")
    } else {
        format!("{trunk}│ ")
    };
    rows.push(Placed { branch, below, row });
    let last = parts.len().saturating_sub(1);
    for (index, part) in parts.into_iter().enumerate() {
        let (fork, below) = if index == last {
            ("└── ", "    ")
        } else {
            ("├── ", "│   ")
        };
        let (branch, trunk) = (format!("{trunk}{fork}"), format!("{trunk}{below}"));
        collect(part, branch, &trunk, rows);
    }
}

fn named(tree: &Tree) -> String {
    let times = if tree.times > 1 {
        format!(" ×{}", tree.times)
    } else {
        String::new()
    };
    format!("{}{times}", Escaped(&tree.name))
}

fn span(out: &mut Line<'_, '_>, tree: &Tree, column: usize) -> fmt::Result {
    let name = cut(&named(tree), column.max(1));
    out.part(&format!("{name:column$}"), Style::Plain)?;
    let took = tree.took.as_secs_f64() * 1000.0;
    out.part(&format!("  {took:8.2} ms"), Style::Plain)?;
    out.fields(&tree.fields)?;
    for note in &tree.notes {
        out.piece(&Escaped(note).to_string(), Style::Yellow)?;
    }
    match &tree.error {
        // An event below shows the error, or nothing describes it.
        Some(error) if error.is_empty() || tree.events.iter().any(|it| it.message == *error) => {
            out.piece("!", Style::Red)
        }
        Some(error) => out.piece(&format!("! {}", Escaped(error)), Style::Red),
        None => Ok(()),
    }
}

fn said(out: &mut Line<'_, '_>, event: &TreeEvent) -> fmt::Result {
    let style = match event.level {
        "ERROR" => Style::Red,
        "WARN" => Style::Yellow,
        "INFO" => Style::Green,
        "DEBUG" => Style::Blue,
        _ => Style::Dim,
    };
    let mark = if event.is_error { "! " } else { "" };
    out.part(&format!("{mark}{}", event.level), style)?;
    let space = if event.level.is_empty() { "" } else { " " };
    let room = out
        .room()
        .map_or(usize::MAX, |it| it.saturating_sub(1).max(1));
    let message = Escaped(&event.message).to_string();
    out.part(&format!("{space}{}", cut(&message, room)), Style::Plain)?;
    out.fields(&event.fields)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    Dim,
    Red,
    Yellow,
    Green,
    Blue,
}

impl Style {
    /// The code that ECMA-48 calls "select graphic rendition".
    fn code(self) -> Option<u8> {
        match self {
            Self::Plain => None,
            Self::Dim => Some(2),
            Self::Red => Some(31),
            Self::Yellow => Some(33),
            Self::Green => Some(32),
            Self::Blue => Some(34),
        }
    }
}

/// A line being written. If it is full, it continues on the next line.
struct Line<'a, 'f> {
    f: &'a mut fmt::Formatter<'f>,
    look: Look,
    below: String,
    used: usize,
}

impl<'a, 'f> Line<'a, 'f> {
    fn new(f: &'a mut fmt::Formatter<'f>, look: Look, below: &str) -> Self {
        Self {
            f,
            look,
            below: shortened(below, look.width),
            used: 0,
        }
    }

    fn room(&self) -> Option<usize> {
        self.look.width.map(|it| it.saturating_sub(self.used))
    }

    /// Adds text that stays on the same line.
    fn part(&mut self, text: &str, style: Style) -> fmt::Result {
        self.used += width(text);
        match style
            .code()
            .filter(|_| self.look.has_color && !text.is_empty())
        {
            Some(code) => write!(self.f, "\u{1b}[{code}m{text}\u{1b}[0m"),
            None => self.f.write_str(text),
        }
    }

    /// Adds text that may move to the next line. It is cut if it is longer than a line.
    fn piece(&mut self, text: &str, style: Style) -> fmt::Result {
        self.begin(width(text))?;
        let room = self.room().unwrap_or(usize::MAX);
        self.part(&cut(text, room), style)
    }

    fn fields(&mut self, fields: &[(String, String)]) -> fmt::Result {
        for (name, value) in fields {
            let (name, value) = (format!("{}=", Escaped(name)), Shown(value).to_string());
            self.begin(width(&name) + width(&value))?;
            let name = cut(&name, self.room().unwrap_or(usize::MAX));
            self.part(&name, Style::Dim)?;
            let value = cut(&value, self.room().unwrap_or(usize::MAX));
            self.part(&value, Style::Plain)?;
        }
        Ok(())
    }

    /// Makes room for a piece of this width.
    fn begin(&mut self, piece: usize) -> fmt::Result {
        if self.room().is_none_or(|room| piece + 2 <= room) {
            return self.part("  ", Style::Plain);
        }
        writeln!(self.f)?;
        self.used = 0;
        let below = self.below.clone();
        self.part(&below, Style::Dim)?;
        self.part("    ", Style::Plain)
    }
}

/// Shortens branches so that half of the line is left.
fn shortened(branch: &str, most: Option<usize>) -> String {
    let most = most.map_or(usize::MAX, |it| it / 2);
    let too_many = width(branch).saturating_sub(most);
    if too_many == 0 {
        return branch.to_owned();
    }
    let rest: String = branch.chars().skip(too_many + 1).collect();
    format!("…{rest}")
}

fn cut(text: &str, most: usize) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let mut kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.extend((most > 0).then_some('…'));
    kept
}

fn width(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use proptest::prelude::*;

    use super::*;

    fn row(name: &str, second: u64) -> Tree {
        Tree {
            name: name.to_owned(),
            times: 1,
            took: Duration::from_micros(1_250),
            fields: Vec::new(),
            error: None,
            notes: Vec::new(),
            events: Vec::new(),
            children: Vec::new(),
            started: SystemTime::UNIX_EPOCH + Duration::from_secs(second),
        }
    }

    fn event(level: &'static str, message: &str, second: u64) -> TreeEvent {
        TreeEvent {
            level,
            message: message.to_owned(),
            fields: Vec::new(),
            is_error: level == "ERROR",
            time: SystemTime::UNIX_EPOCH + Duration::from_secs(second),
        }
    }

    fn field(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    fn request() -> Tree {
        let mut inner = row("load stamps", 3);
        inner.events.push(event("WARN", "slow answer", 4));
        inner.error = Some("refused".into());
        inner.events.push(event("ERROR", "refused", 5));
        let mut root = row("GET /score/{address_id}", 1);
        root.fields = vec![field("community_id", "7"), field("region", "eu west")];
        let mut said = event("INFO", "cache miss", 2);
        said.fields.push(field("key_count", "3"));
        root.events.push(said);
        root.error = Some("gateway timeout".into());
        root.children.push(inner);
        root
    }

    #[test]
    fn events_are_lines_of_their_own_by_time_and_errors_alone_have_a_mark() {
        let drawn = "\
GET /score/{address_id}      1.25 ms  community_id=7  region=\"eu west\"  ! gateway timeout
├── INFO cache miss  key_count=3
└── load stamps              1.25 ms  !
    ├── WARN slow answer
    └── ! ERROR refused
";
        assert_eq!(request().to_string(), drawn);
    }

    #[test]
    fn what_has_no_room_goes_on_below_its_row() {
        let look = Look {
            width: Some(44),
            has_color: false,
        };
        let drawn = "\
GET /score/{address_id}      1.25 ms
│     community_id=7  region=\"eu west\"
│     ! gateway timeout
├── INFO cache miss  key_count=3
└── load stamps              1.25 ms  !
    ├── WARN slow answer
    └── ! ERROR refused
";
        assert_eq!(request().drawn(look).to_string(), drawn);
    }

    #[test]
    fn colour_changes_no_character() {
        let look = Look {
            width: Some(80),
            has_color: true,
        };
        let colored = request().drawn(look).to_string();
        assert!(
            colored.contains("\u{1b}[31m! ERROR\u{1b}[0m refused"),
            "{colored}"
        );
        assert!(colored.contains("\u{1b}[32mINFO\u{1b}[0m"), "{colored}");
        let mut plain = String::new();
        for (at, part) in colored.split("\u{1b}[").enumerate() {
            let skipped = if at == 0 {
                0
            } else {
                part.find('m').map_or(0, |it| it + 1)
            };
            plain.push_str(&part[skipped..]);
        }
        let look = Look {
            has_color: false,
            ..look
        };
        assert_eq!(plain, request().drawn(look).to_string());
    }

    fn any_tree() -> impl Strategy<Value = Tree> {
        let texts = || proptest::collection::vec(("[a-z]{1,60}", ".{0,90}"), 0..4);
        let leaf = (".{0,80}", texts(), proptest::option::of(".{0,80}")).prop_map(
            |(name, fields, error)| {
                let mut tree = row(&name, 1);
                tree.events.push(event("INFO", &name, 2));
                tree.events[0].fields.clone_from(&fields);
                (tree.fields, tree.error) = (fields, error);
                tree
            },
        );
        leaf.prop_recursive(40, 60, 2, |inner| {
            (inner.clone(), inner).prop_map(|(mut outer, inner)| {
                outer.children.push(inner);
                outer
            })
        })
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(tree in any_tree(), wide in 0..200_usize) {
            let look = Look { width: Some(wide), has_color: false };
            let drawn = tree.drawn(look).to_string();
            for line in drawn.lines() {
                prop_assert!(width(line) <= wide.max(NARROWEST), "{line}");
            }
        }
    }
}
