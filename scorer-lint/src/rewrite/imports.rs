//! What a fix needs of a file's imports: one more beside those there are, or one in another place.

use std::cmp::Ordering;

use crate::engine::finding::Edit;
use crate::package::manifest::Manifest;
use crate::source::{File, Tokens, Use};

/// A `use` statement on lines of its own.
struct Statement {
    /// From its first token to the semicolon.
    tokens: Tokens,
    /// The tokens between `use` and the semicolon.
    tree: Tokens,
}

/// The edit that imports a path in the block of imports that another one stands in, in rustfmt's order; none where that
/// one is public, has an attribute or shares its lines.
pub(crate) fn beside(file: &File, known: &Use, path: &str, is_2021: bool) -> Option<Edit> {
    let keyword = file.hits("use").take_while(|at| *at <= known.at).last()?;
    let here = statement(file, keyword).filter(|here| here.tokens.start == keyword)?;
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

/// The edit that writes the statement of a `use` otherwise, before those of its block that it now comes before: a group comes
/// last.
pub(crate) fn in_order(file: &File, keyword: u32, text: &str) -> Edit {
    let mut end = keyword;
    while end < file.len() && !file.is(end, b';') {
        end = crate::source::next(file, end);
    }
    let bytes = file.bytes_of(&(keyword..(end + 1).min(file.len())));
    let as_is = Edit {
        bytes: bytes.clone(),
        text: text.to_owned(),
    };
    let Some(mut here) = statement(file, keyword).filter(|here| here.tokens.start == keyword)
    else {
        return as_is;
    };
    let written = text.trim_start_matches("use ").trim_end_matches(';');
    let new = segments(&written.split_whitespace().collect::<Vec<_>>().join(" "));
    let is_2021 = is_sorted_as_2021(file);
    let mut first = bytes.start;
    while let Some(before) = above(file, &here) {
        let known = segments(&compact(file, &before.tree));
        if compare(&new, &known, is_2021) != Ordering::Less {
            break;
        }
        first = file.bytes_of(&before.tokens).start;
        here = before;
    }
    if first == bytes.start {
        return as_is;
    }
    let passed = file.text[first..bytes.start].trim_end();
    let indent = " ".repeat(first - line_start(&file.text, first));
    Edit {
        bytes: first..bytes.end,
        text: format!("{text}{}{indent}{passed}", newline(file)),
    }
}

/// The plain statement whose `use` stands here, alone on its lines.
fn statement(file: &File, keyword: u32) -> Option<Statement> {
    let mut end = keyword + 1;
    while end < file.len() && !file.is(end, b';') {
        if file.word(end) == "use" {
            return None;
        }
        end = crate::source::next(file, end);
    }
    let start = match file.word(keyword.saturating_sub(1)) {
        "pub" => keyword - 1,
        ")" => file.mate(keyword - 1).saturating_sub(1).min(keyword),
        _ => keyword,
    };
    let tokens = start..(end + 1).min(file.len());
    let bytes = file.bytes_of(&tokens);
    let line = line_start(&file.text, bytes.start);
    let alone = file.text[line..bytes.start].trim().is_empty();
    let behind = file.text[bytes.end..].lines().next().unwrap_or_default();
    // An attribute above belongs to the statement, but for `#![..]`, which is the file's.
    let attributed = start > 0
        && file.is(start - 1, b']')
        && !file.is(file.mate(start - 1).saturating_sub(1), b'!');
    (alone && behind.trim().is_empty() && !attributed && file.is(end, b';')).then_some(Statement {
        tokens,
        tree: keyword + 1..end,
    })
}

fn above(file: &File, statement: &Statement) -> Option<Statement> {
    let start = statement.tokens.start;
    let keyword = file.hits("use").take_while(|at| *at < start).last()?;
    let before = self::statement(file, keyword)?;
    adjoin(file, &before, statement).then_some(before)
}

fn below(file: &File, statement: &Statement) -> Option<Statement> {
    let from = statement.tokens.end;
    let keyword = file.hits("use").find(|at| *at >= from)?;
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

/// Whether a file's own imports are sorted as before the edition of 2024: small letters first.
fn is_sorted_as_2021(file: &File) -> bool {
    let parent = |import: &Use| {
        import
            .path
            .rsplit_once("::")
            .map(|(path, _)| path.to_owned())
    };
    let upper = |import: &Use| {
        let last = import.path.rsplit("::").next().unwrap_or_default();
        last.starts_with(char::is_uppercase)
    };
    file.uses().windows(2).any(|pair| {
        let [first, second] = pair else { return false };
        // Names of one group: a statement with a group comes last, whatever is in it.
        let in_one = !(first.at..second.at).any(|at| file.is(at, b';'));
        in_one && parent(first) == parent(second) && !upper(first) && upper(second)
    })
}

/// Whether the package is written in an edition before that of 2024, whose imports are sorted otherwise.
pub(crate) fn is_2021(manifest: Option<&Manifest>) -> bool {
    let edition = manifest.and_then(Manifest::edition);
    matches!(edition, Some("2015" | "2018" | "2021"))
}

/// Whether two tokens stand in the same block.
pub(crate) fn same_block(file: &File, a: u32, b: u32) -> bool {
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
    depth == 0 || file.token(last).kind == crate::source::TokenKind::Ident && is_within(file, last)
}

/// Whether a token stands in a `use` statement.
pub(crate) fn is_within(file: &File, at: u32) -> bool {
    let Some(keyword) = file.hits("use").take_while(|keyword| *keyword <= at).last() else {
        return false;
    };
    !(keyword..at).any(|between| file.is(between, b';'))
}
