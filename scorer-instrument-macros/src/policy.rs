//! The policy of the crate that is being compiled: the vocabulary, and the team's own file.

use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::{Span, TokenStream};
use quote::quote;
use scorer_instrument_policy::Policy;
use scorer_instrument_policy::config;

use crate::refuse;

/// The policy, and what makes rustc build again when the team's file changes.
pub(crate) struct Loaded {
    pub(crate) policy: Arc<Policy>,
    file: Option<PathBuf>,
}

/// Reads the team's file, if there is one.
///
/// # Errors
///
/// A compile error for each thing that is wrong in the file, each with its line.
pub(crate) fn load() -> Result<Loaded, TokenStream> {
    let Some(crate_dir) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        // Not built by Cargo: there is no place to look for the file.
        return Ok(Loaded {
            policy: Arc::default(),
            file: None,
        });
    };
    match config::load(crate_dir.as_ref()) {
        Ok(loaded) => Ok(Loaded {
            policy: loaded.policy,
            file: loaded.file,
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
    /// An item that makes the team's file a source of the crate.
    pub(crate) fn tracked(&self) -> TokenStream {
        match self.file.as_ref().and_then(|file| file.to_str()) {
            Some(file) => quote!(
                const _: &[u8] = ::core::include_bytes!(#file);
            ),
            None => TokenStream::new(),
        }
    }
}
