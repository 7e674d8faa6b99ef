//! The types that `scorer-instrument` makes `Recordable`, in one table. It says which types the policy considers safe,
//! which written types the lint accepts, and which values are numbers or text.
//!
//! `tests/tests/recordable_types.rs` checks that the table and the implementations agree.
//!
//! Of other crates it contains the types that services use for ids, times, money and versions, each with a bounded size
//! and one meaning. It does not contain `bigdecimal`, whose numbers may have any number of digits, or `url`, whose
//! paths may contain anything. A team can allow such types with `[[recordable]]`.

use super::TypePath;

/// A type that is `Recordable`, under one of its paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordableType {
    /// Its path without arguments, such as `std::time::Duration`. A type that needs no path has its bare name, `u8` or
    /// `Option`. A reference is `&` or `&mut`.
    pub path: &'static str,
    /// What its type argument must be.
    pub argument: TypeArgument,
    /// The form in which a subscriber receives it.
    pub recorded: RecordedAs,
    /// The feature of `scorer-instrument` that it needs.
    pub feature: Option<&'static str>,
}

/// The type argument of a [`RecordableType`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeArgument {
    /// There is no type argument.
    None,
    /// Any type that is itself `Recordable`.
    Recordable,
    /// The type of this path.
    Exactly(&'static str),
}

/// The form in which a subscriber receives a [`RecordableType`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordedAs {
    /// A bool.
    Bool,
    /// An integer.
    Integer,
    /// A floating-point number.
    Float,
    /// The `Display` of a `char`.
    Char,
    /// A string.
    Text,
    /// Its `Display`.
    Display,
    /// Its `Display`, for bytes of unknown content: only the name says what they are.
    Bytes,
    /// Its `Debug`, because it has no `Display`.
    Debug,
    /// The form of its type argument.
    Inside,
}

