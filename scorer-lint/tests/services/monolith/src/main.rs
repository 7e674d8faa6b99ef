//! Twelve years in one file.

#[macro_use]
extern crate log;

use std::collections::HashMap;
use std::sync::{Mutex, RwLock};
use std::time::{Duration, Instant};

use actix_web::{delete, get, post, put, web, App, HttpRequest, HttpResponse, HttpServer, Responder};
use lazy_static::lazy_static;
use rand::Rng;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tracing::instrument as traced;

lazy_static! {
    static ref TOKENS: RwLock<HashMap<String, u64>> = RwLock::new(HashMap::new());
    static ref TIMINGS: Mutex<Vec<(String, u128)>> = Mutex::new(Vec::new());
}

#[derive(Debug, Clone, Serialize, Deserialize, sqlx::FromRow)]
struct Member {
    id: i64,
    username: String,
    email_address: String,
    passwd: String,
    salt: String,
    role: String,
}

#[derive(Debug, Clone, Deserialize)]
struct SignUp {
    username: String,
    email_address: String,
    passwd: String,
}

#[derive(Debug, Clone, Deserialize)]
struct Paging {
    page: Option<u32>,
    per_page: Option<u32>,
    next_token: Option<String>,
}

#[derive(Clone)]
struct Config {
    session_secret: String,
    mail_api_key: String,
    base_url: String,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Config {{ base_url: {}, mail_api_key: {} }}", self.base_url, self.mail_api_key)
    }
}

#[post("/signup")]
#[traced(skip(pool))] //~? raw-instrument
async fn sign_up(pool: web::Data<PgPool>, form: web::Json<SignUp>) -> impl Responder { //~ large-arg-not-skipped|debug-of-sensitive|credential-not-skipped|pii-field
    info!("sign_up: begin"); //~ entering-function-log //~? log-level
    debug!("form = {:?}", form); //~ debug-of-sensitive|secret-in-message
    let started = Instant::now();
    let salt: u64 = rand::thread_rng().gen();
    let hashed = match bcrypt::hash(&form.passwd, 12) { //~ blocking-in-async
        Ok(hashed) => hashed,
        Err(e) => {
            error!("hashing failed: {}", e);
            return HttpResponse::InternalServerError().finish();
        }
    };
    debug!("bcrypt took {}ms", started.elapsed().as_millis()); //~ timing-log
    debug!("hash for {} is {}", form.username, hashed); //~ secret-in-message
    let result = sqlx::query("INSERT INTO members (username, email_address, passwd, salt) VALUES ($1, $2, $3, $4)")
        .bind(&form.username)
        .bind(&form.email_address)
        .bind(&hashed)
        .bind(salt.to_string())
        .execute(pool.get_ref())
        .await;
    match result {
        Ok(done) => {
            debug!("insert affected {} rows", done.rows_affected()); //~ redundant-db-log
            info!("member {} signed up", form.username); //~? secret-in-message
            TIMINGS.lock().unwrap().push(("sign_up".to_string(), started.elapsed().as_millis())); //~ timing-log
            HttpResponse::Created().finish()
        }
        Err(e) => {
            error!("could not store member: {}", e); //~? log-level
            HttpResponse::Conflict().finish()
        }
    }
}

#[post("/signin")]
async fn sign_in(req: HttpRequest, pool: web::Data<PgPool>, form: web::Json<SignUp>) -> impl Responder { //~? key-function-not-instrumented
    trace!("request headers: {:?}", req.headers()); //~ secret-in-message|debug-of-sensitive
    trace!("request path: {:?}", req.path());
    let member: Option<Member> = sqlx::query_as("SELECT * FROM members WHERE username = $1")
        .bind(&form.username)
        .fetch_optional(pool.get_ref())
        .await
        .unwrap_or(None);
    let member = match member {
        Some(m) => m,
        None => {
            warn!("sign in: no member {}", form.username); //~? secret-in-message
            return HttpResponse::Unauthorized().finish();
        }
    };
    if !bcrypt::verify(&form.passwd, &member.passwd).unwrap_or(false) { //~ blocking-in-async
        warn!("bad password {} for member {}", form.passwd, member.id); //~ secret-in-message
        warn!("bad password for member {}", member.id);
        return HttpResponse::Unauthorized().finish();
    }
    let token: String = format!("{:x}", rand::thread_rng().gen::<u128>());
    TOKENS.write().unwrap().insert(token.clone(), member.id as u64);
    info!("member {} signed in, {} tokens active", member.id, TOKENS.read().unwrap().len());
    info!("token = {}", token); //~ secret-in-message //~? log-level
    info!(target: "audit", "{} signed in from {:?}", member.email_address, req.peer_addr()); //~ secret-in-message
    HttpResponse::Ok().json(token)
}

