//! What the files of a package tell about each other: each rule collects what it needs file by file, as a type of its own,
//! and asks for it when all are read.

use std::any::Any;
use std::fmt;
use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::analysis::index::TypeFacts;
use crate::analysis::program::Calls;

/// What one rule, or one helper, collects.
pub trait Fact: Any + Default + Send + Sync {
    /// Adds what another file tells.
    fn merge(&mut self, other: Self);
}

/// What was collected, each by its type.
#[derive(Default)]
pub struct Facts(Vec<Box<dyn Collected>>);

impl Facts {
    /// What was collected of a type.
    pub fn get<T: Fact>(&self) -> Option<&T> {
        self.0
            .iter()
            .find_map(|known| known.as_any().downcast_ref())
    }

    /// The same, to add to it.
    pub fn get_mut<T: Fact>(&mut self) -> &mut T {
        let known = self.0.iter().position(|known| known.as_any().is::<T>());
        let at = known.unwrap_or_else(|| {
            self.0.push(Box::new(T::default()));
            self.0.len() - 1
        });
        match self.0[at].as_any_mut().downcast_mut() {
            Some(fact) => fact,
            None => unreachable!("the fact at this place is of this type"),
        }
    }

    /// Takes out what was collected of a type.
    pub fn take<T: Fact>(&mut self) -> T {
        std::mem::take(self.get_mut())
    }

    /// Adds another file's.
    pub fn extend(&mut self, other: Self) {
        for theirs in other.0 {
            match self.0.iter_mut().find(|own| own.is_like(&*theirs)) {
                Some(own) => own.merge(theirs.into_any()),
                None => self.0.push(theirs),
            }
        }
    }
}

impl fmt::Debug for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Facts of {} types", self.0.len())
    }
}

/// A fact of some type.
trait Collected: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn as_any_mut(&mut self) -> &mut dyn Any;
    fn into_any(self: Box<Self>) -> Box<dyn Any>;
    fn is_like(&self, other: &dyn Collected) -> bool;
    /// Adds one of the same type.
    fn merge(&mut self, other: Box<dyn Any>);
}

impl<T: Fact> Collected for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn as_any_mut(&mut self) -> &mut dyn Any {
        self
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any> {
        self
    }

    fn is_like(&self, other: &dyn Collected) -> bool {
        other.as_any().is::<T>()
    }

    fn merge(&mut self, other: Box<dyn Any>) {
        if let Ok(other) = other.downcast::<T>() {
            Fact::merge(self, *other);
        }
    }
}

impl Fact for TypeFacts {
    fn merge(&mut self, other: Self) {
        self.extend(other);
    }
}

impl Fact for Calls {
    fn merge(&mut self, other: Self) {
        self.extend(other);
    }
}

/// A place in a file.
#[derive(Clone, Debug)]
pub struct Site {
    /// The file.
    pub path: Arc<PathBuf>,
    /// The bytes.
    pub bytes: Range<usize>,
    /// Whether it is test code.
    pub in_test: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq)]
    struct Names(Vec<&'static str>);

    impl Fact for Names {
        fn merge(&mut self, other: Self) {
            self.0.extend(other.0);
        }
    }

    #[derive(Debug, Default, PartialEq)]
    struct Count(usize);

    impl Fact for Count {
        fn merge(&mut self, other: Self) {
            self.0 += other.0;
        }
    }

    #[test]
    fn files_tell_facts_of_each_type_apart() {
        let mut package = Facts::default();
        for name in ["a", "b"] {
            let mut file = Facts::default();
            file.get_mut::<Names>().0.push(name);
            file.get_mut::<Count>().0 += 2;
            package.extend(file);
        }
        assert_eq!(package.get(), Some(&Names(vec!["a", "b"])));
        assert_eq!(package.get(), Some(&Count(4)));
    }

    #[test]
    fn what_nobody_collected_is_not_there() {
        let mut facts = Facts::default();
        facts.get_mut::<Count>();
        assert_eq!(facts.get::<Names>(), None);
    }
}
