//! The words that rules look for: each is found while lexing, so that a rule visits its own words and
//! not every token of a file.

macro_rules! words {
    ($($word:ident $text:literal)*) => {
        /// A word that a rule looks for, or none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u16)]
        #[expect(missing_docs, reason = "each is the word that it is called after")]
        pub enum Word {
            None,
            $($word,)*
        }

        const TEXTS: &[(&str, Word)] = &[$(($text, Word::$word),)*];
    };
}

words! {
    // The language.
    Fn "fn"
    Async "async"
    Await "await"
    Struct "struct"
    Enum "enum"
    Impl "impl"
    Use "use"
    Derive "derive"
    Cfg "cfg"
    Test "test"
    Rstest "rstest"
    TestCase "test_case"
    Proptest "proptest"
    // Spans and events.
    Instrument "instrument"
    ScorerSpan "scorer_span"
    Trace "trace"
    Debug "debug"
    Info "info"
    Warn "warn"
    Error "error"
    Event "event"
    Log "log"
    Span "span"
    TraceSpan "trace_span"
    DebugSpan "debug_span"
    InfoSpan "info_span"
    WarnSpan "warn_span"
    ErrorSpan "error_span"
    Record "record"
    Enter "enter"
    Entered "entered"
    InScope "in_scope"
    // Tasks and threads.
    Spawn "spawn"
    SpawnBlocking "spawn_blocking"
    BlockInPlace "block_in_place"
    ThreadSpawn "spawn_thread"
    Unblock "unblock"
    Asyncify "asyncify"
    // Printing.
    Print "print"
    Println "println"
    Eprint "eprint"
    Eprintln "eprintln"
    Dbg "dbg"
    // Text.
    Format "format"
    Panic "panic"
    Bail "bail"
    Anyhow "anyhow"
}

impl Word {
    /// The word of an identifier's bytes.
    pub(super) fn of(bytes: &[u8]) -> Self {
        let bytes = bytes.strip_prefix(b"r#").unwrap_or(bytes);
        let mut slot = hash(bytes);
        loop {
            let (text, word) = TABLE[slot];
            if word as u16 == Self::None as u16 || text.as_bytes() == bytes {
                return word;
            }
            slot = (slot + 1) % SLOTS;
        }
    }
}

const SLOTS: usize = 2048;

static TABLE: [(&str, Word); SLOTS] = table();

const fn table() -> [(&'static str, Word); SLOTS] {
    let mut table = [("", Word::None); SLOTS];
    let mut at = 0;
    while at < TEXTS.len() {
        let mut slot = hash(TEXTS[at].0.as_bytes());
        while table[slot].1 as u16 != Word::None as u16 {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = TEXTS[at];
        at += 1;
    }
    table
}

/// Length, ends and middle: enough to tell the words apart, and the same few steps for every identifier.
const fn hash(bytes: &[u8]) -> usize {
    let length = bytes.len();
    if length == 0 {
        return 0;
    }
    let (first, second) = (bytes[0] as usize, bytes[length / 3] as usize);
    let (middle, last) = (bytes[length / 2] as usize, bytes[length - 1] as usize);
    (length
        .wrapping_mul(0x9E5)
        .wrapping_add(first.wrapping_mul(0x1F1))
        .wrapping_add(second.wrapping_mul(0x71))
        .wrapping_add(middle.wrapping_mul(0x3B))
        .wrapping_add(last.wrapping_mul(0x11)))
        % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_found_and_no_other() {
        for (text, word) in TEXTS {
            assert_eq!(Word::of(text.as_bytes()), *word, "{text}");
            assert_eq!(Word::of(format!("r#{text}").as_bytes()), *word, "r#{text}");
            assert_eq!(
                Word::of(format!("{text}_x").as_bytes()),
                Word::None,
                "{text}_x"
            );
        }
        assert_eq!(Word::of(b""), Word::None);
    }
}
