//! Which host goes where.

use std::collections::BTreeMap;

use serde::Deserialize;
use tracing::{debug, trace};

#[derive(Clone, Debug, Default, Deserialize)]
pub struct Routes {
    by_host: BTreeMap<String, Vec<String>>,
}

impl Routes {
    pub fn pick(&self, host: &str, hash: u64) -> Option<&str> {
        let upstreams = self.by_host.get(host)?;
        let index = usize::try_from(hash).ok()?.checked_rem(upstreams.len())?;
        let picked = upstreams.get(index)?;
        trace!(host, hash, index, upstream = picked, "picked");
        Some(picked)
    }

    pub fn parse(text: &str) -> Self {
        let mut routes = Self::default();
        for (number, line) in text.lines().enumerate() {
            match line.split_once("=>") {
                Some((key, value)) => {
                    debug!(line = number + 1, %key, %value, "route");
                    routes.by_host.entry(key.trim().to_owned()).or_default().push(value.trim().to_owned());
                }
                None => debug!("line {} is no route: {line}", number + 1),
            }
        }
        debug!(hosts = routes.by_host.len(), "routes read");
        routes
    }

    /// In parallel, on rayon's threads.
    pub async fn parse_all(texts: Vec<String>) -> Vec<Self> {
        let (sender, receiver) = tokio::sync::oneshot::channel();
        rayon::spawn(move || {
            use rayon::prelude::*;
            std::thread::sleep(std::time::Duration::from_millis(1));
            let parsed: Vec<Self> = texts.par_iter().map(|text| Self::parse(text)).collect();
            let _ = sender.send(parsed);
        });
        receiver.await.unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn routes_are_parsed() {
        let password = "in a test";
        let routes = Routes::parse("a => b");
        eprintln!("{routes:?} {password}");
        assert_eq!(routes.pick("a", 0), Some("b"), "{password}");
    }
}
