//! The procedural macros of `scorer-instrument`. This crate only has their entry points. Their documentation is in
//! `scorer-instrument`, where its examples can be compiled; depend on that crate instead of this one.

mod conditional;
mod declared;
mod event;
mod outcome;
mod policy;
mod recordable;
mod refuse;
mod reviewed;
mod span;
mod telemetry;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

/// See `scorer_instrument::scorer_span`.
#[proc_macro_attribute]
pub fn scorer_span(attr: TokenStream, item: TokenStream) -> TokenStream {
    span::scorer_span(attr.into(), &item.into()).into()
}

/// See `scorer_instrument::Recordable`.
#[proc_macro_derive(Recordable, attributes(recordable))]
pub fn derive_recordable(item: TokenStream) -> TokenStream {
    recordable::derive(item.into()).into()
}

/// See `scorer_instrument::record`.
#[doc(hidden)]
#[proc_macro]
pub fn record(tokens: TokenStream) -> TokenStream {
    event::record(tokens.into()).into()
}

/// See `scorer_instrument::trace`.
#[doc(hidden)]
#[proc_macro]
pub fn trace(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "trace").into()
}

/// See `scorer_instrument::debug`.
#[doc(hidden)]
#[proc_macro]
pub fn debug(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "debug").into()
}

/// See `scorer_instrument::info`.
#[doc(hidden)]
#[proc_macro]
pub fn info(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "info").into()
}

/// See `scorer_instrument::warn`.
#[doc(hidden)]
#[proc_macro]
pub fn warn(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "warn").into()
}

/// See `scorer_instrument::error`.
#[doc(hidden)]
#[proc_macro]
pub fn error(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "error").into()
}

/// See `scorer_instrument::event`.
#[doc(hidden)]
#[proc_macro]
pub fn event(tokens: TokenStream) -> TokenStream {
    event::event(tokens.into(), "event").into()
}

/// See `scorer_instrument::redact`.
#[doc(hidden)]
#[proc_macro]
pub fn redact(tokens: TokenStream) -> TokenStream {
    telemetry::redact(tokens.into()).into()
}

/// See `scorer_instrument::telemetry`.
#[doc(hidden)]
#[proc_macro]
pub fn telemetry(tokens: TokenStream) -> TokenStream {
    telemetry::telemetry(tokens.into()).into()
}
