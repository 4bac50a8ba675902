//! A `firstline serve` that a command starts, waits for and stops.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::process;

/// How long the first start may take: a new database, its migrations, the demo data.
const START_LIMIT: Duration = Duration::from_mins(3);

/// How long a clean end may take.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// A running server on an address of its own. Dropping it stops it.
pub struct Server {
    child: Child,
    address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts `firstline serve` on a free port of this machine; returns when it is ready.
    ///
    /// `command` is the program with its environment; what it prints goes to the log.
    pub fn start(command: &Command, log: &Path) -> Result<Self> {
        let address = free_address()?;
        let output = File::create(log).with_context(|| format!("writing {}", log.display()))?;
        let child = with_parent(command)
            .arg("serve")
            .env("FIRSTLINE_ADDR", address.to_string())
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("could not start the server")?;
        let mut server = Self { child, address, log: log.to_path_buf() };
        server.wait_until_ready()?;
        Ok(server)
    }

    /// Its address for a browser.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Number of its process.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Stops it; `false` when it had already ended by itself.
    pub fn stop(mut self) -> Result<bool> {
        let running = self.child.try_wait()?.is_none();
        self.end()?;
        Ok(running)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let deadline = Instant::now() + START_LIMIT;
        while !is_ready(self.address) {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended while starting ({status}):\n{}", self.log_tail());
            }
            if Instant::now() >= deadline {
                bail!("the server was not ready after {} s:\n{}", START_LIMIT.as_secs(), self.log_tail());
            }
            thread::sleep(Duration::from_millis(50));
        }
        Ok(())
    }

    fn end(&mut self) -> Result<()> {
        interrupt(&mut self.child, STOP_LIMIT)
    }

    fn log_tail(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            eprintln!("error: {error:#}");
        }
    }
}

/// The same command, stopped by the kernel when we die without a chance to stop it ourselves.
///
/// Program, arguments and environment are taken over, nothing else. To be spawned from the main
/// thread only: the kernel ties the promise to the spawning thread.
pub fn with_parent(command: &Command) -> Command {
    let mut wrapped = if process::exists("setpriv") {
        let mut setpriv = Command::new("setpriv");
        setpriv.args(["--pdeathsig", "TERM"]).arg(command.get_program());
        setpriv
    } else {
        Command::new(command.get_program())
    };
    wrapped.args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => wrapped.env(name, value),
            None => wrapped.env_remove(name),
        };
    }
    wrapped
}

/// Asks a process to end, and insists when it does not.
pub fn interrupt(child: &mut Child, limit: Duration) -> Result<()> {
    if child.try_wait()?.is_some() {
        return Ok(());
    }
    process::run(Command::new("kill").args(["-TERM", &child.id().to_string()]))?;
    let deadline = Instant::now() + limit;
    while child.try_wait()?.is_none() {
        if Instant::now() >= deadline {
            child.kill()?;
            child.wait()?;
            bail!("the server did not stop within {} s and was killed", limit.as_secs());
        }
        thread::sleep(Duration::from_millis(10));
    }
    Ok(())
}

fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr())?)
}

/// Whether `/readyz` answers 200.
fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<String> {
        let mut stream = TcpStream::connect_timeout(&address, Duration::from_secs(1))?;
        stream.set_read_timeout(Some(Duration::from_secs(5)))?;
        stream.write_all(format!("GET /readyz HTTP/1.0\r\nHost: {address}\r\n\r\n").as_bytes())?;
        let mut answer = [0; 16];
        let length = stream.read(&mut answer)?;
        Ok(String::from_utf8_lossy(&answer[..length]).into_owned())
    };
    ask().is_ok_and(|answer| answer.split_whitespace().nth(1) == Some("200"))
}
