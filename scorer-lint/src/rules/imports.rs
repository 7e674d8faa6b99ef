//! What a fix needs of a file's imports: one more beside those there are, or one less.

use std::cmp::Ordering;

use crate::finding::Edit;
use crate::source::{File, Tokens, Use, Word, split};
use crate::unit::Unit;

/// A `use` statement on lines of its own.
struct Statement {
    /// From its first token to the semicolon.
    tokens: Tokens,
    /// The tokens between `use` and the semicolon.
    tree: Tokens,
}

/// The widest line.
const WIDTH: usize = 100;

/// The edit that imports a path in the block of imports that another one stands in, in rustfmt's order; none where that
/// one is public, has an attribute or shares its lines.
pub(super) fn beside(file: &File, known: &Use, path: &str, is_2021: bool) -> Option<Edit> {
    let keyword = file
        .hits(Word::Use)
        .take_while(|at| *at <= known.at)
        .last()?;
    let here = statement(file, keyword)?;
    let mut block = vec![here];
    while let Some(before) = block.first().and_then(|first| above(file, first)) {
        block.insert(0, before);
    }
    while let Some(after) = block.last().and_then(|last| below(file, last)) {
        block.push(after);
    }
    let newline = newline(file);
    let written = segments(path);
    let later = block.iter().find(|one| {
        compare(&written, &segments(&compact(file, &one.tree)), is_2021) == Ordering::Less
    });
    let indent = {
        let start = file.bytes_of(&block.first()?.tokens).start;
        start - line_start(&file.text, start)
    };
    let at = match later {
        Some(later) => line_start(&file.text, file.bytes_of(&later.tokens).start),
        None => {
            let end = file.bytes_of(&block.last()?.tokens).end;
            file.text[end..]
                .find('\n')
                .map(|newline| end + newline + 1)?
        }
    };
    Some(Edit {
        bytes: at..at,
        text: format!("{}use {path};{newline}", " ".repeat(indent)),
    })
}

/// The edit that takes an import out of its statement, or the statement with it.
pub(super) fn without(file: &File, known: &Use, is_2021: bool) -> Option<Edit> {
    let keyword = file
        .hits(Word::Use)
        .take_while(|at| *at <= known.at)
        .last()?;
    let statement = statement(file, keyword)?;
    let bytes = file.bytes_of(&statement.tokens);
    let brace = statement.tree.clone().find(|at| file.is(*at, b'{'));
    let Some(open) = brace else {
        let start = line_start(&file.text, bytes.start);
        let end = file.text[bytes.end..].find('\n')?;
        return Some(Edit {
            bytes: start..bytes.end + end + 1,
            text: String::new(),
        });
    };
    // Only a flat group at the end of the path; a nested one keeps its own order.
    if file.mate(open) + 1 != statement.tree.end || has_comment(file, &statement.tokens) {
        return None;
    }
    let mut kept = Vec::new();
    for part in split(file, file.inside(open), b',') {
        if !part.is_empty() && !part.contains(&known.at) {
            kept.push(file.text_of(&part));
        }
    }
    let parts = split(file, file.inside(open), b',');
    let removed = parts.iter().find(|part| part.contains(&known.at))?;
    if removed.clone().any(|at| file.is(at, b'{')) {
        return None;
    }
    let path = file.text_of(&(statement.tree.start..open));
    let indent = bytes.start - line_start(&file.text, bytes.start);
    let text = match kept.as_slice() {
        [] => return None,
        ["self"] => format!("use {};", path.trim_end_matches("::")),
        [only] if !only.contains('{') && !only.starts_with("self") => format!("use {path}{only};"),
        several => group(path, several, indent).replace('\n', newline(file)),
    };
    Some(in_order(file, statement, &text, is_2021))
}

