//! What a rule is given: a file or a package, the policy, and where to report.

use std::cell::{OnceCell, RefCell, RefMut};
use std::ops::Range;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use scorer_instrument_policy::Policy;

use crate::analysis::code::Code;
use crate::analysis::flow::Flow;
use crate::analysis::index::{Index, Types};
use crate::analysis::program::{Calls, Program};
use crate::analysis::shown_type::ShownType;
use crate::engine::doubts::{Doubt, Doubts, Made};
use crate::engine::facts::{Fact, Facts, Site};
use crate::engine::finding::Finding;
use crate::engine::message::Message;
use crate::package::manifest::Manifest;
use crate::package::settings::Settings;
use crate::package::unit::Unit;
use crate::rule::{Level, Rule};
use crate::source::{File, Function, Tokens};

/// A Rust source, for rules.
pub struct Cx<'a> {
    /// The source.
    pub file: &'a File,
    /// Its path.
    pub path: Arc<PathBuf>,
    /// The package that it belongs to.
    pub unit: &'a Unit,
    /// The vocabulary with the team's words.
    pub policy: &'a Policy,
    /// Levels and lists.
    pub settings: &'a Settings,
    /// The source as helpers of `analysis` read it: with the values in its functions followed.
    pub code: Code<'a>,
    facts: RefCell<Facts>,
    found: RefCell<Vec<Finding>>,
}

impl<'a> Cx<'a> {
    /// A source that no rule has seen yet; `is_test`: the whole file is a test, a bench or an example.
    pub fn new(
        file: &'a File,
        unit: &'a Unit,
        manifest: Option<&'a Manifest>,
        is_test: bool,
    ) -> Self {
        Self {
            file,
            path: Arc::new(file.path.clone()),
            unit,
            policy: &unit.policy,
            settings: &unit.settings,
            code: Code::new(file, unit, manifest, is_test),
            facts: RefCell::default(),
            found: RefCell::default(),
        }
    }

    /// Whether a token is test code.
    pub fn is_test(&self, at: u32) -> bool {
        self.code.is_test(at)
    }

    /// What the file tells of one type, to add to it.
    pub fn facts<T: Fact>(&self) -> RefMut<'_, T> {
        RefMut::map(self.facts.borrow_mut(), Facts::get_mut)
    }

    /// A finding at some tokens, to be completed and handed to [`Cx::report`].
    pub fn at(&self, rule: &'static Rule, tokens: &Tokens, message: impl Into<Message>) -> Finding {
        self.at_bytes(rule, self.file.bytes_of(tokens), message)
    }

    /// A finding at one token.
    pub fn at_token(
        &self,
        rule: &'static Rule,
        token: u32,
        message: impl Into<Message>,
    ) -> Finding {
        self.at(rule, &(token..token + 1), message)
    }

    /// A finding at some bytes.
    pub fn at_bytes(
        &self,
        rule: &'static Rule,
        bytes: Range<usize>,
        message: impl Into<Message>,
    ) -> Finding {
        Finding::new(rule, &self.path, bytes, message)
    }

    /// Reports a finding that a value's name made, unless the package's own sources say that its type shows nothing of the kind.
    pub(crate) fn report_unless_typed(
        &self,
        finding: Finding,
        ty: Option<ShownType>,
        debug: bool,
        made: Made,
    ) {
        let Some(ty) = ty else {
            return self.report(finding);
        };
        if let Some(finding) = self.levelled(finding) {
            let doubt = Doubt {
                ty,
                debug,
                made,
                finding,
            };
            self.facts::<Doubts>().0.push(doubt);
        }
    }

    /// Reports a finding, unless settings or the place exempt it.
    pub fn report(&self, finding: Finding) {
        if let Some(finding) = self.levelled(finding) {
            self.found.borrow_mut().push(finding);
        }
    }

    fn levelled(&self, mut finding: Finding) -> Option<Finding> {
        finding.level = self.settings.level(finding.rule).min(finding.at_most);
        if finding.level == Level::Allow {
            return None;
        }
        if !self.settings.in_tests(finding.rule) && self.is_test_at(finding.bytes.start) {
            return None;
        }
        Some(finding)
    }

    /// Whether a byte stands in test code.
    pub fn is_test_at(&self, byte: usize) -> bool {
        self.is_test(self.file.token_at(byte))
    }

    /// A place for the package's rules.
    pub fn site(&self, tokens: &Tokens) -> Site {
        let bytes = self.file.bytes_of(tokens);
        Site {
            path: Arc::clone(&self.path),
            bytes,
            in_test: self.is_test(tokens.start),
        }
    }

    /// The values within a function, followed.
    pub fn flow(&self, function: &Function) -> Rc<Flow<'a>> {
        self.code.flow(function)
    }

    /// The values around a token: of the function that holds it, or none.
    pub fn flow_at(&self, at: u32) -> Rc<Flow<'a>> {
        self.code.flow_at(at)
    }

    /// What was reported and collected.
    pub fn finish(self) -> (Vec<Finding>, Facts) {
        (self.found.into_inner(), self.facts.into_inner())
    }
}

/// A package whose sources were read, for rules.
pub struct UnitCx<'a> {
    /// The package.
    pub unit: &'a Unit,
    /// What its Cargo.toml says.
    pub manifest: Option<&'a Manifest>,
    /// The vocabulary with the team's words.
    pub policy: &'a Policy,
    /// Levels and lists.
    pub settings: &'a Settings,
    facts: &'a Facts,
    index: Index<'a>,
    program: OnceCell<Program<'a>>,
    found: RefCell<Vec<Finding>>,
}

impl<'a> UnitCx<'a> {
    /// A package with what its sources tell; `used`: the types of the packages that it uses.
    pub fn new(
        unit: &'a Unit,
        manifest: Option<&'a Manifest>,
        facts: &'a Facts,
        own: &'a Types<'a>,
        used: &'a [&'a Types<'a>],
    ) -> Self {
        Self {
            unit,
            manifest,
            policy: &unit.policy,
            settings: &unit.settings,
            facts,
            index: Index::new(own, used, &unit.policy),
            program: OnceCell::new(),
            found: RefCell::default(),
        }
    }

    /// What the package's sources say of types, and those of the workspace's packages that it uses.
    pub fn index(&self) -> &Index<'a> {
        &self.index
    }

    /// Who runs what in it.
    pub(crate) fn program(&self) -> Option<&Program<'a>> {
        let calls = self.facts.get::<Calls>()?;
        Some(
            self.program
                .get_or_init(|| Program::new(calls, self.manifest)),
        )
    }

    /// What its sources tell of one type; none when no source tells anything.
    pub fn facts<T: Fact>(&self) -> Option<&'a T> {
        self.facts.get()
    }

    /// Reports a finding at a place that a source told of.
    pub fn report_at(
        &self,
        rule: &'static Rule,
        site: &Site,
        finish: impl FnOnce(Finding) -> Finding,
    ) {
        if site.in_test && !self.settings.in_tests(rule) {
            return;
        }
        self.report(finish(Finding::new(
            rule,
            &site.path,
            site.bytes.clone(),
            "",
        )));
    }

    /// Reports a finding, unless settings exempt it.
    pub fn report(&self, mut finding: Finding) {
        finding.level = self.settings.level(finding.rule).min(finding.at_most);
        if finding.level != Level::Allow {
            self.found.borrow_mut().push(finding);
        }
    }

    /// What was reported.
    pub fn finish(self) -> Vec<Finding> {
        self.found.into_inner()
    }
}
