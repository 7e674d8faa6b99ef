//! An attribute's arguments as they stand in the file, and as they are to stand.

mod layout;

use scorer_instrument_syntax::{Mended, Mending};

use crate::source::slice::is_deep;
use crate::source::{Attribute, File, TokenKind, Tokens, split, top_level};

/// The arguments of an attribute, in their order.
#[derive(Clone)]
pub(crate) struct Written {
    parts: Vec<Part>,
    /// The column that the attribute begins in.
    indent: usize,
    /// Whether it stands on several lines.
    vertical: bool,
    crlf: bool,
    /// What stands around it where it holds under a condition: `#[cfg_attr(test, ` and `)]`.
    around: Option<(String, String)>,
    /// Whether it can be replaced: no comment would go with it, nor a condition.
    replaceable: bool,
}

#[derive(Clone)]
enum Part {
    Skip(Vec<String>),
    Include(Vec<String>),
    Fields { list: Vec<String>, vertical: bool },
    Ret(String),
    Err(String),
    Other(String),
}

impl Written {
    /// Reads them; none where two are written without a comma, and where brackets nest deeper than anybody writes.
    pub(crate) fn read(file: &File, attribute: &Attribute) -> Option<Self> {
        if is_deep(file, &attribute.arguments) {
            return None;
        }
        let all = file.bytes_of(&attribute.all);
        let text = file.text.get(all.clone())?;
        let line = file.text[..all.start].rfind('\n').map_or(0, |end| end + 1);
        let before = file.text.get(line..all.start)?;
        let mut parts = Vec::new();
        for tokens in split(file, attribute.arguments.clone(), b',') {
            if !tokens.is_empty() {
                parts.push(part(file, &tokens)?);
            }
        }
        let around = if attribute.conditional {
            let path = file.bytes_of(&attribute.path);
            let end = if file.is(attribute.path.end, b'(') {
                file.token(file.mate(attribute.path.end)).end as usize
            } else {
                path.end
            };
            let before = file.text.get(all.start..path.start)?.to_owned();
            Some((before, file.text.get(end..all.end)?.to_owned()))
        } else {
            None
        };
        Some(Self {
            parts,
            indent: before.len(),
            vertical: text.contains('\n'),
            crlf: text.contains("\r\n"),
            replaceable: around.is_none()
                && !has_comment(file, &attribute.all)
                && before.trim().is_empty(),
            around,
        })
    }

    /// Whether it can be written anew where it stands. What holds under a condition cannot, for the condition would go.
    pub(crate) fn is_replaceable(&self) -> bool {
        self.replaceable
    }

    /// What stands in the attribute's parentheses, on one line.
    pub(crate) fn arguments(&self) -> String {
        self.texts(false).join(", ")
    }

    /// The whole attribute under a path, as rustfmt leaves it.
    pub(crate) fn attribute(&self, path: &str) -> String {
        let text = layout::attribute(path, &self.texts(true), self.indent, self.vertical);
        if self.crlf {
            text.replace("\r\n", "\n").replace('\n', "\r\n")
        } else {
            text
        }
    }

    /// The same as a person is shown it: without the indentation of its place.
    pub(crate) fn shown(&self, path: &str) -> String {
        let here = Self {
            indent: 0,
            vertical: false,
            crlf: false,
            ..self.clone()
        };
        let text = layout::attribute(path, &here.texts(false), 0, false);
        let inside = text
            .strip_prefix("#[")
            .and_then(|text| text.strip_suffix(']'));
        match (&self.around, inside) {
            (Some((before, behind)), Some(inside)) => format!("{before}{inside}{behind}"),
            _ => text,
        }
    }

    fn texts(&self, as_it_stood: bool) -> Vec<String> {
        let mut texts = Vec::new();
        for part in &self.parts {
            match part {
                Part::Skip(names) if names.is_empty() => {}
                Part::Fields { list, .. } if list.is_empty() => {}
                Part::Skip(names) => texts.push(format!("skip({})", names.join(", "))),
                Part::Include(names) => texts.push(format!("include({})", names.join(", "))),
                Part::Fields { list, vertical } if *vertical && as_it_stood => {
                    let inner = " ".repeat(self.indent + 8);
                    let outer = " ".repeat(self.indent + 4);
                    texts.push(format!(
                        "fields(\n{inner}{},\n{outer})",
                        list.join(&format!(",\n{inner}"))
                    ));
                }
                Part::Fields { list, .. } => texts.push(format!("fields({})", list.join(", "))),
                Part::Ret(text) | Part::Err(text) | Part::Other(text) => texts.push(text.clone()),
            }
        }
        texts
    }

