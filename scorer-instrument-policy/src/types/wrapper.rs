//! Generic types that are judged by what they contain: `Option<T>`, `Vec<T>`, `State<T>`.

use super::TypeClass::{self, Body, Qualified, State};
use super::recordable::{RecordableType, TypeArgument};

/// What a wrapper means for the type inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapper {
    /// The wrapper changes nothing: `Arc<T>`.
    Transparent,
    /// Many values of the type inside, with a `len()`.
    Countable,
    /// Many values of the type inside, without a `len()` on the value itself.
    Uncountable,
    /// A lock, a cell, a channel or a task, which shares the type inside.
    LockOrChannel,
    /// An extractor of a handler. It has this class if the type inside is harmless.
    Extractor(TypeClass),
}

/// Returns the wrapper of this name, which must be written with a type argument.
pub fn find(name: &str) -> Option<Wrapper> {
    if RecordableType::named(name).any(|row| row.argument == TypeArgument::Recordable) {
        return Some(Wrapper::Transparent);
    }
    let index = WRAPPERS.binary_search_by(|row| row.0.cmp(name)).ok()?;
    WRAPPERS.get(index).map(|row| row.1)
}

const ONE: Wrapper = Wrapper::Transparent;
const MANY: Wrapper = Wrapper::Countable;
const LAZY: Wrapper = Wrapper::Uncountable;
const STATE: Wrapper = Wrapper::LockOrChannel;

/// Sorted by name, for a binary search. Wrappers that are `Recordable` if their content is are rows of
/// [`RecordableType`].
static WRAPPERS: &[(&str, Wrapper)] = &[
    ("AHashMap", MANY),
    ("AHashSet", MANY),
    ("ArcSwap", STATE),
    ("ArcSwapAny", STATE),
    ("ArcSwapOption", STATE),
    ("Array", MANY),
    ("Array1", MANY),
    ("Array2", MANY),
    ("ArrayQueue", MANY),
    ("ArrayVec", MANY),
    ("AtomicRefCell", STATE),
    ("BTreeMap", MANY),
    ("BTreeSet", MANY),
    ("BinaryHeap", MANY),
    ("BoundedVec", MANY),
    ("BoxStream", LAZY),
    ("Cached", ONE),
    ("Cell", STATE),
    ("Chain", LAZY),
    ("DashMap", MANY),
    ("DashSet", MANY),
    ("Data", Wrapper::Extractor(State)),
    ("Depends", Wrapper::Extractor(State)),
    ("Extension", Wrapper::Extractor(State)),
    ("Form", Wrapper::Extractor(Body)),
    ("FxHashMap", MANY),
    ("FxHashSet", MANY),
    ("Garde", ONE),
    ("Guard", ONE),
    ("HashMap", MANY),
    ("HashSet", MANY),
    ("Header", Wrapper::Extractor(Qualified)),
    ("IndexMap", MANY),
    ("IndexSet", MANY),
    ("Inject", Wrapper::Extractor(State)),
    ("JoinHandle", STATE),
    ("JoinSet", STATE),
    ("Json", Wrapper::Extractor(Body)),
    ("JsonLines", Wrapper::Extractor(Body)),
    ("Lazy", STATE),
    ("LazyCell", STATE),
    ("LazyLock", STATE),
    ("LinkedHashMap", MANY),
    ("LinkedList", MANY),
    ("LiteMap", MANY),
    ("LruCache", MANY),
    ("ManuallyDrop", ONE),
    ("MappedMutexGuard", ONE),
    ("MappedRwLockReadGuard", ONE),
    ("MappedRwLockWriteGuard", ONE),
    ("MaybeUninit", ONE),
    ("MsgPack", Wrapper::Extractor(Body)),
    ("MultiMap", MANY),
    ("Mutex", STATE),
    ("MutexGuard", ONE),
    ("NEVec", MANY),
    ("NonEmpty", MANY),
    ("NonEmptyVec", MANY),
    ("OnceBox", STATE),
    ("OnceCell", STATE),
    ("OnceLock", STATE),
    ("OrdMap", MANY),
    ("OrdSet", MANY),
    ("OwnedMutexGuard", ONE),
    ("OwnedRwLockReadGuard", ONE),
    ("OwnedRwLockWriteGuard", ONE),
    ("Path", Wrapper::Extractor(Qualified)),
    ("Peekable", LAZY),
    ("Pin", ONE),
    ("Poll", ONE),
    ("PrimaryMap", MANY),
    ("Protobuf", Wrapper::Extractor(Body)),
    ("Qs", Wrapper::Extractor(Qualified)),
    ("QsQuery", Wrapper::Extractor(Qualified)),
    ("Query", Wrapper::Extractor(Qualified)),
    ("ReadGuard", ONE),
    ("Receiver", STATE),
    ("ReceiverStream", STATE),
    ("ReentrantMutex", STATE),
    ("Ref", ONE),
    ("RefCell", STATE),
    ("RefMut", ONE),
    ("ReqData", Wrapper::Extractor(State)),
    ("Result", ONE),
    ("Reverse", ONE),
    ("RwLock", STATE),
    ("RwLockReadGuard", ONE),
    ("RwLockWriteGuard", ONE),
    ("Saturating", ONE),
    ("ScopedJoinHandle", STATE),
    ("SegQueue", MANY),
    ("Sender", STATE),
    ("Slab", MANY),
    ("SlotMap", MANY),
    ("SmallVec", MANY),
    ("State", Wrapper::Extractor(State)),
    ("SyncSender", STATE),
    ("ThinVec", MANY),
    ("TinyVec", MANY),
    ("TypedHeader", Wrapper::Extractor(Qualified)),
    ("TypedMultipart", Wrapper::Extractor(Body)),
    ("UnboundedReceiver", STATE),
    ("UnboundedReceiverStream", STATE),
    ("UnboundedSender", STATE),
    ("UniqueArc", ONE),
    ("UnsafeCell", STATE),
    ("Unvalidated", ONE),
    ("Valid", ONE),
    ("Validated", ONE),
    ("ValidatedForm", Wrapper::Extractor(Body)),
    ("ValidatedJson", Wrapper::Extractor(Body)),
    ("ValidatedPath", Wrapper::Extractor(Qualified)),
    ("ValidatedQuery", Wrapper::Extractor(Qualified)),
    ("Vec", MANY),
    ("Vec1", MANY),
    ("VecDeque", MANY),
    ("VecMap", MANY),
    ("WatchStream", STATE),
    ("Weak", ONE),
    ("WebData", Wrapper::Extractor(State)),
    ("WithRejection", ONE),
    ("Wrapping", ONE),
    ("WriteGuard", ONE),
    ("Xml", Wrapper::Extractor(Body)),
    ("Yaml", Wrapper::Extractor(Body)),
];

#[cfg(test)]
mod tests {
    use super::WRAPPERS;

    #[test]
    fn wrappers_are_sorted_and_listed_once() {
        assert!(WRAPPERS.is_sorted_by(|a, b| a.0 < b.0));
    }
}
