//! The policy of the crate that is being compiled: the vocabulary, and the team's own file.

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use scorer_instrument_policy::config;
use scorer_instrument_policy::{Policy, Via};

use crate::refuse;

/// The policy, and an item that makes rustc build again when the team's file changes.
pub(crate) struct Loaded {
    pub(crate) policy: Arc<Policy>,
    file: Option<PathBuf>,
    /// The crates that the package can refer to.
    dependencies: Vec<String>,
}

/// Reads the team's file, if there is one.
///
/// # Errors
///
/// Returns a compile error, with its line, for each mistake in the file.
pub(crate) fn load() -> Result<Loaded, TokenStream> {
    let Some(crate_dir) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        // The crate is not built by Cargo, so it is not known where to look for the file.
        return Ok(Loaded {
            policy: Arc::default(),
            file: None,
            dependencies: Vec::new(),
        });
    };
    match config::load(crate_dir.as_ref()) {
        Ok(loaded) => Ok(Loaded {
            policy: loaded.policy,
            file: loaded.file,
            dependencies: loaded.dependencies,
        }),
        Err(errors) => {
            let mut refused = TokenStream::new();
            for error in &errors {
                refused.extend(refuse::error(Span::call_site(), &error.to_string()));
            }
            Err(refused)
        }
    }
}

impl Loaded {
    /// Returns the types of other crates that the team has allowed and that this package can refer to, each with how it
    /// is printed.
    pub(crate) fn reviewed(&self) -> Vec<(TokenStream, Via)> {
        let mut reviewed = Vec::new();
        for known in &self.policy.team.recordable {
            let Some(path) = &known.path else { continue };
            let of = path.split("::").next().unwrap_or_default();
            let is_there = matches!(of, "std" | "core" | "alloc")
                || self.dependencies.iter().any(|name| name == of);
            match path.parse::<TokenStream>() {
                Ok(path) if is_there => reviewed.push((quote!(::#path), known.via)),
                _ => {}
            }
        }
        reviewed
    }

    /// Returns an item that makes the team's file a source of the crate.
    pub(crate) fn tracked(&self) -> TokenStream {
        match self.file.as_ref().and_then(|file| file.to_str()) {
            Some(file) => quote!(
                const _: &[u8] = ::core::include_bytes!(#file);
            ),
            None => TokenStream::new(),
        }
    }
}
