//! An identifier, cut into words.
