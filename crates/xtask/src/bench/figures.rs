//! What a run gave.

use anyhow::{Result, bail};
use serde_json::{Value, json};

use super::processes::Share;

/// The figures of one case at one number of connections.
#[derive(Clone, Debug)]
pub struct Figures {
    pub connections: u32,
    pub requests: f64,
    /// Connections that broke, answers that did not come in time or with a status of 400 and above.
    pub failed: f64,
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
    /// Length of an answer with its head, on average.
    pub bytes: Option<f64>,
    /// Processor time of the server for one answer, in microseconds.
    pub server_us: Option<f64>,
    /// Processor time of PostgreSQL for one answer, in microseconds.
    pub postgres_us: Option<f64>,
    /// Part of the machine's processor time that neither of them nor the load generator used.
    pub others: Option<f64>,
}

impl Figures {
    /// Adds what it cost.
    ///
    /// # Errors
    /// More than one answer in a thousand failed: such figures measure something else.
    pub fn with_share(mut self, share: Share) -> Result<Self> {
        if self.failed > self.requests / 1_000.0 {
            bail!("{} of {} requests failed", self.failed, self.requests);
        }
        self.server_us = Some(share.server / self.requests * 1e6);
        self.postgres_us = Some(share.postgres / self.requests * 1e6);
        self.others = Some(share.others);
        Ok(self)
    }

    pub fn to_json(&self) -> Value {
        json!({
            "connections": self.connections,
            "requests": self.requests,
            "failed": self.failed,
            "per_second": rounded(self.per_second),
            "p50_ms": rounded(self.p50_ms),
            "p99_ms": rounded(self.p99_ms),
            "max_ms": rounded(self.max_ms),
            "bytes": self.bytes.map(f64::round),
            "server_us": self.server_us.map(f64::round),
            "postgres_us": self.postgres_us.map(f64::round),
            "others": self.others.map(rounded),
        })
    }
}

/// Three decimals.
pub fn rounded(number: f64) -> f64 {
    (number * 1e3).round() / 1e3
}