    /// Skips more arguments.
    pub(crate) fn skip(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        let skip = self.parts.iter_mut().find_map(|part| match part {
            Part::Skip(skip) => Some(skip),
            _ => None,
        });
        match skip {
            Some(skip) => skip.extend_from_slice(names),
            None => {
                let at = self.parts.iter().position(Part::comes_late);
                let at = at.unwrap_or(self.parts.len());
                self.parts.insert(at, Part::Skip(names.to_vec()));
            }
        }
    }

    /// Leaves an argument out of what is recorded: out of the list of what is, where there is one, else by skipping it.
    pub(crate) fn leave_out(&mut self, name: &str) {
        let mut is_listed = false;
        for part in &mut self.parts {
            match part {
                Part::Include(names) => {
                    names.retain(|known| known != name);
                    is_listed = true;
                }
                Part::Skip(names) => is_listed |= names.iter().any(|known| known == name),
                Part::Other(text) => is_listed |= text == "skip_all",
                _ => {}
            }
        }
        if !is_listed {
            self.skip(&[name.to_owned()]);
        }
    }

    /// Lists what is recorded, in place of what is skipped.
    pub(crate) fn list(&mut self, names: Vec<String>) {
        let skips = |part: &Part| match part {
            Part::Skip(_) => true,
            Part::Other(text) => text == "skip_all",
            _ => false,
        };
        let at = self
            .parts
            .iter()
            .position(|part| skips(part) || part.comes_late());
        let at = at.unwrap_or(self.parts.len());
        let old = |part: &Part| skips(part) || matches!(part, Part::Include(_));
        let gone = self.parts[..at].iter().filter(|part| old(part)).count();
        self.parts.retain(|part| !old(part));
        if !names.is_empty() {
            self.parts.insert(at - gone, Part::Include(names));
        }
    }

    /// What is listed to be recorded.
    fn included(&self) -> Vec<String> {
        let mut listed = Vec::new();
        for part in &self.parts {
            if let Part::Include(names) = part {
                listed.extend_from_slice(names);
            }
        }
        listed
    }

    /// Puts the names that were added to `skip` into the arguments' order.
    pub(crate) fn sort_added(&mut self, before: &Self, order: &[String]) {
        let skipped = |parts: &[Part]| {
            parts.iter().find_map(|part| match part {
                Part::Skip(names) => Some(names.len()),
                _ => None,
            })
        };
        let known = skipped(&before.parts).unwrap_or(0);
        for part in &mut self.parts {
            if let Part::Skip(names) = part
                && let Some(added) = names.get_mut(known..)
            {
                added.sort_by_key(|name| order.iter().position(|argument| argument == name));
            }
        }
    }

    /// Leaves fields out, by their places.
    pub(crate) fn drop_fields(&mut self, dropped: &[usize]) {
        if let Some(list) = self.fields() {
            let mut at = 0;
            list.retain(|_| {
                at += 1;
                !dropped.contains(&(at - 1))
            });
        }
    }

    /// Writes a field otherwise, by its place.
    pub(crate) fn set_field(&mut self, at: usize, text: String) {
        if let Some(field) = self.fields().and_then(|list| list.get_mut(at)) {
            *field = text;
        }
    }

    /// Each field's text, in order.
    pub(crate) fn each_field(&self) -> &[String] {
        let mut parts = self.parts.iter();
        let list = parts.find_map(|part| match part {
            Part::Fields { list, .. } => Some(list.as_slice()),
            _ => None,
        });
        list.unwrap_or_default()
    }

