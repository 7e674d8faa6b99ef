//! A source with its package, as helpers read it: each function's values are followed once.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use scorer_instrument_policy::Policy;

use crate::analysis::flow::Flow;
use crate::package::manifest::Manifest;
use crate::package::unit::Unit;
use crate::source::{File, Function};

/// A source with its package.
pub struct Code<'a> {
    /// The source.
    pub file: &'a File,
    /// The package that it belongs to.
    pub unit: &'a Unit,
    /// What its Cargo.toml says.
    pub manifest: Option<&'a Manifest>,
    /// The vocabulary with the team's words.
    pub policy: &'a Policy,
    flows: RefCell<HashMap<u32, Rc<Flow<'a>>>>,
    is_test: bool,
}

impl<'a> Code<'a> {
    /// A source of a package; `is_test`: the whole file is a test, a bench or an example.
    pub fn new(
        file: &'a File,
        unit: &'a Unit,
        manifest: Option<&'a Manifest>,
        is_test: bool,
    ) -> Self {
        Self {
            file,
            unit,
            manifest,
            policy: &unit.policy,
            flows: RefCell::default(),
            is_test,
        }
    }

    /// Whether a token is test code.
    pub fn is_test(&self, at: u32) -> bool {
        self.is_test || self.file.is_test(at)
    }

    /// The values within a function, followed.
    pub fn flow(&self, function: &Function) -> Rc<Flow<'a>> {
        Rc::clone(
            self.flows
                .borrow_mut()
                .entry(function.keyword)
                .or_insert_with(|| Rc::new(Flow::new(self.file, self.policy, Some(function)))),
        )
    }

    /// The values around a token: of the function that holds it, or none.
    pub fn flow_at(&self, at: u32) -> Rc<Flow<'a>> {
        match self.file.function_at(at) {
            Some(function) => self.flow(function),
            None => Rc::new(Flow::new(self.file, self.policy, None)),
        }
    }
}
