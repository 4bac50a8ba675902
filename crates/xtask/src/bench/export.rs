//! The whole list as a file: how many rows a second, and whether the server's memory stays what it is meanwhile.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::figures::Figures;
use super::processes;

/// No more rows are read: what a million do not show, ten do not either.
const MOST: usize = 1_000_000;

/// After so many rows everything is under way, and memory is looked at for the first time.
const FIRST: usize = 10_000;

/// Rows between two looks at the memory.
const LOOK: usize = 5_000;

/// What was measured.
#[derive(Debug)]
pub struct Export {
    /// Rows a second; the milliseconds are those of the whole file.
    pub figures: Figures,
    pub rows: usize,
    /// MB of the server in RAM: after the first rows, and the most from there on.
    pub memory_mb: Option<(f64, f64)>,
}

/// Reads the list as a file, at most [`MOST`] rows of it; `least` of them are there.
pub fn measure(address: &str, cookie: &str, server: u32, least: usize) -> Result<Export> {
    let memory = || processes::resident_mb(server).context("the server's memory");
    let begin = Instant::now();
    let mut socket = TcpStream::connect(address)?;
    socket.set_read_timeout(Some(Duration::from_secs(30)))?;
    write!(socket, "GET /interactions.csv HTTP/1.0\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n")?;
    let mut head = [0; 12];
    socket.read_exact(&mut head).context("a file that begins")?;
    if &head[9..] != b"200" {
        bail!("the file was answered with {}", String::from_utf8_lossy(&head));
    }
    let (mut lines, mut bytes, mut looked) = (0, 0, 0);
    let mut memory_mb = None::<(f64, f64)>;
    let mut buffer = vec![0; 64 * 1024];
    while lines < MOST {
        let read = socket.read(&mut buffer).context("reading the file")?;
        if read == 0 {
            break;
        }
        bytes += read;
        lines += buffer[..read].split(|byte| *byte == b'\n').count() - 1;
        if lines >= FIRST && lines >= looked + LOOK {
            looked = lines;
            let now = memory()?;
            memory_mb = Some(memory_mb.map_or((now, now), |(first, most)| (first, most.max(now))));
        }
    }
    if lines < least.min(MOST) {
        bail!("the file broke off after {lines} lines");
    }
    let took = begin.elapsed().as_secs_f64();
    let (rows, sent) = (f64::from(u32::try_from(lines)?), f64::from(u32::try_from(bytes)?));
    Ok(Export {
        figures: Figures {
            connections: 1,
            requests: 1.0,
            failed: 0.0,
            per_second: rows / took,
            p50_ms: took * 1e3,
            p99_ms: took * 1e3,
            max_ms: took * 1e3,
            bytes: Some(sent),
            server_us: None,
            postgres_us: None,
            others: None,
        },
        rows: lines,
        memory_mb,
    })
}
