//! The meanings of the words in the table: class, strength, reason, and what to record instead.

use super::Meaning;
use crate::verdict::Class::{Credential, Financial, Health, Pii, Secret, Vague};
use crate::verdict::Strength::{Firm, Hard, Soft};
use crate::verdict::{Class, Strength};

const fn meaning(class: Class, strength: Strength, reason: &'static str) -> Meaning {
    Meaning {
        class,
        strength,
        reason,
        instead: None,
    }
}

const fn instead(
    class: Class,
    strength: Strength,
    reason: &'static str,
    instead: &'static str,
) -> Meaning {
    Meaning {
        class,
        strength,
        reason,
        instead: Some(instead),
    }
}

/// The same, for names that are never those of a count or an id.
const fn firm(meaning: Meaning) -> Meaning {
    Meaning {
        strength: Firm,
        ..meaning
    }
}

pub(super) const PASSWORD: Meaning = meaning(Credential, Firm, "a password");
pub(super) const SECRET: Meaning = instead(Credential, Firm, "a secret", "secret_id");
pub(super) const CREDENTIAL: Meaning =
    instead(Credential, Soft, "a credential", "credential_count");
pub(super) const TOKEN: Meaning =
    instead(Credential, Soft, "a token that grants access", "token_id");
pub(super) const JWT: Meaning = instead(Credential, Soft, "a signed token", "jwt_id");
pub(super) const API_KEY: Meaning = instead(Credential, Soft, "an API key", "api_key_id");
pub(super) const OWN_TOKEN: Meaning = firm(TOKEN);
pub(super) const OWN_API_KEY: Meaning = firm(API_KEY);
pub(super) const ACCESS_KEY: Meaning = meaning(Credential, Soft, "a cloud access key");
pub(super) const CRYPTO_KEY: Meaning = instead(Credential, Soft, "key material", "key_id");
pub(super) const OWN_CRYPTO_KEY: Meaning = firm(CRYPTO_KEY);
pub(super) const VENDOR_KEY: Meaning = instead(Credential, Soft, "a service's key", "key_id");
pub(super) const PRIVATE_KEY: Meaning = instead(Credential, Hard, "a private key", "key_id");
pub(super) const SEED: Meaning = meaning(Secret, Hard, "a wallet's seed");
pub(super) const WALLET_KEY: Meaning =
    instead(Secret, Hard, "a wallet's private key", "wallet_address");
pub(super) const AUTHORIZATION: Meaning = instead(
    Credential,
    Soft,
    "an authorization header",
    "has_authorization",
);
pub(super) const COOKIE: Meaning = instead(Credential, Soft, "a cookie", "cookie_count");
pub(super) const SESSION: Meaning = instead(
    Credential,
    Soft,
    "a session that can be taken over",
    "user_id",
);
pub(super) const HEADERS: Meaning = instead(
    Credential,
    Soft,
    "a set of headers, which carry credentials",
    "header_count",
);
pub(super) const CSRF: Meaning = meaning(Credential, Soft, "a cross-site request token");
pub(super) const ONE_TIME: Meaning = meaning(Credential, Hard, "a one-time code");
pub(super) const PROTECTED: Meaning = meaning(Secret, Hard, "something to be kept secret");
pub(super) const UNCOVERED: Meaning = meaning(Secret, Soft, "something that was kept secret");
pub(super) const CODE: Meaning = meaning(Credential, Hard, "a code that grants access");
pub(crate) const TICKET: Meaning =
    instead(Credential, Soft, "a one-time ticket or code", "ticket_id");
