//! The committed samples: what the generator writes, and really signed and hashed, as recomputed here from the formats'
//! own words.

use std::fs;
use std::path::Path;

use crate::common::demo;
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

fn committed(name: &str) -> String {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    fs::read_to_string(samples.join(name)).expect(name)
}

fn credentials_of(sample: &str) -> Vec<Value> {
    let text = committed(sample);
    let (_, body) = text.split_once("\n\n").expect("a body");
    let body: Value = serde_json::from_str(body).expect("JSON");
    body["credentials"].as_array().expect("a list").clone()
}

fn bytes(hexadecimal: &str) -> Vec<u8> {
    assert_eq!(hexadecimal.len() % 2, 0);
    (0..hexadecimal.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hexadecimal[at..at + 2], 16).expect("digits"))
        .collect()
}

fn is_signed(credential: &Value) -> bool {
    let text = |name: &str| credential[name].as_str().expect("text").to_owned();
    let issuer: [u8; 32] = bytes(committed("issuer.hex").trim())
        .try_into()
        .expect("32 bytes");
    let signature = Signature::from_slice(&bytes(&text("signature"))).expect("64 bytes");
    let message = format!(
        "scorer-demo credential v1\nprovider: {}\nsubject: {}\nhash: {}\nexpires_at: {}\n",
        text("provider"),
        text("subject"),
        text("hash"),
        credential["expires_at"].as_i64().expect("a number"),
    );
    VerifyingKey::from_bytes(&issuer)
        .expect("a key")
        .verify_strict(message.as_bytes(), &signature)
        .is_ok()
}

/// What the seed's only API key holds behind the given column's place: a number or hexadecimal digits.
fn stored_key() -> (Vec<u8>, u32, Vec<u8>) {
    let seed = committed("seed.sql");
    let row = seed
        .lines()
        .find(|line| line.starts_with("VALUES ('sample', 'sample-team'"))
        .expect("the key's row");
    let blobs: Vec<_> = row
        .split('\'')
        .filter(|text| text.len() >= 32)
        .map(bytes)
        .collect();
    let iterations = row.split(", ").nth(3).expect("four values");
    (
        blobs[0].clone(),
        iterations.parse().expect("a number"),
        blobs[1].clone(),
    )
}

fn presented_key(sample: &str) -> String {
    let text = committed(sample);
    let header = text
        .lines()
        .find_map(|line| line.strip_prefix("x-api-key: sample."))
        .expect("a key");
    header.to_owned()
}

/// PBKDF2 with HMAC-SHA256 for a key of at most one block and one block of output, from RFC 8018 and RFC 2104.
fn pbkdf2(secret: &[u8], salt: &[u8], iterations: u32) -> [u8; 32] {
    let padded = |with: u8| {
        let mut block = [with; 64];
        block.iter_mut().zip(secret).for_each(|(b, s)| *b ^= s);
        block
    };
    let (inner, outer) = (padded(0x36), padded(0x5c));
    let hmac = |message: &[u8]| -> [u8; 32] {
        let digest = Sha256::new().chain_update(inner).chain_update(message);
        let outer = Sha256::new().chain_update(outer);
        outer.chain_update(digest.finalize()).finalize().into()
    };
    let mut round = hmac(&[salt, &1_u32.to_be_bytes()].concat());
    let mut sum = round;
    for _ in 1..iterations {
        round = hmac(&round);
        sum.iter_mut().zip(round).for_each(|(s, r)| *s ^= r);
    }
    sum
}

#[test]
fn the_generator_writes_the_committed_samples_again() {
    let directory = tempfile::tempdir().expect("a directory");
    let output = demo(&["generate", directory.path().to_str().expect("UTF-8")]);
    assert!(output.status.success(), "{output:?}");

    let names = |directory: &Path| {
        let mut names: Vec<_> = fs::read_dir(directory)
            .expect("readable")
            .map(|entry| entry.expect("an entry").file_name())
            .collect();
        names.sort();
        names
    };
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let written = names(directory.path());
    assert_eq!(written, names(&samples));
    assert!(written.len() > 6);
    for name in written {
        let new = fs::read(directory.path().join(&name)).expect("written");
        assert!(
            new == fs::read(samples.join(&name)).expect("committed"),
            "{} differs: run `cargo demo generate`",
            name.display()
        );
    }
}

#[test]
fn every_bundled_request_has_its_file() {
    for sample in scorer_demo::samples::ALL {
        assert_eq!(sample.text, committed(&format!("{}.http", sample.name)));
    }
}

#[test]
fn the_credentials_are_signed_by_the_issuer() {
    for (sample, count) in [
        ("good.http", 3),
        ("bad-key.http", 1),
        ("expired.http", 2),
        ("duplicate.http", 2),
    ] {
        let credentials = credentials_of(sample);
        assert_eq!(credentials.len(), count, "{sample}");
        assert!(credentials.iter().all(is_signed), "{sample}");
    }
    let cached = committed("seed.sql");
    let cached = cached
        .lines()
        .find_map(|line| line.split_once("', '{")?.1.strip_suffix("')"))
        .expect("a cached credential");
    let cached = serde_json::from_str(&format!("{{{cached}")).expect("JSON");
    assert!(is_signed(&cached));
}

#[test]
fn the_tampered_credential_was_signed_for_another_provider() {
    let credentials = credentials_of("tampered.http");
    let [whole, tampered] = &credentials[..] else {
        panic!("two credentials");
    };
    assert!(is_signed(whole));
    assert!(!is_signed(tampered));
    let mut restored = tampered.clone();
    restored["provider"] = "stake-small".into();
    assert!(is_signed(&restored));
}

#[test]
fn the_stored_hash_is_that_of_the_right_key() {
    let (salt, iterations, hash) = stored_key();
    let right = presented_key("good.http");
    let wrong = presented_key("bad-key.http");
    assert_eq!(pbkdf2(right.as_bytes(), &salt, iterations).to_vec(), hash);
    assert_ne!(pbkdf2(wrong.as_bytes(), &salt, iterations).to_vec(), hash);
}
