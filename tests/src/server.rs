//! A server of HTTP that does what a test wants with each connection.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

/// A request.
#[derive(Debug)]
pub struct Request {
    /// Its first line: `POST /v1/traces HTTP/1.1`.
    pub line: String,
    /// The rest of its head, in lower case.
    pub headers: String,
    /// The same as it was sent.
    pub sent_headers: String,
    /// Its body.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.lines().find_map(|line| {
            let (found, value) = line.split_once(':')?;
            (found == name).then(|| value.trim())
        })
    }
}

/// A collector on a free port that does this with each connection, one after the other.
///
/// # Panics
///
/// When there is no port.
pub fn collector(serve: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            serve(stream);
        }
    });
    address
}

/// Reads one request; nothing where the other side has ended.
pub fn read_request(stream: &mut impl Read) -> Option<Request> {
    let head = read_until(stream, b"\r\n\r\n")?;
    let (line, headers) = head.split_once("\r\n")?;
    let mut request = Request {
        line: line.to_owned(),
        headers: headers.to_ascii_lowercase(),
        sent_headers: headers.to_owned(),
        body: Vec::new(),
    };
    if request.header("transfer-encoding") == Some("chunked") {
        while let Some(length) = chunk_length(stream).filter(|it| *it > 0) {
            request.body.append(&mut exactly(stream, length)?);
            read_until(stream, b"\r\n")?;
        }
        read_until(stream, b"\r\n")?;
    } else {
        let length = request
            .header("content-length")
            .map_or(Some(0), |it| it.parse().ok())?;
        request.body = exactly(stream, length)?;
    }
    Some(request)
}

/// Answers without a body, and for the last time on this connection.
pub fn answer(stream: &mut impl Write, status: &str, headers: &str) {
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n{headers}\r\n"
    );
}

fn read_until(stream: &mut impl Read, end: &[u8]) -> Option<String> {
    let mut text = Vec::new();
    let mut byte = [0];
    while !text.ends_with(end) {
        stream.read_exact(&mut byte).ok()?;
        text.extend(byte);
    }
    String::from_utf8(text).ok()
}

fn chunk_length(stream: &mut impl Read) -> Option<usize> {
    usize::from_str_radix(read_until(stream, b"\r\n")?.trim(), 16).ok()
}

fn exactly(stream: &mut impl Read, length: usize) -> Option<Vec<u8>> {
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    Some(body)
}
