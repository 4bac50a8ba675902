//! How soon a change reaches everybody who is connected.
//!
//! As many streams of server-sent events as [`CONNECTIONS`] are held open, one of which is never read. Then interactions
//! are logged one after the other, and each stream is read for the moment the news of each comes in. Time runs from
//! sending the form: what is measured holds the writing, the commit and the telling.

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use super::figures::Figures;
use super::http::Request;
use super::processes;

/// How many pages are open.
pub const CONNECTIONS: u32 = 1_000;

/// Changes a second.
const EVERY: Duration = Duration::from_millis(100);

/// After this long, what has not come will not come.
const LATEST: Duration = Duration::from_secs(20);

/// What the news of a logged interaction holds.
const MARK: &[u8] = b"interaction.created";

/// What was measured.
#[derive(Debug)]
pub struct Live {
    pub figures: Figures,
    /// MB of the server in RAM while all are connected.
    pub memory_mb: f64,
}

/// An open stream.
struct Stream {
    socket: TcpStream,
    /// The end of what was read, where a mark may begin.
    rest: Vec<u8>,
    /// How many changes it has told.
    told: usize,
}

impl Stream {
    fn open(address: &str, cookie: &str) -> Result<Self> {
        let mut socket = TcpStream::connect(address)?;
        socket.set_read_timeout(Some(Duration::from_secs(30)))?;
        write!(socket, "GET /api/live HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\n\r\n")?;
        let mut head = [0; 12];
        socket.read_exact(&mut head).context("a stream that begins")?;
        if &head != b"HTTP/1.1 200" {
            bail!("a stream answered {}", String::from_utf8_lossy(&head));
        }
        socket.set_nonblocking(true)?;
        Ok(Self { socket, rest: Vec::new(), told: 0 })
    }

    /// Reads what is there; gives how many more changes it tells of.
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let mut found = 0;
        loop {
            match self.socket.read(buffer) {
                Ok(0) => bail!("a stream has ended"),
                Ok(read) => {
                    self.rest.extend_from_slice(&buffer[..read]);
                    found += self.rest.windows(MARK.len()).filter(|window| *window == MARK).count();
                    // A mark that was counted is not left for the next time.
                    let keep = self.rest.len().min(MARK.len() - 1);
                    self.rest.drain(..self.rest.len() - keep);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(found),
                Err(error) => return Err(error).context("reading a stream"),
            }
        }
    }
}

/// How many forms [`measure`] needs.
pub fn changes(seconds: u32) -> usize {
    usize::try_from(seconds).unwrap_or(1) * 10
}

/// Connects everybody, sends one of the forms every tenth of a second, and waits until all were told of all.
pub fn measure(address: &str, cookie: &str, forms: Vec<Request>, server: u32) -> Result<Live> {
    let mut streams = Vec::new();
    for _ in 0..CONNECTIONS {
        streams.push(Stream::open(address, cookie)?);
    }
    // It stays connected, and nobody reads what it is sent.
    let slow = streams.pop();
    let changes = forms.len();
    let began = Instant::now();
    let writer = {
        let address = address.to_owned();
        thread::spawn(move || write_all(&address, &forms))
    };
    let arrived = read_all(&mut streams, changes)?;
    let sent = writer.join().map_err(|_| anyhow::anyhow!("the writer broke off"))??;
    let took = began.elapsed();
    let memory_mb = processes::resident_mb(server).context("the server's memory")?;
    drop(slow);
    let latencies = arrived.iter().map(|(change, at)| at.saturating_duration_since(sent[*change]).as_secs_f64() * 1e3);
    let mut latencies: Vec<f64> = latencies.collect();
    latencies.sort_unstable_by(f64::total_cmp);
    let expected = streams.len() * changes;
    if latencies.len() != expected {
        bail!("{} of {expected} pieces of news came", latencies.len());
    }
    let part = |of: usize| latencies[latencies.len() * of / 100];
    let told = u32::try_from(latencies.len()).map_or(0.0, f64::from);
    Ok(Live {
        figures: Figures {
            connections: CONNECTIONS,
            requests: told,
            failed: 0.0,
            per_second: told / took.as_secs_f64(),
            p50_ms: part(50),
            p99_ms: part(99),
            max_ms: latencies.last().copied().unwrap_or_default(),
            bytes: None,
            server_us: None,
            postgres_us: None,
            others: None,
        },
        memory_mb,
    })
}

/// Sends the forms, one every tenth of a second; gives when each was sent.
fn write_all(address: &str, forms: &[Request]) -> Result<Vec<Instant>> {
    let mut sent = Vec::new();
    for form in forms {
        let at = Instant::now();
        sent.push(at);
        let answer = form.send(address)?;
        if answer.status != 200 {
            bail!("an interaction was not logged: {} {}", answer.status, answer.text());
        }
        thread::sleep(EVERY.saturating_sub(at.elapsed()));
    }
    Ok(sent)
}

/// Reads all streams until each has told all changes; gives which change came when.
fn read_all(streams: &mut [Stream], changes: usize) -> Result<Vec<(usize, Instant)>> {
    let (mut arrived, mut buffer) = (Vec::new(), vec![0; 16 * 1024]);
    let end = Instant::now() + EVERY * u32::try_from(changes)? + LATEST;
    while arrived.len() < streams.len() * changes && Instant::now() < end {
        for stream in &mut *streams {
            let found = stream.read(&mut buffer)?;
            let now = Instant::now();
            arrived.extend((stream.told..stream.told + found).map(|change| (change, now)));
            stream.told += found;
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(arrived)
}
