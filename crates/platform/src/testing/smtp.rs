//! A mail server for tests: takes e-mail, or does what goes wrong with mail servers.

use std::{
    net::SocketAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};

/// What it does with e-mail to an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Accept,
    /// 550: there is no such mailbox.
    Never,
    /// 451: not now.
    Later,
    /// Nothing, for ever.
    Hang,
    /// Closes the connection.
    Close,
    /// Takes the letter, and says so a second later.
    Slow,
}

/// An e-mail as it was taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Received {
    pub to: String,
    /// Headers and body as they came.
    pub data: String,
}

impl Received {
    /// A header's value; empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        let head = self.data.split("\r\n\r\n").next().unwrap_or_default();
        let line = head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        line.unwrap_or_default()
    }
}

/// What is done with an e-mail to an address.
type Behaviour = Box<dyn Fn(&str) -> Answer + Send>;

/// A running mail server.
pub struct Receiver {
    pub address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

struct State {
    received: Mutex<Vec<Received>>,
    behaviour: Mutex<Behaviour>,
    /// Whether nobody may send, and how many letters may be begun in one conversation.
    closed: AtomicBool,
    most: AtomicUsize,
    connections: AtomicUsize,
    /// How many wait for an answer that does not come.
    hanging: AtomicUsize,
    changed: Notify,
}

fn open<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Receiver {
    /// One that accepts everything.
    ///
    /// # Panics
    /// Where no port can be had.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State {
            received: Mutex::default(),
            behaviour: Mutex::new(Box::new(|_| Answer::Accept)),
            closed: AtomicBool::new(false),
            most: AtomicUsize::new(usize::MAX),
            connections: AtomicUsize::new(0),
            hanging: AtomicUsize::new(0),
            changed: Notify::new(),
        });
        let shared = state.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                shared.connections.fetch_add(1, Ordering::Relaxed);
                tokio::spawn(converse(stream, shared.clone()));
            }
        });
        Self { address, state, task }
    }

    /// Its address for `SMTP_URL`.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    /// What it does from now on.
    pub fn behave(&self, behaviour: impl Fn(&str) -> Answer + Send + 'static) {
        *open(&self.state.behaviour) = Box::new(behaviour);
    }

    /// Whether it refuses whoever sends, for good, by a 550: as where a password was changed.
    pub fn close(&self, closed: bool) {
        self.state.closed.store(closed, Ordering::Relaxed);
    }

    /// Ends each conversation by a 421 after so many letters.
    pub fn at_most(&self, letters: usize) {
        self.state.most.store(letters, Ordering::Relaxed);
    }

    /// What it has taken, in order.
    pub fn received(&self) -> Vec<Received> {
        open(&self.state.received).clone()
    }

    /// How many wait for an answer that does not come.
    pub fn hanging(&self) -> usize {
        self.state.hanging.load(Ordering::Relaxed)
    }

    /// Waits until something is so, ten seconds at most.
    ///
    /// # Panics
    /// Where it does not become so.
    pub async fn until(&self, is_so: impl Fn(&Self) -> bool) {
        let waiting = async {
            loop {
                let changed = self.state.changed.notified();
                if is_so(self) {
                    return;
                }
                changed.await;
            }
        };
        tokio::time::timeout(std::time::Duration::from_secs(10), waiting).await.expect("it becomes so");
    }

    /// How many have connected.
    pub fn connections(&self) -> usize {
        self.state.connections.load(Ordering::Relaxed)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn converse(stream: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 receiver.test\r\n").await?;
    let mut to = String::new();
    let mut slow = false;
    let mut begun = 0;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let verb = line.split_whitespace().next().unwrap_or_default().to_uppercase();
        let answer: &[u8] = match verb.as_str() {
            "EHLO" | "HELO" => b"250 receiver.test\r\n",
            "MAIL" if state.closed.load(Ordering::Relaxed) => b"550 not you\r\n",
            "MAIL" if begun == state.most.load(Ordering::Relaxed) => {
                stream.write_all(b"421 enough\r\n").await?;
                return Ok(());
            }
            "MAIL" => {
                begun += 1;
                b"250 fine\r\n"
            }
            "RCPT" => {
                to = line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
                let answer = (open(&state.behaviour))(&to);
                slow = answer == Answer::Slow;
                match answer {
                    Answer::Accept | Answer::Slow => b"250 fine\r\n",
                    Answer::Never => b"550 no such mailbox\r\n",
                    Answer::Later => b"451 not now\r\n",
                    Answer::Hang => {
                        state.hanging.fetch_add(1, Ordering::Relaxed);
                        state.changed.notify_waiters();
                        std::future::pending().await
                    }
                    Answer::Close => return Ok(()),
                }
            }
            "DATA" => {
                stream.write_all(b"354 go on\r\n").await?;
                let mut data = String::new();
                while !data.ends_with("\r\n.\r\n") {
                    if stream.read_line(&mut data).await? == 0 {
                        return Ok(());
                    }
                }
                data.truncate(data.len() - ".\r\n".len());
                open(&state.received).push(Received { to: to.clone(), data });
                state.changed.notify_waiters();
                if slow {
                    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
                }
                b"250 taken\r\n"
            }
            "QUIT" => {
                stream.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            _ => b"250 fine\r\n",
        };
        stream.write_all(answer).await?;
    }
}