#[get("/members")]
async fn members(pool: web::Data<PgPool>, paging: web::Query<Paging>) -> impl Responder { //~? key-function-not-instrumented
    debug!("paging {:?}", paging); //~? entering-function-log
    debug!("next token {:?}", paging.next_token);
    let page = paging.page.unwrap_or(0);
    let per_page = paging.per_page.unwrap_or(20);
    debug!("running SELECT on members, page {}", page); //~ redundant-db-log
    let rows: Vec<Member> = sqlx::query_as("SELECT * FROM members LIMIT $1 OFFSET $2")
        .bind(per_page as i64)
        .bind((page * per_page) as i64)
        .fetch_all(pool.get_ref())
        .await
        .unwrap_or_default();
    debug!("rows: {}", rows.len()); //~? redundant-db-log
    for row in &rows {
        trace!("row {}: {}", row.id, row.role);
        trace!("row {:?}", row); //~ debug-of-sensitive|secret-in-message
    }
    HttpResponse::Ok().json(rows.iter().map(|m| m.username.clone()).collect::<Vec<_>>())
}

#[put("/members/{id}/role")]
#[traced(fields(role = %body), skip_all, err)] //~ raw-instrument
async fn set_role(pool: web::Data<PgPool>, path: web::Path<i64>, body: String) -> actix_web::Result<HttpResponse> {
    let id = path.into_inner();
    sqlx::query("UPDATE members SET role = $2 WHERE id = $1")
        .bind(id)
        .bind(&body)
        .execute(pool.get_ref())
        .await
        .map_err(actix_web::error::ErrorInternalServerError)?;
    info!("role of member {} is {} now", id, body);
    Ok(HttpResponse::NoContent().finish())
}

#[delete("/sessions/{token}")]
#[traced(skip_all)] //~ raw-instrument
async fn sign_out(path: web::Path<String>) -> impl Responder {
    let token = path.into_inner();
    let known = TOKENS.write().unwrap().remove(&token).is_some();
    if known {
        info!("signed out, token length {}", token.len());
    } else {
        warn!("sign out with unknown token {}...", &token[..4]); //~ secret-in-message
    }
    HttpResponse::NoContent()
}

async fn send_mail(config: &Config, to: &str, subject: &str) -> anyhow::Result<()> {
    let client = reqwest::blocking::Client::new(); //~? blocking-in-async
    let mut tries = 0;
    loop {
        let response = client.post(&config.base_url).bearer_auth(&config.mail_api_key).body(subject.to_string()).send(); //~? blocking-in-async
        match response {
            Ok(r) if r.status().is_success() => {
                info!("mail sent: {}", subject);
                return Ok(());
            }
            Ok(r) => warn!("mail refused with {}", r.status()),
            Err(e) if tries < 3 => {
                error!("mail failed ({}), retry {}/3", e, tries); //~ log-level
            }
            Err(e) => {
                error!("mail to {} failed for good: {}", to, e); //~? secret-in-message
                return Err(e.into());
            }
        }
        tries += 1;
        std::thread::sleep(Duration::from_secs(1)); //~? blocking-in-async
    }
}

fn report_timings() {
    let timings = TIMINGS.lock().unwrap();
    for (name, ms) in timings.iter() {
        info!("{} took {} ms", name, ms); //~ timing-log
    }
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let config = Config {
        session_secret: std::env::var("SESSION_SECRET").expect("SESSION_SECRET must be set"),
        mail_api_key: std::env::var("MAIL_API_KEY").expect("MAIL_API_KEY must be set"),
        base_url: "https://mail.example".to_string(),
    };
    info!("config: {:?}", config); //~ debug-of-sensitive|secret-in-message
    info!("session secret length: {}", config.session_secret.len());
    println!("DATABASE_URL={}", std::env::var("DATABASE_URL").unwrap()); //~ print-macro //~? secret-in-message
    let pool = PgPool::connect(&std::env::var("DATABASE_URL").unwrap()).await.expect("a database");
    if let Err(e) = send_mail(&config, "ops@example.org", "monolith starts").await {
        warn!("no start mail: {}", e);
    }
    std::thread::spawn(|| loop {
        std::thread::sleep(Duration::from_secs(60));
        report_timings();
    });
    HttpServer::new(move || {
        App::new()
            .app_data(web::Data::new(pool.clone()))
            .wrap(tracing_actix_web::TracingLogger::default())
            .service(sign_up)
            .service(sign_in)
            .service(members)
            .service(set_role)
            .service(sign_out)
    })
    .bind(("0.0.0.0", 8000))?
    .run()
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn config_hides_the_session_secret() {
        let config = Config { session_secret: "s".into(), mail_api_key: "m".into(), base_url: "b".into() };
        println!("{:?} {}", config, config.session_secret);
        assert!(!format!("{config:?}").contains("session_secret"), "secret {} is shown", config.session_secret);
    }
}
