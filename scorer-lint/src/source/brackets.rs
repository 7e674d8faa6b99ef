//! Pairs of brackets, in broken files too: a brace ends what stands open in it, a parenthesis or a square
//! bracket never ends a brace.

/// Matches brackets as they come; every step is paid for by an opening bracket.
#[derive(Default)]
pub(super) struct Matcher {
    open: Vec<Open>,
    braces: usize,
    /// Of the parentheses and square brackets since the last brace.
    round: usize,
    square: usize,
    pub(super) deepest: usize,
}

struct Open {
    byte: u8,
    token: u32,
    /// What `round` and `square` were before a brace opened.
    before: (usize, usize),
}

impl Matcher {
    pub(super) fn open(&mut self, byte: u8, token: u32) {
        let before = (self.round, self.square);
        match byte {
            b'(' => self.round += 1,
            b'[' => self.square += 1,
            _ => {
                self.braces += 1;
                (self.round, self.square) = (0, 0);
            }
        }
        self.open.push(Open {
            byte,
            token,
            before,
        });
        self.deepest = self.deepest.max(self.open.len());
    }

    /// Matches a closing bracket, unless it is a stray one.
    pub(super) fn close(&mut self, byte: u8, token: u32, mates: &mut [u32]) {
        let (opening, is_open) = match byte {
            b')' => (b'(', self.round > 0),
            b']' => (b'[', self.square > 0),
            _ => (b'{', self.braces > 0),
        };
        if !is_open {
            return;
        }
        while let Some(open) = self.pop() {
            mates[open.token as usize] = token;
            if open.byte == opening {
                mates[token as usize] = open.token;
                return;
            }
        }
    }

    /// What is still open ends with the file.
    pub(super) fn finish(mut self, end: u32, mates: &mut [u32]) {
        while let Some(open) = self.pop() {
            mates[open.token as usize] = end;
        }
    }

    fn pop(&mut self) -> Option<Open> {
        let open = self.open.pop()?;
        match open.byte {
            b'(' => self.round -= 1,
            b'[' => self.square -= 1,
            _ => {
                self.braces -= 1;
                (self.round, self.square) = open.before;
            }
        }
        Some(open)
    }
}
