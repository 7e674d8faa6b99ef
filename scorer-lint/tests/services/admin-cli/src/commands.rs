//! Calls of the service.

use std::io::Read;
use std::thread;
use std::time::Duration;

use anyhow::Context;
use serde_json::{json, Value};

pub struct Client {
    url: String,
    token: String,
}

#[derive(Debug)]
pub struct Created {
    pub id: String,
    pub key: String,
}

impl Client {
    pub fn new(url: String, token: String) -> Self {
        Self { url, token }
    }

    pub fn communities(&self) -> anyhow::Result<Vec<Vec<String>>> {
        let answer: Value = self.get("/admin/communities")?;
        let rows = answer.as_array().context("not a list")?;
        Ok(rows.iter().map(|row| vec![row["id"].to_string(), row["name"].as_str().unwrap_or("-").to_owned()]).collect())
    }

    pub fn create_key(&self, name: &str) -> anyhow::Result<Created> {
        let answer: Value = ureq::post(&format!("{}/admin/api-keys", self.url))
            .set("Authorization", &format!("Bearer {}", self.token))
            .send_json(json!({ "name": name }))?
            .into_json()?;
        Ok(Created {
            id: answer["id"].as_str().unwrap_or_default().to_owned(),
            key: answer["api_key"].as_str().unwrap_or_default().to_owned(),
        })
    }

    pub fn export(&self, community: i64) -> anyhow::Result<Vec<u8>> {
        let mut tries = 0;
        loop {
            match ureq::get(&format!("{}/export/{community}", self.url)).call() {
                Ok(response) => {
                    let mut bytes = Vec::new();
                    response.into_reader().read_to_end(&mut bytes)?;
                    return Ok(bytes);
                }
                Err(error) if tries < 3 => {
                    tries += 1;
                    eprintln!("{error}; trying again in {tries} s");
                    thread::sleep(Duration::from_secs(tries));
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn get(&self, path: &str) -> anyhow::Result<Value> {
        Ok(ureq::get(&format!("{}{path}", self.url)).set("Authorization", &format!("Bearer {}", self.token)).call()?.into_json()?)
    }
}

pub fn hash(password: &str) -> String {
    let mut out = [0_u8; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(password.as_bytes(), b"scorer", 600_000, &mut out);
    out.iter().map(|byte| format!("{byte:02x}")).collect()
}
