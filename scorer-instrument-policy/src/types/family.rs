//! Judges general names (`Client`, `Session`, `Key`) by the crate that precedes them in the path.

use super::TypeClass::{
    self, Body, Client, Connection, Credential, Executor, Json, Pii, Pool, Qualified, State,
    Transaction,
};
use super::TypePath;
use super::crates::{CRATES, PREFIXES, WORDS};
use super::suffix;
use super::table::Outcome;

/// A kind of crates, in which the same general names mean the same things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// SQL drivers and their poolers.
    Sql,
    /// Other stores, caches, search engines and message brokers.
    Store,
    /// HTTP and RPC clients.
    Http,
    /// Clients of cloud services and of other hosted APIs.
    Cloud,
    /// Web frameworks.
    Web,
    /// Payloads of events. Everything in these crates is input from outside.
    Event,
    /// Ciphers, signatures, key formats, TLS.
    Crypto,
    /// Crates whose purpose is to hide their content.
    Secret,
    /// Logins, sessions, tokens, password hashes.
    Auth,
    /// Wallets and their seeds.
    Wallet,
    /// Mail.
    Mail,
    /// Everything in these crates identifies a person.
    Personal,
    /// Places.
    Geo,
    /// Values of any shape.
    Document,
    /// Templates, settings, runtimes, channels.
    Wiring,
}

/// Returns what the crate says about the name. Returns `None` if the path is the caller's own.
pub(super) fn find(path: &TypePath<'_>) -> Option<Outcome> {
    if path.is_local() {
        return None;
    }
    let name = path.last();
    if path.arguments.contains(&"Public") {
        return Some(Outcome::Unknown);
    }
    path.qualifiers()
        .iter()
        .filter_map(|qualifier| Family::of(qualifier).map(|family| (family, qualifier)))
        .find_map(|(family, qualifier)| {
            if is_named_after(name, qualifier) {
                if let Some(class) = family.class_of_main_type() {
                    return Some(class);
                }
            }
            if family.holds_values() && suffix::is_about(name) {
                return None;
            }
            family.class_of(name, path.bound)
        })
        .map(Outcome::Refused)
}

/// Whether the type is the one that the crate is named after: `qdrant_client::Qdrant`.
fn is_named_after(name: &str, root: &str) -> bool {
    let first = root.split('_').next().unwrap_or(root);
    name.eq_ignore_ascii_case(first) || name.eq_ignore_ascii_case(root)
}

impl Family {
    /// Returns the family of a crate, or of a module with the name of a crate: by the whole name, by its beginning, or
    /// by a word in it.
    fn of(root: &str) -> Option<Self> {
        if let Ok(index) = CRATES.binary_search_by(|row| row.0.cmp(root)) {
            return CRATES.get(index).map(|row| row.1);
        }
        for (prefix, family) in PREFIXES {
            if root.starts_with(prefix) {
                return Some(*family);
            }
        }
        for word in root.split('_') {
            if let Ok(index) = WORDS.binary_search_by(|row| row.0.cmp(word)) {
                return WORDS.get(index).map(|row| row.1);
            }
        }
        None
    }

    /// Returns the class of the type that the crate is named after.
    fn class_of_main_type(self) -> Option<TypeClass> {
        match self {
            Self::Sql | Self::Store | Self::Http | Self::Cloud => Some(Client),
            Self::Crypto | Self::Auth => Some(Credential),
            _ => None,
        }
    }

    /// Whether a type of the crate may also describe the values that the crate is for: an error, a kind.
    fn holds_values(self) -> bool {
        matches!(
            self,
            Self::Secret | Self::Personal | Self::Auth | Self::Crypto | Self::Wallet
        )
    }

    fn class_of(self, name: &str, bound: bool) -> Option<TypeClass> {
        match self {
            Self::Sql => sql(name, bound),
            Self::Store => store(name),
            Self::Http => http(name),
            Self::Cloud => cloud(name),
            Self::Web => web(name),
            Self::Event => Some(Body),
            Self::Crypto => crypto(name),
            Self::Secret => Some(Credential),
            Self::Auth => auth(name),
            Self::Wallet => wallet(name),
            Self::Mail => mail(name),
            Self::Personal => Some(Pii),
            Self::Geo => geo(name),
            Self::Document => document(name),
            Self::Wiring => wiring(name),
        }
    }
}

fn sql(name: &str, bound: bool) -> Option<TypeClass> {
    Some(match name {
        "Pool" | "Manager" | "ConnectionManager" | "PoolBuilder" => Pool,
        "Connection" if bound => Executor,
        "Connection" | "Conn" | "Object" | "Connector" => Connection,
        "Client" | "Session" | "Database" | "Db" | "Cluster" => Client,
        "Transaction" | "Savepoint" | "Tx" => Transaction,
        "Config" | "ConnectionInfo" | "Opts" | "OptsBuilder" | "ConnectionOptions"
        | "ConnectParams" | "AuthMethod" => Credential,
        "Executor" | "Acquire" | "Queryable" => Executor,
        _ => return None,
    })
}

fn store(name: &str) -> Option<TypeClass> {
    Some(match name {
        "Pool" => Pool,
        "Client" | "Connection" | "Channel" | "Session" | "Database" | "Collection"
        | "Producer" | "Consumer" | "Context" | "Graph" | "Db" | "DB" | "Env" | "Tree"
        | "Keyspace" | "Cluster" | "Commands" | "PubSub" | "EventLoop" | "Manager" | "Object"
        | "Index" | "Store" | "Cache" => Client,
        "Config" | "ClientConfig" | "ConnectionInfo" | "ClientOptions" | "MqttOptions"
        | "Authentication" => Credential,
        "Transaction" => Transaction,
        "Message" | "Delivery" | "BorrowedMessage" | "OwnedMessage" | "Publish" => Body,
        _ if ends(
            name,
            &["Client", "Producer", "Consumer", "Session", "Connection"],
        ) =>
        {
            Client
        }
        _ => return None,
    })
}

