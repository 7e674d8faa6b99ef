//! What blocks, and what does not.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::sync::{Mutex, RwLock, mpsc};
use std::thread;
use std::time::Duration;

use tokio::fs as afs;

pub async fn sleeps() {
    thread::sleep(Duration::from_millis(1)); //~ blocking-in-async
    std::thread::sleep(Duration::from_millis(1)); //~ blocking-in-async
    tokio::time::sleep(Duration::from_millis(1)).await;
}

pub async fn files(path: &Path) -> std::io::Result<()> {
    let _ = fs::read(path)?; //~ blocking-in-async
    let _ = std::fs::read_to_string(path)?; //~ blocking-in-async
    fs::rename(path, "x")?; //~ blocking-in-async
    let mut file = File::open(path)?; //~ blocking-in-async
    let mut text = String::new();
    file.read_to_string(&mut text)?; //~? blocking-in-async
    let _ = afs::read(path).await?;
    let _ = tokio::fs::read(path).await?;
    let mut async_file = tokio::fs::File::open(path).await?;
    tokio::io::AsyncReadExt::read_to_string(&mut async_file, &mut text).await?;
    Ok(())
}

pub async fn http() -> anyhow::Result<()> {
    let _ = reqwest::blocking::get("http://x")?; //~ blocking-in-async
    let _ = ureq::get("http://x").call()?; //~ blocking-in-async
    let _ = reqwest::get("http://x").await?;
    let client = reqwest::Client::new();
    let _ = client.get("http://x").send().await?;
    Ok(())
}

pub async fn hashes(text: &str) -> anyhow::Result<()> {
    let mut out = [0; 32];
    pbkdf2::pbkdf2_hmac::<sha2::Sha256>(text.as_bytes(), b"salt", 1_000, &mut out); //~ blocking-in-async
    let _ = bcrypt::hash(text, 12)?; //~ blocking-in-async
    let _ = bcrypt::verify(text, "hash")?; //~ blocking-in-async
    let params = scrypt::Params::recommended();
    scrypt::scrypt(text.as_bytes(), b"salt", &params, &mut out)?; //~ blocking-in-async
    let _ = argon2::Argon2::default().hash_password_into(text.as_bytes(), b"saltsalt", &mut out); //~ blocking-in-async
    let owned = text.to_owned();
    tokio::task::spawn_blocking(move || bcrypt::hash(owned, 12)).await??;
    tokio::task::block_in_place(|| bcrypt::hash(text, 12))?;
    Ok(())
}

pub async fn locks(count: &Mutex<u32>, table: &RwLock<Vec<u32>>, fast: &parking_lot::Mutex<u32>) -> u32 {
    let before = *count.lock().unwrap();
    tokio::task::yield_now().await;
    {
        let mut guard = count.lock().unwrap();
        *guard += 1;
    }
    tokio::task::yield_now().await;
    let held = table.read().unwrap(); //~ blocking-in-async
    tokio::task::yield_now().await;
    let total: u32 = held.iter().sum();
    drop(held);
    let guard = fast.lock();
    let value = *guard;
    drop(guard);
    tokio::task::yield_now().await;
    before + total + value
}

pub async fn held_in_match(count: &Mutex<u32>) -> u32 {
    match count.lock() { //~ blocking-in-async
        Ok(guard) => {
            tokio::task::yield_now().await;
            *guard
        }
        Err(_) => 0,
    }
}

pub async fn tokio_locks(count: &tokio::sync::Mutex<u32>, table: &tokio::sync::RwLock<Vec<u32>>) -> u32 {
    let guard = count.lock().await;
    let table = table.read().await;
    tokio::task::yield_now().await;
    *guard + table.len() as u32
}

pub async fn channels(receiver: mpsc::Receiver<u32>) -> u32 {
    receiver.recv().unwrap_or_default() //~? blocking-in-async
}

pub async fn handed_off(path: std::path::PathBuf) -> std::io::Result<String> {
    let on_a_thread = thread::spawn(move || {
        thread::sleep(Duration::from_millis(1));
        fs::read_to_string(path)
    });
    tokio::task::yield_now().await;
    on_a_thread.join().map_err(|_| std::io::ErrorKind::Other)? //~? blocking-in-async
}

pub fn sync_function(path: &Path) -> std::io::Result<String> {
    thread::sleep(Duration::from_millis(1));
    fs::read_to_string(path)
}

pub fn returns_a_future() -> impl Future<Output = ()> {
    let text = fs::read_to_string("at start").unwrap_or_default();
    async move {
        let _ = fs::read_to_string(text); //~ blocking-in-async
    }
}

#[async_trait::async_trait]
pub trait Storage {
    async fn load(&self) -> std::io::Result<Vec<u8>>;
    fn load_now(&self) -> std::io::Result<Vec<u8>>;
}

pub struct Disk;

#[async_trait::async_trait]
impl Storage for Disk {
    async fn load(&self) -> std::io::Result<Vec<u8>> {
        fs::read("disk") //~ blocking-in-async
    }

    fn load_now(&self) -> std::io::Result<Vec<u8>> {
        fs::read("disk")
    }
}

#[cfg(test)]
mod tests {
    #[tokio::test]
    async fn may_block() {
        std::thread::sleep(std::time::Duration::from_millis(1));
        let _ = std::fs::read("x");
    }
}