/// Every path under which a type is known to be `Recordable`. This is a macro so that a test can pass the types to
/// rustc: `recordable_types!(check)` calls `check! { (u8 => Integer) (uuid::Uuid => Display, "uuid") .. }`.
#[doc(hidden)]
#[macro_export]
macro_rules! recordable_types {
    ($check:ident) => {
        $check! {
            (bool => Bool)
            (u8 => Integer)
            (u16 => Integer)
            (u32 => Integer)
            (u64 => Integer)
            (u128 => Integer)
            (usize => Integer)
            (i8 => Integer)
            (i16 => Integer)
            (i32 => Integer)
            (i64 => Integer)
            (i128 => Integer)
            (isize => Integer)
            (f32 => Float)
            (f64 => Float)
            (char => Char)
            (str => Text)
            (String => Text)
            (std::string::String => Text)
            (std::num::NonZero<u8> => Integer)
            (std::num::NonZero<u16> => Integer)
            (std::num::NonZero<u32> => Integer)
            (std::num::NonZero<u64> => Integer)
            (std::num::NonZero<u128> => Integer)
            (std::num::NonZero<usize> => Integer)
            (std::num::NonZero<i8> => Integer)
            (std::num::NonZero<i16> => Integer)
            (std::num::NonZero<i32> => Integer)
            (std::num::NonZero<i64> => Integer)
            (std::num::NonZero<i128> => Integer)
            (std::num::NonZero<isize> => Integer)
            (std::num::NonZeroU8 => Integer)
            (std::num::NonZeroU16 => Integer)
            (std::num::NonZeroU32 => Integer)
            (std::num::NonZeroU64 => Integer)
            (std::num::NonZeroU128 => Integer)
            (std::num::NonZeroUsize => Integer)
            (std::num::NonZeroI8 => Integer)
            (std::num::NonZeroI16 => Integer)
            (std::num::NonZeroI32 => Integer)
            (std::num::NonZeroI64 => Integer)
            (std::num::NonZeroI128 => Integer)
            (std::num::NonZeroIsize => Integer)
            (std::time::Duration => Debug)
            (tracing::Level => Display)
            (std::io::ErrorKind => Display)
            (std::process::ExitStatus => Display)
            (std::num::IntErrorKind => Debug)
            (std::cmp::Ordering => Debug)
            (std::thread::ThreadId => Debug)
            (std::num::Wrapping<T> => Inside)
            (std::num::Saturating<T> => Inside)
            (&T => Inside)
            (&mut T => Inside)
            (Option<T> => Inside)
            (std::option::Option<T> => Inside)
            (Box<T> => Inside)
            (std::boxed::Box<T> => Inside)
            (std::rc::Rc<T> => Inside)
            (std::sync::Arc<T> => Inside)
            (std::borrow::Cow<'_, T> => Inside)
            (uuid::Uuid => Display, "uuid")
            (rust_decimal::Decimal => Display, "rust_decimal")
            (scorer_redact::Fingerprint => Display, "fingerprint")
            (scorer_instrument::Fingerprint => Display, "fingerprint")
            (chrono::DateTime<chrono::Utc> => Display, "chrono")
            (chrono::DateTime<chrono::FixedOffset> => Display, "chrono")
            (chrono::NaiveDate => Display, "chrono")
            (chrono::NaiveTime => Display, "chrono")
            (chrono::NaiveDateTime => Display, "chrono")
            (chrono::TimeDelta => Display, "chrono")
            (chrono::Duration => Display, "chrono")
            (chrono::format::DelayedFormat<chrono::format::StrftimeItems> => Display, "chrono")
            (time::OffsetDateTime => Display, "time")
            (time::PrimitiveDateTime => Display, "time")
            (time::Date => Display, "time")
            (time::Time => Display, "time")
            (time::Duration => Display, "time")
            (http::Method => Display, "http")
            (http::StatusCode => Display, "http")
            (http::Version => Debug, "http")
            (ulid::Ulid => Display, "ulid")
            (jiff::Timestamp => Display, "jiff")
            (jiff::ZonedDateTime => Display, "jiff")
            (jiff::civil::Date => Display, "jiff")
            (jiff::civil::Time => Display, "jiff")
            (jiff::civil::DateTime => Display, "jiff")
            (jiff::Span => Display, "jiff")
            (jiff::SignedDuration => Display, "jiff")
            (semver::Version => Display, "semver")
            (alloy_primitives::Address => Display, "alloy-primitives")
            (alloy_primitives::B256 => Bytes, "alloy-primitives")
            (alloy_primitives::TxHash => Bytes, "alloy-primitives")
            (alloy_primitives::BlockHash => Bytes, "alloy-primitives")
        }
    };
}

macro_rules! table {
    ($(($($row:tt)*))*) => {
        &[$(row!($($row)*)),*]
    };
}

macro_rules! row {
    (&T => Inside) => {
        row!(@ "&", TypeArgument::Recordable, Inside)
    };
    (&mut T => Inside) => {
        row!(@ "&mut", TypeArgument::Recordable, Inside)
    };
    ($first:ident $(:: $next:ident)* <$($lifetime:lifetime,)? T> => $recorded:ident $(, $feature:literal)?) => {
        row!(@ row!(@path $first $($next)*), TypeArgument::Recordable, $recorded $(, $feature)?)
    };
    ($first:ident $(:: $next:ident)* <$root:ident $(:: $inner:ident)*> => $recorded:ident $(, $feature:literal)?) => {
        row!(@ row!(@path $first $($next)*), TypeArgument::Exactly(row!(@path $root $($inner)*)), $recorded $(, $feature)?)
    };
    ($first:ident $(:: $next:ident)* => $recorded:ident $(, $feature:literal)?) => {
        row!(@ row!(@path $first $($next)*), TypeArgument::None, $recorded $(, $feature)?)
    };
    (@path $first:ident $($next:ident)*) => {
        concat!(stringify!($first) $(, "::", stringify!($next))*)
    };
    (@ $path:expr, $argument:expr, $recorded:ident) => {
        RecordableType { path: $path, argument: $argument, recorded: RecordedAs::$recorded, feature: None }
    };
    (@ $path:expr, $argument:expr, $recorded:ident, $feature:literal) => {
        RecordableType { path: $path, argument: $argument, recorded: RecordedAs::$recorded, feature: Some($feature) }
    };
}

impl RecordableType {
    /// All types, with a row for each of their paths.
    pub const ALL: &'static [Self] = recordable_types!(table);

    /// Returns the rows for a full path, for a bare name that needs no import, or for `&` and `&mut`.
    pub fn at(path: &str) -> impl Iterator<Item = &'static Self> {
        let name = path.rsplit("::").next().unwrap_or(path);
        let path = Origin::of(path);
        Self::named(name).filter(move |row| Origin::of(row.path) == path)
    }

    /// Returns the rows of types with this name, whatever their path.
    pub fn named(name: &str) -> impl Iterator<Item = &'static Self> {
        Self::ALL.iter().filter(move |row| row.is_called(name))
    }

    /// Whether the bare name of the type is known everywhere: a scalar, `String`, `Option`.
    pub fn is_in_prelude(&self) -> bool {
        !self.path.contains("::")
    }

    /// Whether the last segment of the path is `name`.
    ///
    /// It compares the end of the path without splitting it, because the macro asks each row about each argument and is
    /// not optimised.
    fn is_called(&self, name: &str) -> bool {
        self.path.strip_suffix(name).is_some_and(|before| {
            (before.is_empty() || before.ends_with("::")) && !name.contains("::")
        })
    }

    /// Whether a written path that ends in the name of this type means this type. It must be the bare name, or the name
    /// after that of its crate or module.
    fn is_written_as(&self, path: &TypePath<'_>) -> bool {
        let argument = match self.argument {
            TypeArgument::None => path.arguments.is_empty(),
            // The caller has already looked through such a type.
            TypeArgument::Recordable => false,
            TypeArgument::Exactly(argument) => {
                path.arguments.len() == 1
                    && argument.rsplit("::").next() == path.arguments.first().copied()
            }
        };
        let qualifiers = path.qualifiers();
        argument
            && (qualifiers.is_empty()
                || Origin::of(self.path)
                    .path
                    .split("::")
                    .any(|part| qualifiers.contains(&part)))
    }
}

/// Whether a written path is a type that is recordable without regard to its arguments.
pub(super) fn is_recordable(path: &TypePath<'_>) -> bool {
    !path.is_local() && RecordableType::named(path.last()).any(|row| row.is_written_as(path))
}

/// A path, and whether it belongs to the standard library, whose crates share their types.
#[derive(PartialEq, Eq)]
struct Origin<'a> {
    is_std: bool,
    /// The path without `std`, `core` or `alloc`.
    path: &'a str,
}

impl<'a> Origin<'a> {
    fn of(path: &'a str) -> Self {
        let within = ["std::", "core::", "alloc::"]
            .iter()
            .find_map(|root| path.strip_prefix(root));
        Self {
            is_std: within.is_some(),
            path: within.unwrap_or(path),
        }
    }
}