    /// Whether errors are recorded.
    pub(crate) fn has_err(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Err(_)))
    }

    /// Whether what is returned is recorded.
    pub(crate) fn has_ret(&self) -> bool {
        self.parts.iter().any(|part| matches!(part, Part::Ret(_)))
    }

    /// Leaves `err` out.
    pub(crate) fn drop_err(&mut self) {
        self.parts.retain(|part| !matches!(part, Part::Err(_)));
    }

    /// Adds `err`, unless it stands there.
    pub(crate) fn add_err(&mut self, err: &str) {
        if !self.has_err() {
            self.parts.push(Part::Err(err.to_owned()));
        }
    }

    /// Leaves `ret` out.
    pub(crate) fn drop_ret(&mut self) {
        self.parts.retain(|part| !matches!(part, Part::Ret(_)));
    }

    /// Carries out what the policy asks; with `counts`, the fields too that it has in place of skipped arguments.
    /// Says whether a field or `ret` is no longer what it was.
    pub(crate) fn mend(&mut self, mending: &Mending, counts: bool) -> bool {
        let mut replaced = mending.drops_ret;
        if mending.drops_ret {
            self.drop_ret();
        }
        for part in &mut self.parts {
            if let Part::Skip(names) = part
                && names.len() == mending.skip.len()
            {
                *names = mending.skip.iter().flatten().cloned().collect();
            }
            if let Part::Include(names) = part
                && names.len() == mending.include.len()
            {
                *names = mending.include.iter().flatten().cloned().collect();
            }
        }
        if let Some(list) = self.fields()
            && list.len() == mending.fields.len()
        {
            let mut kept = Vec::new();
            for (field, mended) in list.iter().zip(&mending.fields) {
                replaced |= *mended != Mended::Kept;
                match mended {
                    Mended::Kept => kept.push(field.clone()),
                    Mended::Written(text) => kept.push(text.clone()),
                    Mended::Dropped => {}
                }
            }
            *list = kept;
        }
        if mending.listed.is_empty() {
            self.skip(&mending.unfit);
        } else {
            let mut listed = self.included();
            listed.extend_from_slice(&mending.listed);
            self.list(listed);
        }
        if counts && !mending.instead.is_empty() {
            let added = mending.instead.iter();
            let added = added.map(|(name, value)| format!("{name} = {value}"));
            self.add_fields(added.collect());
        }
        replaced
    }

    fn add_fields(&mut self, added: Vec<String>) {
        if let Some(list) = self.fields() {
            list.extend(added);
            return;
        }
        let late = |part: &Part| matches!(part, Part::Ret(_) | Part::Err(_));
        let at = self.parts.iter().position(late);
        let fields = Part::Fields {
            list: added,
            vertical: false,
        };
        self.parts.insert(at.unwrap_or(self.parts.len()), fields);
    }

    fn fields(&mut self) -> Option<&mut Vec<String>> {
        self.parts.iter_mut().find_map(|part| match part {
            Part::Fields { list, .. } => Some(list),
            _ => None,
        })
    }
}

impl Part {
    /// Whether `skip` is written before it.
    fn comes_late(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

fn part(file: &File, tokens: &Tokens) -> Option<Part> {
    let text = file.text_of(tokens).to_owned();
    let word = tokens.start;
    let is_word = file.token(word).kind == TokenKind::Ident;
    let list = is_word && file.is(word + 1, b'(');
    let inside = file.inside(word + 1);
    if list && inside.end + 1 < tokens.end {
        return None;
    }
    let each = || {
        let each = split(file, inside.clone(), b',').into_iter();
        let each = each.filter(|one| !one.is_empty());
        each.map(|one| file.text_of(&one).to_owned()).collect()
    };
    Some(match file.word(word) {
        "skip" if list => Part::Skip(each()),
        "include" if list => Part::Include(each()),
        "fields" if list => Part::Fields {
            list: each(),
            vertical: text.contains('\n'),
        },
        "ret" => Part::Ret(text),
        "err" => Part::Err(text),
        _ => {
            // A word without a value: another argument may follow it without a comma.
            let alone = tokens.len() == 1 || top_level(file, tokens).any(|at| file.is(at, b'='));
            if !alone && !list {
                return None;
            }
            Part::Other(text)
        }
    })
}

/// Whether a comment stands between two tokens.
fn has_comment(file: &File, tokens: &Tokens) -> bool {
    tokens.clone().skip(1).any(|at| {
        let between = file.slice(file.token(at - 1).end, file.token(at).start);
        !between.trim().is_empty()
    })
}
