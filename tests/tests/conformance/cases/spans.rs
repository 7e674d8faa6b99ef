//! Spans: names, targets, levels, fields, parents.

use tracing::Level;
use tracing::field::Empty;

use super::span;

const SPAN_NAME: &str = "from a constant";
const AREA: &str = "area::constant";
const NOISE: Level = Level::TRACE;

pub(crate) fn no_argument() {
    #[span]
    fn load() {}
    load();
}

pub(crate) fn primitive_arguments() {
    #[span]
    fn load(a: i64, b: u8, c: bool, d: f64, label: &str, f: usize, g: i128) {
        let _ = (a, b, c, d, label, f, g);
    }
    load(-1, 2, true, 0.5, "six", 7, 8);
}

pub(crate) fn a_nested_call() {
    #[span]
    fn load(depth: u32) {
        if depth > 0 {
            load(depth - 1);
        }
    }
    load(3);
}

pub(crate) fn an_event_within() {
    #[span]
    fn load(depth: u32) {
        tracing::info!(depth, "inside");
    }
    load(1);
}

pub(crate) fn the_name() {
    #[span(name = "my_span")]
    fn load(depth: u32) {
        let _ = depth;
    }
    load(1);
}

pub(crate) fn the_name_alone() {
    #[span("my_span")]
    fn load() {}
    load();
}

pub(crate) fn the_name_of_a_constant() {
    #[span(name = SPAN_NAME)]
    fn load() {}
    load();
}

pub(crate) fn a_raw_name() {
    #[span]
    fn r#try(r#type: u8) {
        let _ = r#type;
    }
    r#try(1);
}

pub(crate) fn the_target() {
    #[span(target = "area::special")]
    fn load() {}
    load();
}

pub(crate) fn the_target_of_a_constant() {
    #[span(target = AREA)]
    fn load() {}
    load();
}

pub(crate) fn level_trace() {
    #[span(level = "trace")]
    fn load() {}
    load();
}

pub(crate) fn level_in_capitals() {
    #[span(level = "WARN")]
    fn load() {}
    load();
}

pub(crate) fn level_of_a_number() {
    #[span(level = 4)]
    fn load() {}
    load();
}

pub(crate) fn level_of_a_path() {
    #[span(level = Level::DEBUG)]
    fn load() {}
    load();
}

pub(crate) fn level_of_a_constant() {
    #[span(level = NOISE)]
    fn load() {}
    load();
}

pub(crate) fn one_skipped() {
    #[span(skip(b))]
    fn load(a: u8, b: u8) {
        let _ = (a, b);
    }
    load(1, 2);
}

pub(crate) fn several_skipped() {
    #[span(skip(a, c))]
    fn load(a: u8, b: u8, c: u8) {
        let _ = (a, b, c);
    }
    load(1, 2, 3);
}

pub(crate) fn all_skipped() {
    #[span(skip_all)]
    fn load(a: u8, b: u8) {
        let _ = (a, b);
    }
    load(1, 2);
}

pub(crate) fn all_skipped_but_a_field() {
    #[span(skip_all, fields(b))]
    fn load(a: u8) {
        let _ = a;
        tracing::Span::current().record("b", 3);
    }
    load(1);
}

pub(crate) fn literal_fields() {
    #[span(fields(a = "one", b = 2, c = true, d = 0.5))]
    fn load() {}
    load();
}

pub(crate) fn a_dotted_field() {
    #[span(fields(score.total = total + 1, http.route = "/score"))]
    fn load(total: u64) {
        let _ = total;
    }
    load(1);
}

pub(crate) fn a_literal_in_braces() {
    #[span(fields({ "total" } = 1))]
    fn load() {}
    load();
}

pub(crate) fn keywords_in_a_field() {
    #[span(fields(keywords.impl.type.fn = 1))]
    fn load() {}
    load();
}

pub(crate) fn sigils() {
    #[span(fields(display = %total, debug = ?name))]
    fn load(total: u64, name: &str) {
        let _ = (total, name);
    }
    load(1, "two");
}

