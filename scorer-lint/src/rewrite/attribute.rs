//! The one attribute to write in place of another: what all findings ask of it, together.

mod asks;
mod convert;
pub(crate) mod errors;
mod naming;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use asks::{apply, drop_values, gone};
use convert::{Demands, Judge, Rewritten};
use errors::{Errors, Recorded};

use crate::analysis::error_type::ErrorType;
use crate::analysis::spans::MOST;
use crate::engine::answer::Answer;
use crate::engine::asked::{Ask, Asked};
use crate::engine::cx::Cx;
use crate::engine::dropped::{Dropped, KeptBy};
use crate::engine::facts::Facts;
use crate::engine::finding::{Dependency, Edit, Fix};
use crate::engine::message::Message;
use crate::rewrite::proven::{FACADE, Proof};
use crate::rewrite::written::Written;
use crate::source::instrument::{self, Instrumented};
use crate::source::{Argument, File, Sigil, TokenKind, Tokens};
use scorer_instrument_policy::Record;

/// What is called so in help.
const GUARD: &str = "scorer_span";

/// Answers all that a file's findings ask of attributes.
pub(crate) fn answers(cx: &Cx<'_>, facts: &Facts, asked: &[Asked]) -> Vec<Answer> {
    let mut by_attribute: BTreeMap<(usize, usize), Vec<&Ask>> = BTreeMap::new();
    for one in asked {
        let asks = by_attribute
            .entry((one.attribute.start, one.attribute.end))
            .or_default();
        for ask in &one.asks {
            if !asks.contains(&ask) {
                asks.push(ask);
            }
        }
    }
    let nothing = Errors::default();
    let scene = Scene {
        cx,
        errors: facts.get().unwrap_or(&nothing),
        macros: macros(cx.file),
        converts: by_attribute.len() <= MOST,
    };
    let instrumented = instrument::instrumented(cx.file);
    let each = instrumented.iter().filter_map(|one| {
        let bytes = cx.file.bytes_of(&one.attribute.all);
        let asks = by_attribute.get(&(bytes.start, bytes.end))?;
        Some(scene.answer(one, asks, bytes))
    });
    each.collect()
}

/// What is known of a file.
struct Scene<'a, 'c> {
    cx: &'a Cx<'c>,
    errors: &'a Errors,
    /// What stands in the brackets of macros: a macro may paste its tokens anywhere.
    macros: Vec<Tokens>,
    /// Whether its attributes are few enough to be judged.
    converts: bool,
}

/// An attribute to write, and what goes with it.
struct Made {
    written: Written,
    dropped: Vec<Dropped>,
    /// The features that keep what is recorded.
    features: BTreeSet<&'static str>,
}

/// What an attribute becomes.
struct Outcome {
    /// What a person is shown.
    shown: Written,
    notes: Vec<String>,
    /// What a fix writes.
    whole: Option<Made>,
    /// What of it is safe.
    part: Option<Made>,
}

impl Scene<'_, '_> {
    fn answer(&self, one: &Instrumented<'_>, asks: &[&Ask], attribute: Range<usize>) -> Answer {
        let file = self.cx.file;
        let is_guarded = asks.contains(&&Ask::Guard);
        let path = file.text_of(&one.attribute.path);
        let shown_path = if is_guarded { GUARD } else { path };
        let unread = |help: String| Answer {
            attribute: attribute.clone(),
            help: help.into(),
            notes: Vec::new(),
            fix: None,
        };
        let Some(before) = Written::read(file, one.attribute) else {
            return unread(format!("write `{}`", as_it_stands(file, one, shown_path)));
        };
        let outcome = if is_guarded {
            self.converted(one, &before, asks)
        } else {
            Some(self.changed(one, &before, asks))
        };
        let Some(outcome) = outcome else {
            let mut shown = before.clone();
            apply(&mut shown, asks);
            return unread(format!("write `{}`", shown.shown(shown_path)));
        };
        let in_macro = || {
            let at = one.attribute.all.start;
            self.macros.iter().any(|range| range.contains(&at))
        };
        let named = if is_guarded {
            naming::of(self.cx, one.attribute).filter(|_| !in_macro())
        } else {
            Some(naming::Naming {
                path: path.to_owned(),
                import: None,
            })
        };
        let named = named.filter(|_| before.is_replaceable());
        let fix = |made: Made, safe| {
            let named = named.as_ref()?;
            let edit = Edit {
                bytes: attribute.clone(),
                text: made.written.attribute(&named.path),
            };
            Some(Fix {
                edits: std::iter::once(edit).chain(named.import.clone()).collect(),
                safe,
                dependencies: if is_guarded {
                    let features = made.features.iter().copied().map(Some);
                    let needed = std::iter::once(None).chain(features);
                    let package = FACADE;
                    needed
                        .map(|feature| Dependency { package, feature })
                        .collect()
                } else {
                    Vec::new()
                },
                drops: made.dropped,
                part: None,
            })
        };
        let part = outcome.part.and_then(|part| fix(part, true));
        let removal = asks.iter().find_map(|ask| match ask {
            Ask::Remove(bytes) => Some(bytes.clone()),
            _ => None,
        });
        let (help, whole) = match removal {
            Some(bytes) => {
                let text = String::new();
                let removed = Fix {
                    edits: vec![Edit { bytes, text }],
                    safe: false,
                    dependencies: Vec::new(),
                    drops: vec![Dropped {
                        of: format!("the span of {}", file.word(one.function.name)),
                        kept_by: KeptBy::Span,
                    }],
                    part: None,
                };
                ("remove the attribute".to_owned(), Some(removed))
            }
            None => (
                format!("write `{}`", outcome.shown.shown(shown_path)),
                outcome.whole.and_then(|whole| fix(whole, false)),
            ),
        };
        let fix = match (whole, part) {
            (Some(whole), Some(part)) if whole.edits == part.edits => Some(part),
            (Some(whole), part) => Some(Fix {
                part: part.map(Box::new),
                ..whole
            }),
            (None, part) => part,
        };
        Answer {
            attribute: attribute.clone(),
            help: help.into(),
            notes: outcome.notes.into_iter().map(Message::from).collect(),
            fix,
        }
    }