/// The edit that writes a statement otherwise, before those of its block that it now comes before: a group comes last.
fn in_order(file: &File, statement: Statement, text: &str, is_2021: bool) -> Edit {
    let bytes = file.bytes_of(&statement.tokens);
    let written = text.trim_start_matches("use ").trim_end_matches(';');
    let new = segments(&written.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut first = bytes.start;
    let mut here = statement;
    while let Some(before) = above(file, &here) {
        if compare(&new, &segments(&compact(file, &before.tree)), is_2021) != Ordering::Less {
            break;
        }
        first = file.bytes_of(&before.tokens).start;
        here = before;
    }
    if first == bytes.start {
        return Edit {
            bytes,
            text: text.to_owned(),
        };
    }
    let passed = file.text[first..bytes.start].trim_end();
    let indent = " ".repeat(first - line_start(&file.text, first));
    Edit {
        bytes: first..bytes.end,
        text: format!("{text}{}{indent}{passed}", newline(file)),
    }
}

/// What happens to the imports when a path that begins with this token goes: the edit that takes out the one that nothing else
/// uses. An error where that cannot be written, or where this is the last of several mentions, whose turn comes when it is
/// alone: several that go together would leave an import that nobody takes out.
pub(super) fn when_gone(file: &File, first: u32, is_2021: bool) -> Result<Option<Edit>, ()> {
    let name = file.word(first);
    let Some(import) = file.resolve(name) else {
        return Ok(None);
    };
    let continues =
        |at: u32| (at > 0 && file.is(at - 1, b'.')) || (at > 1 && file.is_path_separator(at - 2));
    let mentions: Vec<u32> = (0..file.len())
        .filter(|at| file.is_word(*at, name) && !continues(*at) && !is_within(file, *at))
        .collect();
    match mentions.as_slice() {
        [only] if *only == first => without(file, import, is_2021).map(Some).ok_or(()),
        [.., last] if *last == first => Err(()),
        _ => Ok(None),
    }
}

/// `use path{a, b};` as rustfmt lays it out.
fn group(path: &str, names: &[&str], indent: usize) -> String {
    let flat = format!("use {path}{{{}}};", names.join(", "));
    if indent + flat.len() <= WIDTH && !flat.contains('\n') {
        return flat;
    }
    let nested = names.iter().any(|name| name.contains('{'));
    let inner = " ".repeat(indent + 4);
    let mut text = format!("use {path}{{");
    let mut line = 0;
    for name in names {
        if !nested && line > 0 && line + name.len() + 2 <= WIDTH {
            text.push(' ');
            line += name.len() + 2;
        } else {
            text.push('\n');
            text.push_str(&inner);
            line = inner.len() + name.len() + 1;
        }
        text.push_str(name);
        text.push(',');
    }
    text.push('\n');
    text.push_str(&" ".repeat(indent));
    text.push_str("};");
    text
}

/// The plain statement whose `use` stands here, alone on its lines.
fn statement(file: &File, keyword: u32) -> Option<Statement> {
    let mut end = keyword + 1;
    while end < file.len() && !file.is(end, b';') {
        if file.token(end).word == Word::Use {
            return None;
        }
        end = crate::source::next(file, end);
    }
    let tokens = keyword..(end + 1).min(file.len());
    let bytes = file.bytes_of(&tokens);
    let line = line_start(&file.text, bytes.start);
    let alone = file.text[line..bytes.start].trim().is_empty();
    let behind = file.text[bytes.end..].lines().next().unwrap_or_default();
    // An attribute above belongs to the statement.
    let attributed = keyword > 0 && file.is(keyword - 1, b']');
    (alone && behind.trim().is_empty() && !attributed && file.is(end, b';')).then_some(Statement {
        tokens,
        tree: keyword + 1..end,
    })
}

fn above(file: &File, statement: &Statement) -> Option<Statement> {
    let start = statement.tokens.start;
    let keyword = file.hits(Word::Use).take_while(|at| *at < start).last()?;
    let before = self::statement(file, keyword)?;
    adjoin(file, &before, statement).then_some(before)
}

fn below(file: &File, statement: &Statement) -> Option<Statement> {
    let keyword = statement.tokens.end;
    if file.token(keyword).word != Word::Use {
        return None;
    }
    let after = self::statement(file, keyword)?;
    adjoin(file, statement, &after).then_some(after)
}

/// Whether one statement follows another on the next line.
fn adjoin(file: &File, before: &Statement, after: &Statement) -> bool {
    let between = file.slice(
        file.token(before.tokens.end - 1).end,
        file.token(after.tokens.start).start,
    );
    before.tokens.end == after.tokens.start
        && between.trim().is_empty()
        && between.matches('\n').count() == 1
}

fn has_comment(file: &File, tokens: &Tokens) -> bool {
    tokens.clone().skip(1).any(|at| {
        let between = file.slice(file.token(at - 1).end, file.token(at).start);
        !between.trim().is_empty()
    })
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn newline(file: &File) -> &'static str {
    if file.text.contains("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// A tree's text without white space, `as` kept apart.
fn compact(file: &File, tree: &Tokens) -> String {
    let mut text = String::new();
    for at in tree.clone() {
        let word = file.word(at);
        if word == "as" {
            break;
        }
        text.push_str(word);
    }
    text
}

fn segments(path: &str) -> Vec<String> {
    let end = path.find('{').unwrap_or(path.len());
    let path_part = path[..end].split(" as ").next().unwrap_or_default();
    let mut found: Vec<String> = path_part
        .trim_end_matches("::")
        .split("::")
        .map(|segment| segment.trim().to_owned())
        .collect();
    if end < path.len() {
        found.push("{".to_owned());
    }
    found
}

/// rustfmt's order of imports.
fn compare(a: &[String], b: &[String], is_2021: bool) -> Ordering {
    for (a, b) in a.iter().zip(b) {
        let order = key(a, is_2021).cmp(&key(b, is_2021));
        if order != Ordering::Equal {
            return order;
        }
    }
    a.len().cmp(&b.len())
}

fn key(segment: &str, is_2021: bool) -> (u8, u8, &str) {
    let kind = match segment {
        "self" => 0,
        "super" => 1,
        "crate" => 2,
        "*" => 4,
        "{" => 5,
        _ => 3,
    };
    // Up to the edition of 2021 small letters come first, and constants last.
    let upper = segment.starts_with(char::is_uppercase);
    let class = match (is_2021, upper) {
        (true, true) if segment.chars().all(|c| !c.is_lowercase()) && segment.len() > 1 => 2,
        (true, true) => 1,
        _ => 0,
    };
    (kind, class, segment)
}

/// Whether the package is written in an edition before that of 2024, whose imports are sorted otherwise.
pub(super) fn is_2021(unit: &Unit) -> bool {
    let manifest = unit.manifest.as_ref();
    manifest.is_some_and(|manifest| {
        manifest.text.lines().any(|line| {
            let line: String = line.split_whitespace().collect();
            matches!(
                line.as_str(),
                "edition=\"2015\"" | "edition=\"2018\"" | "edition=\"2021\""
            )
        })
    })
}

/// Whether two tokens stand in the same block.
pub(super) fn same_block(file: &File, a: u32, b: u32) -> bool {
    let (first, last) = (a.min(b), a.max(b));
    let mut depth = 0_i64;
    for at in first..last {
        match file.token(at).byte {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                // A statement's own group closes before its semicolon.
                if depth < 0 && !file.is(at + 1, b';') {
                    return false;
                }
                depth = depth.max(0);
            }
            _ => {}
        }
    }
    depth == 0 || file.token(last).kind == crate::source::Kind::Ident && is_within(file, last)
}

/// Whether a token stands in a `use` statement.
pub(super) fn is_within(file: &File, at: u32) -> bool {
    let Some(keyword) = file
        .hits(Word::Use)
        .take_while(|keyword| *keyword <= at)
        .last()
    else {
        return false;
    };
    !(keyword..at).any(|between| file.is(between, b';'))
}
