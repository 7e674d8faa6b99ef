//! Writes protobuf messages: <https://protobuf.dev/programming-guides/encoding/>.
//!
//! The types of `prost` own all of their parts, so a span would have to be copied into them first.

/// How the value of a field is written.
const VARINT: u32 = 0;
const FIXED_64: u32 = 1;
const LENGTH: u32 = 2;
const FIXED_32: u32 = 5;

/// The longest number of variable length, in bytes.
const LONGEST: usize = 10;

/// A message that is being written. As in `prost`, a field of a message is left out if it has its default value.
#[derive(Debug, Default)]
pub(super) struct Message(Vec<u8>);

impl Message {
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    /// Writes a whole number, unless it is zero.
    pub(super) fn number(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.number_or_zero(field, value);
        }
    }

    /// Writes a whole number that is one of several kinds of value, so that zero is not its default.
    pub(super) fn number_or_zero(&mut self, field: u32, value: u64) {
        self.key(field, VARINT);
        self.varint(value);
    }

    /// Writes a number of eight bytes, unless it is zero.
    pub(super) fn fixed_64(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.fixed_64_or_zero(field, value);
        }
    }

    pub(super) fn fixed_64_or_zero(&mut self, field: u32, value: u64) {
        self.key(field, FIXED_64);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Writes a number of four bytes, unless it is zero.
    pub(super) fn fixed_32(&mut self, field: u32, value: u32) {
        if value != 0 {
            self.key(field, FIXED_32);
            self.0.extend_from_slice(&value.to_le_bytes());
        }
    }

    /// Writes bytes or text, unless there are none.
    pub(super) fn bytes(&mut self, field: u32, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.bytes_or_none(field, bytes);
        }
    }

    pub(super) fn bytes_or_none(&mut self, field: u32, bytes: &[u8]) {
        self.key(field, LENGTH);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    /// Writes a message within this one.
    pub(super) fn message(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        self.key(field, LENGTH);
        let start = self.0.len();
        self.0.push(0);
        write(self);
        let end = self.0.len();
        let mut length = [0; LONGEST];
        let length = varint(&mut length, (end - start - 1) as u64);
        // Its length is known only now. If it needs more than one byte, what was written makes room.
        self.0.resize(end + length.len() - 1, 0);
        self.0.copy_within(start + 1..end, start + length.len());
        self.0[start..start + length.len()].copy_from_slice(length);
    }

    fn key(&mut self, field: u32, kind: u32) {
        self.varint((field << 3 | kind).into());
    }

    fn varint(&mut self, value: u64) {
        match u8::try_from(value) {
            Ok(byte @ 0..0x80) => self.0.push(byte),
            _ => {
                let mut bytes = [0; LONGEST];
                self.0.extend_from_slice(varint(&mut bytes, value));
            }
        }
    }
}

/// Writes a number as protobuf does: seven bits a byte, the lowest first.
fn varint(bytes: &mut [u8; LONGEST], mut value: u64) -> &[u8] {
    let mut length = 0;
    for byte in bytes.iter_mut() {
        length += 1;
        let [low, ..] = value.to_le_bytes();
        value >>= 7;
        if value == 0 {
            *byte = low;
            break;
        }
        *byte = low | 0x80;
    }
    &bytes[..length]
}
