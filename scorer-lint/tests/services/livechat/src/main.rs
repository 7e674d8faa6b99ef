//! Rooms over web sockets.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Path, Query, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::Router;
use dashmap::DashMap;
use futures::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;
use tracing::{debug, error, info, info_span, instrument, trace, warn, Instrument};
use uuid::Uuid;

type Rooms = Arc<DashMap<String, broadcast::Sender<Line>>>;

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Line {
    id: Uuid,
    author: String,
    text: String,
}

#[derive(Debug, Deserialize)]
struct Join {
    nickname: String,
    room_password: Option<String>,
}

#[tokio::main]
async fn main() {
    tracing_subscriber::fmt::init();
    let rooms: Rooms = Arc::default();
    let sweeper = Arc::clone(&rooms);
    tokio::spawn(async move {
        loop {
            tokio::time::sleep(Duration::from_secs(60)).await;
            let before = sweeper.len();
            sweeper.retain(|_, sender| sender.receiver_count() > 0);
            debug!(closed = before - sweeper.len(), "empty rooms closed");
        }
    });
    let app = Router::new().route("/rooms/:room", get(join)).route("/rooms", get(list)).with_state(rooms);
    let listener = tokio::net::TcpListener::bind("0.0.0.0:9100").await.expect("a port");
    axum::serve(listener, app.into_make_service_with_connect_info::<SocketAddr>()).await.expect("a server");
}

async fn list(State(rooms): State<Rooms>) -> String { //~? key-function-not-instrumented
    let names: Vec<String> = rooms.iter().map(|room| room.key().clone()).collect();
    for room in rooms.iter() {
        trace!(key = room.key(), listeners = room.value().receiver_count(), "room");
    }
    names.join("\n")
}

#[instrument(skip(upgrade, rooms))]
async fn join(
    upgrade: WebSocketUpgrade,
    State(rooms): State<Rooms>,
    Path(room): Path<String>,
    Query(query): Query<Join>, //~ debug-of-sensitive|credential-not-skipped|large-arg-not-skipped|pii-field
    ConnectInfo(peer): ConnectInfo<SocketAddr>, //~ pii-field|credential-not-skipped
) -> Response {
    info!(%room, peer_ip = %peer.ip(), "joining"); //~ pii-field //~? entering-function-log
    info!(%room, port = peer.port(), "joining"); //~? entering-function-log
    if let Some(password) = &query.room_password {
        debug!(password_length = password.len(), "room with a password");
        if password.as_str() != "open sesame" {
            warn!("wrong room password {password:?} for {room}"); //~ secret-in-message
            return axum::http::StatusCode::FORBIDDEN.into_response();
        }
    }
    upgrade.on_upgrade(move |socket| async move { talk(socket, rooms, room, query.nickname).await })
}

#[instrument(skip_all, fields(room, nickname))] //~ raw-instrument, dead-field //~? pii-field
async fn talk(socket: WebSocket, rooms: Rooms, room: String, nickname: String) {
    let sender = rooms.entry(room.clone()).or_insert_with(|| broadcast::channel(64).0).clone();
    let mut receiver = sender.subscribe();
    let (mut outgoing, mut incoming) = socket.split();
    let pump = tokio::spawn(
        async move {
            while let Ok(line) = receiver.recv().await {
                let text = serde_json::to_string(&line).unwrap_or_default();
                if outgoing.send(Message::Text(text)).await.is_err() {
                    break;
                }
            }
        }
        .instrument(info_span!("pump")), //~? manual-span
    );
    loop {
        tokio::select! {
            message = incoming.next() => match message {
                Some(Ok(Message::Text(text))) => {
                    trace!(bytes = text.len(), "line");
                    let line = Line { id: Uuid::new_v4(), author: nickname.clone(), text };
                    debug!(line.id = %line.id, "line sent");
                    if sender.send(line).is_err() {
                        debug!("nobody listens");
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    debug!(code = frame.as_ref().map(|frame| frame.code), "closed");
                    break;
                }
                Some(Ok(_)) => {}
                Some(Err(error)) => {
                    warn!(%error, "socket failed");
                    break;
                }
                None => break,
            },
            () = tokio::time::sleep(Duration::from_secs(300)) => {
                info!(idle_timeout_s = 300, "idle, closing");
                break;
            }
        }
    }
    pump.abort();
    if let Err(error) = pump.await {
        if error.is_panic() {
            error!(%error, "the pump panicked");
        }
    }
}
