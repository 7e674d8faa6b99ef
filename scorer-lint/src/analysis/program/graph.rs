//! Which function of a package a call means.

use super::told::{CallTold, Calls, Name, Names, Told, name};

/// The functions of a package by name.
pub(super) struct Graph<'a> {
    pub(super) told: &'a Calls,
    pub(super) by_name: Names<Vec<usize>>,
    pub(super) own: Option<Name>,
    pub(super) library: Name,
}

impl<'a> Graph<'a> {
    /// The functions of the package that one calls, each with its call.
    pub(super) fn callees(&self, at: usize) -> Vec<(usize, &'a CallTold)> {
        let caller = &self.told.functions[at];
        let mut found = Vec::new();
        for call in &caller.calls {
            let Some(named) = self.by_name.get(&call.name) else {
                continue;
            };
            found.extend(
                named
                    .iter()
                    .filter(|callee| {
                        self.is_meant(caller, call, &self.told.functions[**callee], named.len())
                    })
                    .map(|callee| (*callee, call)),
            );
        }
        found
    }

    fn is_meant(&self, caller: &Told, call: &CallTold, meant: &Told, of_name: usize) -> bool {
        if call.is_method {
            return meant.owner.is_some() && of_name == 1;
        }
        match call.module {
            Some(module) => {
                meant.owner == Some(module)
                    || meant.owner.is_none()
                        && (meant.module == module
                            || self.own == Some(module) && meant.module == self.library)
                    || meant.owner.is_some()
                        && module == name("Self")
                        && meant.owner == caller.owner
            }
            // An imported function, or one of the same file.
            None => meant.owner.is_none() && (meant.path == caller.path || of_name == 1),
        }
    }
}
