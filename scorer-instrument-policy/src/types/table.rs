//! Types that are recognised by their last path segment, alone or together with its generic arguments.

use super::TypeClass::{
    self, Body, Client, Connection, Credential, Executor, Headers, Json, Pii, Pool, Qualified,
    State, Transaction,
};
use super::TypePath;

/// What a table says about a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Known to be harmless, or undecidable by its name. Nothing else is checked.
    Unknown,
    Refused(TypeClass),
}

/// The condition under which the name is decisive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    Always,
    /// With a generic argument, as in `Sender<T>`. A plain `Sender` may send e-mail.
    Generic,
    /// As a trait in a bound, or with a generic argument, as in `Executor<'_>`.
    Bound,
    /// With a lifetime or a database among its arguments, as in `Transaction<'_, Postgres>`.
    Database,
    /// With `Private` among its arguments, as in `PKey<Private>`.
    Private,
}

struct Row(&'static str, When, Outcome);

const fn row(name: &'static str, class: TypeClass) -> Row {
    Row(name, When::Always, Outcome::Refused(class))
}

const fn generic(name: &'static str, class: TypeClass) -> Row {
    Row(name, When::Generic, Outcome::Refused(class))
}

const fn bound(name: &'static str, class: TypeClass) -> Row {
    Row(name, When::Bound, Outcome::Refused(class))
}

const fn database(name: &'static str, class: TypeClass) -> Row {
    Row(name, When::Database, Outcome::Refused(class))
}

const fn private(name: &'static str, class: TypeClass) -> Row {
    Row(name, When::Private, Outcome::Refused(class))
}

const fn unknown(name: &'static str) -> Row {
    Row(name, When::Always, Outcome::Unknown)
}

/// Returns what the table says about a path, by its last segment.
pub(super) fn find(path: &TypePath<'_>) -> Option<Outcome> {
    let name = path.last();
    let first = ROWS.partition_point(|row| row.0 < name);
    for Row(row, when, outcome) in &ROWS[first..] {
        if *row != name {
            break;
        }
        if when.applies(path) {
            return Some(*outcome);
        }
    }
    None
}

impl When {
    fn applies(self, path: &TypePath<'_>) -> bool {
        match self {
            Self::Always => true,
            Self::Generic => path.is_generic(),
            Self::Bound => path.bound || path.is_generic(),
            Self::Database => path.lifetime || path.arguments.iter().any(|arg| is_database(arg)),
            Self::Private => path.arguments.contains(&"Private"),
        }
    }
}

/// Whether a generic argument shows that this is a type of a database: `Pool<Postgres>`, `Pool<ConnectionManager<..>>`.
fn is_database(argument: &str) -> bool {
    matches!(
        argument,
        "Postgres" | "MySql" | "Sqlite" | "Mssql" | "Any" | "DB" | "Db"
    ) || argument.ends_with("Manager")
        || argument.ends_with("Connection")
        || argument.ends_with("Conn")
}

/// Sorted by name, for a binary search, because the table is searched for every argument of a crate. If rows have the
/// same name, the first one that applies decides.
static ROWS: &[Row] = &[
    row("AbortHandle", State),
    row("AccessToken", Credential),
    bound("Acquire", Executor),
    row("AmazonS3", Client),
    row("AnyConnectOptions", Credential),
    row("AnyConnection", Connection),
    row("AnyExecutor", Executor),
    row("AnyPoolOptions", Pool),
    row("ApiGatewayProxyRequest", Body),
    row("ApiGatewayProxyResponse", Body),
    row("ApiGatewayV2httpRequest", Body),
    row("ApiGatewayV2httpResponse", Body),
    row("ApiKey", Credential),
    row("AppContext", State),
    row("AppData", State),
    row("AppState", State),
    row("ApplicationState", State),
    row("AsyncCommands", Client),
    row("AsyncConnection", Executor),
    row("AsyncSmtpTransport", Client),
    row("AuthBasic", Credential),
    row("AuthBearer", Credential),
    row("AuthCode", Credential),
    row("AuthSession", Credential),
    generic("Authorization", Credential),
    row("AuthorizationCode", Credential),
    row("AwsCredential", Credential),
    row("Barrier", State),
    row("BaseConsumer", Client),
    row("BaseProducer", Client),
    row("BasicAuth", Credential),
    row("Bearer", Credential),
    row("BearerAuth", Credential),
    unknown("BigDecimal"),
    row("BodyDataStream", Body),
    row("BodyStream", Body),
    row("BoxBody", Body),
    row("Bson", Json),
    bound("Buf", Body),
    row("ByteStream", Body),
    row("Bytes", Body),
    row("BytesMut", Body),
    row("CancellationToken", State),
    row("CardNumber", Pii),
    unknown("Cell"),
    row("CertifiedKey", Credential),
    row("ChaCha12Rng", State),
    row("ChaCha20Rng", State),
    row("ChaCha8Rng", State),
    row("ClientSecret", Credential),
    row("ClientWithMiddleware", Client),
    bound("Commands", Client),
    row("Condvar", State),
    generic("Confidential", Credential),
    database("Conn", Connection),
    generic("ConnectInfo", Qualified),
    row("ConnectOptions", Credential),
    database("Connection", Connection),
    bound("Connection", Executor),
    bound("ConnectionLike", Executor),
    database("ConnectionManager", Pool),
    row("ConnectionManager", Client),
    row("ConnectionString", Credential),
    row("ConnectionTrait", Executor),
    row("Cookie", Credential),
    row("CookieJar", Credential),
    row("CookieStore", Credential),
    row("Cookies", Credential),
    row("CoreIdToken", Credential),
    row("Credential", Credential),
    row("Credentials", Credential),
    bound("CryptoRng", State),
    row("CsrfToken", Credential),
    row("DatabaseBackend", Connection),
    row("DatabaseConnection", Connection),
    row("DatabasePool", Pool),
    row("DatabaseTransaction", Transaction),
    row("DbConn", Connection),
    row("DbConnection", Connection),
    row("DecodingKey", Credential),
    private("Dh", Credential),
    unknown("Dh"),
    row("DisplaySafeUrl", Credential),
    private("Dsa", Credential),
    unknown("Dsa"),
    private("EcKey", Credential),
    unknown("EcKey"),
    unknown("EcKeyRef"),
    row("Elasticsearch", Client),
    row("EmailAddress", Pii),
    row("EncodingKey", Credential),
    row("EphemeralSecret", Credential),
    row("EthKeystore", Credential),
    bound("Executor", Executor),
    row("ExposeSecret", Credential),
    row("ExtendedPrivKey", Credential),
    row("Figment", State),
    row("FormData", Body),
    bound("FromRef", State),
    row("FutureProducer", Client),
    row("GenericClient", Executor),
    row("GeoPoint", Pii),
    row("GoogleCloudStorage", Client),
    row("HOTP", Credential),
    row("Handlebars", State),
    row("HeaderMap", Headers),
    row("HeaderValue", Credential),
    row("Headers", Headers),
    generic("Hidden", Credential),
    generic("Hmac", Credential),
    row("HmacKey", Credential),
    row("HmacSha1", Credential),
    row("HmacSha256", Credential),
    row("HmacSha512", Credential),
    row("Hotp", Credential),
    row("HttpBody", Body),
    row("HttpClient", Client),
    row("HttpHeaders", Headers),
    generic("HttpRequest", Body),
    row("HttpRequest", Body),
    row("HttpResponse", Body),
    row("Iban", Pii),
    row("IdToken", Credential),
    row("IdTokenClaims", Credential),
    unknown("Instant"),
    row("IpAddr", Qualified),
    row("IpNet", Qualified),
    row("Ipv4Addr", Qualified),
    row("Ipv4Net", Qualified),
    row("Ipv6Addr", Qualified),
    row("Ipv6Net", Qualified),
    row("JWK", Credential),
    row("JoinHandle", State),
    row("JoinSet", State),
    row("JsonCommands", Client),
    row("JsonMap", Json),
    row("JsonObject", Json),
    row("JsonValue", Json),
    row("Jwk", Credential),
    row("KeyPair", Credential),
    row("Keypair", Credential),
    row("LambdaEvent", Body),
    row("LatLng", Pii),
    row("LatLon", Pii),
    row("LdapConn", Credential),
    row("LdapConnAsync", Credential),
    row("LessSafeKey", Credential),
    row("LoadConnection", Executor),
    row("LocalSigner", Credential),
    row("LocalWallet", Credential),
    row("Mailbox", Pii),
    row("Mailboxes", Pii),
    row("ManageConnection", Executor),
    generic("Map", Json),
    generic("Maskable", Credential),
    row("MatchedPath", Qualified),
    row("MetadataMap", Headers),
    generic("MetadataValue", Credential),
    row("MicrosoftAzure", Client),
    row("Mnemonic", Credential),
    row("MssqlConnectOptions", Credential),
    row("Multiaddr", Qualified),
    row("Multipart", Body),
    row("MultipartData", Body),
    row("MultipartForm", Body),
    row("MultiplexedConnection", Client),
    row("MySqlConnectOptions", Credential),
    row("MySqlExecutor", Executor),
    row("MySqlPoolOptions", Pool),
    row("NestedPath", Qualified),
    row("Notify", State),
    row("ObjectStore", Client),
    row("Octocrab", Client),
    row("OdbcConnection", Connection),
    row("OpenSearch", Client),
    unknown("Ordering"),
    row("OriginalUri", Qualified),
    row("OsRng", State),
    row("OwnedSemaphorePermit", State),
    private("PKey", Credential),
    unknown("PKey"),
    private("PKeyRef", Credential),
    unknown("PKeyRef"),
    row("Passkey", Credential),
    row("PasskeyAuthentication", Credential),
    row("PasskeyRegistration", Credential),
    row("Passphrase", Credential),
    row("Password", Credential),
    row("PasswordHash", Credential),
    row("PasswordHashString", Credential),
    unknown("PasswordHasher"),
    row("Path", Qualified),
    row("PathBuf", Qualified),
    row("PeerAddr", Qualified),
    row("PgConnectOptions", Credential),
    row("PgExecutor", Executor),
    row("PgListener", Connection),
    row("PgPoolOptions", Pool),
    row("PhoneNumber", Pii),
    row("PkceCodeVerifier", Credential),
    database("Pool", Pool),
    row("PoolConnection", Pool),
    row("PoolOptions", Pool),
    row("PooledConn", Pool),
    row("PooledConnection", Pool),
    row("PrivateCookieJar", Credential),
    row("PrivateKey", Credential),
    row("PrivateKeyDer", Credential),
    row("PrivateKeySigner", Credential),
    row("PrivatePkcs1KeyDer", Credential),
    row("PrivatePkcs8KeyDer", Credential),
    row("PrivateSec1KeyDer", Credential),
    generic("Protected", Credential),
    row("ProtectedString", Credential),
    row("ProvideCredentials", Credential),
    generic("ProxyAuthorization", Credential),
    unknown("PublicKey"),
    row("QueryString", Qualified),
    bound("Queryable", Executor),
    row("RBatis", Connection),
    row("RawDocumentBuf", Json),
    row("RawForm", Body),
    row("RawPathParams", Qualified),
    row("RawQuery", Body),
    row("RawValue", Json),
    row("Rbatis", Connection),
    row("RedisConnectionInfo", Credential),
    row("RedisPubSub", Client),
    row("RefreshToken", Credential),
    generic("Request", Body),
    row("RequestBody", Body),
    row("RequestHeaders", Headers),
    row("RequestParts", Body),
    generic("Response", Body),
    row("ResponseBody", Body),
    row("ReusableSecret", Credential),
    bound("Rng", State),
    bound("RngCore", State),
    bound("RngExt", State),
    row("RoTxn", Transaction),
    private("Rsa", Credential),
    unknown("Rsa"),
    row("RwTxn", Transaction),
    row("SaltString", Credential),
    database("Savepoint", Transaction),
    row("SdkConfig", Credential),
    row("SecBox", Credential),
    row("SecStr", Credential),
    row("SecUtf8", Credential),
    row("SecVec", Credential),
    generic("Secret", Credential),
    row("SecretBox", Credential),
    row("SecretBytes", Credential),
    row("SecretKey", Credential),
    row("SecretSlice", Credential),
    row("SecretString", Credential),
    row("SecretUtf8", Credential),
    row("SecretVec", Credential),
    bound("SeedableRng", State),
    row("Semaphore", State),
    row("SemaphorePermit", State),
    generic("Sensitive", Credential),
    row("SensitiveString", Credential),
    row("SensitiveValue", Credential),
    row("ServerState", State),
    row("ServiceAccountKey", Credential),
    row("ServiceBuilder", State),
    row("ServiceRequest", Body),
    row("ServiceResponse", Body),
    row("SetCookie", Credential),
    row("SharedAppState", State),
    row("SharedCredentialsProvider", Credential),
    row("SharedSecret", Credential),
    row("SharedState", State),
    row("SignedCookieJar", Credential),
    row("SigningKey", Credential),
    row("SigningParams", Credential),
    row("SigningSettings", Credential),
    generic("SimpleHmac", Credential),
    row("SmallRng", State),
    row("SmtpTransport", Client),
    row("SnsEvent", Body),
    row("SocketAddr", Qualified),
    row("SocketAddrV4", Qualified),
    row("SocketAddrV6", Qualified),
    unknown("Span"),
    row("SqliteConnectOptions", Credential),
    row("SqliteExecutor", Executor),
    row("SqlitePoolOptions", Pool),
    row("SqsEvent", Body),
    row("StaticSecret", Credential),
    row("StdRng", State),
    row("StreamConsumer", Client),
    row("StreamerTrait", Executor),
    generic("Streaming", Body),
    row("StreamingBody", Body),
    generic("StrongSecret", Credential),
    row("Surreal", Client),
    row("SymmetricCryptoKey", Credential),
    row("SymmetricKey", Credential),
    unknown("SystemTime"),
    row("TOTP", Credential),
    row("TaskTracker", State),
    row("TcpListener", State),
    row("TcpStream", State),
    row("TempFile", Body),
    row("Tera", State),
    row("ThreadPool", State),
    row("ThreadRng", State),
    row("ThreadedProducer", Client),
    row("TlsAcceptor", State),
    row("TlsConnector", State),
    row("TlsStream", State),
    row("TokenData", Credential),
    unknown("TokenKind"),
    unknown("TokenStream"),
    unknown("TokenTree"),
    row("Totp", Credential),
    database("Transaction", Transaction),
    row("TransactionManager", Transaction),
    row("TransactionTrait", Executor),
    row("TransmissionClient", Client),
    database("Tx", Transaction),
    generic("TypedMultipart", Body),
    row("UdpSocket", State),
    row("UnboundKey", Credential),
    row("UnixListener", State),
    row("UnixStream", State),
    row("UnsyncBoxBody", Body),
    row("Uri", Qualified),
    row("Url", Qualified),
    row("Utf8Path", Qualified),
    row("Utf8PathBuf", Qualified),
    unknown("VerifyingKey"),
    row("WebSocket", State),
    row("WebSocketStream", State),
    row("WebSocketUpgrade", State),
    row("XPrv", Credential),
    row("Xpriv", Credential),
    row("Zeroizing", Credential),
];

#[cfg(test)]
mod tests {
    use super::ROWS;

    #[test]
    fn rows_are_sorted_by_name() {
        assert!(ROWS.is_sorted_by_key(|row| row.0));
    }
}