pub(super) const PIN: Meaning = meaning(Credential, Hard, "a PIN");
pub(super) const ANSWER: Meaning = meaning(Credential, Soft, "the answer to a security question");
pub(super) const CONNECTION: Meaning = instead(
    Credential,
    Soft,
    "a connection string, which may contain a password",
    "database_name",
);
pub(super) const POOL: Meaning = instead(
    Credential,
    Soft,
    "a connection pool, whose options hold a password",
    "pool_size",
);
pub(super) const SIGNED_URL: Meaning = meaning(Credential, Soft, "a link that grants access");
pub(crate) const ANY_URL: Meaning = instead(
    Vague,
    Soft,
    "a URL, which may hold a secret in its path or query",
    "url_host",
);
pub(super) const WHOLE_URL: Meaning = instead(
    Vague,
    Soft,
    "a requested URL, whose query may contain anything",
    "url_path",
);
pub(crate) const SIGNATURE: Meaning = instead(
    Credential,
    Soft,
    "a signature, which can be replayed",
    "signature_len",
);
pub(super) const SALT: Meaning = meaning(Credential, Soft, "a salt");
pub(super) const HANDSHAKE: Meaning = meaning(Credential, Soft, "a secret of a sign-in exchange");
pub(super) const CERTIFICATE: Meaning = instead(
    Credential,
    Soft,
    "a certificate with its key",
    "cert_serial",
);
pub(super) const PASSWORD_HASH: Meaning = meaning(Credential, Soft, "the hash of a password");
pub(super) const KEYS_FILE: Meaning = meaning(Credential, Soft, "a file of credentials");
pub(super) const EMAIL: Meaning = instead(Pii, Soft, "an e-mail address", "user_id");
pub(super) const MESSAGE: Meaning = instead(Pii, Soft, "the text of a message", "message_len");
pub(super) const PHONE: Meaning = instead(Pii, Hard, "a phone number", "user_id");
pub(super) const NAME: Meaning = instead(Pii, Soft, "a person's name", "user_id");
pub(crate) const PERSON: Meaning = instead(Pii, Soft, "a person's name or address", "user_id");
pub(super) const ADDRESS: Meaning = instead(Pii, Soft, "a postal address", "country");
pub(super) const POSTCODE: Meaning = instead(Pii, Hard, "a postal code", "country");
pub(super) const PLACE: Meaning = instead(Pii, Hard, "a person's location", "region");
pub(super) const BIRTH: Meaning = meaning(Pii, Hard, "a date or place of birth");
pub(super) const DEATH: Meaning = meaning(Pii, Hard, "when or how somebody died");
pub(super) const NATIONAL_ID: Meaning = meaning(Pii, Hard, "a national identity number");
pub(super) const DOCUMENT: Meaning = meaning(Pii, Hard, "the number of an identity document");
pub(super) const DOCUMENT_ID: Meaning = meaning(Pii, Soft, "the number of an identity document");
pub(crate) const IP: Meaning = meaning(Pii, Hard, "a person's IP address");
pub(super) const DEVICE: Meaning = instead(
    Pii,
    Hard,
    "the identity of somebody's device",
    "device_type",
);
pub(super) const BIOMETRIC: Meaning = meaning(Pii, Soft, "biometric data");
pub(super) const TRAIT: Meaning = meaning(Pii, Hard, "a personal characteristic");
pub(super) const PERSONAL: Meaning = instead(Pii, Soft, "personal data", "user_id");
pub(super) const VEHICLE: Meaning = meaning(Pii, Hard, "the identity of a vehicle");
pub(super) const BODY: Meaning = instead(
    Vague,
    Soft,
    "a body, which may contain anything",
    "body_len",
);
pub(super) const PARAMS: Meaning = instead(Pii, Soft, "the values of a query", "param_count");
pub(super) const CARD: Meaning = instead(Financial, Hard, "a payment card's data", "card_brand");
pub(super) const CARD_CODE: Meaning = meaning(Financial, Hard, "a card's security code");
pub(super) const ACCOUNT: Meaning = instead(Financial, Hard, "a bank account", "account_id");
pub(super) const BANK_CODE: Meaning = meaning(Financial, Hard, "a bank's routing code");
pub(super) const INCOME: Meaning = meaning(Financial, Hard, "a person's income or wealth");
pub(super) const TAX: Meaning = meaning(Financial, Hard, "tax data");
pub(super) const HEALTH: Meaning = meaning(Health, Hard, "health data");
pub(super) const INSURANCE: Meaning =
    meaning(Health, Hard, "the number of a health record or insurance");
pub(super) const PATIENT_ID: Meaning = meaning(Health, Soft, "the number of a patient");