pub(crate) fn a_sigil_alone() {
    #[span(fields(%total, ?label))]
    fn load(total: u64, label: &str) {
        let _ = (total, label);
    }
    load(1, "two");
}

pub(crate) fn a_field_in_an_arguments_place() {
    #[span(fields(total = "other"))]
    fn load(total: u64) {
        let _ = total;
    }
    load(1);
}

pub(crate) fn an_empty_field() {
    #[span(fields(score))]
    fn load() {
        tracing::Span::current().record("score", 9_u64);
    }
    load();
}

pub(crate) fn an_empty_field_spelled_out() {
    #[span(fields(score = Empty))]
    fn load() {
        tracing::Span::current().record("score", 9_u64);
    }
    load();
}

pub(crate) fn an_empty_field_that_this_call_leaves_empty() {
    #[span(fields(score))]
    fn load(on: bool) {
        if on {
            tracing::Span::current().record("score", 9_u64);
        }
    }
    load(false);
}

pub(crate) fn no_parent() {
    #[span(parent = None)]
    fn load() {}
    tracing::info_span!("outer").in_scope(load);
}

pub(crate) fn the_current_parent() {
    #[span]
    fn load() {}
    tracing::info_span!("outer").in_scope(load);
}

pub(crate) fn a_given_parent() {
    #[span(parent = above, skip(above))]
    fn load(above: &tracing::Span) {
        let _ = above;
    }
    let above = tracing::info_span!("above");
    tracing::info_span!("outer").in_scope(|| load(&above));
}

pub(crate) fn a_parent_by_id() {
    #[span(parent = above.id(), skip(above))]
    fn load(above: &tracing::Span) {
        let _ = above;
    }
    let above = tracing::info_span!("above");
    load(&above);
}

pub(crate) fn follows_several() {
    #[span(follows_from = causes, skip(causes))]
    fn load(causes: &[tracing::Id]) {
        let _ = causes;
    }
    let causes = [tracing::info_span!("first"), tracing::info_span!("second")];
    let ids: Vec<_> = causes.iter().filter_map(tracing::Span::id).collect();
    load(&ids);
}

pub(crate) fn follows_one() {
    #[span(follows_from = [cause], skip(cause))]
    fn load(cause: &tracing::Span) {
        let _ = cause;
    }
    let cause = tracing::info_span!("cause");
    load(&cause);
}

pub(crate) fn arguments_without_commas() {
    #[span(level = "debug" name = "bare" skip(b))]
    fn load(a: u8, b: u8) {
        let _ = (a, b);
    }
    load(1, 2);
}

pub(crate) fn an_extern_function() {
    #[span]
    extern "C" fn load(a: u8) -> u8 {
        a
    }
    let _ = load(1);
}

pub(crate) fn a_generic_function_without_recorded_generics() {
    #[span(skip(items))]
    fn load<T: Clone, const N: usize>(items: [T; N], at: usize) -> Option<T> {
        items.get(at).cloned()
    }
    let _ = load([1, 2], 1);
}

pub(crate) fn an_impl_trait_argument() {
    #[span(skip(all))]
    fn load(all: impl Iterator<Item = u8>, base: u32) -> u32 {
        all.map(u32::from).sum::<u32>() + base
    }
    let _ = load([1, 2].into_iter(), 3);
}

pub(crate) fn an_impl_trait_result() {
    #[span]
    fn load(n: u8) -> impl Iterator<Item = u8> {
        0..n
    }
    let _ = load(3).count();
}

pub(crate) fn a_reference_pattern() {
    #[span]
    fn load(&n: &u64) {
        let _ = n;
    }
    load(&1);
}

pub(crate) fn a_mutable_argument() {
    #[span]
    fn load(mut n: u64) -> u64 {
        n += 1;
        n
    }
    let _ = load(1);
}

pub(crate) fn an_ignored_argument() {
    #[span]
    fn load(_: u64, n: u64) {
        let _ = n;
    }
    load(1, 2);
}

pub(crate) fn an_early_panic() {
    #[span]
    fn load(n: u64) {
        assert!(n > 1, "too small");
    }
    let _ = std::panic::catch_unwind(|| load(1)).is_err();
}