fn http(name: &str) -> Option<TypeClass> {
    Some(match name {
        "Client" | "ClientBuilder" | "Agent" | "RequestBuilder" | "Channel" | "Grpc"
        | "Endpoint" | "Connector" | "Session" => Client,
        "Request" | "Response" | "Body" | "Incoming" | "Streaming" | "Part" | "Form" | "Parts" => {
            Body
        }
        "Identity" => Credential,
        _ if name.ends_with("Client") => Client,
        _ => return None,
    })
}

fn cloud(name: &str) -> Option<TypeClass> {
    Some(match name {
        "Operator" | "Docker" | "Api" | "Storage" | "Topic" | "Subscription" | "Publisher"
        | "Subscriber" | "Bucket" | "Bot" => Client,
        "Config" | "ConfigLoader" | "ClientConfig" | "Token" | "Identity" | "Key"
        | "ConnectionString" => Credential,
        _ if name.ends_with("Client") => Client,
        _ => return None,
    })
}

fn web(name: &str) -> Option<TypeClass> {
    Some(match name {
        "Request" | "Response" | "Body" | "Payload" | "Parts" | "Depot" | "Req" | "Res"
        | "Data" | "Field" | "Extensions" | "Capped" | "Form" | "Json" => Body,
        "Session" | "Identity" | "Cookies" => Credential,
        "Host" | "PathParams" | "Origin" => Qualified,
        "State" | "Context" | "App" | "Router" | "FromRef" => State,
        "Channel" | "Client" => Client,
        _ => return None,
    })
}

fn crypto(name: &str) -> Option<TypeClass> {
    if PUBLIC.iter().any(|word| name.contains(word)) {
        return None;
    }
    match name {
        "ServerConfig" | "ClientConfig" | "SslAcceptor" | "SslConnector" | "Pkcs12" => {
            Some(Credential)
        }
        _ if CIPHERS.iter().any(|word| name.contains(word)) => Some(Credential),
        _ => ends(name, KEYS).then_some(Credential),
    }
}

fn auth(name: &str) -> Option<TypeClass> {
    match name {
        "Identity" | "Nonce" | "Client" | "ServiceProvider" | "Ldap" | "Basic" | "Bearer" => {
            Some(Credential)
        }
        _ => ends(name, LOGINS).then_some(Credential),
    }
}

fn wallet(name: &str) -> Option<TypeClass> {
    match name {
        _ if ends(name, WALLETS) => Some(Credential),
        _ if ends(name, &["Client", "Provider", "Middleware"]) => Some(Client),
        _ => None,
    }
}

/// Words for a key that may be shown.
const PUBLIC: &[&str] = &[
    "Public",
    "Verif",
    "Encapsulation",
    "KeyId",
    "Fingerprint",
    "Certificate",
];

/// Words for a cipher, which contains its key.
const CIPHERS: &[&str] = &["Poly1305", "Gcm", "Siv", "Ccm", "Cipher", "Aes1", "Aes2"];

/// Last words of types in a cryptographic crate that hold secrets.
const KEYS: &[&str] = &[
    "Key",
    "Keys",
    "Keypair",
    "KeyPair",
    "Pair",
    "Secret",
    "Identity",
    "Seed",
    "Jwk",
    "JWK",
    "Passphrase",
    "Mnemonic",
    "Hmac",
    "Mac",
    "Scalar",
    "KeyDer",
    "Signer",
    "Entropy",
];

/// Last words of types that give access.
const LOGINS: &[&str] = &[
    "Token",
    "Tokens",
    "Credential",
    "Credentials",
    "Secret",
    "Key",
    "Password",
    "Code",
    "Authentication",
    "Registration",
    "Auth",
    "Session",
    "TokenResponse",
    "Claims",
];

/// Last words of types that can spend money.
const WALLETS: &[&str] = &[
    "Wallet",
    "Signer",
    "Pair",
    "Keypair",
    "KeyPair",
    "Keys",
    "PrivateKey",
    "SecretKey",
    "Keystore",
    "Mnemonic",
    "Seed",
    "Xpriv",
    "XPrv",
    "SigningKey",
];

fn mail(name: &str) -> Option<TypeClass> {
    Some(match name {
        "Address" | "Envelope" => Pii,
        "Message" | "Email" | "Body" => Body,
        "Client" | "Transport" => Client,
        _ => return None,
    })
}

fn geo(name: &str) -> Option<TypeClass> {
    match name {
        "Point" | "Coord" | "Coordinate" | "Coordinates" | "Location" | "Position" | "Geometry"
        | "Line" | "LineString" | "Polygon" | "MultiPoint" => Some(Pii),
        _ => None,
    }
}

fn document(name: &str) -> Option<TypeClass> {
    match name {
        "Value" | "Map" | "Document" | "Table" | "Mapping" | "OwnedValue" | "BorrowedValue"
        | "Object" | "Array" => Some(Json),
        _ => None,
    }
}

fn wiring(name: &str) -> Option<TypeClass> {
    match name {
        "Config" | "Environment" | "Handle" | "Runtime" | "Sender" | "Receiver" | "Registry"
        | "Meter" | "Tracer" | "Env" | "Scheduler" | "Cache" => Some(State),
        _ if ends(name, &["Rng", "RngCore"]) => Some(State),
        _ => None,
    }
}

fn ends(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.ends_with(word))
}
