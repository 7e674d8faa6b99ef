//! Buffers for the text of each line and each span. Their memory is used again: a new buffer gets the memory of the
//! last one on its thread.

use std::cell::Cell;
use std::fmt;
use std::ops::{Deref, DerefMut};

/// How many spare buffers a thread keeps.
const MOST: usize = 16;

/// The largest buffer that is kept, in bytes.
const LARGEST: usize = 16 * 1024;

thread_local! {
    static SPARE: Cell<Vec<String>> = const { Cell::new(Vec::new()) };
}

/// A text whose memory is used again when it is dropped.
#[derive(Default)]
pub(crate) struct Scratch(String);

impl Scratch {
    /// Returns an empty text with memory reserved.
    pub(crate) fn with_room() -> Self {
        let spare = SPARE.try_with(|it| {
            let mut spare = it.take();
            let text = spare.pop();
            it.set(spare);
            text
        });
        Self(spare.ok().flatten().unwrap_or_default())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !(1..=LARGEST).contains(&self.0.capacity()) {
            return;
        }
        let mut text = std::mem::take(&mut self.0);
        text.clear();
        // While a thread is ending, nothing can be kept.
        let _ = SPARE.try_with(|it| {
            let mut spare = it.take();
            if spare.len() < MOST {
                spare.push(text);
            }
            it.set(spare);
        });
    }
}

impl Deref for Scratch {
    type Target = String;

    fn deref(&self) -> &String {
        &self.0
    }
}

impl DerefMut for Scratch {
    fn deref_mut(&mut self) -> &mut String {
        &mut self.0
    }
}

impl fmt::Debug for Scratch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_empty_and_has_the_room_of_the_last_one() {
        let mut first = Scratch::with_room();
        first.push_str(&"secret ".repeat(100));
        let room = first.capacity();
        drop(first);
        let second = Scratch::with_room();
        assert!(second.is_empty());
        assert_eq!(second.capacity(), room);
        assert_eq!(Scratch::with_room().capacity(), 0);
    }

    #[test]
    fn few_and_small_ones_wait() {
        let all: Vec<Scratch> = (0..100)
            .map(|_| {
                let mut text = Scratch::with_room();
                text.push('a');
                text
            })
            .collect();
        drop(all);
        let mut large = Scratch::default();
        large.reserve(LARGEST + 1);
        drop(large);
        let spare = SPARE.take();
        assert_eq!(spare.len(), MOST);
        assert!(spare.iter().all(|it| it.capacity() <= LARGEST));
    }
}
