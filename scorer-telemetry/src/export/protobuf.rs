//! Writes protobuf messages: <https://protobuf.dev/programming-guides/encoding/>.
//!
//! The types of `prost` own all of their parts, so a span would have to be copied into them first.

use prost::encoding::{WireType, encode_key, encode_varint, encoded_len_varint};

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
        self.key(field, WireType::Varint);
        encode_varint(value, &mut self.0);
    }

    /// Writes a number of eight bytes, unless it is zero.
    pub(super) fn fixed_64(&mut self, field: u32, value: u64) {
        if value != 0 {
            self.fixed_64_or_zero(field, value);
        }
    }

    pub(super) fn fixed_64_or_zero(&mut self, field: u32, value: u64) {
        self.key(field, WireType::SixtyFourBit);
        self.0.extend_from_slice(&value.to_le_bytes());
    }

    /// Writes a number of four bytes, unless it is zero.
    pub(super) fn fixed_32(&mut self, field: u32, value: u32) {
        if value != 0 {
            self.key(field, WireType::ThirtyTwoBit);
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
        self.key(field, WireType::LengthDelimited);
        encode_varint(bytes.len() as u64, &mut self.0);
        self.0.extend_from_slice(bytes);
    }

    /// Writes a message within this one.
    pub(super) fn message(&mut self, field: u32, write: impl FnOnce(&mut Self)) {
        self.key(field, WireType::LengthDelimited);
        let start = self.0.len();
        self.0.push(0);
        write(self);
        let end = self.0.len();
        let length = (end - start - 1) as u64;
        // Its length is known only now. If it needs more than one byte, what was written makes room.
        let width = encoded_len_varint(length);
        self.0.resize(end + width - 1, 0);
        self.0.copy_within(start + 1..end, start + width);
        encode_varint(length, &mut &mut self.0[start..start + width]);
    }

    fn key(&mut self, field: u32, kind: WireType) {
        encode_key(field, kind, &mut self.0);
    }
}
