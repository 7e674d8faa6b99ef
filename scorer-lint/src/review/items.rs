//! The items of a source as a path: `api::<Login as Handler>::call`. It stays when lines move.

use crate::source::{File, TokenKind, Tokens, next};

/// An item with a name and what stands in it.
struct Item {
    name: String,
    whole: Tokens,
    /// The item around it, by its place in the list.
    parent: Option<usize>,
}

/// The items of a source, by place.
pub(super) struct Items(Vec<Item>);

impl Items {
    pub(super) fn read(file: &File) -> Self {
        let mut found: Vec<(Tokens, String)> = Vec::new();
        for function in file.functions() {
            found.push((function.whole(file), file.word(function.name).to_owned()));
        }
        for block in file.impls() {
            let ty = file.word(block.ty);
            let name = match block.of_trait {
                Some(of_trait) => format!("<{ty} as {}>", file.word(of_trait)),
                None => ty.to_owned(),
            };
            found.push((block.keyword..block.body.end, name));
        }
        for keyword in 0..file.len() {
            if file.token(keyword).kind == TokenKind::Ident
                && matches!(
                    file.word(keyword),
                    "mod" | "trait" | "struct" | "enum" | "union"
                )
            {
                found.extend(named(file, keyword));
            }
        }
        // What begins together, the longer one first: it holds the other.
        found.sort_by_key(|(whole, _)| (whole.start, u32::MAX - whole.end));
        let mut items: Vec<Item> = Vec::with_capacity(found.len());
        let mut open: Vec<usize> = Vec::new();
        for (whole, name) in found {
            while open
                .last()
                .is_some_and(|last| items[*last].whole.end <= whole.start)
            {
                open.pop();
            }
            let parent = open.last().copied();
            open.push(items.len());
            items.push(Item {
                name,
                whole,
                parent,
            });
        }
        Self(items)
    }

    /// The path of the items around a token; empty outside them.
    pub(super) fn path(&self, token: u32) -> String {
        let mut names = Vec::new();
        let before = self.0.partition_point(|item| item.whole.start <= token);
        let mut at = before.checked_sub(1);
        while let Some(item) = at.and_then(|at| self.0.get(at)) {
            if item.whole.contains(&token) {
                names.push(item.name.as_str());
            }
            at = item.parent;
        }
        names.reverse();
        names.join("::")
    }
}

/// How far from its keyword an item's body is looked for.
const HEAD: u32 = 256;

/// `mod api { .. }`, `struct Login { .. }`: up to its closing bracket or its semicolon.
fn named(file: &File, keyword: u32) -> Option<(Tokens, String)> {
    let name = keyword + 1;
    if file.token(name).kind != TokenKind::Ident {
        return None;
    }
    let end = name.saturating_add(HEAD).min(file.len());
    let mut at = name + 1;
    while at < end && !matches!(file.token(at).byte, b'{' | b';' | b'}') {
        at = next(file, at);
    }
    let end = if file.is(at, b'{') { file.mate(at) } else { at };
    Some((keyword..end.max(name), file.word(name).to_owned()))
}
