//! What `git diff -U0` writes: the lines of each file that are new, and where lines went.

/// A stretch of new lines, or a place where lines went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hunk {
    /// The first new line; without any, the line above those that went.
    pub(super) first: usize,
    /// How many lines are new.
    pub(super) count: usize,
    /// Whether what went spoke of the line below: an attribute, or a comment to the lint.
    pub(super) spoke_below: bool,
}

impl Hunk {
    /// Whether it changes something of these lines, the last one included.
    pub(super) fn touches(&self, first: usize, last: usize) -> bool {
        let below = if self.count == 0 {
            self.first + 1
        } else {
            self.first + self.count
        };
        let holds = if self.count == 0 {
            // Lines went from within.
            first <= self.first && below <= last
        } else {
            self.first <= last && first < below
        };
        holds || (self.spoke_below && first <= below && below <= last)
    }
}

/// A file of a diff, by its path from the repository's root on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Changed {
    pub(super) path: Vec<u8>,
    pub(super) hunks: Vec<Hunk>,
}

/// What a diff tells: the files that changed, those that are gone with them.
pub(super) fn parse(diff: &[u8]) -> Vec<Changed> {
    let mut found: Vec<Changed> = Vec::new();
    let mut old = None;
    let mut lines = diff.split(|byte| *byte == b'\n');
    while let Some(line) = lines.next() {
        if let Some(path) = line.strip_prefix(b"--- ") {
            old = path_of(path);
        } else if let Some(path) = line.strip_prefix(b"+++ ") {
            // Of a file that is gone the old name is told of.
            if let Some(path) = path_of(path).or_else(|| old.take()) {
                found.push(Changed {
                    path,
                    hunks: Vec::new(),
                });
            }
        } else if let Some(path) = line.strip_prefix(b"rename from ") {
            found.push(Changed {
                path: unquoted(path),
                hunks: Vec::new(),
            });
        } else if let Some(((_, removed), (first, count))) = header(line) {
            let mut spoke_below = false;
            // What follows is text, whatever it looks like.
            let mut left = removed + count;
            let mut last = removed;
            while left > 0 {
                let Some(line) = lines.next() else { break };
                if line.starts_with(b"\\") {
                    continue;
                }
                left -= 1;
                if let Some(text) = line.strip_prefix(b"-") {
                    last = last.saturating_sub(1);
                    let is_attribute = last == 0 && text.trim_ascii_end().ends_with(b"]");
                    spoke_below |= is_attribute || contains(text, b"scorer-lint:");
                }
            }
            if let Some(changed) = found.last_mut() {
                changed.hunks.push(Hunk {
                    first,
                    count,
                    spoke_below,
                });
            }
        }
    }
    found
}

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// `@@ -1,2 +3,4 @@`: first line and count of both sides.
fn header(line: &[u8]) -> Option<((usize, usize), (usize, usize))> {
    let line = line.strip_prefix(b"@@ -")?;
    let end = line.windows(3).position(|window| window == b" @@")?;
    let text = std::str::from_utf8(&line[..end]).ok()?;
    let (old, new) = text.split_once(" +")?;
    let side = |text: &str| -> Option<(usize, usize)> {
        match text.split_once(',') {
            Some((first, count)) => Some((first.parse().ok()?, count.parse().ok()?)),
            None => Some((text.parse().ok()?, 1)),
        }
    };
    Some((side(old)?, side(new)?))
}

/// The path of a `---` or `+++` line; none of `/dev/null`.
fn path_of(written: &[u8]) -> Option<Vec<u8>> {
    // Behind a name with a space stands a tab, so that other programs see its end.
    let written = written.strip_suffix(b"\t").unwrap_or(written);
    if written == b"/dev/null" {
        return None;
    }
    let path = unquoted(written);
    let path = path
        .strip_prefix(b"a/")
        .or_else(|| path.strip_prefix(b"b/"));
    path.map(<[u8]>::to_vec)
}

/// A path as git writes one: in quotes and with escapes when it holds what is unusual.
pub(super) fn unquoted(written: &[u8]) -> Vec<u8> {
    let Some(inside) = written
        .strip_prefix(b"\"")
        .and_then(|rest| rest.strip_suffix(b"\""))
    else {
        return written.to_vec();
    };
    let mut path = Vec::with_capacity(inside.len());
    let mut bytes = inside.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            path.push(byte);
            continue;
        }
        match bytes.next() {
            Some(digit @ b'0'..=b'3') => {
                let mut value = digit - b'0';
                for _ in 0..2 {
                    if let Some(digit) = bytes.next_if(|next| (b'0'..=b'7').contains(next)) {
                        value = (value << 3) | (digit - b'0');
                    }
                }
                path.push(value);
            }
            Some(b'n') => path.push(b'\n'),
            Some(b't') => path.push(b'\t'),
            Some(b'r') => path.push(b'\r'),
            Some(b'a') => path.push(7),
            Some(b'b') => path.push(8),
            Some(b'v') => path.push(11),
            Some(b'f') => path.push(12),
            Some(other) => path.push(other),
            None => {}
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_looks_like_a_header_is_text() {
        let diff = b"diff --git a/x.rs b/x.rs\n--- a/x.rs\n+++ b/x.rs\n@@ -1,2 +1,2 @@\n--- a/y.rs\n-@@ -1 +9 @@\n+++ b/z.rs\n+@@ -5 +5 @@\n\\ No newline at end of file\n@@ -8,0 +9 @@\n+x\n";
        let hunk = |first, count| Hunk {
            first,
            count,
            spoke_below: false,
        };
        let wanted = Changed {
            path: b"x.rs".to_vec(),
            hunks: vec![hunk(1, 2), hunk(9, 1)],
        };
        assert_eq!(parse(diff), [wanted]);
    }

    #[test]
    fn names_are_read_back() {
        assert_eq!(
            unquoted(b"\"b/a\\303\\274 \\\"x\\\"\\n.rs\""),
            "b/aü \"x\"\n.rs".as_bytes()
        );
        assert_eq!(
            path_of(b"b/with space.rs\t"),
            Some(b"with space.rs".to_vec())
        );
        assert_eq!(path_of(b"\"b/\\377.rs\""), Some(b"\xff.rs".to_vec()));
    }

    #[test]
    fn lines_that_went_touch_what_they_were_part_of() {
        let hunk = Hunk {
            first: 4,
            count: 0,
            spoke_below: false,
        };
        assert!(hunk.touches(3, 5) && hunk.touches(4, 5));
        assert!(!hunk.touches(4, 4) && !hunk.touches(5, 6));
        let spoke = Hunk {
            spoke_below: true,
            ..hunk
        };
        assert!(spoke.touches(5, 6) && !spoke.touches(6, 7));
    }
}