    /// `#[instrument]` as `#[scorer_span]`; none where it cannot be judged.
    fn converted(
        &self,
        one: &Instrumented<'_>,
        before: &Written,
        asks: &[&Ask],
    ) -> Option<Outcome> {
        if !self.converts {
            return None;
        }
        let judge = Judge::of(self.cx, one)?;
        let wanted = |asks: &[&Ask]| {
            let mut wanted = before.clone();
            apply(&mut wanted, asks);
            wanted
        };
        let values: Vec<&str> = asks
            .iter()
            .filter_map(|ask| match ask {
                Ask::DropValue(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let rewrite = |asks: &[&Ask], demands: &Demands| {
            let skips: Vec<&str> = asks
                .iter()
                .filter_map(|ask| match ask {
                    Ask::Skip(name) | Ask::SkipCopy(name) => Some(name.as_str()),
                    _ => None,
                })
                .collect();
            let mut made = judge.rewrite(before, &wanted(asks), &skips, demands)?;
            made.replaced |= drop_values(&mut made.written, before, &values);
            Some(made)
        };
        let shown = rewrite(asks, &Demands::PROPOSAL)?;
        let certain: Vec<&Ask> = asks.iter().copied().filter(|ask| ask.is_in_fix()).collect();
        let skips: Vec<&Ask> = asks
            .iter()
            .copied()
            .filter(|ask| matches!(ask, Ask::Guard | Ask::Skip(_)))
            .collect();
        let error = ErrorType::of(self.cx.file, &one.function.output);
        let recorded = self.errors.records(&error);
        let records = |made: &Rewritten| !made.written.has_err() || recorded == Recorded::Yes;
        let part = rewrite(&skips, &Demands::SAFE)
            .filter(|made| !made.replaced && made.proof == Proof::Full && records(made));
        let whole = rewrite(&certain, &Demands::UNSAFE);
        let mut notes = Vec::new();
        let fields = shown.unproven.iter().map(|name| format!("`{name}`"));
        let ret = (!shown.ret_is_proven).then(|| "what is returned".to_owned());
        let unproven: Vec<String> = fields.chain(ret).collect();
        if !unproven.is_empty() {
            notes.push(format!(
                "no written type proves {}: the compiler has the last word",
                listed(&unproven)
            ));
        }
        if let (Recorded::No(name), true) = (&recorded, shown.written.has_err()) {
            notes.push(format!(
                "`err` records what implements `std::error::Error`, and `{name}` does not: implement it, or derive `Recordable`"
            ));
        }
        let made = |rewritten: Rewritten| {
            let dropped = self.dropped(one, before, &judge, &rewritten, asks);
            Made {
                written: rewritten.written,
                dropped,
                features: rewritten.features,
            }
        };
        let mut whole = whole.map(made);
        if let (Some(whole), Recorded::No(name)) = (&mut whole, recorded)
            && whole.written.has_err()
        {
            whole.written.drop_err();
            let kept_by = KeptBy::Error;
            whole.dropped.push(Dropped { of: name, kept_by });
        }
        Some(Outcome {
            shown: shown.written,
            notes,
            whole,
            part: part.map(made),
        })
    }

    /// An attribute that stays what it is, with what is asked of it.
    fn changed(&self, one: &Instrumented<'_>, before: &Written, asks: &[&Ask]) -> Outcome {
        let with = |keeps: &dyn Fn(&Ask) -> bool| {
            let asks: Vec<&Ask> = asks.iter().copied().filter(|ask| keeps(ask)).collect();
            let mut written = before.clone();
            apply(&mut written, &asks);
            let values = asks.iter().filter_map(|ask| match ask {
                Ask::DropValue(name) => Some(name.as_str()),
                _ => None,
            });
            drop_values(&mut written, before, &values.collect::<Vec<_>>());
            let dropped = asks.iter().filter_map(|ask| gone(ask)).collect();
            Made {
                written,
                dropped,
                features: BTreeSet::new(),
            }
        };
        let changes = |made: &Made| made.written.arguments() != before.arguments();
        let shown = with(&|_| true).written;
        let judge = if one.guarded {
            Judge::of(self.cx, one)
        } else {
            None
        };
        // What the compiler refuses already, it refuses.
        let is_fit = |made: &Made| {
            judge
                .as_ref()
                .is_none_or(|judge| judge.takes(&made.written) || !judge.takes(before))
        };
        let fit = |made: &Made| changes(made) && is_fit(made);
        Outcome {
            shown,
            notes: Vec::new(),
            whole: Some(with(&Ask::is_in_fix)).filter(fit),
            part: Some(with(&|ask| matches!(ask, Ask::Skip(_)))).filter(fit),
        }
    }

    /// What the first attribute records and the second does not.
    fn dropped(
        &self,
        one: &Instrumented<'_>,
        before: &Written,
        judge: &Judge<'_>,
        after: &Rewritten,
        asks: &[&Ask],
    ) -> Vec<Dropped> {
        let file = self.cx.file;
        let mut dropped = Vec::new();
        let names = Judge::fields(&after.written);
        let stays = |name: &str| names.iter().flatten().any(|known| known == name);
        let is_copy = |name: &str| {
            asks.iter()
                .any(|ask| matches!(ask, Ask::SkipCopy(copy) | Ask::DropCopy(copy) if copy == name))
        };
        let why = |name: &str| {
            if is_copy(name) {
                KeptBy::Beside
            } else {
                KeptBy::Refused
            }
        };
        for name in judge.arguments() {
            let was_recorded = one.records(file, &name, Record::All);
            if !was_recorded || after.recorded.contains(&name) || stays(&name) {
                continue;
            }
            let unproven = after.arguments.iter().find(|(known, _)| *known == name);
            dropped.push(match unproven {
                Some((_, unproven)) => unproven.clone(),
                None => Dropped {
                    kept_by: why(&name),
                    of: name,
                },
            });
        }
        let mut inside = file.inside(one.function.open).take(4);
        let has_self = inside.any(|at| file.is_word(at, "self"));
        if has_self && one.records(file, "self", Record::All) {
            dropped.push(Dropped {
                of: "self".to_owned(),
                kept_by: KeptBy::Refused,
            });
        }
        for (at, name) in Judge::fields(before).into_iter().enumerate() {
            let Some(name) = name.filter(|name| !stays(name)) else {
                continue;
            };
            // One that is declared empty records nothing.
            if one
                .fields
                .get(at)
                .is_some_and(|field| is_empty(file, field))
            {
                continue;
            }
            let kept_by = if after.fields.contains(&name) {
                KeptBy::Nothing
            } else {
                why(&name)
            };
            dropped.push(Dropped { of: name, kept_by });
        }
        if before.has_ret() && !after.written.has_ret() {
            let kept_by = if after.ret {
                KeptBy::Nothing
            } else {
                KeptBy::Refused
            };
            let of = "what is returned".to_owned();
            dropped.push(Dropped { of, kept_by });
        }
        dropped
    }
}

/// Whether a field of an attribute is declared without a value.
fn is_empty(file: &File, field: &Argument) -> bool {
    let Argument::Field {
        value,
        sigil,
        shorthand,
        ..
    } = field
    else {
        return false;
    };
    (*shorthand && *sigil == Sigil::None)
        || (!value.is_empty() && file.is_word(value.end - 1, "Empty"))
}

/// The attribute under its new name, for what cannot be read.
fn as_it_stands(file: &File, one: &Instrumented<'_>, name: &str) -> String {
    let attribute = one.attribute;
    let written = file.text_of(&attribute.all);
    let start = file.bytes_of(&attribute.all).start;
    let path = file.bytes_of(&attribute.path);
    let before = written.get(..path.start.saturating_sub(start));
    let behind = written.get(path.end.saturating_sub(start)..);
    format!("{}{name}{}", before.unwrap_or("#["), behind.unwrap_or("]"))
}

/// `a, b and c`.
fn listed(names: &[String]) -> String {
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        _ => names.concat(),
    }
}

/// What stands in the brackets of macro calls and definitions.
fn macros(file: &File) -> Vec<Tokens> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < file.len() {
        let named = |open: u32| file.token(open).kind == TokenKind::Open;
        if file.is(at, b'!') && at > 0 && file.token(at - 1).kind == TokenKind::Ident {
            // `macro_rules! name {` has its name between.
            let open = [at + 1, at + 2].into_iter().find(|open| named(*open));
            if let Some(open) =
                open.filter(|open| *open == at + 1 || file.is_word(at - 1, "macro_rules"))
            {
                found.push(file.inside(open));
                at = file.mate(open).max(open);
            }
        }
        at += 1;
    }
    found
}
