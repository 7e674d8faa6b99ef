//! A layer that gathers each root span with all that is below it, and sends it on when it closes.

use std::fmt;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;
use tracing_subscriber::registry::LookupSpan;

use super::{Row, sql};

/// Gathers rows in the registry's own storage, span by span, so that requests which run at the same time never meet.
pub struct TreeLayer {
    roots: Sender<Row>,
}

impl TreeLayer {
    /// A layer that sends each root span to `roots` when it closes.
    pub fn new(roots: Sender<Row>) -> Self {
        Self { roots }
    }
}

impl<S> Layer<S> for TreeLayer
where
    S: Subscriber + for<'a> LookupSpan<'a>,
{
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, ctx: Context<'_, S>) {
        let mut row = Row {
            name: attributes.metadata().name().to_owned(),
            started: Instant::now(),
            took: Duration::ZERO,
            fields: Vec::new(),
            notes: Vec::new(),
            children: Vec::new(),
        };
        attributes.record(&mut Fields(&mut row.fields));
        if let Some(span) = ctx.span(id) {
            span.extensions_mut().insert(row);
        }
    }

    fn on_record(&self, id: &Id, values: &Record<'_>, ctx: Context<'_, S>) {
        if let Some(span) = ctx.span(id)
            && let Some(row) = span.extensions_mut().get_mut::<Row>()
        {
            values.record(&mut Fields(&mut row.fields));
        }
    }

    fn on_event(&self, event: &Event<'_>, ctx: Context<'_, S>) {
        let statement = event.metadata().target() == sql::TARGET;
        if !statement && *event.metadata().level() > Level::INFO {
            return;
        }
        let Some(span) = ctx.event_span(event) else {
            return;
        };
        let mut extensions = span.extensions_mut();
        let Some(row) = extensions.get_mut::<Row>() else {
            return;
        };
        if statement {
            row.children.push(sql::row(event));
        } else {
            let mut fields = Vec::new();
            event.record(&mut Fields(&mut fields));
            row.notes.extend(fields.into_iter().map(|(_, text)| text));
        }
    }

    fn on_close(&self, id: Id, ctx: Context<'_, S>) {
        let Some(span) = ctx.span(&id) else {
            return;
        };
        let Some(mut row) = span.extensions_mut().remove::<Row>() else {
            return;
        };
        row.took = row.started.elapsed();
        // Rows arrive by their end, and a row that ran beside another may end first.
        row.children.sort_by_key(|child| child.started);
        match span.parent() {
            Some(parent) => {
                if let Some(parent) = parent.extensions_mut().get_mut::<Row>() {
                    parent.children.push(row);
                }
            }
            // When nobody listens any more, the row is of no use.
            None => drop(self.roots.send(row)),
        }
    }
}

/// Values as text; one that is recorded again replaces the former.
pub(super) struct Fields<'a>(pub(super) &'a mut Vec<(&'static str, String)>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.set(field, value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.set(field, format!("{value:?}"));
    }
}

impl Fields<'_> {
    fn set(&mut self, field: &Field, text: String) {
        match self.0.iter_mut().find(|(name, _)| *name == field.name()) {
            Some((_, former)) => *former = text,
            None => self.0.push((field.name(), text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tracing::{debug, info, info_span, subscriber};
    use tracing_subscriber::layer::SubscriberExt as _;

    use super::{Row, TreeLayer, sql};

    /// The roots that close while `work` runs.
    fn roots(work: impl FnOnce()) -> Vec<Row> {
        let (roots, trees) = mpsc::channel();
        let layer = TreeLayer::new(roots);
        subscriber::with_default(tracing_subscriber::registry().with(layer), work);
        trees.iter().collect()
    }

    fn names(rows: &[Row]) -> Vec<&str> {
        rows.iter().map(|row| row.name.as_str()).collect()
    }

    #[test]
    fn rows_stand_in_the_order_of_their_start() {
        let roots = roots(|| {
            let root = info_span!("root");
            let slow = info_span!(parent: &root, "slow");
            let quick = info_span!(parent: &root, "quick");
            drop(quick);
            drop(slow);
        });
        assert_eq!(names(&roots), ["root"]);
        assert_eq!(names(&roots[0].children), ["slow", "quick"]);
    }

    #[test]
    fn a_root_is_complete_when_its_last_row_ends() {
        let roots = roots(|| {
            let root = info_span!("root");
            let late = info_span!(parent: &root, "late");
            // As when a request is given up while a blocking task of its runs on.
            drop(root);
            drop(info_span!("other"));
            drop(late);
        });
        assert_eq!(names(&roots), ["other", "root"]);
        assert_eq!(names(&roots[1].children), ["late"]);
    }

    #[test]
    fn a_field_has_the_value_that_was_recorded_last() {
        let roots = roots(|| {
            let root = info_span!("root", n = 1, text = "a", unfilled = tracing::field::Empty);
            root.record("n", 2);
        });
        let expected = [("n", "2".to_owned()), ("text", "a".to_owned())];
        assert_eq!(roots[0].fields, expected);
    }

    #[test]
    fn statements_are_rows_and_messages_are_notes() {
        let statement = || debug!(target: sql::TARGET, summary = "COMMIT", elapsed_secs = 0.5);
        let roots = roots(|| {
            statement();
            info_span!("root").in_scope(|| {
                statement();
                info!("told");
                debug!("not told");
            });
        });
        assert_eq!(names(&roots), ["root"]);
        assert_eq!(names(&roots[0].children), ["COMMIT"]);
        assert_eq!(roots[0].children[0].took.as_millis(), 500);
        assert_eq!(roots[0].notes, ["told"]);
    }
}
